"""What one person may open of an office's standing: the table is everybody's, titles are not."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.http import Http404
from django.utils import timezone

from accounts.models import Unit, User
from accounts.roles import DESK_ROLES, UNIT_ROLES, Role

FIRST_MONTH = date(2000, 1, 1)  # addresses of months know the years 2000 to 2099


@dataclass
class Reader:
    """A person before the standing of one office that reaches them."""

    user: User
    office: Unit

    @classmethod
    def of(cls, request):
        """The office asked for, else the first one; an office that does not reach the person is not there."""
        offices = request.user.reading_offices
        asked = request.GET.get("office")
        chosen = [office for office in offices if asked in (None, str(office.pk))]
        if not chosen:
            raise Http404("no such office")
        return cls(request.user, chosen[0])

    @cached_property
    def at_desk(self):
        return self.user.holds_any(DESK_ROLES, self.office)

    @cached_property
    def sees_all(self):
        return self.at_desk or self.user.holds(Role.LEADER, self.office)

    @cached_property
    def keeps_score(self):
        return self.user.holds(Role.SCORER, self.office)

    @cached_property
    def units(self):
        """Units whose lists this person reads as one of theirs."""
        return {unit.pk for unit in self.user.units_as(*UNIT_ROLES)}

    def may_open(self, units):
        return self.sees_all or set(units) <= self.units

    def sees(self, unit, person):
        return self.sees_all or unit in self.units or person == self.user.pk

    @cached_property
    def query(self):
        """What an address needs to come back to this office."""
        return {"office": self.office.pk} if len(self.user.reading_offices) > 1 else {}


def month_of(year, month):
    """The month of an address; there is nothing to see of a month to come."""
    first = date(year, month, 1)
    if first > timezone.localdate():
        raise Http404("a month to come")
    return first
