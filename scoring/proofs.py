"""Does a closed month still say what it said, and does the ledger agree with it?"""

from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import Count, Sum

from scoring.models import Entry, Period
from scoring.terms import PARTS, plain

ZERO = Decimal(0)


@dataclass(frozen=True)
class Booked:
    """What the ledger holds of a month."""

    points: Decimal = ZERO
    lines: int = 0


@dataclass
class Proof:
    """The sentences say what is wrong; none of them is the proof."""

    period: Period
    troubles: list[str] = field(default_factory=list)

    @property
    def holds(self):
        return not self.troubles


def booked_by_month(entries) -> dict:
    rows = entries.order_by().values("month").annotate(points=Sum("points"), lines=Count("pk"))
    return {row["month"]: Booked(row["points"], row["lines"]) for row in rows}


def prove(period, booked: Booked) -> Proof:
    """The hash over everything kept, and the ledger's sum of the month against the table's."""
    proof = Proof(period)
    if not period.is_intact:
        proof.troubles.append("所存数字与关账时的校验值不符")
        return proof
    told = told_points(period.snapshot)
    if told != booked.points:
        proof.troubles.append(f"账上合计{plain(booked.points)}分，关账时为{plain(told)}分")
    return proof


def told_points(table) -> Decimal:
    """All units' points of the month as frozen, before clauses about the total."""
    month = table["total"]["month"]
    parts = month.get("parts")
    if parts is None:
        return Decimal(month["points"])
    return sum((Decimal(points) for part, points in parts.items() if part in PARTS), ZERO)


def proofs_of(offices=None):
    """Every closing that stands, office by office and month by month; one month in memory at a time."""
    periods = Period.objects.standing().select_related("office").order_by("office", "month")
    if offices is not None:
        periods = periods.filter(office__in=offices)
    sums = defaultdict(dict)
    for period in periods.iterator(chunk_size=20):
        office = period.office_id
        if office not in sums:
            sums[office] = booked_by_month(Entry.objects.filter(office=office))
        yield prove(period, sums[office].get(period.month, Booked()))
