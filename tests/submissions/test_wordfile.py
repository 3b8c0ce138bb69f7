"""Reading a Word file: what the page shows becomes parts, what the writer took back does not."""

import io
import re
import zipfile

import docx
import pytest
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

from submissions.parts import Cell, Picture, Run, Table, Text
from submissions.wordfile import BadWordFile, read_word
from submissions.wordnumbers import spelled
from tests.pictures import png


@pytest.fixture
def document():
    return docx.Document()


def read(document):
    file = io.BytesIO()
    document.save(file)
    file.seek(0)
    return read_word(file)


def lines(document):
    return [line for part in read(document).parts for line in part.lines]


def xml(text):
    return parse_xml(re.sub(r"^<([\w:]+)", rf"<\1 {nsdecls('w')}", text))


def runs(text):
    return (Run(text),)


def numbered(document, formats):
    """A list of Word's own making: [(numFmt, lvlText), …] by depth; returns a function that uses it."""
    levels = "".join(
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/><w:lvlText w:val="{text}"/></w:lvl>'
        for depth, (kind, text) in enumerate(formats)
    )
    numbering = document.part.numbering_part.element
    numbering.insert(0, xml(f'<w:abstractNum w:abstractNumId="77">{levels}</w:abstractNum>'))
    number = numbering.add_num(77).numId

    def write(text, depth=0):
        paragraph = document.add_paragraph(text)
        properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
        properties.get_or_add_ilvl().val = depth
        properties.get_or_add_numId().val = number
        return paragraph

    return write


def test_a_centred_first_line_is_the_title_even_over_two_lines(document):
    for text in ("关于户外劳动者服务站点", "建设情况的报告"):
        document.add_paragraph(text).alignment = WD_ALIGN_PARAGRAPH.CENTER
    document.add_paragraph("（临江街道总工会）").alignment = WD_ALIGN_PARAGRAPH.CENTER
    document.add_paragraph("正文第一段。")

    word = read(document)

    assert word.title == "关于户外劳动者服务站点建设情况的报告"
    assert [part.text for part in word.parts] == ["（临江街道总工会）", "正文第一段。"]


def test_a_title_style_is_the_title(document):
    document.add_paragraph("服务站点建成", style="Title")
    document.add_paragraph("正文。")

    assert (read(document).title, lines(document)) == ("服务站点建成", ["正文。"])


def test_a_short_first_line_is_the_title_and_a_sentence_is_not(document):
    document.add_paragraph("服务站点建成")
    document.add_paragraph("正文。")
    sentence = docx.Document()
    sentence.add_paragraph("服务站点建成。")

    assert read(document).title == "服务站点建成"
    assert (read(sentence).title, lines(sentence)) == ("", ["服务站点建成。"])


def test_headings_are_told_by_their_number_or_their_style(document):
    document.add_paragraph("导语。")
    document.add_heading("背景", 1)
    document.add_heading("一、做法", 1)
    document.add_paragraph().add_run("（一）选址").bold = True

    assert read(document).parts == (
        Text("p", runs("导语。")),
        Text("h1", runs("背景")),
        Text("h1", runs("一、做法")),
        Text("h2", runs("（一）选址")),
    )


def test_words_numbered_by_word_keep_their_numbers(document):
    document.add_paragraph("导语。")
    write = numbered(
        document, [("chineseCounting", "%1、"), ("chineseCounting", "（%2）"), ("decimal", "%3.")]
    )
    for text, depth in [("甲", 0), ("乙", 1), ("丙", 1), ("丁", 2), ("戊", 0), ("己", 1)]:
        write(text, depth)

    assert lines(document) == ["导语。", "一、甲", "（一）乙", "（二）丙", "1.丁", "二、戊", "（一）己"]


def test_bullets_are_items_of_a_list(document):
    document.add_paragraph("导语。")
    document.add_paragraph("甲", style="List Bullet")

    assert read(document).parts[1] == Text("li", runs("甲"), "• ")


@pytest.mark.parametrize(
    ("count", "kind", "text"),
    [
        (11, "chineseCountingThousand", "十一"),
        (20, "japaneseCounting", "二十"),
        (99, "chineseCounting", "九十九"),
        (100, "chineseCounting", "100"),
        (3, "upperLetter", "C"),
        (4, "lowerRoman", "iv"),
        (2, "decimalEnclosedCircle", "②"),
        (7, "none", ""),
        (7, "ordinalText", "7"),
    ],
)
def test_a_count_is_spelled_as_word_would(count, kind, text):
    assert spelled(count, kind) == text


def test_bold_words_stay_bold(document):
    paragraph = document.add_paragraph("建成")
    paragraph.add_run("三处").bold = True
    paragraph.add_run("站点。", style="Strong")

    assert read(document).parts == (Text("p", (Run("建成"), Run("三处站点。", bold=True))),)


def test_deleted_hidden_and_remarked_words_are_no_text(document):
    paragraph = document.add_paragraph("留下")
    for text in (
        "<w:del><w:r><w:delText>删去</w:delText></w:r></w:del>",
        "<w:ins><w:r><w:t>加上</w:t></w:r></w:ins>",
        "<w:moveFrom><w:r><w:t>移走</w:t></w:r></w:moveFrom>",
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t>隐藏</w:t></w:r>",
        "<w:r><w:instrText>PAGE</w:instrText></w:r>",
        "<w:hyperlink><w:r><w:t>链接。</w:t></w:r></w:hyperlink>",
    ):
        paragraph._p.append(xml(text))
    document.add_comment(paragraph.runs, "批注的话", "某人")

    assert lines(document) == ["留下加上链接。"]


def test_a_table_keeps_its_merged_cells(document):
    document.add_paragraph("导语。")
    table = document.add_table(3, 3)
    for row, texts in zip(table.rows, ("甲乙丙", "丁戊己", "庚辛壬"), strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    table.cell(0, 0).merge(table.cell(0, 1))
    table.cell(1, 2).merge(table.cell(2, 2))
    table.rows[0]._tr.get_or_add_trPr().append(xml("<w:tblHeader/>"))

    assert read(document).parts[1] == Table(
        (
            (Cell(runs("甲\n乙"), head=True, across=2), Cell(runs("丙"), head=True)),
            (Cell(runs("丁")), Cell(runs("戊")), Cell(runs("己\n壬"), down=2)),
            (Cell(runs("庚")), Cell(runs("辛"))),
        )
    )


def test_pictures_come_with_the_words_under_them(document):
    document.add_paragraph("导语。")
    for caption in ("图1　站点外景", "不是图说，是一段话。"):
        document.add_picture(io.BytesIO(png(40, 30)))
        document.add_paragraph(caption)

    word = read(document)

    assert word.parts[1:] == (Picture(1, "站点外景"), Picture(2), Text("p", runs("不是图说，是一段话。")))
    assert [(image.name, image.data) for image in word.images] == [
        ("图1.png", png(40, 30)),
        ("图2.png", png(40, 30)),
    ]


def test_words_in_a_box_are_read_once(document):
    paragraph = document.add_paragraph("导语。")
    space = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    box = "<w:txbxContent><w:p><w:r><w:t>框里的字。</w:t></w:r></w:p></w:txbxContent>"
    choice = f"<mc:AlternateContent {space}><mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback></mc:AlternateContent>"
    paragraph.add_run()._r.append(xml(f"<w:pict>{choice}</w:pict>"))

    assert lines(document) == ["导语。", "框里的字。"]


def test_what_cannot_come_along_is_named(document):
    paragraph = document.add_paragraph("导语。")
    paragraph.add_run()._r.append(xml('<w:footnoteReference w:id="1"/>'))
    blip = '<a:blip xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"/>'
    paragraph.add_run()._r.append(xml(f"<w:drawing>{blip}</w:drawing>"))

    assert [sentence[:8] for sentence in read(document).lost] == ["脚注、尾注没有导", "有的图片格式特殊"]


def test_a_bomb_is_refused_before_it_is_unpacked(document):
    file = io.BytesIO()
    document.save(file)
    with zipfile.ZipFile(file, "a", zipfile.ZIP_DEFLATED) as package:
        package.writestr("word/more.xml", b" " * 20_000_000)
    file.seek(0)

    with pytest.raises(BadWordFile, match="解压后过大"):
        read_word(file)


@pytest.mark.parametrize("damage", [b"", b"<w:document", b"\0" * 100])
def test_a_damaged_file_is_refused_in_plain_words(document, damage):
    good, bad = io.BytesIO(), io.BytesIO()
    document.save(good)
    with zipfile.ZipFile(good) as source, zipfile.ZipFile(bad, "w") as target:
        for name in source.namelist():
            target.writestr(name, damage if name == "word/document.xml" else source.read(name))
    bad.seek(0)

    with pytest.raises(BadWordFile, match="已损坏"):
        read_word(bad)


def test_outside_entities_are_not_fetched(document):
    document.add_paragraph("导语。")
    good, bad = io.BytesIO(), io.BytesIO()
    document.save(good)
    with zipfile.ZipFile(good) as source, zipfile.ZipFile(bad, "w") as target:
        for name in source.namelist():
            data = source.read(name)
            if name == "word/document.xml":
                head = b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><w:document'
                data = data.replace(b"<w:document", head, 1).replace("导语。".encode(), b"&e;")
            target.writestr(name, data)
    bad.seek(0)

    word = read_word(bad)

    assert "root" not in word.title + "".join(line for part in word.parts for line in part.lines)


def test_the_numbering_of_a_deleted_paragraph_is_not_counted(document):
    document.add_paragraph("导语。")
    write = numbered(document, [("decimal", "%1.")])
    write("甲")
    gone = write("")
    gone._p.append(xml("<w:del><w:r><w:delText>乙</w:delText></w:r></w:del>"))
    write("丙")

    assert lines(document)[1:] == ["1.甲", "2.丙"]
    assert gone._p.find(qn("w:del")) is not None
