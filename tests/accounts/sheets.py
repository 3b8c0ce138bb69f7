"""Spreadsheets as people send them in."""

from functools import cache
from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook, load_workbook

from accounts import workbooks

UNIT = ["翠湖街道总工会", "翠湖", "云湖区总工会", "基层", "", "是", "", 20]
PERSON = ["linxiao", "林晓", "翠湖街道总工会", "干事", "13800005678", "lin@example.cn"]
POST = ["linxiao", "信息员", "翠湖街道总工会", "专职", "2026-03-01"]


template = cache(workbooks.template)


def book(units=(), people=(), posts=()):
    """The template, filled in."""
    workbook = load_workbook(BytesIO(template()))
    for name, rows in {"单位": units, "人员": people, "岗位": posts}.items():
        for number, row in enumerate(rows, start=2):
            for column, value in enumerate(row, start=1):
                workbook[name].cell(number, column, value)
    return as_file(workbook)


def plain_book(sheets):
    """A workbook somebody made without the template: sheet name → rows."""
    workbook = Workbook()
    workbook.remove(workbook.active)
    for name, rows in sheets.items():
        sheet = workbook.create_sheet(name)
        for row in rows:
            sheet.append(row)
    return as_file(workbook)


def as_file(workbook, name="名册.xlsx"):
    out = BytesIO()
    workbook.save(out)
    return SimpleUploadedFile(name, out.getvalue())


def good():
    return book([UNIT], [PERSON], [POST])
