"""The lines behind a figure of points: booked ones from the ledger, the others as closing would book them."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from accounts.models import Unit
from scoring.models import Entry
from scoring.origins import Origin, origins
from scoring.said import clauses_of
from scoring.totals import BONUS, DEDUCTION, sign_of


@dataclass(frozen=True)
class Shown:
    """One line as a person reads it."""

    on: date
    month: date
    unit: object
    person: int | None
    fact: str
    points: Decimal
    reason: str
    rule: str
    book: int | None
    booked: bool
    reversal: bool

    @property
    def why(self):
        """The reason without the rule's code: what the rule says stands beside it."""
        return self.reason.replace(f"（规则 {self.rule}）", "")

    @property
    def part(self):
        return self.fact.partition(":")[0]

    def belongs_to(self, part):
        """Whether it is of this part of the score, or of its sign."""
        if part in (BONUS, DEDUCTION):
            return sign_of(self.part, self.points, self.reversal) == part
        return part in ("", self.part)


@dataclass(frozen=True)
class Nothing:
    """A fact that earned nothing, with the reason."""

    on: date
    unit: object
    origin: Origin
    reason: str


def lines(scope, part=""):
    """Every line of the scope this person may read, the latest first; their sum is the figure."""
    rows = [row for row in [*from_ledger(scope), *from_postings(scope)] if row.belongs_to(part)]
    return sorted(rows, key=lambda row: (row.month, row.on), reverse=True)


def with_origins(rows, reader):
    """(row, where it comes from, its rule in words) of the rows of one page; the code where no book knows it."""
    found, clauses = origins([row.fact for row in rows], reader), clauses_of(row.book for row in rows)
    return [(row, found[row.fact], clauses.get(row.book, {}).get(row.rule, row.rule)) for row in rows]


def of_facts(rows, reader):
    """(where it comes from, worth) of a task's counted facts."""
    found = origins([key for key, _ in rows], reader)
    return [(found[key], worth) for key, worth in rows]


def from_ledger(scope):
    entries = Entry.objects.visible_to(scope.reader.user)
    entries = entries.of_months(scope.view.office, *scope.view.windows[scope.span])
    if scope.person is not None:
        entries = entries.filter(person=scope.person)
    elif scope.units is not None:
        entries = entries.filter(unit__in=scope.units)
    for entry in entries.select_related("unit"):
        yield Shown(
            entry.on,
            entry.month,
            entry.unit,
            entry.person_id,
            entry.fact,
            entry.points,
            entry.reason,
            entry.rule,
            entry.book_id,
            True,
            entry.reverses_id is not None,
        )


def from_postings(scope):
    """An open month's lines, not yet booked."""
    ledger, (first, last) = scope.view.ledger, scope.view.windows[scope.span]
    postings = [
        posting
        for posting in (ledger.postings if ledger else [])
        if first <= posting.month <= last
        and scope.covers(posting.due.line.unit, posting.due.line.person)
        and scope.reader.sees(posting.due.line.unit, posting.due.line.person)
    ]
    named = Unit.objects.in_bulk({posting.due.line.unit for posting in postings})
    for posting in postings:
        line = posting.due.line
        yield Shown(
            line.on,
            posting.month,
            named[line.unit],
            line.person,
            line.fact,
            posting.points,
            posting.reason,
            line.rule,
            shelved.key if (shelved := ledger.case.on(line.on)) else None,
            False,
            posting.due.reverses is not None,
        )


def unpaid(scope):
    """What earned nothing in the span, as far as this person may read it."""
    told = [one for one in scope.view.unpaid[scope.span] if scope.covers(one["unit"], one["person"])]
    told = [one for one in told if scope.reader.sees(one["unit"], one["person"])]
    named = Unit.objects.in_bulk({one["unit"] for one in told})
    found = origins([one["fact"] for one in told], scope.reader)
    return [
        Nothing(date.fromisoformat(one["on"]), named.get(one["unit"]), found[one["fact"]], one["reason"])
        for one in told
    ]
