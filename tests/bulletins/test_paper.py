import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bulletins.measures import Measures, twips
from bulletins.paper import Block, Paper, Piece, Tail, blocks_of
from bulletins.wording import addresses, balanced, chinese_date, clean, fitted, heading_of, level_of, width_of
from tests.bulletins.specimen import SPECIMEN

names = st.lists(st.text(), max_size=3).map(tuple)
pieces = st.builds(
    Piece,
    title=st.text(),
    byline=st.text(),
    note=st.text(),
    blocks=st.lists(st.builds(Block, st.sampled_from(["h1", "h2", "h3", "h4", "p"]), st.text())).map(tuple),
)
tails = st.builds(
    Tail,
    editor=st.text(),
    report_to=names,
    send_to=names,
    copy_to=names,
    contact=names,
    copies=st.none() | st.integers(1, 5000),
)
papers = st.builds(
    Paper,
    classification=st.text(),
    masthead=st.text(),
    number=st.text(),
    date=st.none() | st.dates(),
    note=st.text(),
    pieces=st.lists(pieces, max_size=2).map(tuple),
    tail=tails,
    measures=st.builds(Measures, body_pt=st.sampled_from([15, 16]), bottom_mm=st.floats(20, 40)),
    proof=st.booleans(),
)


@given(papers)
def test_a_paper_survives_being_frozen_as_json(paper):
    assert Paper.from_dict(json.loads(json.dumps(paper.to_dict()))) == paper


def test_a_frozen_paper_names_every_measure_it_was_printed_with():
    frozen = SPECIMEN.to_dict()

    assert frozen["measures"] == Measures().to_dict()
    assert frozen["date"] == "2014-07-10"


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("一、提高认识", "h1"),
        ("十二、强化保障", "h1"),
        ("一、二十大精神学习情况，全面铺开。", "h1"),
        ("三、四季度工作安排", "h1"),
        ("一、二线职工轮流休养，效果较好。", "p"),
        ("（一）加强领导。各级工会要高度重视。", "h2"),
        ("(二)加强领导", "h2"),
        ("1.健全制度", "h3"),
        ("12．健全制度", "h3"),
        ("1.2014年以来的做法", "h3"),
        ("1.5亿元专项资金全部到位", "p"),
        ("2014年7月，区总工会召开会议", "p"),
        ("（1）数字准确", "h4"),
        ("(12)数字准确", "h4"),
        ("（2014年）全年工作", "p"),
        ("一是定人，二是定责。", "p"),
        ("第一、提高认识", "p"),
        ("会议分一、二两个阶段", "p"),
    ],
)
def test_a_line_is_a_level_only_when_it_begins_like_one(line, kind):
    assert level_of(line) == kind


def test_plain_text_becomes_blocks_line_by_line():
    text = "　　一、总的情况\r\n\n  上半年平稳。\n（一）数量\n\u200b\n"

    assert blocks_of(text) == (
        Block("h1", "一、总的情况"),
        Block("p", "上半年平稳。"),
        Block("h2", "（一）数量"),
    )


@pytest.mark.parametrize(
    ("kind", "text", "parts"),
    [
        ("h1", "一、提高认识", ("一、提高认识", "")),
        ("h2", "（一）加强领导。各级工会要重视。", ("（一）加强领导。", "各级工会要重视。")),
        ("h1", "一、" + "长" * 60 + "。后文", ("", "一、" + "长" * 60 + "。后文")),
        ("p", "正文。还是正文。", ("", "正文。还是正文。")),
    ],
)
def test_only_the_leading_sentence_of_a_level_is_its_heading(kind, text, parts):
    assert heading_of(kind, text) == parts


def test_an_unknown_kind_of_block_is_refused():
    with pytest.raises(ValueError, match="没有这样的段落类型：h9。"):
        Block("h9", "文字")


@pytest.mark.parametrize(
    ("text", "spoken"),
    [
        ("同志们：", True),
        ("各镇总工会，各街道总工会：", True),
        ("主要做法如下：", False),
        ("同志们辛苦了。", False),
    ],
)
def test_only_words_to_the_readers_stand_flush_left(text, spoken):
    assert addresses("p", text) == spoken


def test_dates_have_no_padding_zeros():
    assert chinese_date(date(2014, 7, 1)) == "2014年7月1日"


def test_what_no_page_can_print_is_dropped_from_a_line():
    assert clean(" \u3000工\x00会\u200b\ufeff\t信\u00a0息\ud800\ufffe\n") == "工会 信 息"


@pytest.mark.parametrize(
    ("title", "lines"),
    [
        ("短标题", ("短标题",)),
        (
            "关于进一步做好全区工会系统信息报送工作的通报",
            ("关于进一步做好全区工会", "系统信息报送工作的通报"),
        ),
        (
            "海淀镇总工会以“三定”机制推动信息工作提质增效",
            ("海淀镇总工会以“三定”机制", "推动信息工作提质增效"),
        ),
        ("区总工会召开\n座谈会", ("区总工会召开", "座谈会")),
    ],
)
def test_a_title_breaks_into_balanced_lines(title, lines):
    assert balanced(title, 20) == lines


@pytest.mark.parametrize(
    ("title", "lines"),
    [
        (
            "区总工会学习贯彻习近平新时代中国特色社会主义思想主题教育动员会召开",
            ("区总工会学习贯彻习近平新时代", "中国特色社会主义思想主题教育动员会召开"),
        ),
        (
            "海淀区总工会关于深入学习贯彻习近平总书记在同中华全国总工会新一届领导班子成员集体谈话时重要讲话精神"
            "进一步加强全区工会系统信息报送工作的通报",
            (
                "海淀区总工会关于深入学习贯彻习近平",
                "总书记在同中华全国总工会新一届",
                "领导班子成员集体谈话时重要讲话精神",
                "进一步加强全区工会系统信息报送工作的通报",
            ),
        ),
        (
            "清河街道总工会建成的“暖蜂驿站”服务新就业形态",
            ("清河街道总工会建成的", "“暖蜂驿站”服务新就业形态"),
        ),
    ],
)
def test_a_title_breaks_neither_a_name_nor_a_word(title, lines):
    assert balanced(title, 20) == lines


def test_a_byline_breaks_between_units():
    byline = "海淀区总工会办公室　海淀区人力资源和社会保障局　中关村科学城管理委员会综合办公室"

    assert Piece("标题", byline).byline_within(28) == (
        "海淀区总工会办公室　海淀区人力资源和社会保障局",
        "中关村科学城管理委员会综合办公室",
    )


@given(st.text("工会　（）乙", max_size=90))
def test_a_filled_byline_loses_no_character(byline):
    lines = Piece("标题", byline).byline_within(28)

    assert "".join("".join(lines).split()) == "".join(byline.split())
    assert all(width_of(line) <= 28 for line in lines)


def test_a_title_one_character_too_long_leaves_nobody_alone():
    assert [len(line) for line in balanced("信" * 21, 20)] in ([10, 11], [11, 10])


@given(st.text("工会信息，。《》“”2014 abc", min_size=1, max_size=70))
def test_balancing_loses_no_character_and_no_line_is_too_wide(title):
    lines = balanced(title, 20)

    assert "".join("".join(lines).split()) == "".join(title.split())
    assert all(width_of(line) <= 20 for line in lines)


def test_a_long_masthead_shrinks_to_one_line():
    assert fitted("海淀工会信息", 62, 442) == 62
    assert fitted("中关村科学城职工服务工作信息专报", 62, 442) == 27


def test_lists_of_the_tail_are_written_with_commas_and_a_full_stop():
    tail = Tail(report_to=("市总工会。", " ", "区委办公室，"), copy_to=("各基层工会",))

    assert tail.lists == (("报：", "市总工会，区委办公室。"), ("发：", "各基层工会。"))


def test_an_empty_tail_prints_nothing():
    tail = Tail()

    assert (tail.hands, tail.lists, tail.contact_lines, tail.copies_line) == ((), (), (), "")


@pytest.mark.parametrize("label", ["【编者按】", "编者按：", "按语："])
def test_a_label_typed_before_the_note_is_not_printed_twice(label):
    assert Paper("", "信息", note=f"{label}特此编发。").note_lines == ("特此编发。",)


def test_a_proof_leaves_room_for_the_number_and_date_of_the_signature():
    proof = Paper("", "信息", proof=True)

    assert (proof.number_line, proof.date_line) == ("第　　期", "　　年　月　日")


def test_a_final_paper_shows_only_what_it_was_given():
    final = Paper("", "信息")

    assert (final.number_line, final.date_line) == ("", "")


def test_the_standard_grid_follows_from_the_margins():
    m = Measures()

    assert (round(m.line_pt, 2), twips(m.line_pt), m.char_pt) == (28.99, 579, 15.75)
    assert m.char_pt * m.columns <= m.width_pt


def test_a_publication_may_have_its_own_measures():
    assert Measures.from_dict({"bottom_mm": 27, "lines": 23}).to_dict()["bottom_mm"] == 27


def test_a_misspelt_measure_is_named():
    with pytest.raises(ValueError, match="没有这样的版式参数：botom。"):
        Measures.from_dict({"botom": 27})
