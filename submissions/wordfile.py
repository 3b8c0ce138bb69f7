"""Reading a Word file: title, headings, numbers, tables and pictures as parts. No Django.

What the writer deleted, hid or remarked is not text; what Word numbers by itself becomes text.
"""

import re
import zipfile
from dataclasses import dataclass, replace

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph

from submissions.lines import level_of
from submissions.parts import BULLET, Cell, Picture, Run, Table, Text, paragraph, squared, text_of_runs, tidy
from submissions.wordnumbers import Numbering
from submissions.wordpieces import FALLBACK, Pieces, blocks_in, setting

PARSED_LIMIT = 12 * 1024 * 1024  # of XML, which takes ten times that when parsed; a hundred pages have three
UNPACKED_LIMIT = 80 * 1024 * 1024
ENTRY_LIMIT = 3000
PICTURE_LIMIT = 30
TITLE_LIMIT = 100
SHORT = 50  # letters of a first line that may be a title
PICTURE_TYPES = {"image/png": "png", "image/jpeg": "jpg"}
HEADING = re.compile(r"(?:heading|标题) ?([1-9])", re.IGNORECASE)
CAPTION = re.compile(r"图[ 　]?(?:[\d一二三四五六七八九十]+[ 　:：.．、]*|[:：])(?=\S)")
LONGEST_CAPTION = 60
LOST_PICTURE = "有的图片格式特殊或数量太多，没有导入，请另存为 jpg 或 png 后用“插入图片”补上。"
LOST_NOTE = "脚注、尾注没有导入，需要的请写进正文。"


class BadWordFile(ValueError):
    """The file cannot be read; the sentence says why and what to do."""


@dataclass(frozen=True)
class Image:
    """A picture of the file: its bytes and the name it is kept under."""

    name: str
    data: bytes


@dataclass(frozen=True)
class WordText:
    """What a file says; its pictures are numbered by their place in `images`, from 1."""

    title: str
    parts: tuple
    images: tuple[Image, ...]
    lost: tuple[str, ...]  # what could not be taken over, each in a sentence


def read_word(file) -> WordText:
    """The text of an open .docx; its promised sizes are checked before anything is unpacked."""
    try:
        refuse_bomb(file)
        return Reading(docx.Document(file)).result()
    except BadWordFile:
        raise
    except Exception as broken:  # the parsers raise whatever the damage leads them into
        raise BadWordFile("这个 Word 文件已损坏，请用 Word 或 WPS 打开后另存一份再导入。") from broken


def refuse_bomb(file):
    with zipfile.ZipFile(file) as package:
        entries = package.infolist()
    file.seek(0)
    parsed = sum(entry.file_size for entry in entries if entry.filename.lower().endswith((".xml", ".rels")))
    whole = sum(entry.file_size for entry in entries)
    if parsed > PARSED_LIMIT or whole > UNPACKED_LIMIT or len(entries) > ENTRY_LIMIT:
        raise BadWordFile("这个 Word 文件解压后过大，不能导入。请把正文复制到新建的文档里，另存后再导入。")


class Reading:
    """One pass over a document."""

    def __init__(self, document):
        self.document = document
        self.numbering = Numbering(document)
        self.bold_styles = {style.style_id for style in document.styles if is_bold_style(style)}
        self.parts, self.images, self.lost, self.aside = [], [], [], []
        self.title, self.looks, self.leading = "", None, True

    def result(self):
        self.read_blocks(self.document.element.body)
        if not self.title:
            self.take_first_line()
        return WordText(self.title, tuple(self.parts), tuple(self.images), tuple(dict.fromkeys(self.lost)))

    def read_blocks(self, element):
        for block in blocks_in(element):
            if block.tag == qn("w:tbl"):
                self.read_table(block)
            else:
                self.read_paragraph(Paragraph(block, self.document))

    def read_paragraph(self, source):
        pieces = self.pieces(source._p)
        lines = [runs for runs in map(tidy, pieces.lines) if runs]
        mark = self.numbering.mark(source) if lines else ""
        for runs in lines:
            if not self.leads(source, runs) and not self.captions(source, runs):
                self.leading = False
                self.parts.append(text_of(source, runs, mark))
                mark = ""
        self.parts += self.pictures(pieces)
        for box in pieces.boxes:
            self.read_blocks(box)

    def pieces(self, element):
        pieces = Pieces(element, self.bold_styles)
        self.lost += [LOST_NOTE] if pieces.notes else []
        return pieces

    def leads(self, source, runs):
        """The title: what stands at the top in the title's style, or centred over the text."""
        text = text_of_runs(runs)
        if not self.leading or len(self.title + text) > TITLE_LIMIT or text.startswith(("（", "(")):
            return False
        if self.title:
            leads = looks_of(source) == self.looks and "。" not in text
        else:
            leads = titled(source)
            self.looks = looks_of(source)
        self.title += text if leads else ""
        return leads

    def captions(self, source, runs):
        """Words under a picture that say so by their style or by 图1."""
        last = self.parts[-1] if self.parts else None
        text, told = text_of_runs(runs), CAPTION.match(text_of_runs(runs))
        named = any(style.name in ("Caption", "caption", "题注") for style in styles_of(source))
        if (
            not isinstance(last, Picture)
            or last.caption
            or len(text) > LONGEST_CAPTION
            or not (named or told)
        ):
            return False
        self.parts[-1] = replace(last, caption=text[told.end() :] if told else text)
        return True

    def take_first_line(self):
        """A short first line without a full stop is the title where none is set as one."""
        first = self.parts[0] if self.parts else None
        plain = isinstance(first, Text) and first.kind == "p" and len(first.text) <= SHORT
        if plain and first.text[-1] not in "。：；！？，、":
            self.title = first.text
            del self.parts[0]

    def read_table(self, element):
        self.leading = False
        rows, above = [], {}
        for row in element.tr_lst:
            if row.find(f"{qn('w:trPr')}/{qn('w:del')}") is None:
                rows.append(self.read_row(row, above))
        table = Table(squared([[replace(cell, down=down) for cell, down in row] for row in rows]))
        self.parts += [table] if table.lines else []
        self.parts, self.aside = self.parts + self.aside, []

    def read_row(self, row, above):
        """The cells of a row with their heights; one that continues the cell above makes that one taller."""
        cells, column = [], 0
        head = row.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None
        for tc in row.tc_lst:
            across = min(max(tc.grid_span, 1), 100)
            if tc.vMerge == "continue" and column in above:
                above[column][1] += 1
            else:
                above[column] = [Cell(self.read_cell(tc), head, across), 1]
                cells.append(above[column])
            column += across
        return cells

    def read_cell(self, tc):
        """All words of a cell, also those of a table inside it; its pictures stand behind the table."""
        runs = []
        for block in tc.iter(qn("w:p")):
            if any(above.tag == FALLBACK for above in block.iterancestors()):
                continue
            pieces = self.pieces(block)
            runs.append(
                Run(self.numbering.mark(Paragraph(block, self.document)) if any(pieces.lines) else "")
            )
            runs += [run for line in pieces.lines for run in (*line, Run("\n"))]
            self.aside += self.pictures(pieces)
        return tidy(runs)

    def pictures(self, pieces):
        """The pictures of a paragraph that are of a kind a page can show."""
        taken = []
        for relation in pieces.pictures:
            part = self.document.part.related_parts.get(relation)
            kind = PICTURE_TYPES.get(getattr(part, "content_type", ""))
            if kind is None or len(self.images) >= PICTURE_LIMIT:
                self.lost.append(LOST_PICTURE)
                continue
            self.images.append(Image(f"图{len(self.images) + 1}.{kind}", part.blob))
            taken.append(Picture(len(self.images)))
        return taken


def text_of(source, runs, mark):
    """A paragraph with its number as text; a heading's type is told by its level, not by bold."""
    if mark == BULLET:
        return Text("li", runs, BULLET)
    numbered = tidy([Run(mark), *runs])
    announced, level = level_of(text_of_runs(numbered)), heading_level(source)
    if (level or announced != "p") and all(run.bold for run in runs):
        numbered = tidy([Run(text_of_runs(numbered))])
    return Text(f"h{min(level, 3)}", numbered) if level and announced == "p" else paragraph(numbered)


def heading_level(source):
    """The outline level a paragraph has by itself or by its style; 0 for body text."""
    for properties in (source._p.pPr, *(style.element.find(qn("w:pPr")) for style in styles_of(source))):
        level = None if properties is None else properties.find(qn("w:outlineLvl"))
        if level is not None:
            return (int(level.get(qn("w:val"))) + 1) % 10  # 9 is body text
    found = next(filter(None, (HEADING.fullmatch(style.name or "") for style in styles_of(source))), None)
    return int(found[1]) if found else 0


def titled(source):
    if any(style.name in ("Title", "标题") for style in styles_of(source)):
        return True
    return centred(source) and heading_level(source) < 2


def centred(source):
    ways = [source.alignment, *(style.paragraph_format.alignment for style in styles_of(source))]
    return next((way for way in ways if way is not None), None) == WD_ALIGN_PARAGRAPH.CENTER


def looks_of(source):
    """Enough of a paragraph's type to tell a title's second line from a byline under it."""
    first = source._p.find(f".//{qn('w:r')}")
    size = None if first is None else setting(first, "w:sz")
    return source.style.style_id, centred(source), None if size is None else size.get(qn("w:val"))


def styles_of(source):
    style = source.style
    for _ in range(20):  # a damaged file may chain styles in a ring
        if style is None:
            return
        yield style
        style = style.base_style


def is_bold_style(style):
    return getattr(style, "font", None) is not None and style.font.bold is True
