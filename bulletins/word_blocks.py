"""The blocks of an article in Word: paragraphs with bold runs, tables that break between rows, pictures that do not."""

import io
from collections.abc import Mapping

from docx.document import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Pt
from docx.table import _Cell
from docx.text.paragraph import Paragraph

from bulletins.blocks import AnyBlock, Block, Picture, Table
from bulletins.measures import Measures, twips
from bulletins.word_blank import fonts
from bulletins.word_tail import EMU_PER_TWIP
from submissions.lines import printable
from submissions.parts import Cell, Run

LEVEL_STYLES = {"h1": "heading 1", "h2": "heading 2", "h3": "heading 3", "h4": "heading 4"}
LEVEL_FONTS = {"h1": "hei", "h2": "kai"}
BORDERS = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)
MARGINS = '<w:left w:w="60" w:type="dxa"/><w:right w:w="60" w:type="dxa"/>'


def add_block(document: Document, block: AnyBlock, m: Measures, pictures: Mapping[int, bytes]) -> None:
    if block.kind == "table":
        add_table(document, block, m)
    elif block.kind == "picture":
        add_picture(document, block, m, pictures[block.attachment])
    else:
        add_paragraph(document, block, m)


def add_paragraph(document: Document, block: Block, m: Measures, *, lead: str = "", close: str = "") -> None:
    """A heading alone is a heading of the document; one that goes on is a paragraph that begins in its type.

    A brief item begins with its title and ends with its byline.
    """
    alone = block.head and not block.rest and not close
    style = LEVEL_STYLES[block.kind] if alone else "称谓" if block.is_address else "段落"
    paragraph = document.add_paragraph(style=style)
    if lead:
        add_run(paragraph, f"{lead}　", m.hei_font)
    add_runs(paragraph, block.head, "" if alone else m.fonts[LEVEL_FONTS.get(block.kind, "sub")])
    add_runs(paragraph, block.rest)
    if close:
        add_run(paragraph, close, m.kai_font)


def add_runs(paragraph: Paragraph, runs: tuple[Run, ...], font: str = "") -> None:
    for run in runs:
        add_run(paragraph, "".join(map(printable, run.text)), font, bold=run.bold)


def add_run(paragraph: Paragraph, text: str, font: str = "", *, bold: bool = False) -> None:
    """Type comes from the style; only a heading run into its paragraph names its own."""
    run = paragraph.add_run(text)
    run._r.get_or_add_rPr().append(_xml(fonts(font) if font else '<w:rFonts w:hint="eastAsia"/>'))
    if bold:
        run.bold = True


def add_table(document: Document, table: Table, m: Measures) -> None:
    """As wide as the type area; the heading rows stand again on every page, a row never breaks in two.

    A thin empty line on either side keeps it off the text, and two tables from becoming one.
    """
    document.add_paragraph(style="表距").paragraph_format.keep_with_next = True
    width = twips(m.width_pt)
    shares = [int(width * share) for share in table.widths]
    grid = document.add_table(len(table.rows), len(shares))
    grid.autofit = False
    _properties(grid, width)
    for column, share in zip(grid.columns, shares, strict=True):
        column.width = share * EMU_PER_TWIP
    places = [
        list(row.cells) for row in grid.rows
    ]  # asked for once: the library walks the whole table each time
    for row in places:
        for place, share in zip(row, shares, strict=True):
            place.width = share * EMU_PER_TWIP
    _keep_whole(grid, table.heads)
    for y, x, cell in table.placed:
        place, last = places[y][x], places[y + cell.down - 1][x + cell.across - 1]
        style = ("小" if table.small else "") + ("表中" if table.is_centred(y, x, cell) else "表文")
        _fill(place if place is last else place.merge(last), cell, style)
    document.add_paragraph(style="表距")


def _keep_whole(grid, heads: int) -> None:
    """No row breaks in two, and the headings stand on every page."""
    for y, row in enumerate(grid.rows):
        limits = "<w:cantSplit/>" + ("<w:tblHeader/>" if y < heads else "")
        for limit in _all(limits):
            row._tr.get_or_add_trPr().append(limit)


def _properties(grid, width: int) -> None:
    properties = grid._tbl.tblPr
    for element in list(properties):
        properties.remove(element)
    layout = (
        f'<w:tblW w:w="{width}" w:type="dxa"/><w:jc w:val="center"/><w:tblBorders>{BORDERS}</w:tblBorders>'
        f'<w:tblLayout w:type="fixed"/><w:tblCellMar>{MARGINS}</w:tblCellMar>'
    )
    for element in _all(layout):
        properties.append(element)


def _fill(place: _Cell, cell: Cell, style: str) -> None:
    for spare in place.paragraphs[1:]:
        spare._p.getparent().remove(spare._p)
    place.vertical_alignment = 1
    for number, line in enumerate(cell.paragraphs or ((),)):
        paragraph = place.add_paragraph() if number else place.paragraphs[0]
        paragraph.style = style
        add_runs(paragraph, line)


def add_picture(document: Document, picture: Picture, m: Measures, content: bytes) -> None:
    """In the middle, not wider than the text, on one page with the words under it."""
    width, height = picture.fitted(m.width_pt, m.height_pt - 3 * m.line_pt)
    paragraph = document.add_paragraph(style="图")
    paragraph.paragraph_format.keep_with_next = bool(picture.caption)
    shape = paragraph.add_run().add_picture(io.BytesIO(content), Pt(width), Pt(height))
    for side in ("distT", "distB", "distL", "distR"):  # an office suite may take silence for a margin
        shape._inline.set(side, "0")
    shape._inline.docPr.set("descr", "".join(map(printable, picture.caption)))
    if picture.caption:
        add_runs(document.add_paragraph(style="图题"), (Run(picture.caption),))


def _xml(text: str):
    return _all(text)[0]


def _all(text: str) -> list:
    return list(parse_xml(f"<w:all {nsdecls('w')}>{text}</w:all>"))
