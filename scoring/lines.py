"""The lines behind a figure of points: booked ones from the ledger, the others as closing would book them."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from accounts.models import Unit
from scoring.models import Entry
from scoring.origins import Origin, origins


@dataclass(frozen=True)
class Shown:
    """One line as a person reads it."""

    on: date
    month: date
    unit: object
    fact: str
    points: Decimal
    reason: str
    rule: str
    booked: bool


@dataclass(frozen=True)
class Nothing:
    """A fact that earned nothing, with the reason."""

    on: date
    unit: object
    origin: Origin
    reason: str


def lines(standing, reader, units, span):
    """Every line of the span this person may read, the latest first; their sum is the figure."""
    first, _ = standing.windows[span]
    rows = [*from_ledger(standing, reader, units, first), *from_postings(standing, reader, units, first)]
    return sorted(rows, key=lambda row: (row.month, row.on), reverse=True)


def with_origins(rows, reader):
    """(row, where it comes from) of the rows of one page."""
    found = origins([row.fact for row in rows], reader)
    return [(row, found[row.fact]) for row in rows]


def from_ledger(standing, reader, units, first):
    entries = Entry.objects.visible_to(reader.user).of_months(standing.office, first, standing.month)
    if units is not None:
        entries = entries.filter(unit__in=units)
    for entry in entries.select_related("unit"):
        yield Shown(
            entry.on, entry.month, entry.unit, entry.fact, entry.points, entry.reason, entry.rule, True
        )


def from_postings(standing, reader, units, first):
    """An open month's lines, not yet booked."""
    postings = [
        posting
        for posting in (standing.ledger.postings if standing.ledger else [])
        if first <= posting.month <= standing.month
        and (units is None or posting.due.line.unit in units)
        and reader.sees(posting.due.line.unit, posting.due.line.person)
    ]
    named = Unit.objects.in_bulk({posting.due.line.unit for posting in postings})
    for posting in postings:
        line = posting.due.line
        yield Shown(
            line.on,
            posting.month,
            named[line.unit],
            line.fact,
            posting.points,
            posting.reason,
            line.rule,
            False,
        )


def unpaid(standing, reader, units, span):
    """What earned nothing in the span, as far as this person may read it."""
    told = [one for one in standing.unpaid[span] if units is None or one["unit"] in units]
    told = [one for one in told if reader.sees(one["unit"], one["person"])]
    named = Unit.objects.in_bulk({one["unit"] for one in told})
    found = origins([one["fact"] for one in told], reader)
    return [
        Nothing(date.fromisoformat(one["on"]), named.get(one["unit"]), found[one["fact"]], one["reason"])
        for one in told
    ]
