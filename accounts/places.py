"""Units as a spreadsheet speaks of them: by name, those of the database and those of the sheet together."""

from collections import defaultdict
from dataclasses import dataclass


@dataclass
class Place:
    """A unit as far as rules ask about it; keys are "u12" for unit 12, "r5" for row 5 of the sheet."""

    key: str
    name: str
    parent: str | None  # a key
    level: str
    is_office: bool
    has_office: bool | None = None  # None: to be told from the parent
    is_active: bool = True


class Lost(Exception):
    """No unit, or more than one, goes by what was written."""


class Places:
    """The units one may speak of, found by name or, where names repeat, by “上级/本级”."""

    def __init__(self, places):
        self.by_key, self.by_name = {}, defaultdict(list)
        for place in places:
            self.add(place)

    def add(self, place):
        self.by_key[place.key] = place
        self.by_name[place.name].append(place)

    def find(self, text):
        above, _, name = text.rpartition("/")
        found = self.by_name.get(text) or [
            place for place in self.by_name.get(name.strip(), []) if self.stands_below(place, above.strip())
        ]
        if not found:
            raise Lost(f"没有找到单位“{text}”，请先登记该单位，或检查名称是否写错")
        if len(found) > 1:
            raise Lost(f"有{len(found)}个单位都叫“{text}”，请写成“上级单位/{text}”")
        return found[0]

    def stands_below(self, place, above):
        parent = self.by_key.get(place.parent)
        return bool(above and parent) and parent.name == above

    def line(self, place):
        """The unit and those above it, as far as they are known; stops where a circle closes."""
        seen = []
        while place and place not in seen:
            seen.append(place)
            place = self.by_key.get(place.parent)
        return seen

    def is_circle(self, place):
        last = self.line(place)[-1]
        return self.by_key.get(last.parent) is not None

    def has_office(self, place):
        """Whether items filed here have an office to go to."""
        for step in self.line(place):
            if step.has_office is not None:
                return step.has_office
            parent = self.by_key.get(step.parent)
            if parent and parent.is_office:
                return True
        return False
