"""A draft of a rule book tried on months that have passed: every unit's old and new score, and why it changes.

Both sides are reckoned afresh from the same facts; nothing is booked and nothing is kept.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import cached_property
from itertools import zip_longest

from accounts.models import Unit
from scoring.bookcase import Bookcase, Shelved, end_of
from scoring.engine import RuleBook
from scoring.gathering import facts_between, reporters_of
from scoring.models import Membership
from scoring.origins import Origin, origins
from scoring.policies import Ranking
from scoring.settle import reporters_on, settle_all
from scoring.spans import Span
from scoring.terms import Line, Reckoning
from scoring.trial import counts_of, in_ranks, voids_in

ZERO = Decimal(0)
UNGROUPED = "未分组"
NO_BOOK_YET = "没有办法"


@dataclass(frozen=True)
class Side:
    """A unit under one book: its score and rank, and the lines behind them."""

    unit: int
    score: Decimal
    lines: tuple[Line, ...]
    steps: tuple
    counts: dict[str, int]
    why_not: dict[str, str]  # fact → why it earned nothing
    rank: int = 0
    tied: bool = False
    begun: bool = True  # a book was in force


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


ALWAYS = date(1, 1, 1)


def alone(book: RuleBook) -> Bookcase:
    """A book as if it had always been in force, and no other."""
    return Bookcase([Shelved("tried", ALWAYS, book)])


class Trial:
    """One set of books beside another, from the first day of one month to the last of another."""

    def __init__(self, office: Unit, old: Bookcase, new: Bookcase, first: date, last: date):
        self.office, self.old, self.new = office, old, new
        self.span = Span(first, end_of(last))
        self.begins = min(old.horizon(first), new.year(first)[0])
        books = [one.rules for one in (*old.books, *new.books)]
        self.facts = facts_between(office, self.begins, self.span.last, books)
        self.reporters = reporters_of(office, books)

    def groups(self) -> list[tuple[str, list[Change]]]:
        """Ranked by group, best by the new books first."""
        groups = self.units()
        everybody = [unit.pk for units in groups.values() for unit in units]
        old, new = self.sides(self.old, everybody), self.sides(self.new, everybody)
        found = []
        for name, units in groups.items():
            before, after = placed(units, old, self.last(self.old)), placed(units, new, self.last(self.new))
            changes = [Change(unit, before[unit.pk], after[unit.pk]) for unit in units]
            found.append((name, sorted(changes, key=lambda change: (change.new.rank, change.unit.order))))
        return found

    def last(self, case: Bookcase) -> RuleBook | None:
        """The book in force on the last day, whose clauses about the total count."""
        shelved = case.on(self.span.last)
        return shelved.rules if shelved else None

    def reckoned(self, case: Bookcase) -> Reckoning:
        """Everything since the year began: what was earned earlier decides what still counts."""
        return case.reckon(self.facts, self.reporters, Span(self.begins, self.span.last))

    def sides(self, case: Bookcase, units) -> dict[int, Side]:
        book, found = self.last(case), self.reckoned(case)
        lines, voids, unpaid = defaultdict(list), defaultdict(list), defaultdict(dict)
        for line in found.lines:
            if line.on in self.span:
                lines[line.unit].append(line)
        for one in found.unpaid:
            unpaid[one.fact.unit][one.fact.key] = one.reason
        for void in voids_in(found.voids, book, self.span) if book else ():
            voids[void.unit].append(void.reason)
        kinds = reporters_on(self.reporters, self.span.last)
        scores = settle_all(book, {unit: lines[unit] for unit in units}, voids, kinds) if book else {}
        return {unit: self.side(scores.get(unit), unit, lines[unit], unpaid[unit]) for unit in units}

    def side(self, score, unit, lines, unpaid) -> Side:
        """One unit; without a book in force its lines are all there is."""
        points = score.score if score else sum((line.points for line in lines), ZERO)
        counts = counts_of(self.office.level, self.happened[unit], self.span)
        steps = score.steps if score else ()
        return Side(unit, points, tuple(lines), steps, counts, unpaid, begun=score is not None)

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


@dataclass(frozen=True)
class Difference:
    """One fact on which the books differ: the line that falls away, the line that comes, or why there is none."""

    origin: Origin
    gone: Line | None
    come: Line | None
    old_reason: str
    new_reason: str


def explained(changes: Iterable[Change], reader) -> list[tuple[Unit, list[Difference]]]:
    """Every line behind the changes of each unit, in the order of days."""
    pairs = [(change, sides_of(change)) for change in changes]
    found = origins({fact for _, sides in pairs for fact in sides}, reader)
    return [(change.unit, differences(change, sides, found)) for change, sides in pairs]


def sides_of(change: Change) -> dict[str, tuple[list[Line], list[Line]]]:
    """fact → lines that fall away, lines that come."""
    sides: dict = defaultdict(lambda: ([], []))
    for side, lines in enumerate((change.gone, change.come)):
        for line in lines:
            sides[line.fact][side].append(line)
    return dict(sorted(sides.items(), key=lambda pair: ((pair[1][0] + pair[1][1])[0].on, pair[0])))


def differences(change: Change, sides: dict, found: dict) -> list[Difference]:
    return [
        Difference(found[fact], old, new, reason(change.old, fact, old), reason(change.new, fact, new))
        for fact, (gone, come) in sides.items()
        for old, new in zip_longest(gone, come)
    ]


def reason(side: Side, fact: str, line: Line | None) -> str:
    """Why a side pays what it pays for a fact, or why it pays nothing."""
    if line:
        return line.reason
    if not side.begun:
        return NO_BOOK_YET
    return f"不计分：{side.why_not.get(fact) or '没有规定'}"
