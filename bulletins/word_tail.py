"""The tail of a bulletin in Word: a table without a frame, standing on the foot of the last page."""

from docx.document import Document
from docx.enum.text import WD_TAB_ALIGNMENT as Align
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Pt
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

from bulletins.measures import Measures, points, twips
from bulletins.paper import Paper, Tail

EMU_PER_TWIP = 635
NO_PADDING = '<w:tblCellMar><w:left w:w="0" w:type="dxa"/><w:right w:w="0" w:type="dxa"/></w:tblCellMar>'


def add_tail(document: Document, paper: Paper) -> None:
    """Anchored to a last, hardly visible paragraph, so that it follows the text to the last page."""
    rows = _rows(paper.tail)
    if not rows:
        return
    _keep_company(document)
    table = borderless(document, len(rows), (twips(paper.measures.width_pt),))
    _stand_on_the_foot(table, paper.measures)
    for row, (fill, lines) in zip(table.rows, rows, strict=True):
        row._tr.get_or_add_trPr().append(_xml("<w:cantSplit/>"))
        fill(row.cells[0], lines, paper.measures)
    _draw_lines(table, [fill in (_list, _contact) for fill, _ in rows], paper.measures)
    document.add_paragraph(style="Normal").paragraph_format.line_spacing = Pt(1)


def _keep_company(document: Document) -> None:
    """The last lines of the text go with the tail: no tail stands on a page without text."""
    for paragraph in document.paragraphs[-1:]:
        paragraph.paragraph_format.keep_with_next = True
        paragraph.paragraph_format.widow_control = True


def borderless(document: Document, rows: int, widths: tuple[int, ...]) -> Table:
    """A table as wide as the type area that shows only the lines it is given."""
    table = document.add_table(rows, len(widths))
    table.autofit = False
    table._tbl.tblPr.find(qn("w:tblLook")).addprevious(_xml(NO_PADDING))
    table._tbl.tblPr.find(qn("w:tblW")).attrib.update({qn("w:type"): "dxa", qn("w:w"): str(sum(widths))})
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width * EMU_PER_TWIP
        for cell in column.cells:
            cell.width = width * EMU_PER_TWIP
    return table


def _rows(tail: Tail) -> list[tuple]:
    """The rows there are, each with how it is filled; an empty part leaves no row."""
    rows = [(_hands, tail.hands)] if tail.hands else []
    rows += [(_list, f"{label}{names}") for label, names in tail.lists]
    rows += [(_contact, tail.contact_lines)] if tail.contact_lines else []
    rows += [(_copies, tail.copies_line)] if tail.copies_line else []
    return rows


def _hands(cell: _Cell, hands: tuple[str, ...], m: Measures) -> None:
    """Left, middle and right of the line."""
    paragraph, width = _paragraph(cell, "\t".join(hands)), twips(m.width_pt)
    stops = (Align.CENTER, width // 2), (Align.RIGHT, width - twips(m.tail_pt))
    for alignment, place in stops[3 - len(hands) :]:
        paragraph.paragraph_format.tab_stops.add_tab_stop(place * EMU_PER_TWIP, alignment)


def _list(cell: _Cell, text: str, m: Measures) -> None:
    """Further lines hang under the first name, not under 报："""
    side = twips(m.tail_pt)
    _layout(_paragraph(cell, text), f'<w:ind w:left="{3 * side}" w:right="{side}" w:hanging="{2 * side}"/>')


def _contact(cell: _Cell, lines: tuple[str, ...], m: Measures) -> None:
    for place, line in enumerate(lines):
        _paragraph(cell, line, fresh=place > 0)


def _copies(cell: _Cell, text: str, m: Measures) -> None:
    _layout(_paragraph(cell, text), '<w:jc w:val="right"/>')


def _paragraph(cell: _Cell, text: str, *, fresh: bool = False) -> Paragraph:
    paragraph = cell.add_paragraph() if fresh else cell.paragraphs[0]
    paragraph.style = "报尾"
    run = paragraph.add_run(text)
    run._r.get_or_add_rPr().append(_xml('<w:rFonts w:hint="eastAsia"/>'))
    return paragraph


def _layout(paragraph: Paragraph, layout: str) -> None:
    paragraph._p.get_or_add_pPr().append(_xml(layout))


def _stand_on_the_foot(table: Table, m: Measures) -> None:
    """Measured from the page's edge: LibreOffice takes a table as wide as its column for a plain one."""
    place = _xml(
        '<w:tblpPr w:leftFromText="0" w:rightFromText="0" w:topFromText="240" w:bottomFromText="0" '
        f'w:vertAnchor="margin" w:horzAnchor="page" w:tblpX="{twips(points(m.left_mm))}" '
        'w:tblpYSpec="bottom"/>'
    )
    properties = table._tbl.tblPr
    style = properties.find(qn("w:tblStyle"))
    properties.insert(0 if style is None else 1, place)
    place.addnext(_xml('<w:tblOverlap w:val="never"/>'))


def _draw_lines(table: Table, ruled: list[bool], m: Measures) -> None:
    """Thick above the first and below the last ruled row, thin between (GB/T 9704-2012, 7.4.1)."""
    places = [place for place, is_ruled in enumerate(ruled) if is_ruled]
    for place in places:
        top = m.tail_thick_mm if place == places[0] else m.tail_thin_mm
        bottom = m.tail_thick_mm if place == places[-1] else m.tail_thin_mm
        borders = f"{_border('top', top)}{_border('bottom', bottom)}"
        table.cell(place, 0)._tc.get_or_add_tcPr().append(_xml(f"<w:tcBorders>{borders}</w:tcBorders>"))


def _border(side: str, mm: float) -> str:
    return f'<w:{side} w:val="single" w:sz="{round(points(mm) * 8)}" w:space="0" w:color="000000"/>'


def _xml(text: str):
    return parse_xml(f"<w:all {nsdecls('w')}>{text}</w:all>")[0]
