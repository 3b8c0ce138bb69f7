"""The checks of an article: each rule finds what it names and leaves good text alone."""

import pytest

from bulletins.proofing import BRIEF_LIMIT, proofread
from bulletins.proofing.figures import figures, value_of

GOOD = (
    "一、基本情况\n（一）机构设置\n1.人员\n（1）专职干部12人，占全区工会干部的35%—40%。\n"
    "9月15日，区总工会主席张建国带队走访慰问职工312人，发放慰问金约5万元。"
)


def slips(body, **more):
    return [(spot.place, spot.finding.found) for spot in proofread("标题", body, **more).slips]


def doubts(body, *sources):
    return [
        (spot.finding.found, spot.finding.rule) for spot in proofread("标题", body, sources=sources).doubts
    ]


def test_good_text_that_says_what_its_source_says_is_left_alone():
    report = proofread("走访慰问", GOOD, sources=[GOOD], units=["临江街道总工会"])

    assert report.count == 0


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("增长3-5%。", "3-5%"),
        ("投入3—5万元。", "3—5万"),
        ("近30余人参加。", "近30余"),
        ("约20人左右参加。", "约20人左右"),
        ("投诉减少3倍。", "减少3倍"),
        ("面积30平米。", "平米"),
        ("长20公分。", "公分"),
        ("运粮500市斤。", "500市斤"),
        ("2026年9月15日（星期三）召开会议。", "2026年9月15日（星期三）"),
        ("2月30日召开会议。", "2月30日"),
        ("区委书记批示“重视。", "“"),
        ("下一步,抓落实。", ","),
    ],
)
def test_a_slip_is_found_where_it_stands(text, found):
    assert ("第 1 段", found) in slips(text)


@pytest.mark.parametrize(
    "text",
    [
        "增长3%—5%。",
        "近30人参加。",
        "投诉减少三成。",
        "2026年9月15日（星期二）召开会议。",
        "电话010—88886666。",
    ],
)
def test_good_quantities_are_left_alone(text):
    assert slips(text) == []


def test_levels_out_of_sequence_are_found():
    assert slips("一、甲\n1.乙\n（一）丙") == [("第 3 段", "（一）")]


def test_the_editors_note_is_read_too():
    assert slips("正文。", note="近30余人参加，值得一读。") == [("编者按", "近30余")]


# ---- figures and sources


def test_a_figure_that_stands_in_no_source_is_named_with_those_perhaps_meant():
    assert doubts("慰问职工321人。", "慰问职工312人，困难户20户。") == [
        ("321", "来稿中没有这个数，来稿另有：312人")
    ]


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("慰问20人。", "慰问二十人。"),
        ("慰问三百一十二人。", "慰问312人。"),
        ("发放1,200元。", "发放1200元。"),
        ("投入3万元。", "投入30000元。"),
        ("占３５％。", "占35%。"),
        ("二〇二六年", "2026年"),
    ],
)
def test_the_same_figure_written_otherwise_is_the_same(text, source):
    assert doubts(text, source) == []


def test_a_percentage_is_not_the_bare_number():
    assert [found for found, _ in doubts("增长35%。", "慰问35人。")] == ["35%"]


def test_the_number_of_a_level_is_no_figure():
    assert [figure.text for figure in figures("3.慰问20人")] == ["20人"]


def test_without_sources_no_figure_is_doubted():
    assert doubts("慰问321人。") == []


@pytest.mark.parametrize(
    ("numeral", "value"),
    [("十二", 12), ("二百一十", 210), ("一千零五", 1005), ("三万", 30000), ("二〇二六", 2026), ("十", 10)],
)
def test_chinese_numerals_are_read(numeral, value):
    assert value_of(numeral) == value


# ---- names


def test_a_person_written_two_ways_is_found_once():
    text = "区总工会主席张建国带队走访。\n张建国同志说要抓落实。\n张健国表示感谢。"

    assert doubts(text) == [("张健国", "与“张建国”只差一字，是不是同一人？")]


def test_a_name_unlike_its_source_is_found_whatever_is_commoner():
    rule = "与“张建国”只差一字，是不是同一人？"

    assert doubts("主席张健国、张健国都到场。", "区总工会主席张建国到场。") == [
        ("张健国", rule),
        ("张健国", rule),
    ]


def test_two_persons_whom_the_source_names_both_are_two():
    source = "主席张建国、副主席张建军，出席会议。"

    assert doubts(source, source) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("临江街到总工会开展慰问。", [("第 1 段", "临江街到总工会")]),
        ("临江街道总工会开展慰问。", []),
        ("望江街道总工会开展慰问。", []),
        ("临江，街道总工会开展慰问。", []),
    ],
)
def test_a_name_almost_like_a_units_is_found(text, found):
    assert slips(text, units=["临江街道总工会", "望江街道总工会"]) == found


# ---- briefs


def test_a_brief_is_one_short_paragraph():
    body = "长" * BRIEF_LIMIT + "\n再一段。"

    report = proofread("标题", body, is_brief=True)

    assert report.advice == [
        "简讯只用一段，现有 2 段。",
        f"简讯宜在 {BRIEF_LIMIT} 字以内，现有 {BRIEF_LIMIT + 4} 字。",
    ]
    assert proofread("标题", body).advice == []
