"""The articles in Word: columns, notes, titles and texts; short news run on under one heading."""

from collections.abc import Mapping

from docx.document import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph

from bulletins.blocks import AnyBlock
from bulletins.measures import Measures
from bulletins.paper import Paper, Piece
from bulletins.word_blocks import add_block, add_paragraph, add_run
from bulletins.wording import balanced, clean


def bookmark_of(number: int) -> str:
    """What the list of contents refers to; the underscore keeps it out of Word's own list of bookmarks."""
    return f"_Ref{number + 1:06}"


def add_pieces(document: Document, paper: Paper, pictures: Mapping[int, bytes]) -> None:
    """All articles; after a list of contents they begin on a new page."""
    begun = len(document.paragraphs)
    above = 0 if paper.contents else 1
    add_note(document, paper.note_lines, paper.measures, before=above)
    first = above if not paper.note_lines else 1
    for number, (piece, heading) in enumerate(zip(paper.pieces, paper.headings, strict=True)):
        blank_lines = paper.measures.lines_above_title if number or first else 0
        opening = _open_brief if piece.brief else _open
        marked = opening(document, piece, heading, paper.measures, blank_lines)
        _blocks(document, piece, paper.measures, pictures, marked, bookmark_of(number))
    if paper.contents and len(document.paragraphs) > begun:
        document.paragraphs[begun].paragraph_format.page_break_before = True


def _open(document: Document, piece: Piece, heading: str, m: Measures, above: int) -> Paragraph:
    """Column, note, title and byline; the title is what the contents lead to."""
    add_blank(document, above)
    if heading:
        add_line(document, f"【{heading}】", "栏目")
        add_blank(document, 1).paragraph_format.keep_with_next = True
    add_note(document, piece.note_lines, m, after=1)
    title = document.add_paragraph(style="Title")
    for place, line in enumerate(balanced(piece.title, m.width_pt / m.title_pt)):
        if place:
            title.add_run().add_break()
        add_run(title, line)
    for line in piece.byline_within(m.columns):
        add_line(document, line, "署名")
    add_blank(document, 1).paragraph_format.keep_with_next = True
    return title


def _open_brief(document: Document, piece: Piece, heading: str, m: Measures, above: int) -> Paragraph | None:
    """Nothing but the column of a run of short news; each title begins its own text, or stands before a picture."""
    if heading:
        add_blank(document, min(above, 1))
        add_line(document, f"【{heading}】", "栏目")
    add_note(document, piece.note_lines, m, after=1)
    return None if piece.runs_in else add_line(document, piece.one_line, "简讯标题")


def _blocks(
    document: Document,
    piece: Piece,
    m: Measures,
    pictures: Mapping[int, bytes],
    marked: Paragraph | None,
    name: str,
) -> None:
    begun = len(document.paragraphs)
    for place, block in enumerate(piece.blocks):
        lead, close = _ends_of(piece, place)
        _block(document, block, m, pictures, lead, close)
    if piece.brief and piece.signature and not piece.runs_out:
        add_line(document, piece.signature, "简讯署名")
    _bookmark(marked or document.paragraphs[begun], name)


def _ends_of(piece: Piece, place: int) -> tuple[str, str]:
    """What a brief item's paragraph begins and ends with."""
    lead = piece.one_line if piece.runs_in and place == 0 else ""
    close = piece.signature if piece.runs_out and place + 1 == len(piece.blocks) else ""
    return lead, close


def _block(
    document: Document, block: AnyBlock, m: Measures, pictures: Mapping[int, bytes], lead: str, close: str
) -> None:
    if lead or close:
        add_paragraph(document, block, m, lead=lead, close=close)
    else:
        add_block(document, block, m, pictures)


def _bookmark(paragraph: Paragraph, name: str) -> None:
    """Around the whole paragraph, right after its properties."""
    number = str(int(name.removeprefix("_Ref")))
    start, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
    start.set(qn("w:id"), number)
    start.set(qn("w:name"), name)
    end.set(qn("w:id"), number)
    paragraph._p.get_or_add_pPr().addnext(start)
    paragraph._p.append(end)


def add_note(
    document: Document, lines: tuple[str, ...], m: Measures, *, before: int = 0, after: int = 0
) -> None:
    """编者按, kept with what it is about."""
    if not lines:
        return
    add_blank(document, before)
    for place, line in enumerate(lines):
        paragraph = document.add_paragraph(style="编者按")
        paragraph.paragraph_format.keep_with_next = bool(after)
        if place == 0:
            add_run(paragraph, "【编者按】", m.hei_font)
        add_run(paragraph, line)
    if after:
        add_blank(document, after).paragraph_format.keep_with_next = True


def add_line(document: Document, text: str, style: str) -> Paragraph:
    paragraph = document.add_paragraph(style=style)
    add_run(paragraph, clean(text))
    return paragraph


def add_blank(document: Document, count: int) -> Paragraph | None:
    for _ in range(count):
        last = document.add_paragraph(style="Normal")
    return last if count else None
