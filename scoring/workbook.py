"""The ranking as a spreadsheet, cell for cell what the screen shows."""

import re
from decimal import Decimal
from io import BytesIO

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter

from scoring.sheet import sheets

FORBIDDEN = re.compile(r"[\[\]:*?/\\]")
HEAD_ROW = 3
LINE = Side(style="thin", color="B0B0B0")
BOX = Border(left=LINE, right=LINE, top=LINE, bottom=LINE)
GREY = PatternFill("solid", fgColor="F2F2F0")
CENTRE = Alignment(horizontal="center", vertical="center", wrap_text=True)
PAPER_A4 = 9


def workbook(table, title, subtitle, span):
    """One sheet for each group."""
    book = Workbook()
    book.remove(book.active)
    for group in sheets(table, span):
        fill(book.create_sheet(sheet_name(book, group.name)), group, title, subtitle)
    if not book.worksheets:
        put(book.create_sheet("排名"), 1, 1, title)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def sheet_name(book, name):
    """A name Excel accepts, not used before in this book."""
    short = FORBIDDEN.sub("", written(name))[:28] or "组别"
    return short if short not in book.sheetnames else f"{short}{len(book.sheetnames) + 1}"


def fill(page, group, title, subtitle):
    width = len(group.columns)
    for row, text, size in ((1, f"{title}（{group.name}）", 16), (2, subtitle, 10)):
        page.merge_cells(start_row=row, start_column=1, end_row=row, end_column=width)
        put(page, row, 1, text).font = Font(size=size, bold=row == 1)
        page.cell(row, 1).alignment = CENTRE
    write(page, HEAD_ROW, [column.title + column.uses for column in group.columns], bold=True, grey=True)
    for number, row in enumerate([*group.rows, group.foot], start=HEAD_ROW + 1):
        write(page, number, [number_in(cell.text) for cell in row.cells], bold=row is group.foot)
    for number, (label, names) in enumerate(group.notes, start=page.max_row + 2):
        put(page, number, 1, f"{label}：{names}")
    set_up(page, group)


def write(page, row, values, *, bold=False, grey=False):
    for column, value in enumerate(values, start=1):
        cell = put(page, row, column, value)
        cell.font, cell.border = Font(bold=bold), BOX
        cell.alignment = CENTRE if grey or column != 2 else Alignment(vertical="center")
        if grey:
            cell.fill = GREY


def put(page, row, column, value):
    """A name that begins with = stays a name, never a formula."""
    cell = page.cell(row, column, written(value))
    if isinstance(value, str):
        cell.data_type = "s"
    return cell


def written(value):
    """Names may have been pasted with characters that no spreadsheet can hold."""
    return ILLEGAL_CHARACTERS_RE.sub("", value) if isinstance(value, str) else value


def number_in(text):
    """Figures stay figures, so that the office can go on reckoning with them."""
    if re.fullmatch(r"-?\d+(\.\d+)?", text):
        return Decimal(text) if "." in text else int(text)
    return text


def set_up(page, group):
    """Widths, the frozen head, and one page wide on landscape A4."""
    for place, column in enumerate(group.columns, start=1):
        longest = max(len(row.cells[place - 1].text) for row in [*group.rows, group.foot])
        page.column_dimensions[get_column_letter(place)].width = (
            max(12, 2 * longest + 2) if place == 2 else max(9, min(2 * len(column.title) + 2, 18))
        )
    page.row_dimensions[1].height, page.row_dimensions[HEAD_ROW].height = 28, 46
    page.freeze_panes = page.cell(HEAD_ROW + 1, 3)
    page.page_setup.orientation, page.page_setup.paperSize = "landscape", PAPER_A4
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, 0
    page.sheet_properties.pageSetUpPr.fitToPage = True
    page.print_title_rows = f"{HEAD_ROW}:{HEAD_ROW}"
