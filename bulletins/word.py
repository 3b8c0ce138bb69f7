"""Print a paper as a Word file that an office can go on editing: real styles, real grid, real page numbers."""

import datetime
import io
import zipfile
from collections.abc import Mapping
from math import ceil

from docx.document import Document
from docx.enum.table import WD_ALIGN_VERTICAL
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Pt

from bulletins.measures import points, twips
from bulletins.paper import Paper
from bulletins.word_blank import blank, rule_height
from bulletins.word_blocks import add_run
from bulletins.word_contents import add_contents
from bulletins.word_pieces import add_line, add_pieces
from bulletins.word_tail import add_tail, borderless
from bulletins.word_watermark import lay_under
from bulletins.wording import clean, fitted

# a file's own clock would make two prints of one paper differ
NO_CLOCK = (1980, 1, 1, 0, 0, 0)


def render(paper: Paper, pictures: Mapping[int, bytes] | None = None, pages: tuple[int, ...] = ()) -> bytes:
    """The .docx; the same paper gives the same bytes.

    Pictures come as bytes by attachment; pages are those on which the PDF begins each article.
    """
    document = blank(paper.measures)
    _head(document, paper)
    if paper.contents:
        add_contents(document, paper, pages)
    add_pieces(document, paper, pictures or {})
    add_tail(document, paper)
    _page_numbers(document, paper)
    if paper.proof:
        lay_under(document, "清样")
    _properties(document, paper)
    return _without_clock(document)


def _head(document: Document, paper: Paper) -> None:
    """Classification, masthead, number, tag, office and date, red rule: whole grid lines in all."""
    add_line(document, paper.classification, "密级")
    _masthead(document, paper)
    for text, style in ((paper.number_line, "期号"), (clean(paper.tag), "特刊")):
        if text:
            add_line(document, text, style)
    _office_and_date(document, paper)
    add_line(document, "", "红线")


def _masthead(document: Document, paper: Paper) -> None:
    """One line of its own size, with just the space below that brings the text back to the grid."""
    m = paper.measures
    size = fitted(clean(paper.masthead), m.masthead_pt, m.width_pt)
    above, line = max(points(m.masthead_drop_mm) - m.line_pt, 0), size * 1.15
    taken = above + line + rule_height(m) + m.line_pt / 4
    paragraph = add_line(document, paper.masthead, "报头")
    layout = paragraph.paragraph_format
    layout.space_before, layout.line_spacing = Pt(above), Pt(line)
    layout.space_after = Pt(ceil(taken / m.line_pt) * m.line_pt - taken + m.line_pt / 4 - 1)
    for run in paragraph.runs:
        run.font.size = Pt(size)


def _office_and_date(document: Document, paper: Paper) -> None:
    """Left and right on one line; a long office name wraps in its own half."""
    office, date = clean(paper.office), paper.date_line
    if not office + date:
        return
    width, side = twips(paper.measures.width_pt), twips(paper.measures.char_pt)
    table = borderless(document, 1, (width - 3000, 3000))
    for cell, text, layout in (
        (table.cell(0, 0), office, f'<w:ind w:left="{side}"/>'),
        (table.cell(0, 1), date, f'<w:ind w:right="{side}"/><w:jc w:val="right"/>'),
    ):
        paragraph, cell.vertical_alignment = cell.paragraphs[0], WD_ALIGN_VERTICAL.BOTTOM
        paragraph.style = "编发"
        add_run(paragraph, text)
        for element in _all(layout):
            paragraph._p.pPr.append(element)


def _page_numbers(document: Document, paper: Paper) -> None:
    """— 1 — on the outer side: right on odd pages, left on even ones (GB/T 9704-2012, 7.5)."""
    section, side = document.sections[0], twips(paper.measures.page_number_pt)
    for footer, layout in (
        (section.footer, f'<w:ind w:right="{side}"/><w:jc w:val="right"/>'),
        (section.even_page_footer, f'<w:ind w:left="{side}"/><w:jc w:val="left"/>'),
    ):
        footer.is_linked_to_previous = False
        paragraph = footer.paragraphs[0]
        paragraph.style = "footer"
        for element in _all(layout):
            paragraph._p.pPr.append(element)
        add_run(paragraph, "— ")
        field = '<w:fldSimple w:instr=" PAGE "><w:r><w:t>1</w:t></w:r></w:fldSimple>'
        paragraph._p.append(_xml(field))
        add_run(paragraph, " —")


def _properties(document: Document, paper: Paper) -> None:
    """What a file manager shows: the bulletin's name and its office, not the library's."""
    properties = document.core_properties
    properties.title, properties.subject = paper.name, clean(paper.tag)
    properties.author = properties.last_modified_by = clean(paper.office)
    properties.comments, properties.language = "", "zh-CN"
    for moment in properties._element.xpath("dcterms:created | dcterms:modified"):
        properties._element.remove(moment)
    if paper.date:
        properties.created = properties.modified = datetime.datetime.combine(paper.date, datetime.time.min)


def _without_clock(document: Document) -> bytes:
    saved, fixed = io.BytesIO(), io.BytesIO()
    document.save(saved)
    with zipfile.ZipFile(saved) as source, zipfile.ZipFile(fixed, "w") as target:
        for name in source.namelist():
            entry = zipfile.ZipInfo(name, NO_CLOCK)
            entry.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(entry, source.read(name))
    return fixed.getvalue()


def _xml(text: str):
    return _all(text)[0]


def _all(text: str) -> list:
    return list(parse_xml(f"<w:all {nsdecls('w')}>{text}</w:all>"))
