"""A table as data: the screen and the spreadsheet are made of the same rows. No Django."""

import re
from dataclasses import dataclass, field
from decimal import Decimal
from io import BytesIO

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter

FORBIDDEN = re.compile(r"[\[\]:*?/\\]")
LINE = Side(style="thin", color="B0B0B0")
BOX = Border(left=LINE, right=LINE, top=LINE, bottom=LINE)
GREY = PatternFill("solid", fgColor="F2F2F0")
HEAD_ROW = 3


@dataclass(frozen=True)
class Cell:
    """What stands in a cell, what it opens, and how it looks (num, when, title, or a state)."""

    value: object = ""
    url: str = ""
    kind: str = ""

    @property
    def text(self):
        return str(self.value)

    @property
    def is_state(self):
        """Shown as a coloured word, not as a kind of column."""
        return self.kind.startswith("state-")


@dataclass
class Table:
    """A heading, rows, and a last row that sums up."""

    name: str
    head: list[str]
    rows: list[list[Cell]]
    foot: list[Cell] = field(default_factory=list)

    @property
    def heads(self):
        """Each heading with the kind of its column, so that figures stand under their word."""
        kinds = [cell.kind if cell.kind == "num" else "" for cell in self.rows[0]] if self.rows else []
        return list(zip(self.head, kinds or [""] * len(self.head), strict=True))

    @property
    def lines(self):
        return [*self.rows, *([self.foot] if self.foot else [])]


def num(value, url=""):
    """A figure; it opens nothing when there is nothing behind it."""
    return Cell(value, url if value else "", "num")


def workbook(title, subtitle, tables):
    """One sheet a table."""
    book = Workbook()
    book.remove(book.active)
    for number, table in enumerate(tables, start=1):
        name = FORBIDDEN.sub("", written(table.name))[:28] or f"表{number}"
        fill(book.create_sheet(name), table, title, subtitle)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def fill(page, table, title, subtitle):
    put(page, 1, 1, title).font = Font(size=15, bold=True)
    put(page, 2, 1, subtitle).font = Font(size=10)
    for column, text in enumerate(table.head, start=1):
        cell = put(page, HEAD_ROW, column, text)
        cell.font, cell.fill, cell.border = Font(bold=True), GREY, BOX
        cell.alignment = Alignment(wrap_text=True, vertical="center")
    for row, line in enumerate(table.lines, start=HEAD_ROW + 1):
        for column, each in enumerate(line, start=1):
            put(page, row, column, each.value).border = BOX
    for column, text in enumerate(table.head, start=1):
        longest = max([len(text), *(len(line[column - 1].text) for line in table.lines)])
        page.column_dimensions[get_column_letter(column)].width = max(8, min(2 * longest + 2, 48))
    page.freeze_panes = page.cell(HEAD_ROW + 1, 2)
    page.page_setup.orientation, page.page_setup.fitToHeight = "landscape", 0
    page.sheet_properties.pageSetUpPr.fitToPage = True


def put(page, row, column, value):
    """Figures stay figures; a name that begins with = stays a name, never a formula."""
    figure = isinstance(value, int | Decimal)
    cell = page.cell(row, column, value if figure else written(str(value)))
    if not figure:
        cell.data_type = "s"
    return cell


def written(text):
    """Words may have been pasted with characters that no spreadsheet can hold."""
    return ILLEGAL_CHARACTERS_RE.sub("", text)
