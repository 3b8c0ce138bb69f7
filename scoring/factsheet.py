"""A spreadsheet (.xlsx) of facts as the text file the reckoning reads, row by row."""

import csv
import shutil
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from scoring.factfile import BadFacts, Problem


def as_text(path: Path, folder: Path) -> Path:
    """The first sheet as a text file in the folder, a row for a row; any other file is given back as it is."""
    if wide(path):
        return narrowed(path, folder / "facts.csv")
    if path.suffix.lower() not in (".xlsx", ".xlsm"):
        return path
    try:
        book = load_workbook(path, read_only=True, data_only=True)
    except (BadZipFile, InvalidFileException, KeyError) as error:
        raise BadFacts([Problem(1, "", "打不开这个表格，请另存为 .xlsx 或 CSV（UTF-8）后再试")]) from error
    text = folder / "facts.csv"
    with text.open("w", encoding="utf-8", newline="") as out:
        csv.writer(out).writerows(cells_of(row) for row in book.worksheets[0].iter_rows(values_only=True))
    book.close()
    return text


def wide(path: Path) -> bool:
    """UTF-16: what spreadsheets save as “Unicode 文本”."""
    with path.open("rb") as raw:
        return raw.read(2) in (BOM_UTF16_LE, BOM_UTF16_BE)


def narrowed(path: Path, text: Path) -> Path:
    try:
        with (
            path.open(encoding="utf-16", newline="") as given,
            text.open("w", encoding="utf-8", newline="") as out,
        ):
            shutil.copyfileobj(given, out)
    except UnicodeError as error:
        raise BadFacts([Problem(1, "", "文件不是文本，请在表格软件中另存为 CSV（UTF-8）后再试")]) from error
    return text


def cells_of(row: Iterable[Any]) -> list[str]:
    return [written(value) for value in row]


def written(value: Any) -> str:
    """Days as 2014-01-15, whole numbers without a point."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d}"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
