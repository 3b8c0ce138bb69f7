"""Months that are over and wait to be closed: for the page of months, the home page and the sweep."""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils import timezone

from accounts.models import Unit
from accounts.roles import Role
from scoring.bookcase import following, months_from, preceding
from scoring.models import Book, Period


@dataclass(frozen=True)
class Due:
    """An office whose months wait: the next one to close, and how many there are."""

    office: Unit
    month: date
    count: int

    def __str__(self):
        more = f"（共{self.count}个月）" if self.count > 1 else ""
        return f"{self.month.year}年{self.month.month}月待关账{more}"

    @property
    def url(self):
        """One month by itself, several from the page where they are closed one after the other."""
        if self.count > 1:
            return f"{reverse('scoring:periods')}?office={self.office.pk}"
        url = reverse("scoring:close", args=[self.month.year, self.month.month])
        return f"{url}?office={self.office.pk}"

    @property
    def since(self):
        """The day from which it could be closed."""
        return following(self.month)


def first_open(office):
    """The month to close next; None while no book was ever enacted."""
    if last := Period.objects.last_closed(office):
        return following(last)
    begun = Book.objects.enacted(office).values_list("since", flat=True).first()
    return begun and begun.replace(day=1)


def due_months(office):
    """Every month that is over and not closed, in the order in which they must be closed."""
    first = first_open(office)
    return months_from(first, preceding(timezone.localdate().replace(day=1))) if first else []


def due_of(office):
    months = due_months(office)
    return Due(office, months[0], len(months)) if months else None


def months_due(user):
    """What waits for a scorer, office by office."""
    found = (due_of(office) for office in user.units_as(Role.SCORER))
    return [due for due in found if due]
