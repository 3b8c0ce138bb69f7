"""Who stands where in a month: reckoned while it is open, read from its snapshot once it is closed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.utils import timezone

from accounts.models import Unit
from scoring.boards import Board, Counts, heading
from scoring.bookcase import end_of
from scoring.ledger import Ledger
from scoring.models import Period
from scoring.movement import compare
from scoring.quota_rows import tasks_of
from scoring.snapshots import read
from scoring.tally import SPANS, Tally


@dataclass
class Standing:
    """A month of an office: the table as plain data, the lists behind it, and the ledger while it is open."""

    office: Unit
    month: date
    table: dict
    tally: Tally
    people: Tally
    told: list[dict]
    period: Period | None = None
    ledger: Ledger | None = None

    @property
    def state(self):
        """closed · current (running) · due (over, to be closed) · before (no book was in force yet)."""
        if self.period:
            return "closed"
        first = self.ledger.first_open
        if first is None or self.month < first:
            return "before"
        return "due" if end_of(self.month) < timezone.localdate() else "current"

    @property
    def windows(self) -> Mapping[str, tuple[date, date]]:
        """First and last month of each span."""
        return self.tally.windows

    def rows(self):
        return [row for group in self.table["groups"] for row in group["rows"]]

    @cached_property
    def unpaid(self):
        """What earned nothing, by span."""
        first = {span: months[0].isoformat() for span, months in self.windows.items()}
        return {span: [one for one in self.told if one["on"] >= first[span]] for span in SPANS}

    def sources(self):
        """What a closed month keeps beside its table."""
        return {"tally": self.tally.data, "people": self.people.data, "unpaid": self.told}


def standing(office, month):
    """The month as it stands, or as it stood when it was closed."""
    last = Period.objects.last_closed(office)
    period = Period.objects.of(office, month) if last and month <= last else None
    return frozen(period) if period else live(Ledger(office, month, last_closed=last))


def frozen(period):
    kept = read(period)
    return Standing(period.office, period.month, period=period, **kept)


def live(ledger):
    """Reckon the month with what closing it would book."""
    counts = Counts(ledger)
    board = Board(counts, ledger.month)
    table = {**heading(ledger, counts, board), **board.table(), "persons": board.people()}
    table["quotas"] = tasks_of(ledger)
    compare(table, counts, board.windows)
    people = counts.lists.people.at(board.windows)
    return Standing(ledger.office, ledger.month, table, board.tally, people, told_of(ledger), ledger=ledger)


def told_of(ledger):
    """Each fact that earned nothing, with the reason, as plain data."""
    return [told(one) for one in sorted(ledger.unpaid, key=lambda one: (one.fact.on, one.fact.key))]


def told(one):
    fact = one.fact
    said = {"fact": fact.key, "on": fact.on.isoformat(), "reason": one.reason}
    return said | {"unit": fact.unit, "person": fact.person}
