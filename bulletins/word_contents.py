"""目录 in Word: real references to the articles, with the page numbers of the PDF written in beforehand.

Word asks its reader a question when a file wants all its fields reckoned on opening; numbers that are
right from the start spare that, and whoever edits the file has them reckoned anew as usual.
"""

from docx.document import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.text.paragraph import Paragraph

from bulletins.paper import Paper, Piece
from bulletins.word_blank import fonts
from bulletins.word_blocks import add_run
from bulletins.word_pieces import add_blank, add_line, bookmark_of


def add_contents(document: Document, paper: Paper, pages: tuple[int, ...]) -> None:
    """Titles under their columns, dots, and the page each begins on."""
    add_blank(document, 1)
    add_line(document, "目　录", "目录标题")
    add_blank(document, 1)
    for number, (piece, heading) in enumerate(zip(paper.pieces, paper.headings, strict=True)):
        if heading:
            add_line(document, heading, "目录栏目")
        page = str(pages[number]) if pages else ""
        _entry(document, piece, bookmark_of(number), page, paper.measures.number_font)


def _entry(document: Document, piece: Piece, bookmark: str, page: str, font: str) -> None:
    paragraph = document.add_paragraph(style="目录下级" if piece.heading else "目录")
    add_run(paragraph, piece.one_line)
    paragraph.add_run().add_tab()
    for part in _reference(bookmark, page, font):
        paragraph._p.append(part)
    _lead_to(paragraph, bookmark)


def _reference(bookmark: str, page: str, font: str) -> list:
    """A field that Word reckons anew when asked, and what it shows until then."""
    look = f"<w:rPr>{fonts(font)}</w:rPr>"
    mark = '<w:r>{look}<w:fldChar w:fldCharType="{kind}"/></w:r>'
    text = (
        mark.format(look=look, kind="begin")
        + f'<w:r>{look}<w:instrText xml:space="preserve"> PAGEREF {bookmark} \\h </w:instrText></w:r>'
        + mark.format(look=look, kind="separate")
        + f"<w:r>{look}<w:t>{page}</w:t></w:r>"
        + mark.format(look=look, kind="end")
    )
    return list(parse_xml(f"<w:all {nsdecls('w')}>{text}</w:all>"))


def _lead_to(paragraph: Paragraph, bookmark: str) -> None:
    """The whole line opens its article."""
    link = parse_xml(f'<w:hyperlink {nsdecls("w")} w:anchor="{bookmark}" w:history="1"/>')
    for run in list(paragraph._p.r_lst):
        link.append(run)
    paragraph._p.append(link)
