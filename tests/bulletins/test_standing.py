"""Standing lists: one line each, in the order typed, nobody twice."""

from bulletins.standing import faults, printed, tidied


def test_a_list_is_printed_in_the_order_it_was_typed():
    assert (
        printed("报", "市总工会办公室\n区委办公室\n王明 副主席")
        == "报：市总工会办公室，区委办公室，王明 副主席。"
    )


def test_an_empty_list_has_no_line():
    assert printed("送", " \n\n") == ""


def test_empty_lines_and_commas_at_the_end_are_not_kept():
    assert (
        tidied("市总工会办公室，\n\n 区委办公室、\r\n区政府办公室。")
        == "市总工会办公室\n区委办公室\n区政府办公室"
    )


def test_a_name_twice_in_one_list_is_named_with_both_lines():
    texts = {"report_to": "区委办公室\n\n市总工会\n区委 办公室"}

    assert faults(texts) == {"report_to": ["“报”第4行“区委 办公室”与“报”第1行重复，请删去一处。"]}


def test_a_name_in_two_lists_is_named_with_both_lines():
    texts = {"report_to": "区委办公室\n市总工会", "copy_to": "各直属工会\n市总工会"}

    assert faults(texts) == {"copy_to": ["“发”第2行“市总工会”与“报”第2行重复，请删去一处。"]}


def test_a_line_of_several_names_is_told_to_be_split():
    texts = {"send_to": "区政府办公室\n" + "、".join(["某单位"] * 20)}

    assert faults(texts) == {"send_to": ["“送”第2行超过60字，请一行只写一个单位或一位同志。"]}


def test_lists_without_fault_have_none():
    assert faults({"report_to": "市总工会", "send_to": "", "copy_to": "王明\n王明明"}) == {}
