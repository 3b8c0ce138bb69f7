"""A draft of a rule book tried on months that have passed: every unit's old and new score, and why it changes.

Both sides are reckoned afresh from the same facts; nothing is booked and nothing is kept.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import cached_property

from accounts.models import Unit
from scoring.bookcase import end_of
from scoring.gathering import facts_between, reporters_of
from scoring.ledger import bookcase_of
from scoring.models import Membership
from scoring.origins import Origin, origins
from scoring.policies import Ranking
from scoring.settle import settle
from scoring.spans import Span
from scoring.terms import Line
from scoring.trial import counts_of, in_ranks, voids_in

ZERO = Decimal(0)
UNGROUPED = "未分组"


@dataclass(frozen=True)
class Side:
    """A unit under one book: its score and rank, and the lines behind them."""

    unit: int
    score: Decimal
    lines: tuple[Line, ...]
    steps: tuple
    counts: dict[str, int]
    rank: int = 0
    tied: bool = False


@dataclass(frozen=True)
class Change:
    """A unit under the books in force and under the draft."""

    unit: Unit
    old: Side
    new: Side

    @property
    def points(self) -> Decimal:
        return self.new.score - self.old.score

    @property
    def places(self) -> int:
        """How many places it rises; falls are negative."""
        return self.old.rank - self.new.rank

    @property
    def fall(self) -> int:
        return max(-self.places, 0)

    @property
    def gone(self) -> list[Line]:
        """Lines only the books in force give."""
        return in_order(Counter(self.old.lines) - Counter(self.new.lines))

    @property
    def come(self) -> list[Line]:
        """Lines only the draft gives."""
        return in_order(Counter(self.new.lines) - Counter(self.old.lines))


def in_order(lines: Counter) -> list[Line]:
    return sorted(lines.elements(), key=lambda line: (line.on, line.fact))


class Trial:
    """A book on an office's months, from the first day of one to the last of another."""

    def __init__(self, office: Unit, book, first: date, last: date):
        self.office, self.book = office, book
        self.span = Span(first, end_of(last))
        self.case = bookcase_of(office)
        books = [book, *(one.rules for one in self.case.books)]
        self.begins = min(book.year_of(first), self.case.horizon(first))
        self.facts = facts_between(office, self.begins, self.span.last, books)
        self.reporters = reporters_of(office, books)

    def groups(self) -> list[tuple[str, list[Change]]]:
        """Ranked by group, best by the draft first."""
        groups = self.units()
        everybody = [unit.pk for units in groups.values() for unit in units]
        old = self.sides(self.case.reckon, self.present, everybody)
        new = self.sides(self.book.reckon, self.book, everybody)
        found = []
        for name, units in groups.items():
            before, after = placed(units, old, self.present), placed(units, new, self.book)
            changes = [Change(unit, before[unit.pk], after[unit.pk]) for unit in units]
            found.append((name, sorted(changes, key=lambda change: (change.new.rank, change.unit.order))))
        return found

    @property
    def present(self):
        """The book in force on the last day, whose clauses about the total count."""
        shelved = self.case.on(self.span.last)
        return shelved.rules if shelved else None

    def sides(self, reckon, book, units) -> dict[int, Side]:
        found = reckon(self.facts, self.reporters, Span(self.begins, self.span.last))
        lines, voids = defaultdict(list), defaultdict(list)
        for line in found.lines:
            if line.on in self.span:
                lines[line.unit].append(line)
        for void in voids_in(found.voids, book, self.span) if book else ():
            voids[void.unit].append(void.reason)
        return {unit: self.side(book, unit, lines[unit], voids[unit]) for unit in units}

    def side(self, book, unit, lines, voids) -> Side:
        """One unit; without a book in force its lines are all there is."""
        score = settle(book, lines, voids) if book else None
        points = score.score if score else sum((line.points for line in lines), ZERO)
        counts = counts_of(self.office.level, self.happened[unit], self.span)
        return Side(unit, points, tuple(lines), score.steps if score else (), counts)

    @cached_property
    def happened(self):
        """The facts by unit."""
        found = defaultdict(list)
        for fact in self.facts:
            found[fact.unit].append(fact)
        return found

    def units(self) -> dict[str, list[Unit]]:
        """The office's units in their groups of the last day, then those in none."""
        members = Membership.objects.on(self.span.last).filter(group__office=self.office)
        names = {
            place.unit_id: place.group for place in members.select_related("group").order_by("group__order")
        }
        counted = {fact.unit for fact in self.facts if fact.on in self.span}
        units = Unit.objects.reporting_to(self.office) | Unit.objects.filter(pk__in=counted)
        groups: dict[str, list[Unit]] = {group.name: [] for group in names.values()}
        for unit in units.distinct().order_by("order", "pk"):
            group = names.get(unit.pk)
            groups.setdefault(group.name if group else UNGROUPED, []).append(unit)
        return {name: members for name, members in groups.items() if members}


def placed(units, sides: dict[int, Side], book) -> dict[int, Side]:
    """The sides of one group with the ranks the book gives."""
    ranking = book.ranking if book else Ranking()
    ranks = in_ranks(ranking, [sides[unit.pk] for unit in units])
    return {one.row.unit: replace(one.row, rank=one.rank, tied=one.tied) for one in ranks}


def explained(change: Change, reader) -> list[tuple[Origin, Line | None, Line | None]]:
    """(where it comes from, line that falls away, line that comes) for each fact on which the books differ."""
    gone, come = defaultdict(list), defaultdict(list)
    for line in change.gone:
        gone[line.fact].append(line)
    for line in change.come:
        come[line.fact].append(line)
    facts = sorted(gone.keys() | come.keys(), key=lambda fact: (gone[fact] + come[fact])[0].on)
    found = origins(facts, reader)
    rows = []
    for fact in facts:
        for place in range(max(len(gone[fact]), len(come[fact]))):
            pair = [lines[place] if place < len(lines) else None for lines in (gone[fact], come[fact])]
            rows.append((found[fact], *pair))
    return rows
