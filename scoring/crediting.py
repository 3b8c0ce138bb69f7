"""Units whose points count for another one: 企业直报点的得分计入所在县 (domain R6)."""

from collections import defaultdict
from dataclasses import replace

from scoring.models import Membership


class Roll:
    """For whom a unit counts on a day; one step, never a chain."""

    def __init__(self, rows):
        self.times = defaultdict(list)
        for unit, since, until, whom in rows:
            self.times[unit].append((since, until, whom))

    @classmethod
    def of(cls, office):
        rows = Membership.objects.filter(group__office=office, counts_for__isnull=False)
        return cls(rows.order_by("since", "pk").values_list("unit_id", "since", "until", "counts_for_id"))

    @property
    def units(self):
        return set(self.times)

    def whom(self, unit, day):
        """The unit credited with what this one did on the day: itself, unless its membership names another."""
        found = (
            whom
            for since, until, whom in self.times.get(unit, ())
            if since <= day and (until is None or day <= until)
        )
        return next(found, unit)

    def credited(self, facts):
        """The facts under the unit they count for; their key goes on saying whose they are."""
        return [self.fact(fact) for fact in facts] if self.times else facts

    def fact(self, fact):
        whom = self.whom(fact.unit, fact.on)
        return fact if whom == fact.unit else replace(fact, unit=whom, key=f"{fact.key}@{fact.unit}")
