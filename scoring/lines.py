"""The lines behind a figure of points: booked ones from the ledger, the others as closing would book them."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from bulletins.models import Adoption
from scoring.facts import adoption_of
from scoring.models import Entry
from scoring.tally import MONTH


@dataclass(frozen=True)
class Shown:
    """One line as a person reads it."""

    on: date
    month: date
    unit: object
    adoption: Adoption
    points: Decimal
    reason: str
    rule: str
    booked: bool


def lines(standing, reader, units, span):
    """Every line of the span this person may read, the latest first; their sum is the figure."""
    first = standing.month if span == MONTH else date.fromisoformat(standing.table["year"][0])
    rows = [*from_ledger(standing, reader, units, first), *from_postings(standing, reader, units, first)]
    return sorted(rows, key=lambda row: (row.month, row.on), reverse=True)


def from_ledger(standing, reader, units, first):
    entries = Entry.objects.visible_to(reader.user).of_months(standing.office, first, standing.month)
    if units is not None:
        entries = entries.filter(unit__in=units)
    for entry in entries.select_related("unit", "adoption__issue__publication"):
        yield Shown(
            entry.on, entry.month, entry.unit, entry.adoption, entry.points, entry.reason, entry.rule, True
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
    adoptions = in_full(adoption_of(posting.due.line.fact) for posting in postings)
    for posting in postings:
        line = posting.due.line
        adoption = adoptions[adoption_of(line.fact)]
        yield Shown(
            line.on,
            posting.month,
            adoption.unit,
            adoption,
            posting.points,
            posting.reason,
            line.rule,
            False,
        )


def unpaid(standing, reader, units, span):
    """(adoption, reason) of what earned nothing in the span."""
    reasons = dict(standing.unpaid[span])
    adoptions = in_full(reasons, Adoption.objects.visible_to(reader.user))
    found = [adoption for adoption in adoptions.values() if units is None or adoption.unit_id in units]
    return [(adoption, reasons[adoption.pk]) for adoption in found]


def in_full(keys, adoptions=None):
    adoptions = Adoption.objects.all() if adoptions is None else adoptions
    return adoptions.select_related("unit", "issue__publication").in_bulk(list(keys))
