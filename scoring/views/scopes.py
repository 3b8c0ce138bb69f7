"""Whose figures an address names: one unit's, one person's, a group's, or all this person may read."""

from datetime import date
from decimal import Decimal

from django.http import Http404

from scoring.spans import Span, worded
from scoring.tally import SPANS, YEAR
from scoring.views.places import Place


class Scope:
    """The standing of a place, narrowed to whom the address names."""

    def __init__(self, request, year, month):
        self.place = Place.of(request, year, month)
        self.reader, self.view, self.span = self.place.reader, self.place.view, self.place.span
        self.asked = self.place.asked("unit", "group", "person", "quota", "first")
        self.person, self.name, self.units = None, "", None
        self.find()

    def find(self):
        if "person" in self.asked:
            self.person, self.name, self.units = self.found_person()
        elif {"unit", "group"} & self.asked.keys():
            self.name, self.units = self.found_units()

    def found_person(self):
        for row in self.view.table["persons"]:
            if str(row["person"]) == self.asked["person"]:
                return row["person"], row["name"], {row["unit"]}
        raise Http404("no such person in this ranking")

    def found_units(self):
        for group in self.view.table["groups"]:
            if str(group["pk"]) == self.asked.get("group"):
                return group["name"], {row["unit"] for row in group["rows"]}
            for row in group["rows"]:
                if str(row["unit"]) == self.asked.get("unit"):
                    return row["name"], {row["unit"]}
        raise Http404("no such unit or group in this ranking")

    def ids(self, what, carrier=""):
        """The rows a count counts."""
        if self.person is not None:
            return self.view.people.ids(self.span, what, [self.person], carrier)
        return self.view.tally.ids(self.span, what, self.units, carrier)

    def covers(self, unit, person) -> bool:
        """Whether a line of the unit and person belongs here."""
        if self.person is not None:
            return person == self.person
        return self.units is None or unit in self.units

    def rows(self):
        """The rows of the table that are meant here."""
        if self.person is not None:
            return [row for row in self.view.table["persons"] if row["person"] == self.person]
        return [row for row in self.view.rows() if self.units is None or row["unit"] in self.units]

    def parts(self):
        return {part for row in self.rows() for part in row[self.span]["parts"]}

    def steps(self):
        """(unit, clause) and points of what the clauses about the total did to the year's sums."""
        if self.span != YEAR or self.person is not None:
            return []
        return [
            (f"{row['name']}：{label}", Decimal(points))
            for row in self.rows()
            if self.reader.may_open({row["unit"]})
            for label, points in row.get("steps", ())
        ]

    def task(self):
        """The task in the period that the address names."""
        wanted = self.asked.get("unit"), self.asked.get("quota"), self.asked.get("first")
        for task in self.view.table["quotas"]:
            if (str(task["unit"]), task["quota"], task["first"]) == wanted and "facts" in task:
                first, last = date.fromisoformat(task["first"]), date.fromisoformat(task["last"])
                return task | {"period": worded(Span(first, last), task["per"])}
        raise Http404("no such task in this table")

    def may_open(self):
        if self.person is not None:
            return all(self.reader.sees(unit, self.person) for unit in self.units)
        return self.reader.may_open(self.units)

    def refuse_strangers(self, found):
        """Another unit's figures open only onto one's own items; without any there is no such page."""
        if self.units is not None and not found and not self.may_open():
            raise Http404("nothing of yours")

    def context(self, **more):
        partly = not self.may_open() if self.units else not self.reader.sees_all
        return self.place.context(
            span_label=SPANS[self.span], scope=self.name, person=self.person, partly=partly, **more
        )
