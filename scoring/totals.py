"""Points of the units by the month they are booked in, and what the clauses about the total make of a year's."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal

from scoring.bookcase import end_of
from scoring.engine import RuleBook
from scoring.policies import Total
from scoring.settle import Score, settle
from scoring.tally import MONTH, YEAR
from scoring.terms import Line


class Points:
    """What the ledger says of each unit in the month and in the year to date; the year's as a score."""

    def __init__(self, ledger):
        self.by = {MONTH: defaultdict(Decimal), YEAR: defaultdict(Decimal)}
        self.late = defaultdict(Decimal)
        self.scores: dict[int, Score] = {}
        lines = defaultdict(list)
        for month, line, late in moves_of(ledger):
            if ledger.year[0] <= month <= ledger.month:
                self.by[YEAR][line.unit] += line.points
                lines[line.unit].append(line)
            if month == ledger.month:
                self.by[MONTH][line.unit] += line.points
                self.late[line.unit] += line.points if late else 0
        self.settle(ledger, lines)

    def settle(self, ledger, lines):
        """Under the book of the month's end; most books say nothing about the total, and then nothing is done."""
        book = ledger.case.on(end_of(ledger.month))
        if book is None or not speaks_of_totals(book.rules):
            return
        for unit in lines.keys() | ledger.voids.keys():
            score = settle(book.rules, net(lines[unit]), ledger.voids.get(unit, ()))
            self.scores[unit] = score
            self.by[YEAR][unit] = score.score

    def steps(self, unit) -> list[list[str]]:
        """What was done to the year's sum, as the table keeps it."""
        score = self.scores.get(unit)
        return [[step.label, str(step.points)] for step in score.steps] if score else []

    def units(self):
        return set(self.by[YEAR])


def moves_of(ledger):
    """(month booked in, line as it counts, whether it belongs to a closed month)."""
    for entry in ledger.entries:
        yield entry.month, line_of(entry), False
    for posting in ledger.postings:
        line = replace(posting.due.line, points=posting.points)
        yield posting.month, line, posting.late


def line_of(entry) -> Line:
    return Line(
        entry.fact, entry.unit_id, entry.submission_id, entry.person_id, entry.rule, entry.points, entry.on
    )


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
