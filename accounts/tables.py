"""Reading any table people keep, .xlsx or .csv, as text: its sheets, its rows, its cells.

What a file is, its content says, never its name; size comes first, then shape, then one row after the other.
"""

import csv
import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from io import StringIO

from accounts.contacts import tidy
from accounts.spreadsheet import DAMAGED, Unreadable, check_package, opened

LARGEST = 20 * 1024 * 1024  # bytes, as uploaded
LARGEST_UNPACKED = 200 * 1024 * 1024
MOST_ROWS = 50_000
MOST_COLUMNS = 60
MOST_SHEETS = 50
BLANKS = 2000  # so many empty rows on end: the table is over, whatever was formatted below it
PLAIN = ""  # the one sheet of a text file
ENCODINGS = ("utf-8-sig", "gb18030")
OLD_EXCEL = b"\xd0\xcf\x11\xe0"
Row = tuple[int, list[str]]


def sheets_in(file) -> list[str]:
    """The names of the sheets; a text file has one without a name."""
    if not is_package(file):
        text_of(file)
        return [PLAIN]
    with workbook_of(file) as workbook:
        return [sheet.title for sheet in workbook.worksheets][:MOST_SHEETS]


def rows_in(file, sheet: str) -> Iterator[Row]:
    """(number, cells) of every row that holds anything, as long as the table goes on."""
    found, blank = 0, 0
    for number, cells in enumerate(written(file, sheet), start=1):
        cells = trimmed(cells)
        blank = 0 if cells else blank + 1
        if blank > BLANKS:
            return
        if not cells:
            continue
        if len(cells) > MOST_COLUMNS:
            raise Unreadable(f"第{number}行超过{MOST_COLUMNS}列，请删去用不到的列再上传。")
        found += 1
        if found > MOST_ROWS:
            raise Unreadable(f"超过{MOST_ROWS}行，请按年份或单位拆成几个文件分别导入。")
        yield number, cells


def trimmed(cells: list[str]) -> list[str]:
    """Without the empty cells at the end."""
    last = max((place for place, cell in enumerate(cells, start=1) if cell), default=0)
    return cells[:last]


def written(file, sheet: str) -> Iterator[list[str]]:
    if not is_package(file):
        yield from lines_of(text_of(file))
        return
    with workbook_of(file) as workbook:
        page = next((one for one in workbook.worksheets if one.title == sheet), None)
        if page is None:
            raise Unreadable(f"文件里没有“{sheet}”工作表。")
        page.reset_dimensions()  # what a file says of its own size is not believed
        for row in page.iter_rows(max_col=MOST_COLUMNS + 1, values_only=True):
            yield [said(value) for value in row]


@contextmanager
def workbook_of(file):
    """Opened and closed again; whatever the damage leads the reader into is one sentence."""
    check_package(file, LARGEST, LARGEST_UNPACKED)
    file.seek(0)
    workbook = opened(file)
    try:
        yield workbook
    except Unreadable:
        raise
    except Exception as error:  # a damaged part comes to light only when its rows are read
        raise Unreadable(DAMAGED) from error
    finally:
        workbook.close()


def is_package(file) -> bool:
    """By its first bytes; what is neither a package nor text is refused here."""
    file.seek(0)
    head = file.read(4)
    file.seek(0)
    if head == OLD_EXCEL:
        raise Unreadable("这是旧版 .xls 文件。请用 WPS 或 Excel 打开，另存为 .xlsx 再上传。")
    return head[:2] == b"PK"


def text_of(file) -> str:
    """A text file as people's programs write it: UTF-8 with or without its mark, or GBK."""
    if file.size > LARGEST:
        raise Unreadable(f"文件超过{LARGEST // 1024 // 1024}MB，请拆成几个文件分别导入。")
    file.seek(0)
    data = file.read()
    for encoding in ENCODINGS:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if text.strip() and "\0" not in text and not text.lstrip().startswith(("%PDF", "<", "{\\rtf")):
            return text
    raise Unreadable("这不是 .xlsx 或 .csv 表格，或者是空的。请用 WPS 或 Excel 另存为 .xlsx 再上传。")


def lines_of(text: str) -> Iterator[list[str]]:
    """Parted by whatever stands most often in the first line that holds anything."""
    first = next(line for line in text.splitlines() if line.strip())
    mark = max(",\t;", key=first.count)
    try:
        for cells in csv.reader(StringIO(text, newline=""), delimiter=mark):
            yield [tidy(cell) for cell in cells]
    except csv.Error as error:
        raise Unreadable("这份文本表格无法按列分开。请用 WPS 或 Excel 另存为 .xlsx 再上传。") from error


def said(value) -> str:
    """One cell as the text a person sees in it; a formula stays one, so that it can be complained about."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, dt.datetime | dt.date):
        return value.date().isoformat() if isinstance(value, dt.datetime) else value.isoformat()
    if isinstance(value, float):
        return f"{Decimal(repr(value)).normalize():f}" if abs(value) < 1e15 else str(value)
    return tidy(str(value))
