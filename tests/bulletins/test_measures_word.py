"""Every measure of an official page (domain §7.2, GB/T 9704-2012), read back from the Word file."""

import io
from dataclasses import replace
from datetime import date

import docx
import pytest
from docx.enum.text import WD_ALIGN_PARAGRAPH as Align
from docx.oxml.ns import qn
from docx.shared import Emu

from bulletins import word
from bulletins.measures import Measures, points
from bulletins.paper import Block, Paper, Piece, Tail, blocks_of
from tests.bulletins.specimen import SPECIMEN

M = Measures()


@pytest.fixture(scope="module")
def document():
    return docx.Document(io.BytesIO(word.render(SPECIMEN)))


def opened(paper):
    return docx.Document(io.BytesIO(word.render(paper)))


def element(style, path):
    found = style.element.pPr
    for tag in path.split("/"):
        found = found.find(qn(f"w:{tag}"))
    return {name.split("}")[1]: value for name, value in found.attrib.items()}


# ---- paper and grid


def test_the_type_area_is_156_by_225_millimetres(document):
    section = document.sections[0]

    wide = section.page_width - section.left_margin - section.right_margin
    tall = section.page_height - section.top_margin - section.bottom_margin

    assert (round(Emu(wide).mm, 1), round(Emu(tall).mm, 1)) == (156, 225)


def test_lines_stand_28_99_points_apart_and_characters_15_8(document):
    grid = document.sections[0]._sectPr.find(qn("w:docGrid"))
    tracking = document.styles["Normal"].element.rPr.find(qn("w:spacing"))

    assert int(grid.get(qn("w:linePitch"))) / 20 == pytest.approx(points(225) / 22, abs=0.05)
    assert 16 + int(tracking.get(qn("w:val"))) / 20 == pytest.approx(points(156) / 28, abs=0.05)


def test_no_character_hangs_out_of_the_grid(document):
    loose = [
        style.name
        for style in document.styles
        if style.type == 1
        and any(element(style, tag)["val"] != "0" for tag in ("overflowPunct", "autoSpaceDE"))
    ]

    assert loose == []


# ---- type


@pytest.mark.parametrize(
    ("style", "font", "size"),
    [
        ("密级", "黑体", 16),
        ("报头", "方正小标宋简体", 62),
        ("期号", "仿宋_GB2312", 16),
        ("特刊", "楷体_GB2312", 16),
        ("编发", "仿宋_GB2312", 16),
        ("编者按", "楷体_GB2312", 16),
        ("Title", "方正小标宋简体", 22),
        ("署名", "楷体_GB2312", 16),
        ("段落", "仿宋_GB2312", 16),
        ("heading 1", "黑体", 16),
        ("heading 2", "楷体_GB2312", 16),
        ("heading 3", "仿宋_GB2312", 16),
        ("heading 4", "仿宋_GB2312", 16),
        ("报尾", "仿宋_GB2312", 14),
        ("footer", "宋体", 14),
    ],
)
def test_each_style_has_its_font_and_size(document, style, font, size):
    found = document.styles[style]

    assert found.element.rPr.rFonts.get(qn("w:eastAsia")) == font
    assert found.font.size.pt == size


@pytest.mark.parametrize("style", ["报头", "期号", "特刊", "Title", "署名", "栏目"])
def test_head_titles_and_columns_are_centred(document, style):
    assert document.styles[style].paragraph_format.alignment == Align.CENTER


@pytest.mark.parametrize("style", ["段落", "编者按", "heading 1", "heading 2", "heading 3", "heading 4"])
def test_text_and_headings_are_indented_by_two_characters(document, style):
    indent = element(document.styles[style], "ind")

    assert indent["firstLineChars"] == "200"
    assert int(indent["firstLine"]) / 20 == pytest.approx(2 * points(156) / 28, abs=0.1)


def test_words_to_the_readers_stand_flush_left(document):
    (line,) = [each for each in document.paragraphs if each.text == "同志们："]

    assert line.style.name == "称谓"
    assert line.style.element.pPr.ind is None


def test_the_body_is_justified(document):
    assert document.styles["Normal"].paragraph_format.alignment == Align.JUSTIFY


# ---- head


def test_the_red_rule_lies_4_millimetres_below_the_line_above_it(document):
    """The grid leaves half of what a line has beyond its letters; the style's own line is the rest."""
    style = document.styles["红线"]
    own = int(element(style, "spacing")["line"]) / 20

    assert own + (M.line_pt - 16) / 2 == pytest.approx(points(4), abs=0.1)


def test_the_red_rule_is_red_2_25_points_and_as_wide_as_the_type_area(document):
    rule = element(document.styles["红线"], "pBdr/bottom")

    assert (rule["color"], int(rule["sz"]) / 8, rule["val"]) == ("FF0000", 2.25, "single")
    assert document.styles["红线"].element.pPr.ind is None


def test_masthead_and_red_rule_take_whole_lines_so_that_the_text_stands_on_the_grid(document):
    (masthead,) = [each for each in document.paragraphs if each.style.name == "报头"]
    form, rule = masthead.paragraph_format, document.styles["红线"]
    taken = form.space_before.pt + form.line_spacing.pt + form.space_after.pt
    taken += int(element(rule, "spacing")["line"]) / 20 + M.rule_pt

    assert taken / M.line_pt == pytest.approx(round(taken / M.line_pt), abs=0.1)


@pytest.mark.parametrize(
    ("day", "shown"), [(date(2026, 1, 5), "2026年1月5日"), (date(2026, 11, 30), "2026年11月30日")]
)
def test_the_date_has_no_padding_zeros_and_stands_right(day, shown):
    cell = opened(replace(SPECIMEN, date=day)).tables[0].cell(0, 1)

    assert cell.text == shown
    assert cell.paragraphs[0].alignment == Align.RIGHT


# ---- page numbers


def test_the_dash_lies_7_millimetres_below_the_type_area(document):
    section = document.sections[0]
    middle = section.footer_distance.pt + 14 / 2

    assert section.bottom_margin.pt - middle == pytest.approx(points(7), abs=0.1)


@pytest.mark.parametrize(
    ("side", "margin", "where"), [("footer", "right", "right"), ("even_page_footer", "left", "left")]
)
def test_page_numbers_stand_one_character_inside_on_the_outer_side(document, side, margin, where):
    paragraph = getattr(document.sections[0], side).paragraphs[0]._p

    assert paragraph.pPr.ind.get(qn(f"w:{margin}")) == str(14 * 20)
    assert paragraph.pPr.find(qn("w:jc")).get(qn("w:val")) == where
    assert "".join(node.text for node in paragraph.iter(qn("w:t"))) == "— 1 —"


# ---- tail


def test_the_tails_lines_are_0_35_and_0_25_millimetres_thick(document):
    borders = [cell._tc.tcPr.find(qn("w:tcBorders")) for cell in document.tables[-1].columns[0].cells]
    drawn = [[int(side.get(qn("w:sz"))) / 8 for side in each] for each in borders if each is not None]

    thick, thin = pytest.approx(points(0.35), abs=0.07), pytest.approx(points(0.25), abs=0.07)
    assert drawn == [[thick, thin], [thin, thin], [thin, thick]]


def test_the_tail_is_as_wide_as_the_type_area_and_stands_on_its_foot(document):
    properties = document.tables[-1]._tbl.tblPr
    place = properties.find(qn("w:tblpPr"))

    assert int(properties.find(qn("w:tblW")).get(qn("w:w"))) / 20 == pytest.approx(points(156), abs=0.1)
    assert (place.get(qn("w:vertAnchor")), place.get(qn("w:tblpYSpec"))) == ("margin", "bottom")
    assert int(place.get(qn("w:tblpX"))) / 20 == pytest.approx(points(28), abs=0.1)


def test_the_last_lines_of_the_text_go_with_the_tail(document):
    body = [each for each in document.element.body if each.tag == qn("w:p")]
    last = next(each for each in reversed(body) if "".join(node.text or "" for node in each.iter(qn("w:t"))))

    assert last.pPr.find(qn("w:keepNext")) is not None
    assert last.pPr.find(qn("w:widowControl")).get(qn("w:val"), "1") in ("1", "true")


def test_without_a_tail_the_last_lines_need_no_company():
    document = opened(Paper("", "信息", pieces=(Piece("标题", blocks=blocks_of("正文。")),), tail=Tail()))

    assert document.paragraphs[-1].paragraph_format.keep_with_next is None


# ---- what an office may change


@pytest.mark.parametrize(("together", "written"), [(False, "0"), (True, "1")])
def test_lonely_lines_are_left_to_the_grid_or_avoided(together, written):
    document = opened(replace(SPECIMEN, measures=Measures(keeps_lines_together=together)))

    assert element(document.styles["Normal"], "widowControl")["val"] == written


@pytest.mark.parametrize(
    ("change", "measured"),
    [
        ({"left_mm": 30}, lambda d: d.sections[0].left_margin.mm - 30),
        (
            {"lines": 20},
            lambda d: int(d.sections[0]._sectPr.find(qn("w:docGrid")).get(qn("w:linePitch"))) - 637,
        ),
        ({"body_pt": 15}, lambda d: d.styles["段落"].font.size.pt - 15),
        ({"tail_pt": 12}, lambda d: d.styles["报尾"].font.size.pt - 12),
        (
            {"rule_gap_mm": 6},
            lambda d: int(element(d.styles["红线"], "spacing")["line"]) / 20 - points(6) + 6.5,
        ),
    ],
    ids=["left", "lines", "body", "tail", "rule-gap"],
)
def test_an_offices_own_measures_reach_the_file(change, measured):
    assert measured(opened(replace(SPECIMEN, measures=Measures(**change)))) == pytest.approx(0, abs=0.1)


def test_a_picture_keeps_no_room_of_its_own_beside_it():
    from tests.bulletins.test_dressed_papers import blocks, figure, image

    picture, content = image(7, (1200, 300))
    paper = Paper("", "信息", pieces=(Piece("标题", blocks=blocks(figure(7, "图1"), [picture])),))
    document = docx.Document(io.BytesIO(word.render(paper, {7: content})))

    (inline,) = document.element.body.iter(qn("wp:inline"))
    assert [inline.get(side) for side in ("distT", "distB", "distL", "distR")] == ["0"] * 4


def test_an_issue_of_many_pages_is_written_whole():
    many = tuple(Piece(f"第{n}篇", blocks=(Block("p", "工" * 600 + "。"),)) for n in range(60))
    document = opened(replace(SPECIMEN, pieces=many, contents=True))

    assert sum(each.style.name == "Title" for each in document.paragraphs) == 60
    assert sum(each.style.name == "目录" for each in document.paragraphs) == 60
