import io
import zipfile

import docx
import pytest
from docx.oxml.ns import qn
from lxml import etree

from bulletins import word
from bulletins.measures import Measures
from bulletins.paper import Paper, Piece, Tail, blocks_of
from bulletins.word_tail import EMU_PER_TWIP
from tests.bulletins.specimen import PROOF, SPECIMEN

# the order in which ISO/IEC 29500 lets these children stand; Word calls a file in another order damaged
SCHEMA = {
    "pPr": "pStyle keepNext keepLines widowControl pBdr tabs overflowPunct autoSpaceDE autoSpaceDN snapToGrid "
    "spacing ind jc outlineLvl",
    "rPr": "rFonts color spacing sz szCs lang",
    "tblPr": "tblStyle tblpPr tblOverlap tblW tblInd tblLayout tblCellMar tblLook",
    "tcPr": "tcW tcBorders vAlign",
    "sectPr": "footerReference pgSz pgMar cols docGrid",
    "style": "name basedOn qFormat pPr rPr tblPr",
    "settings": "evenAndOddHeaders characterSpacingControl compat themeFontLang clrSchemeMapping decimalSymbol "
    "listSeparator",
}


def open_docx(paper):
    return docx.Document(io.BytesIO(word.render(paper)))


def parts(paper):
    with zipfile.ZipFile(io.BytesIO(word.render(paper))) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def plain(**more):
    return Paper("", "信息", pieces=(Piece("标题", blocks=blocks_of("正文。")),), **more)


def styled(document, text):
    return next(p.style for p in document.paragraphs if p.text.startswith(text))


def face(style):
    fonts = style.element.rPr.rFonts
    return {fonts.get(qn(f"w:{script}")) for script in ("eastAsia", "ascii", "hAnsi")}


@pytest.mark.parametrize(
    ("text", "role", "size"),
    [
        ("内部刊物", "hei", 16),
        ("海淀工会信息", "title", 62),
        ("第29期", "body", 16),
        ("【海淀区信息工作座谈会特刊】", "kai", 16),
        ("【编者按】", "kai", 16),
        ("在海淀区信息工作座谈会上的讲话", "title", 22),
        ("海淀区总工会主席", "kai", 16),
        ("今天我们用半天时间", "body", 16),
        ("一、看清信息工作的分量", "hei", 16),
        ("（一）数量不平衡", "kai", 16),
    ],
)
def test_each_part_has_its_own_face_and_size(text, role, size):
    style = styled(open_docx(SPECIMEN), text)

    assert face(style) == {Measures().fonts[role]}
    assert style.font.size.pt == size


def test_a_heading_that_runs_on_changes_face_within_its_paragraph():
    paragraph = next(p for p in open_docx(SPECIMEN).paragraphs if p.text.startswith("（一）信息是决策"))

    runs = [(run.text[:4], run._r.rPr.rFonts.get(qn("w:eastAsia"))) for run in paragraph.runs]

    assert runs == [("（一）信", "楷体_GB2312"), ("职工收入", None)]
    assert face(paragraph.style) == {"仿宋_GB2312"}


def test_the_page_is_a4_with_the_standard_margins():
    section = open_docx(SPECIMEN).sections[0]
    sizes = (section.page_width, section.page_height)
    margins = (section.top_margin, section.left_margin, section.right_margin, section.bottom_margin)

    assert [round(size.mm, 1) for size in sizes] == [210, 297]
    assert [round(margin.mm, 1) for margin in margins] == [37, 28, 26, 35]


def test_the_grid_has_22_lines_of_28_characters():
    document = open_docx(SPECIMEN)
    section = document.sections[0]
    grid = section._sectPr.find(qn("w:docGrid"))
    tracking = document.styles["Normal"].element.rPr.find(qn("w:spacing"))
    height = section.page_height - section.top_margin - section.bottom_margin
    width = section.page_width - section.left_margin - section.right_margin

    assert (grid.get(qn("w:type")), grid.get(qn("w:linePitch"))) == ("lines", "579")
    assert height // EMU_PER_TWIP // 579 == 22
    assert width // EMU_PER_TWIP // (320 + int(tracking.get(qn("w:val")))) == 28


def test_paragraphs_are_indented_by_two_characters_in_both_units():
    indent = open_docx(SPECIMEN).styles["段落"].element.pPr.ind

    assert (indent.get(qn("w:firstLineChars")), indent.get(qn("w:firstLine"))) == ("200", "630")


def test_the_masthead_is_red_and_centred():
    style = styled(open_docx(SPECIMEN), "海淀工会信息")

    assert str(style.font.color.rgb) == "FF0000"
    assert style.paragraph_format.alignment == docx.enum.text.WD_ALIGN_PARAGRAPH.CENTER


def test_the_red_rule_is_as_wide_as_the_type_area():
    style = open_docx(SPECIMEN).styles["红线"]
    rule = style.element.pPr.find(qn("w:pBdr")).find(qn("w:bottom"))

    assert (rule.get(qn("w:color")), rule.get(qn("w:sz"))) == ("FF0000", "18")
    assert style.element.pPr.ind is None


def test_a_long_title_breaks_where_the_pdf_breaks_it():
    titles = [p.text for p in open_docx(SPECIMEN).paragraphs if p.style.name == "Title"]

    assert titles[1] == "海淀镇总工会以“三定”机制\n推动信息工作提质增效"


def test_titles_and_headings_stay_with_their_text():
    document = open_docx(SPECIMEN)

    kept = [document.styles[name].paragraph_format.keep_with_next for name in ("Title", "署名", "heading 1")]

    assert kept == [True, True, True]


@pytest.mark.parametrize(("side", "alignment"), [("footer", "right"), ("even_page_footer", "left")])
def test_page_numbers_are_a_field_between_dashes_on_the_outer_side(side, alignment):
    document = open_docx(SPECIMEN)
    paragraph = getattr(document.sections[0], side).paragraphs[0]._p
    field = paragraph.find(qn("w:fldSimple"))

    assert document.settings.odd_and_even_pages_header_footer is True
    assert "".join(node.text for node in paragraph.iter(qn("w:t"))) == "— 1 —"
    assert field.get(qn("w:instr")).strip() == "PAGE"
    assert paragraph.pPr.find(qn("w:jc")).get(qn("w:val")) == alignment
    assert document.styles["footer"].font.size.pt == 14
    assert face(document.styles["footer"]) == {"宋体"}


def test_the_tail_stands_on_the_foot_and_no_row_is_split():
    tail = open_docx(SPECIMEN).tables[-1]
    place = tail._tbl.tblPr.find(qn("w:tblpPr"))

    assert (place.get(qn("w:vertAnchor")), place.get(qn("w:tblpYSpec"))) == ("margin", "bottom")
    assert [row._tr.trPr.find(qn("w:cantSplit")) is not None for row in tail.rows] == [True] * 5


def test_the_tail_has_thick_outer_and_thin_inner_lines():
    tail = open_docx(SPECIMEN).tables[-1]

    borders = [cell._tc.tcPr.find(qn("w:tcBorders")) for cell in tail.columns[0].cells]
    widths = [b if b is None else tuple(side.get(qn("w:sz")) for side in b) for b in borders]

    assert widths == [None, ("8", "6"), ("6", "6"), ("6", "8"), None]


def test_three_hands_share_one_line():
    row = open_docx(SPECIMEN).tables[-1].cell(0, 0)

    assert row.text == "编辑：胡文欣\t核对：刘婷婷\t核签：谢建国"


def test_without_a_tail_there_is_no_table_for_it():
    assert len(open_docx(plain(tail=Tail())).tables) == 0


@pytest.mark.parametrize("paper", [SPECIMEN, PROOF, plain(tail=Tail(editor="甲", copies=3))])
def test_elements_stand_in_the_order_of_the_standard(paper):
    wrong = []
    for name, content in parts(paper).items():
        if not name.startswith("word/") or not name.endswith(".xml") or "theme" in name:
            continue
        for element in etree.fromstring(content).iter(*(qn(f"w:{tag}") for tag in SCHEMA)):
            order = SCHEMA[etree.QName(element).localname].split()
            # the standard lets headers and footers mix
            children = [etree.QName(child).localname.replace("header", "footer") for child in element]
            if sorted(children, key=order.index) != children:
                wrong.append((name, children))

    assert wrong == []


def test_the_file_introduces_itself_as_the_offices_own():
    about = open_docx(SPECIMEN).core_properties

    assert (about.title, about.author, about.last_modified_by) == (
        "海淀工会信息第29期",
        "海淀区总工会办公室",
        "海淀区总工会办公室",
    )
    assert (about.comments, about.language) == ("", "zh-CN")
    assert (about.created.date(), about.modified.date()) == (SPECIMEN.date, SPECIMEN.date)


def test_a_proof_claims_no_date():
    about = open_docx(PROOF).core_properties

    assert (about.title, about.created, about.modified) == ("海淀工会信息（清样）", None, None)


def test_nothing_of_the_librarys_blank_is_left():
    content = parts(SPECIMEN)

    assert sorted(content) == [
        "[Content_Types].xml",
        "_rels/.rels",
        "docProps/core.xml",
        "word/_rels/document.xml.rels",
        "word/document.xml",
        "word/footer1.xml",
        "word/footer2.xml",
        "word/settings.xml",
        "word/styles.xml",
        "word/theme/theme1.xml",
    ]
    foreign = (b"python-docx", "ＭＳ".encode(), b"MS Mincho", b"Calibri", b"Cambria", b"ja-JP")
    assert [(name, word_) for name, text in content.items() for word_ in foreign if word_ in text] == []


def test_chinese_is_the_language_and_the_default_font():
    content = parts(SPECIMEN)
    styles = etree.fromstring(content["word/styles.xml"])
    defaults = styles.find(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{qn('w:rPr')}")

    assert defaults.find(qn("w:lang")).get(qn("w:eastAsia")) == "zh-CN"
    assert defaults.find(qn("w:rFonts")).get(qn("w:eastAsia")) == "仿宋_GB2312"
    assert '<a:ea typeface="仿宋_GB2312"/>' in content["word/theme/theme1.xml"].decode()


def test_only_a_proof_carries_the_mark_on_odd_and_even_pages():
    marked = [
        sum('string="清样"'.encode() in text for text in parts(paper).values()) for paper in (SPECIMEN, PROOF)
    ]

    assert marked == [0, 2]


def test_other_measures_reach_the_page():
    document = open_docx(plain(measures=Measures(bottom_mm=27, lines=22, title_pt=20)))

    assert round(document.sections[0].bottom_margin.mm) == 27
    assert document.styles["Title"].font.size.pt == 20
