"""The monthly summary as a spreadsheet, cell for cell what the screen shows. No queries."""

from io import BytesIO

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

LINE = Side(style="thin", color="B0B0B0")
BOX = Border(left=LINE, right=LINE, top=LINE, bottom=LINE)
GREY = PatternFill("solid", fgColor="F2F2F0")
CENTRE = Alignment(horizontal="center", vertical="center", wrap_text=True)
PAPER_A4 = 9


def workbook(title, units, categories):
    """Two sheets of (head, rows): by unit, and by category and grade."""
    book = Workbook()
    book.remove(book.active)
    for name, (head, rows) in (("按单位", units), ("按类别和等级", categories)):
        fill(book.create_sheet(name), title, head, rows)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def fill(page, title, head, rows):
    page.merge_cells(start_row=1, start_column=1, end_row=1, end_column=len(head))
    put(page, 1, 1, title).font = Font(size=16, bold=True)
    page.cell(1, 1).alignment = CENTRE
    for number, values in enumerate([head, *rows], start=2):
        for column, value in enumerate(values, start=1):
            cell = put(page, number, column, value)
            cell.border = BOX
            cell.alignment = CENTRE if column > 1 or number == 2 else Alignment(vertical="center")
            cell.font = Font(bold=number == 2)
            if number == 2:
                cell.fill = GREY
    page.column_dimensions["A"].width = 30
    page.row_dimensions[1].height, page.row_dimensions[2].height = 28, 34
    page.freeze_panes = "B3"
    page.page_setup.orientation, page.page_setup.paperSize = "landscape", PAPER_A4
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, 0
    page.sheet_properties.pageSetUpPr.fitToPage = True


def put(page, row, column, value):
    """A name that begins with = stays a name, never a formula."""
    text = isinstance(value, str)
    cell = page.cell(row, column, ILLEGAL_CHARACTERS_RE.sub("", value) if text else value)
    if text:
        cell.data_type = "s"
    return cell
