"""Reading an uploaded .xlsx without trusting it: size first, then shape, then every cell as text.

Everything that is wrong is said at once, by sheet, row and column; a file with any problem is not loaded.
"""

import datetime as dt
import re
import warnings
import zipfile
from dataclasses import dataclass, field

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

from accounts.contacts import tidy
from accounts.sheets import SHEETS, Problem

LARGEST = 5 * 1024 * 1024  # bytes, as uploaded
LARGEST_UNPACKED = 60 * 1024 * 1024  # a zip bomb of 451 kB took 863 MB
MOST_FILES = 200
MOST_ROWS = 1000
UNREAD = "�"  # stands for a cell that was complained about, so that nobody complains twice
DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?: 00:00:00)?")


class Unreadable(Exception):
    """Not a spreadsheet this house opens; the sentence says why and what to do."""


@dataclass
class Book:
    """The rows of the three sheets as text, where their columns stand, and what could not be read."""

    rows: dict[str, list] = field(default_factory=lambda: {name: [] for name in SHEETS})
    columns: dict[str, dict] = field(default_factory=lambda: {name: {} for name in SHEETS})
    problems: list[Problem] = field(default_factory=list)


def read(file, sheets=SHEETS):
    """All rows of all known sheets: what loads an office, or what another room has columns for."""
    check_package(file)
    book = Book({name: [] for name in sheets}, {name: {} for name in sheets})
    workbook = opened(file)
    try:
        known = [name for name in workbook.sheetnames if name.strip() in sheets]
        for name in known:
            read_sheet(workbook[name], name.strip(), sheets[name.strip()], book)
    except Unreadable:
        raise
    except Exception as error:  # a damaged part comes to light only when its rows are read
        raise Unreadable(DAMAGED) from error
    finally:
        workbook.close()
    names = "".join(f"“{name}”" for name in sheets)
    if not known:
        raise Unreadable(f"文件里没有{names}工作表，请使用下载的模板填写。")
    if not any(book.rows.values()) and not book.problems:
        raise Unreadable(f"表格是空的：请在{names}工作表第2行起填写。")
    return book


DAMAGED = "文件已损坏或不是标准的 .xlsx，无法读取。请用 WPS 或 Excel 打开后另存为 .xlsx 再上传。"


def check_package(file, largest=None, unpacked=LARGEST_UNPACKED):
    """Sizes are read from the directory of the archive, before anything is unpacked."""
    largest = largest or LARGEST
    if file.size > largest:
        raise Unreadable(f"文件超过{largest // 1024 // 1024}MB，请拆成几个文件分别导入。")
    try:
        with zipfile.ZipFile(file) as package:
            parts = package.infolist()
    except (zipfile.BadZipFile, ValueError, OSError) as error:
        raise Unreadable(
            "这不是 .xlsx 文件。旧版 .xls 或 CSV 请用 WPS 或 Excel 另存为 .xlsx 再上传。"
        ) from error
    if len(parts) > MOST_FILES or sum(part.file_size for part in parts) > unpacked:
        raise Unreadable("文件解压后过大，不能导入。请把内容复制到下载的模板中再上传。")
    if "xl/workbook.xml" not in {part.filename for part in parts}:
        raise Unreadable("这不是 .xlsx 表格（可能是改了后缀的其他文件）。请使用下载的模板填写。")


def opened(file):
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl warns of styles it does not know
            return load_workbook(file, read_only=True)
    except Exception as error:  # openpyxl raises whatever the damage leads it into
        raise Unreadable(DAMAGED) from error


def read_sheet(sheet, name, columns, book):
    """Headings in the first row, in any order; rows that are empty are passed over."""
    sheet.reset_dimensions()  # what a file says of its own size is not believed
    rows = sheet.iter_rows(max_col=40)
    places = headings(next(rows, ()), name, columns, book)
    book.columns[name] = {column.field: letter(index, column) for index, column in places.items()}
    for number, cells in enumerate(rows, start=2):
        if number > MOST_ROWS + 1:
            raise Unreadable(f"“{name}”超过{MOST_ROWS}行，请拆成几个文件分别导入。")
        values = {column.field: "" for column in columns} | row_values(cells, places, name, number, book)
        if any(values.values()):
            book.rows[name].append({"row": number, **values})


def headings(cells, name, columns, book):
    """Where each known column stands; one that is missing or double is a problem of row 1."""
    found, places = [tidy(str(cell.value or "")).rstrip("*＊") for cell in cells], {}
    for column in columns:
        count = found.count(column.heading)
        if count == 1:
            places[found.index(column.heading)] = column
        elif count or column.required:
            fault = "重复" if count else "缺少"
            book.problems.append(Problem(f"{fault}“{column.heading}”这一列，请按模板的表头填写", name, 1))
    return places


def row_values(cells, places, name, number, book):
    values = {}
    for index, column in places.items():
        if index >= len(cells) or cells[index].value is None:
            continue
        where = (name, number, letter(index, column))
        try:
            values[column.field] = text_of(cells[index], column)
        except ValueError as error:
            book.problems.append(Problem(str(error), *where))
            values[column.field] = UNREAD
    return values


def letter(index, column):
    return f"{get_column_letter(index + 1)}“{column.heading}”"


def text_of(cell, column):
    """One cell as the text a person sees in it."""
    if cell.data_type == "f" or str(cell.value).startswith("="):
        raise ValueError("是公式，请改为填写文字或数值本身")
    if cell.data_type == "e":
        raise ValueError(f"是错误值 {cell.value}，请改正")
    if column.is_day:
        return day_of(cell.value)
    text = tidy(plain(cell.value))
    if len(text) > column.longest:
        raise ValueError(f"太长（{len(text)}字），最多{column.longest}字")
    if column.choices and text and text not in column.choices:
        raise ValueError(f"“{text[:20]}”不在可选范围：{'、'.join(column.choices)}")
    return text


def plain(value):
    """Numbers typed into a text column come back as floats; yes and no as truth values."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def day_of(value):
    """A date cell, or a date written the way people write it."""
    if isinstance(value, dt.datetime):
        return value.date().isoformat()
    if isinstance(value, dt.date):
        return value.isoformat()
    text = tidy(str(value))
    if not text:
        return ""
    parts = DAY.fullmatch(text.replace(" ", "") if "年" in text else text)
    try:
        day = dt.date(*map(int, parts.groups()))
    except (AttributeError, ValueError):
        raise ValueError(f"“{text[:20]}”不是有效日期，请写成 2026-03-01 这样") from None
    return day.isoformat()
