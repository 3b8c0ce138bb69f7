"""Reading HTML into parts and writing parts as HTML: the only way words enter or leave that form. No Django.

What is written comes from parts alone, so no tag, attribute or address of the input can survive.
"""

import re
from dataclasses import replace
from html import escape
from html.parser import HTMLParser
from itertools import pairwise

import nh3

from submissions.parts import (
    BULLET,
    Cell,
    Part,
    Picture,
    Run,
    Table,
    Text,
    paragraph,
    squared,
    text_of_runs,
    tidy,
)

PICTURE = "/submissions/pictures/{}/"  # the address of `submissions:picture`
PICTURE_ADDRESS = re.compile(r"(?:https?://[^/]+)?/submissions/pictures/(\d{1,18})/")
BOLD = {"b", "strong"}
HEADINGS = {"h1": "h1", "h2": "h2", "h3": "h3", "h4": "h3", "h5": "h3", "h6": "h3"}
CELLS = {"td", "th"}
BLOCKS = {"address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "div"}
BLOCKS |= {"dl", "dt", "fieldset", "footer", "form", "header", "hr", "legend", "main", "nav", "p", "pre"}
BLOCKS |= {"section"}
OURS = {"br", "figcaption", "figure", "img", "li", "ol", "table", "tr", "ul", *HEADINGS}
KNOWN = BOLD | CELLS | BLOCKS | OURS
# what these hold is no text of the author's; Word marks deleted words with del
SILENT = {"del", "iframe", "math", "noscript", "object", "script", "style", "svg", "template", "title", "xml"}
SPANS = {"colspan", "rowspan"}
MOST_SPANNED = 100  # places one cell may cover
LAST_ITEM = 9999

cleaner = nh3.Cleaner(
    tags=KNOWN,
    clean_content_tags=SILENT,
    attributes={"img": {"src", "alt"}, "ol": {"start"}, "td": SPANS, "th": SPANS},
    url_schemes={"http", "https"},
    link_rel=None,
)


def read(html: str) -> tuple[Part, ...]:
    """The parts of any HTML, from wherever it was pasted."""
    reader = Reader()
    reader.feed(cleaner.clean(html))
    reader.close()
    reader.flush()
    return tuple(reader.parts)


class Reader(HTMLParser):
    """Walks well-formed HTML once; text gathers until something ends its block.

    A cell or a caption is a box: its blocks become lines, and its text is taken out whole.
    """

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.parts, self.runs, self.bold = [], [], 0
        self.kind, self.mark, self.lists = "p", "", []
        self.boxes, self.rows, self.inner = [], [], 0  # inner: tables within a box
        self.captioned, self.aside = None, []  # pictures met in a box stand behind it

    def handle_data(self, data):
        self.runs.append(Run(data.replace("\n", " "), bool(self.bold)))

    def handle_starttag(self, tag, attrs):
        if tag in BOLD:
            self.bold += 1
            return
        self.flush()
        self.kind = HEADINGS.get(tag, self.kind)
        opening = getattr(self, f"open_{'cell' if tag in CELLS else tag}", None)
        if opening:
            opening(dict(attrs), tag)

    def handle_endtag(self, tag):
        if tag in BOLD:
            self.bold -= 1
            return
        self.flush()
        self.kind = "p" if tag in HEADINGS else self.kind
        closing = getattr(self, f"close_{'cell' if tag in CELLS else tag}", None)
        if closing:
            closing()

    def flush(self):
        """What was gathered becomes a part; in a box only a line ends."""
        if self.boxes:
            self.runs.append(Run("\n"))
            return
        runs, self.runs = tidy(self.runs), []
        if runs and self.mark:
            self.parts.append(Text("li", runs, self.mark))
        elif runs:
            self.parts.append(Text(self.kind, runs) if self.kind in HEADINGS else paragraph(runs))
        self.mark = "" if runs else self.mark

    def open_box(self, what):
        self.boxes.append((self.runs, what))
        self.runs = []

    def close_box(self):
        runs, (self.runs, what) = tidy(self.runs), self.boxes.pop()
        return runs, what

    def open_ul(self, attrs, tag):
        self.lists.append(None)

    def open_ol(self, attrs, tag):
        self.lists.append(number(attrs.get("start"), 0, LAST_ITEM, 1))

    def close_ul(self):
        self.lists.pop()

    close_ol = close_ul

    def open_li(self, attrs, tag):
        self.mark = BULLET
        if self.lists and self.lists[-1] is not None:
            self.mark = f"{self.lists[-1]}. "
            self.lists[-1] = min(self.lists[-1] + 1, LAST_ITEM)
        if self.boxes:
            self.runs.append(Run(self.mark, bool(self.bold)))
            self.mark = ""

    def close_li(self):
        self.mark = ""

    def open_table(self, attrs, tag):
        self.inner += bool(self.boxes)
        self.rows = self.rows if self.boxes else []

    def open_tr(self, attrs, tag):
        if not self.boxes:
            self.rows.append([])

    def open_cell(self, attrs, tag):
        if self.boxes:
            return
        self.rows = self.rows or [[]]
        across, down = (number(attrs.get(name), 1, MOST_SPANNED, 1) for name in ("colspan", "rowspan"))
        self.open_box(Cell((), tag == "th", across, down))

    def close_cell(self):
        if self.inner:
            return
        runs, cell = self.close_box()
        self.rows[-1].append(replace(cell, runs=runs))

    def close_table(self):
        """A table within a cell is words of that cell; one without a word is nothing."""
        if self.inner:
            self.inner -= 1
            return
        table, self.mark = Table(squared(self.rows)), ""
        self.parts += [table] if table.lines else lines_of_rows(self.rows)
        self.rows = []
        self.place_aside()

    def open_img(self, attrs, tag):
        """A picture parts the text around it."""
        found = PICTURE_ADDRESS.fullmatch(attrs.get("src") or "")
        if found:
            place = self.aside if self.boxes else self.parts
            place.append(Picture(int(found[1])))
            self.captioned = (place, len(place) - 1)

    def open_figure(self, attrs, tag):
        self.captioned = None

    def open_figcaption(self, attrs, tag):
        if self.captioned:
            self.open_box(self.captioned)
            self.captioned = None

    def close_figcaption(self):
        if not self.boxes or isinstance(self.boxes[-1][1], Cell):
            return
        runs, (place, index) = self.close_box()
        place[index] = replace(place[index], caption=words(runs))
        if not self.boxes:
            self.place_aside()

    def place_aside(self):
        self.parts += self.aside
        self.aside, self.captioned = [], None


def words(runs):
    return text_of_runs(runs).replace("\n", " ")


def lines_of_rows(rows):
    """What is no table, or one too large for any page, as paragraphs."""
    rows = ("　".join(filter(None, (words(cell.runs) for cell in row))) for row in rows)
    return [paragraph(runs) for runs in (tidy([Run(row)]) for row in rows) if runs]


def number(text, least, most, otherwise):
    """A number from an attribute, within reason."""
    return min(max(int(text), least), most) if re.fullmatch(r"\d{1,6}", text or "", re.ASCII) else otherwise


def write(parts: tuple[Part, ...]) -> str:
    """Parts as HTML: the same parts always give the same bytes."""
    ends = [*map(_joined, pairwise(parts)), False]
    starts = [False, *ends[:-1]]
    triples = zip(parts, starts, ends, strict=False)
    return "".join(_part(part, start, end) for part, start, end in triples)


def _joined(pair) -> bool:
    """Whether two parts stand in one list."""
    first, second = pair
    if first.kind != "li" or second.kind != "li":
        return False
    if BULLET in (first.mark, second.mark):
        return first.mark == second.mark
    return int(second.mark[:-2]) == int(first.mark[:-2]) + 1


def _part(part: Part, goes_on: bool, continues: bool) -> str:
    if part.kind == "table":
        return f"<table><tbody>{''.join(map(_row, part.rows))}</tbody></table>"
    if part.kind == "picture":
        caption = escape(part.caption)
        address = PICTURE.format(part.attachment)
        return f'<figure><img src="{address}" alt="{caption}"><figcaption>{caption}</figcaption></figure>'
    if part.kind == "li":
        return _item(part, goes_on, continues)
    tag = part.kind if part.kind != paragraph(part.runs).kind else "p"
    return f"<{tag}>{_runs(part.runs)}</{tag}>"


def _item(part: Text, goes_on: bool, continues: bool) -> str:
    if part.mark == BULLET:
        start, end = "<ul>", "</ul>"
    else:
        first = part.mark[:-2]
        start, end = "<ol>" if first == "1" else f'<ol start="{first}">', "</ol>"
    return f"{'' if goes_on else start}<li>{_runs(part.runs)}</li>{'' if continues else end}"


def _row(row: tuple[Cell, ...]) -> str:
    return f"<tr>{''.join(map(_cell, row))}</tr>"


def _cell(cell: Cell) -> str:
    tag = "th" if cell.head else "td"
    spans = (("colspan", cell.across), ("rowspan", cell.down))
    attributes = "".join(f' {name}="{size}"' for name, size in spans if size > 1)
    lines = "".join(f"<p>{_runs(line)}</p>" for line in cell.paragraphs)
    return f"<{tag}{attributes}>{lines}</{tag}>"


def _runs(runs: tuple[Run, ...]) -> str:
    texts = (escape(run.text, quote=False) for run in runs)
    return "".join(f"<strong>{t}</strong>" if run.bold else t for run, t in zip(runs, texts, strict=True))
