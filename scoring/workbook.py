"""Sheets as a spreadsheet, cell for cell what the screen shows."""

import re
from decimal import Decimal
from io import BytesIO

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter

FORBIDDEN = re.compile(r"[\[\]:*?/\\]")
HEAD_ROW = 3
LINE = Side(style="thin", color="B0B0B0")
BOX = Border(left=LINE, right=LINE, top=LINE, bottom=LINE)
GREY = PatternFill("solid", fgColor="F2F2F0")
CENTRE = Alignment(horizontal="center", vertical="center", wrap_text=True)
LEFT = Alignment(vertical="center", wrap_text=True)
PAPER_A4 = 9
TIED = '0" 并列"'
WORDS = ("stick", "words")


def workbook(sheets, title, subtitle):
    """One page for each sheet."""
    book = Workbook()
    book.remove(book.active)
    for sheet in sheets:
        fill(book.create_sheet(sheet_name(book, sheet.name)), sheet, title, subtitle)
    if not book.worksheets:
        put(book.create_sheet("排名"), 1, 1, title)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def sheet_name(book, name):
    """A name Excel accepts, not used before in this book."""
    short = FORBIDDEN.sub("", written(name))[:28] or "组别"
    return short if short not in book.sheetnames else f"{short}{len(book.sheetnames) + 1}"


def fill(page, sheet, title, subtitle):
    width = len(sheet.columns)
    for row, text, size in ((1, f"{title}（{sheet.name}）", 16), (2, subtitle, 10)):
        page.merge_cells(start_row=row, start_column=1, end_row=row, end_column=width)
        put(page, row, 1, text).font = Font(size=size, bold=row == 1)
        page.cell(row, 1).alignment = CENTRE
    for place, column in enumerate(sheet.columns, start=1):
        head = put(page, HEAD_ROW, place, column.title + column.uses)
        head.font, head.border, head.alignment, head.fill = Font(bold=True), BOX, CENTRE, GREY
    rows = [*sheet.rows, *([sheet.foot] if sheet.foot else [])]
    for number, row in enumerate(rows, start=HEAD_ROW + 1):
        write(page, number, row, bold=row is sheet.foot)
    for number, (label, names) in enumerate(sheet.notes, start=page.max_row + 2):
        put(page, number, 1, f"{label}：{names}")
    set_up(page, sheet, rows)


def write(page, number, row, *, bold):
    for place, one in enumerate(row.cells, start=1):
        value, shown_as = number_in(one.text)
        cell = put(page, number, place, value)
        cell.font, cell.border = Font(bold=bold), BOX
        cell.alignment = LEFT if any(css in one.css for css in WORDS) else CENTRE
        cell.number_format = TIED if one.tied else shown_as


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
    """Figures stay figures, so that the office can go on reckoning with them; (value, how it is shown)."""
    if re.fullmatch(r"-?\d{1,15}", text):
        return int(text), "General"
    if re.fullmatch(r"-?\d{1,15}\.\d+", text):
        return Decimal(text), "General"
    if re.fullmatch(r"-?\d{1,15}\.\d%", text):
        return Decimal(text[:-1]) / 100, "0.0%"
    return text, "General"


def set_up(page, sheet, rows):
    """Widths, the frozen head, and one page wide on landscape A4."""
    named = next((n for n, column in enumerate(sheet.columns, 1) if "stick" in column.css), 1)
    for place, column in enumerate(sheet.columns, start=1):
        longest = max((len(row.cells[place - 1].text) for row in rows), default=0)
        wide = any(css in column.css for css in WORDS)
        page.column_dimensions[get_column_letter(place)].width = (
            max(12, min(2 * longest + 2, 60)) if wide else max(9, min(2 * len(column.title) + 2, 18))
        )
    page.row_dimensions[1].height, page.row_dimensions[HEAD_ROW].height = 28, 46
    page.freeze_panes = page.cell(HEAD_ROW + 1, named + 1)
    page.page_setup.orientation, page.page_setup.paperSize = "landscape", PAPER_A4
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, 0
    page.sheet_properties.pageSetUpPr.fitToPage = True
    page.print_title_rows = f"{HEAD_ROW}:{HEAD_ROW}"
    page.oddFooter.center.text = "第 &P 页，共 &N 页"
