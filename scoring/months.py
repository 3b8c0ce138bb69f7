"""Every month of an assessment year and what became of it: open, due, closed, opened again, published."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from django.utils import timezone

from accounts.models import Unit
from scoring.bookcase import months_from
from scoring.due import due_months
from scoring.ledger import bookcase_of
from scoring.models import Entry, Fate, Period
from scoring.proofs import Booked, Proof, booked_by_month, prove
from scoring.spans import DAY

STATES = {"before": "未计分", "current": "进行中", "due": "待关账", "closed": "已关账", "published": "已公布"}


@dataclass
class Month:
    """One line of the page: the closing that stands, those that were taken back, and what the ledger holds."""

    first: date
    state: str
    booked: Booked
    period: Period | None = None
    taken_back: list[Period] = field(default_factory=list)
    proof: Proof | None = None
    newest: bool = False  # the last closed month: the only one that may be opened again
    next: bool = False  # the first of those that are due: the only one that may be closed

    @property
    def label(self):
        return STATES[self.state]

    @property
    def may_reopen(self):
        return self.newest and self.state == "closed"


class Year:
    """An office's months of one assessment year, newest first."""

    def __init__(self, office: Unit, asked: int | None = None):
        self.office, self.today = office, timezone.localdate()
        self.case = bookcase_of(office)
        day = date(asked, 12, 31) if asked else self.today
        self.first, self.last = self.case.year(day)

    @property
    def name(self):
        if self.first.month == 1:
            return f"{self.first.year}年度"
        return f"{self.first:%Y年%m月}至{self.last:%Y年%m月}"

    @cached_property
    def begun(self):
        """The first month that counts at all."""
        closed = Period.objects.filter(office=self.office).order_by("month")
        days = [closed.values_list("month", flat=True).first()]
        days += [self.case.books[0].since.replace(day=1)] if self.case.books else []
        return min((day for day in days if day), default=None)

    @cached_property
    def others(self) -> list[tuple[int, bool]]:
        """(year, whether it is this one), newest first."""
        if self.begun is None:
            return []
        oldest, newest = self.case.year(self.begun)[0].year, self.case.year(self.today)[0].year
        return [(year, year == self.first.year) for year in range(newest, oldest - 1, -1)]

    @cached_property
    def due(self):
        return due_months(self.office)

    @cached_property
    def last_closed(self):
        return Period.objects.last_closed(self.office)

    @cached_property
    def closings(self) -> dict[date, list[Period]]:
        found = Period.objects.filter(office=self.office, month__range=(self.first, self.last))
        rows = defaultdict(list)
        for period in found.select_related("office", "book", "closed_by", "fate__by").order_by("round"):
            rows[period.month].append(period)
        return rows

    @cached_property
    def months(self) -> list[Month]:
        booked = booked_by_month(Entry.objects.of_months(self.office, self.first, self.last))
        until = min(self.last, self.today.replace(day=1))
        months = months_from(self.first, until) if self.begun else []
        return [self.month(one, booked.get(one, Booked())) for one in reversed(months)]

    def month(self, first, booked) -> Month:
        rounds = self.closings.get(first, [])
        taken_back = [one for one in rounds if fate_of(one) == Fate.What.REOPENED]
        period = next((one for one in rounds if one not in taken_back), None)
        found = Month(first, self.state(first, period), booked, period, taken_back)
        found.proof = prove(period, booked) if period else None
        found.newest = period is not None and first == self.last_closed
        found.next = first in self.due[:1]
        return found

    def state(self, first, period):
        if period:
            return "published" if period.is_published else "closed"
        if first in self.due:
            return "due"
        return "before" if first < self.begun else "current"

    @property
    def final(self):
        """The last month of the year is closed: nothing is booked in the year any more."""
        return self.last_closed is not None and self.last_closed >= self.last.replace(day=1)

    @property
    def to_close(self):
        """How many of the year's months are still open."""
        first = max(self.last_closed + 32 * DAY if self.last_closed else self.first, self.first)
        return len(months_from(first.replace(day=1), self.last.replace(day=1)))


def fate_of(period):
    return period.fate.what if hasattr(period, "fate") else None
