"""Tables of late entries as editors send them in."""

from functools import cache
from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import load_workbook

from accounts import spreadsheet
from bulletins.actions import late
from bulletins.late_sheets import COLUMNS, SHEET, SHEETS, template


def row(**fields):
    """A good row, with changes by the name of the column's field."""
    values = {
        "unit": "街道总工会",
        "item": "暖心驿站",
        "carrier": "市工会信息",
        "use": "全文",
        "on": "2026-03-01",
        "evidence": "2026年第8期",
        "title": "",
        "late_why": "",
    } | fields
    return tuple(values[column.field] for column in COLUMNS)


@cache
def content(*rows):
    """The template, filled in; the same rows are the same file."""
    workbook = load_workbook(BytesIO(template([], [], ["全文", "简讯"])))
    for number, values in enumerate(rows, start=2):
        for column, value in enumerate(values, start=1):
            workbook[SHEET].cell(number, column, value)
    out = BytesIO()
    workbook.save(out)
    return out.getvalue()


def as_file(*rows, name="补录.xlsx"):
    return SimpleUploadedFile(name, content(*rows))


def problems(office, *rows):
    """(place, sentence) of everything that is wrong with the rows."""
    book = spreadsheet.read(as_file(*rows), SHEETS)
    plan = late.planned(book.rows[SHEET], book.columns[SHEET], office.unit, by=office.editor)
    return [(each.place, each.text) for each in [*book.problems, *plan.problems]]


def previewed(office, *rows, by=None):
    file = as_file(*rows)
    book = spreadsheet.read(file, SHEETS)
    by = by or office.editor
    return late.keep_table(book, by=by, office=office.unit, name=file.name, content=content(*rows))


def loaded(office, *rows):
    table = previewed(office, *rows)
    return late.load_table(str(table.key), by=office.editor)
