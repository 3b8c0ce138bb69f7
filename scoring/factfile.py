"""Facts as a table that any office can keep in a spreadsheet: one row for each thing that happened.

docs/rulebook.md lists the columns. A file is read twice: once to check every row and to note where each unit's
rows stand, once unit by unit, so that a year of a million rows needs no more memory than a month.
"""

import csv
from array import array
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import NamedTuple

from scoring.factrows import BadCell, facts_of, reporter_of, units_of
from scoring.factwords import COLUMNS, UNIT_ROW, Words, headings
from scoring.spans import Span
from scoring.terms import Fact, Reporter

ENCODINGS = ("utf-8-sig", "gb18030")  # what spreadsheets save as “CSV UTF-8” and as plain CSV
DELIMITERS = ",\t;，；"  # the last two where somebody typed the table with Chinese punctuation
MOST_PROBLEMS = 50


class Problem(NamedTuple):
    """One thing wrong with a file, said where a person will look for it."""

    row: int
    column: str
    message: str


class BadFacts(ValueError):
    """Raised with what is wrong with a file; nothing of it is counted."""

    def __init__(self, problems: list[Problem]):
        self.problems = problems
        told = [f"第{row}行 {column}：{message}" for row, column, message in problems]
        more = [f"（只列出前{MOST_PROBLEMS}处，改好以后再试）"] if len(problems) >= MOST_PROBLEMS else []
        super().__init__("\n".join(told + more))


@dataclass
class FactFile:
    """A checked file: its units, and the rows of each."""

    path: Path
    words: Words
    encoding: str = ""
    delimiter: str = ","
    declared: set[str] = field(default_factory=set)  # units with a row of their own
    carriers: Counter = field(default_factory=Counter)
    days: Counter = field(default_factory=Counter)
    columns: list[str] = field(default_factory=list)
    reporters: dict[str, Reporter] = field(default_factory=dict)
    places: dict[str, array] = field(default_factory=lambda: defaultdict(lambda: array("Q")))
    rows: int = 0
    first: date | None = None
    last: date | None = None

    @classmethod
    def opened(
        cls, path: Path, words: Words, progress: Callable[[int], None] = lambda rows: None
    ) -> "FactFile":
        """Check the whole file; raises BadFacts with every row and column that is wrong."""
        file = cls(path, words, encoding_of(path))
        file.delimiter = delimiter_of(path, file.encoding)
        file.check(progress)
        return file

    def check(self, progress):
        problems = []
        with self.path.open("rb") as raw:
            records = self.records(raw)
            self.columns = columns_of(*heading_in(records), problems)
            for row, place, cells in records if not problems else ():
                self.rows = row
                if row % 50_000 == 0:
                    progress(row)
                try:
                    self.take(row, place, cells)
                except BadCell as bad:
                    problems.append(Problem(row, bad.column, str(bad)))
                if len(problems) >= MOST_PROBLEMS:
                    break
        if problems:
            raise BadFacts(problems)

    def take(self, row: int, place: int, cells: list[str]):
        """Note where the units of a row find it."""
        values = self.values(cells)
        if reporter := reporter_of(values):
            known = self.reporters.get(reporter.unit)
            declared = values["kind"] in UNIT_ROW
            self.declared |= {reporter.unit} if declared else set()
            if declared or known is None or (reporter.sort and not known.sort):
                self.reporters[reporter.unit] = reporter
        for fact in facts_of(values, row, self.words):
            self.first = min(self.first or fact.on, fact.on)
            self.last = max(self.last or fact.on, fact.on)
            self.days[fact.on] += fact.place == 1
            self.carriers[fact.carrier] += fact.place == 1
        for unit in units_of(values):
            self.places[unit].append(row)
            self.places[unit].append(place)

    def values(self, cells: list[str]) -> dict[str, str]:
        found = dict.fromkeys(COLUMNS, "")
        return found | dict(zip(self.columns, (cell.strip() for cell in cells), strict=False))

    def records(self, raw) -> Iterator[tuple[int, int, list[str]]]:
        """(row, place in the file, cells) of each row that is not empty; a cell may hold line breaks."""
        start = place = 0

        def lines():
            nonlocal place
            for line in raw:
                place += len(line)
                yield line.decode(self.encoding)

        for row, cells in enumerate(csv.reader(lines(), delimiter=self.delimiter), 1):
            if any(cell.strip() for cell in cells):
                yield row, start, cells
            start = place

    def facts(self, unit: str) -> Iterator[Fact]:
        """One unit's facts, read again from their places; raises BadFacts where a number stands twice."""
        places, seen = self.places.get(unit, array("Q")), {}
        with self.path.open("rb") as raw:
            for row, place in zip(places[::2], places[1::2], strict=True):
                raw.seek(place)
                lines = (line.decode(self.encoding) for line in raw)
                cells = next(csv.reader(lines, delimiter=self.delimiter))
                for fact in facts_of(self.values(cells), row, self.words):
                    if fact.unit == unit:
                        refuse_twice(seen, fact, row)
                        yield fact

    def outside(self, span: Span) -> tuple[int, int]:
        """How many facts lie before and after a span."""
        before = sum(rows for day, rows in self.days.items() if day < span.first)
        return before, sum(rows for day, rows in self.days.items() if day > span.last)

    @property
    def units(self) -> list[str]:
        return sorted(self.places.keys() | self.reporters.keys())


def refuse_twice(seen: dict[str, int], fact: Fact, row: int):
    if before := seen.get(fact.key):
        number = fact.key.partition(":")[2]
        raise BadFacts([Problem(row, COLUMNS["id"], f"“{number}”与第{before}行重复，每件事只能有一个编号")])
    seen[fact.key] = row


def encoding_of(path: Path) -> str:
    """UTF-8 if all of it reads as that; else what Chinese spreadsheets save by default."""
    for encoding in ENCODINGS:
        try:
            with path.open(encoding=encoding, newline="") as text:
                while text.read(1 << 20):
                    pass
        except UnicodeDecodeError:
            continue
        return encoding
    raise BadFacts([Problem(1, "", "文件不是文本，请在表格软件中另存为 CSV（UTF-8）后再试")])


def delimiter_of(path: Path, encoding: str) -> str:
    """Commas; or what the headings are parted by, where that is something else."""
    with path.open(encoding=encoding, newline="") as text:
        head = next((line for line in text if any(mark in line for mark in DELIMITERS)), "")
    return max(DELIMITERS, key=head.count)


def heading_in(records: Iterator[tuple[int, int, list[str]]]) -> tuple[int, list[str]]:
    """The first row with several cells: what stands alone above it is the title of the table."""
    for row, _, cells in records:
        if sum(bool(cell.strip()) for cell in cells) > 1:
            return row, cells
    return 1, []


def columns_of(row: int, cells: list[str], problems: list[Problem]) -> list[str]:
    """The headings as column names; Chinese or English, in any order."""
    known = headings()
    names = [known.get(cell.strip().lower().removeprefix("\ufeff"), "") for cell in cells]
    for cell, name in zip(cells, names, strict=True):
        if not name and cell.strip():
            problems.append(
                Problem(row, cell.strip(), f"不认识这一列，可用的列：{'、'.join(COLUMNS.values())}")
            )
    for needed in ("unit", "on"):
        if needed not in names:
            problems.append(Problem(row, COLUMNS[needed], "缺少这一列"))
    if repeated := {name for name in names if name and names.count(name) > 1}:
        problems.append(Problem(row, COLUMNS[min(repeated)], "这一列出现了两次"))
    return names
