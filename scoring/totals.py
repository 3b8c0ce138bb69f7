"""Points by the month they are booked in and by the part they belong to, and what a book's clauses about the total make of a year's."""

from collections import defaultdict
from collections.abc import Hashable, Iterable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from scoring.bookcase import end_of
from scoring.engine import RuleBook
from scoring.policies import Total
from scoring.settle import SHARED_BY_SIGN, Score, reporters_on, settle_all
from scoring.tally import MONTH, YEAR, Windows
from scoring.terms import PARTS, Line, plain

ZERO = Decimal(0)
BONUS, DEDUCTION = "bonus", "deduction"
SORTS = {**PARTS, BONUS: "加分", DEDUCTION: "扣分"}


class Move(NamedTuple):
    """A row of the ledger, booked or about to be: when, what it counts, whether late, whether it takes one back."""

    month: date
    line: Line
    late: bool
    reversal: bool


def moves_of(ledger) -> Iterable[Move]:
    for entry in ledger.entries:
        yield Move(entry.month, line_of(entry), False, entry.reverses_id is not None)
    for posting in ledger.postings:
        line = replace(posting.due.line, points=posting.points)
        yield Move(posting.month, line, posting.late, posting.due.reverses is not None)


def line_of(entry) -> Line:
    return Line(
        entry.fact, entry.unit_id, entry.submission_id, entry.person_id, entry.rule, entry.points, entry.on
    )


def sign_of(part: str, points: Decimal, reversal: bool) -> str:
    """加分 or 扣分, where a part holds both; what takes a bonus back is less bonus, no deduction."""
    if part not in SHARED_BY_SIGN:
        return ""
    return BONUS if (points > 0) != reversal else DEDUCTION


class Sums:
    """Points by whom, month and part; the sum of any span of months."""

    def __init__(self):
        self.data = defaultdict(lambda: defaultdict(lambda: defaultdict(Decimal)))

    def add(self, whom: Hashable, move: Move):
        line, of_month = move.line, self.data[whom][move.month]
        of_month[line.part] += line.points
        if sign := sign_of(line.part, line.points, move.reversal):
            of_month[sign] += line.points

    def by_sort(self, whom: Hashable, first: date, last: date) -> dict[str, Decimal]:
        found: dict[str, Decimal] = defaultdict(Decimal)
        for month, sorts in self.data[whom].items() if whom in self.data else ():
            if first <= month <= last:
                for sort, points in sorts.items():
                    found[sort] += points
        return found


class Points:
    """What the ledger says of each unit and person in each span; a unit's year as its book settles it."""

    def __init__(self, windows: Windows):
        self.windows = windows
        self.units, self.people = Sums(), Sums()
        self.late = defaultdict(Decimal)
        self.scores: dict[int, Score] = {}
        self.lines: dict[int, list[Line]] = defaultdict(list)

    @classmethod
    def of(cls, ledger, windows: Windows, moves: Iterable[Move] | None = None):
        """Of the moves booked from the year's first month to the windows' last."""
        points = cls(windows)
        first, last = windows[YEAR]
        for move in moves_of(ledger) if moves is None else moves:
            if first <= move.month <= last:
                points.add(move)
        points.settle(ledger)
        return points

    def add(self, move: Move):
        line = move.line
        self.units.add(line.unit, move)
        self.lines[line.unit].append(line)
        if line.person:
            self.people.add(line.person, move)
        if move.late and move.month == self.windows[MONTH][0]:
            self.late[line.unit] += line.points

    def settle(self, ledger):
        """Under the book of the month's end; most books say nothing about the total, and then nothing is done."""
        last = end_of(self.windows[YEAR][1])
        book = ledger.case.on(last)
        if book is None or not speaks_of_totals(book.rules):
            return
        units = reporters_on(ledger.reporters, last)
        counted = self.lines.keys() | ledger.voids.keys() | units.keys()
        lines = {unit: net(self.lines.get(unit, ())) for unit in counted}
        self.scores = settle_all(book.rules, lines, ledger.voids, units)

    def by_sort(self, unit: int, span: str) -> dict[str, Decimal]:
        return self.units.by_sort(unit, *self.windows[span])

    def total(self, unit: int, span: str) -> Decimal:
        if span == YEAR and unit in self.scores:
            return self.scores[unit].score
        return earned(self.by_sort(unit, span))

    def steps(self, unit) -> list[list[str]]:
        """What was done to the year's sum, as the table keeps it."""
        score = self.scores.get(unit)
        return [[step.label, str(step.points)] for step in score.steps] if score else []

    def everybody(self) -> set[int]:
        return set(self.units.data)


def earned(sorts: dict[str, Decimal]) -> Decimal:
    """The sum of the parts; bonuses and deductions are already in them."""
    return sum((points for sort, points in sorts.items() if sort not in (BONUS, DEDUCTION)), ZERO)


def written(sorts: dict[str, Decimal]) -> dict[str, str]:
    """Points by sort as a table keeps them; what came to nothing is left out."""
    return {sort: plain(points) for sort, points in sorts.items() if points}


def net(lines: Iterable[Line]) -> list[Line]:
    """Each line with its reversals as one: a bonus that was taken back is no deduction."""
    sums: dict[tuple, Decimal] = defaultdict(Decimal)
    first: dict[tuple, Line] = {}
    for line in lines:
        key = line.fact, line.rule, line.item
        sums[key] += line.points
        first.setdefault(key, line)
    return [replace(first[key], points=points) for key, points in sums.items() if points]


def speaks_of_totals(book: RuleBook) -> bool:
    voiding = any(quota.void_after for quota in book.quotas) or any(rule.void_at for rule in book.events)
    return bool(book.parts) or voiding or book.total != Total()
