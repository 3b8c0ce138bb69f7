"""What stands in a downloaded spreadsheet, to be held against the screen."""

from io import BytesIO

from openpyxl import load_workbook

HEAD_ROW = 3


def rows_of(answer):
    """The head and rows of each sheet, by its name."""
    book = load_workbook(BytesIO(answer.content))
    return {
        page.title: [list(row) for row in page.iter_rows(min_row=HEAD_ROW, values_only=True)] for page in book
    }


def shown(line):
    """A line of a table as a spreadsheet gives it back."""
    return [cell.value if isinstance(cell.value, int) else (cell.text or None) for cell in line]
