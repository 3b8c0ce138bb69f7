"""What putting a book into force would change: every unit's points in each month that is still open."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils import timezone

from accounts.models import Unit
from scoring.bookcase import Bookcase, Shelved, following, months_from
from scoring.ledger import bookcase_of, rules_of
from scoring.models import Period
from scoring.trying import Trial

ZERO = Decimal(0)


@dataclass(frozen=True)
class Shift:
    """A unit's points of the open months, before and after; nothing where a month stays as it is."""

    unit: Unit
    months: list[tuple[Decimal, Decimal] | None]
    old: Decimal
    new: Decimal


@dataclass(frozen=True)
class Impact:
    """The open months from the book's date on, and the units whose points change in them."""

    months: list[date]
    changed: list[date]
    shifts: list[Shift]


def impact_of(book) -> Impact:
    """Reckoned twice, without the book and with it; what changes of a closed month is booked in the first open one."""
    now = timezone.localdate().replace(day=1)
    first = first_open(book)
    months = months_from(first, now)
    if not months:
        return Impact([], [], [])
    trial = with_and_without(book, first, now)
    old, new = sums(trial, trial.old), sums(trial, trial.new)
    return told(months, *carried(old, new, first))


def first_open(book) -> date:
    """The month to close next; before anything was closed, the month in which the first book begins."""
    last = Period.objects.last_closed(book.office)
    begun = [one.since for one in bookcase_of(book.office).books]
    return following(last) if last else min([*begun, book.since]).replace(day=1)


def with_and_without(book, first: date, last: date) -> Trial:
    before = bookcase_of(book.office)
    shelved = Shelved(book.pk, book.since, rules_of(book.source))
    return Trial(book.office, before, Bookcase([*before.books, shelved]), first, last)


def sums(trial: Trial, case: Bookcase) -> dict:
    """(unit, month) → points."""
    found: dict = defaultdict(Decimal)
    for line in trial.reckoned(case).lines:
        found[line.unit, line.month] += line.points
    return found


def carried(old: dict, new: dict, first: date) -> tuple[dict, dict]:
    """The open months only; what earlier months lose or gain comes into the first of them."""
    before = {place: points for place, points in old.items() if place[1] >= first}
    after: dict = defaultdict(Decimal)
    for unit, month in old.keys() | new.keys():
        points = new.get((unit, month), ZERO)
        after[unit, max(month, first)] += points if month >= first else points - old.get((unit, month), ZERO)
    return before, after


def told(months: list[date], old: dict, new: dict) -> Impact:
    places = sorted(
        {place for place in old.keys() | new.keys() if old.get(place, ZERO) != new.get(place, ZERO)}
    )
    units = Unit.objects.in_bulk({unit for unit, _ in places})
    changed = [month for month in months if any(place[1] == month for place in places)]
    shifts = [
        shift(unit, changed, old, new) for unit in sorted(units.values(), key=lambda one: (one.order, one.pk))
    ]
    return Impact(months, changed, shifts)


def shift(unit: Unit, months: list[date], old: dict, new: dict) -> Shift:
    pairs = [(old.get((unit.pk, month), ZERO), new.get((unit.pk, month), ZERO)) for month in months]
    sides = [sum((pair[side] for pair in pairs), ZERO) for side in (0, 1)]
    return Shift(unit, [pair if pair[0] != pair[1] else None for pair in pairs], *sides)
