"""Counted rows. A figure is the length of its list, so the two cannot differ. Pure."""

from collections.abc import Iterable, Mapping
from datetime import date

MONTH, YEAR = "month", "year"
SPANS = {MONTH: "本月", YEAR: "累计"}
WHAT = {"submitted": "报送", "adopted": "采用", "used": "刊用", "instructed": "批示"}


class Tally:
    """Row ids by span, kind of list, unit and part (a carrier with its use); kept as plain JSON when frozen."""

    def __init__(self, data: Mapping | None = None):
        self.data = data or {span: {what: {} for what in WHAT} for span in SPANS}

    def add(self, what: str, unit: int, pk: int, spans: Iterable[str], part: str = ""):
        for span in spans:
            self.data[span][what].setdefault(str(unit), {}).setdefault(part, []).append(pk)

    def ids(self, span: str, what: str, units: Iterable[int] | None = None, carrier: str = "") -> set[int]:
        """The rows behind a figure; all units when none are named."""
        lists = self.data[span][what]
        chosen = lists.values() if units is None else (lists.get(str(unit), {}) for unit in units)
        return {
            pk
            for parts in chosen
            for part, rows in parts.items()
            if not carrier or part.partition("/")[0] == carrier
            for pk in rows
        }

    def count(self, span: str, what: str, units: Iterable[int] | None = None) -> int:
        return len(self.ids(span, what, units))

    def uses(self, span: str, units: Iterable[int]) -> dict[str, dict[str, int]]:
        """How often each carrier used items of the units, by kind of use."""
        found: dict[str, dict[str, int]] = {}
        for unit in units:
            for part, rows in self.data[span]["used"].get(str(unit), {}).items():
                carrier, _, use = part.partition("/")
                of_carrier = found.setdefault(carrier, {})
                of_carrier[use] = of_carrier.get(use, 0) + len(rows)
        return found

    def units(self) -> set[int]:
        return {int(unit) for lists in self.data.values() for kind in lists.values() for unit in kind}


def spans_of(day: date, month: date) -> tuple[str, ...]:
    """A row of the month also counts in the year to date."""
    return (MONTH, YEAR) if day >= month else (YEAR,)
