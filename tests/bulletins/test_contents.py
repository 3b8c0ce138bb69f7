"""目录、栏目、编者按、简讯: what stands around the articles, read back from both files."""

import io
from dataclasses import replace

import docx
import pytest
from docx.oxml.ns import qn

from bulletins import pdf, word
from bulletins.measures import Measures, points
from bulletins.paper import Block, Paper, Piece, Tail, blocks_of
from tests.bulletins.pages import FACES, lines_on, printed, starting, words_on
from tests.bulletins.specimen import SPECIMEN

LONG = "关于进一步做好全区工会系统信息报送工作并建立健全信息员队伍的若干意见和具体办法"
LEFT, RIGHT = points(28), points(184)


def piece(title, lines=3, **fields):
    return Piece(title, blocks=(Block("p", "正文" * 12 + "。"),) * lines, **fields)


def paper(*pieces, contents=True, **fields):
    return Paper("", "信息", pieces=pieces, contents=contents, **fields)


def opened(paper):
    pages = pdf.page_numbers(paper, FACES) if paper.contents else ()
    return docx.Document(io.BytesIO(word.render(paper, None, pages)))


def styles(document, *wanted):
    """The words of the document in these styles, in their order."""
    return [(each.style.name, text_of(each)) for each in document.paragraphs if each.style.name in wanted]


def text_of(paragraph):
    return "".join(node.text or "" for node in paragraph._p.iter(qn("w:t")))


MANY = paper(
    piece("第一篇", 30, column="领导讲话"),
    piece("第二篇", 30, column="基层动态"),
    piece(LONG, 30, column="基层动态"),
    Piece("第一条", "某镇", blocks_of("短讯一。"), brief=True),
    Piece("第二条", "（某街道）", blocks_of("短讯二。\n又一段。"), brief=True),
)


# ---- the list of contents


def test_the_list_names_every_title_under_its_column_with_the_page_it_begins_on():
    pages = printed(MANY).pages

    entries = [line.replace("⋯", "…").split("…")[0].strip() for line in lines_on(pages[0])]

    assert entries == [
        *("信息", "目　录", "领导讲话", "第一篇", "基层动态", "第二篇"),
        *(LONG[:25], LONG[25:], "简讯", "第一条", "第二条"),
    ]
    numbers = [int(words.text) for words in words_on(pages[0]) if words.text.isdecimal()]
    assert numbers == list(pdf.page_numbers(MANY, FACES))


@pytest.mark.parametrize("title", ["第一篇", "第二篇", LONG[:10], "第一条", "第二条"])
def test_every_number_is_the_page_on_which_the_title_stands(title):
    pages = printed(MANY).pages
    titles = [each.title for each in MANY.pieces]
    number = pdf.page_numbers(MANY, FACES)[next(n for n, each in enumerate(titles) if each.startswith(title))]

    found = [n for n, page in enumerate(pages, 1) if n > 1 and any(title in line for line in lines_on(page))]

    assert found == [number]


def test_dots_lead_to_numbers_at_the_right_margin():
    page = printed(MANY).pages[0]
    numbers = [words for words in words_on(page) if words.text.isdecimal()]
    dots = [words for words in words_on(page) if set(words.text) <= {"…", "⋯"}]

    assert len(numbers) == 5
    assert [words.size for words in numbers] == [16] * 5
    assert all(RIGHT - 12 < words.x < RIGHT for words in numbers)
    assert {round(dot.y) for dot in dots} == {round(number.y) for number in numbers}


def test_the_articles_begin_on_a_new_page_with_the_note_of_the_issue():
    with_note = replace(MANY, note="本期介绍三个单位。")

    first, second = (lines_on(page) for page in printed(with_note).pages[:2])

    assert "本期介绍三个单位。" not in "".join(first)
    assert second[:2] == ["【编者按】本期介绍三个单位。", "【领导讲话】"]


def test_without_the_list_the_articles_begin_below_the_head():
    lines = lines_on(printed(replace(MANY, contents=False)).pages[0])

    assert lines[:3] == ["信息", "【领导讲话】", "第一篇"]
    assert "目　录" not in "".join(lines)


def test_a_reader_of_the_pdf_finds_columns_and_titles_in_the_outline():
    def names(entries):
        return [names(each) if isinstance(each, list) else each.title for each in entries]

    assert names(printed(MANY).outline) == [
        "领导讲话",
        ["第一篇"],
        "基层动态",
        ["第二篇", LONG],
        "简讯",
        ["第一条", "第二条"],
    ]
    assert names(printed(paper(piece("甲"), piece("乙"), contents=False)).outline) == ["甲", "乙"]


def test_an_archival_pdf_may_have_a_list_of_contents():
    content = pdf.render(replace(SPECIMEN, contents=True), FACES)

    assert b"pdfaid:part" in content


def test_word_refers_to_bookmarks_at_the_titles_with_the_numbers_of_the_pdf():
    document = opened(MANY)
    body = document.element.body
    fields = [node.text.split()[1] for node in body.iter(qn("w:instrText"))]
    marks = [node.get(qn("w:name")) for node in body.iter(qn("w:bookmarkStart"))]
    anchors = [node.get(qn("w:anchor")) for node in body.iter(qn("w:hyperlink"))]
    shown = [text_of(each) for each in document.paragraphs if each.style.name == "目录下级"]

    assert fields == marks == anchors
    assert len(set(marks)) == 5
    pages = pdf.page_numbers(MANY, FACES)
    assert shown == [f"{each.title}{page}" for each, page in zip(MANY.pieces, pages, strict=True)]
    marked = [node.getparent() for node in body.iter(qn("w:bookmarkStart"))]
    starts = ["".join(t.text for t in each.iter(qn("w:t")))[:3] for each in marked]
    assert starts == [each.title[:3] for each in MANY.pieces]


def test_words_fields_are_whole_and_ask_nothing_on_opening():
    document = opened(MANY)
    kinds = [node.get(qn("w:fldCharType")) for node in document.element.body.iter(qn("w:fldChar"))]

    assert kinds == ["begin", "separate", "end"] * 5
    assert document.settings.element.find(qn("w:updateFields")) is None


def test_words_list_leads_with_dots_to_the_right_margin():
    style = opened(MANY).styles["目录下级"]
    (stop,) = style.paragraph_format.tab_stops

    assert round(stop.position.mm) == 156
    assert (str(stop.alignment), str(stop.leader)) == ("RIGHT (2)", "MIDDLE_DOT (5)")


def test_word_begins_the_articles_on_a_new_page_only_after_a_list():
    def first_break(paper):
        breaks = [each for each in opened(paper).paragraphs if each.paragraph_format.page_break_before]
        return [text_of(each) for each in breaks]

    assert first_break(MANY) == ["【领导讲话】"]
    assert first_break(replace(MANY, note="按语。")) == ["【编者按】按语。"]
    assert first_break(replace(MANY, contents=False)) == []


def test_an_issue_of_one_article_without_words_still_prints_its_list():
    assert "标题" in printed(paper(Piece("标题"))).pages[0].extract_text()
    assert text_of(opened(paper(Piece("标题"))).paragraphs[-1]) == ""


# ---- columns


def test_a_column_is_named_once_above_its_articles_in_both_files():
    expected = ["【领导讲话】", "【基层动态】", "【简讯】"]

    on_paper = [line for page in printed(MANY).pages for line in lines_on(page) if line.startswith("【")]
    in_word = [text for _, text in styles(opened(MANY), "栏目")]

    assert on_paper == expected
    assert in_word == expected


def test_a_column_that_comes_back_is_named_again():
    mixed = paper(
        piece("甲", column="一栏"), piece("乙", column="二栏"), piece("丙", column="一栏"), contents=False
    )

    assert mixed.headings == ("一栏", "二栏", "一栏")


def test_a_column_is_centred_in_the_type_of_first_headings():
    column = starting(printed(replace(MANY, contents=False)).pages[0], "【领导讲话】")

    assert (column.font, column.size) == ("NotoSansSC-Medium", 16)
    # half a character, because a bracket at the edge of a line gives up its empty half
    assert column.x == pytest.approx((LEFT + RIGHT - 6 * Measures().char_pt) / 2, abs=8)


@pytest.mark.parametrize("filler", range(8, 20))
def test_no_column_or_note_is_left_at_the_foot_of_a_page(filler):
    second = piece("第二篇", 2, column="某栏", note="请各单位参阅。")
    whole = paper(Piece("第一篇", blocks=(Block("p", "短。"),) * filler), second, contents=False)

    found = [
        [mark in page.extract_text() for mark in ("【某栏】", "请各单位", "第二篇")]
        for page in printed(whole).pages
    ]

    assert sorted(map(tuple, found)) in ([(True, True, True)], [(False, False, False), (True, True, True)])


# ---- notes and short news


def test_a_note_stands_before_its_title_in_word_too_and_stays_with_it():
    document = opened(paper(piece("标题", note="编者按：特此编发。"), contents=False))
    found = styles(document, "编者按", "Title")
    note = next(each for each in document.paragraphs if each.style.name == "编者按")

    assert found == [("编者按", "【编者按】特此编发。"), ("Title", "标题")]
    assert note.paragraph_format.keep_with_next is True


def test_short_news_run_on_under_one_heading():
    pages = printed(replace(MANY, contents=False, pieces=MANY.pieces[3:])).pages

    assert lines_on(pages[0]) == [
        "信息",
        "【简讯】",
        "第一条　短讯一。（某镇）",
        "第二条　短讯二。",
        "又一段。（某街道）",
    ]


def test_short_news_begin_in_heading_type_and_end_in_that_of_bylines():
    page = printed(replace(MANY, contents=False, pieces=MANY.pieces[3:])).pages[0]
    first, text, end = (starting(page, words) for words in ("第一条", "短讯一。", "（某镇）"))

    assert [words.font for words in (first, text, end)] == [
        "NotoSansSC-Medium",
        "NotoSerifSC-Regular",
        "NotoSerifSC-Medium",
    ]
    assert {words.size for words in (first, text, end)} == {16}
    assert first.y == text.y == end.y


def test_words_short_news_carry_the_same_type():
    document = opened(replace(MANY, contents=False, pieces=MANY.pieces[3:]))
    (line,) = [each for each in document.paragraphs if each.text.startswith("第一条")]

    assert [(run.text, run._r.rPr.rFonts.get(qn("w:eastAsia"))) for run in line.runs] == [
        ("第一条　", "黑体"),
        ("短讯一。", None),
        ("（某镇）", "楷体_GB2312"),
    ]


def test_short_news_of_a_column_stand_under_that_column():
    brief = Piece("第一条", "", blocks_of("短讯。"), column="基层动态", brief=True)

    assert paper(piece("甲", column="基层动态"), brief).headings == ("基层动态", "")


@pytest.mark.parametrize("text", ["一、做法\n分两步走。", "（一）做法。分两步走。"])
def test_short_news_that_begin_with_a_level_keep_their_title_on_its_own_line(text):
    item = Piece("标题在上", "某镇", blocks_of(text), brief=True)

    lines = lines_on(printed(paper(item, contents=False)).pages[0])

    assert lines[2] == "标题在上"
    assert lines[-1].endswith("（某镇）")


def test_a_frozen_paper_from_before_knows_no_short_news():
    frozen = SPECIMEN.to_dict()
    for each in frozen["pieces"]:
        del each["brief"], each["column"], each["note"]

    assert Paper.from_dict(frozen) == SPECIMEN


def test_an_empty_tail_leaves_the_last_page_to_the_text():
    assert "（共印" not in printed(replace(MANY, tail=Tail())).pages[-1].extract_text()
