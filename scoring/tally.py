"""Counted rows. A figure is the length of its list, so the two cannot differ. Pure.

Rows are kept by month: the lists of a quarter, of a half and of the year to date are those of its months.
"""

from collections.abc import Iterable, Mapping
from datetime import date

MONTH, QUARTER, HALF, YEAR = "month", "quarter", "half", "year"
SPANS = {MONTH: "本月", QUARTER: "本季度", HALF: "本半年", YEAR: "累计"}
WHAT = {
    "submitted": "报送",
    "adopted": "采用",
    "used": "刊用",
    "instructed": "批示",
    "sent": "上报",
    "asked": "约稿应交",
    "answered": "约稿完成",
}
LENGTHS = {QUARTER: 3, HALF: 6}
Windows = Mapping[str, tuple[date, date]]


def windows_of(month: date, year_begins: date) -> dict[str, tuple[date, date]]:
    """First and last month of each span that ends with the month; quarters count from the year's start."""
    passed = 12 * (month.year - year_begins.year) + month.month - year_begins.month
    back = {MONTH: 0, YEAR: passed} | {span: passed % length for span, length in LENGTHS.items()}
    return {span: (months_back(month, back[span]), month) for span in SPANS}


def months_back(month: date, number: int) -> date:
    years, place = divmod(12 * month.year + month.month - 1 - number, 12)
    return date(years, place + 1, 1)


class Tally:
    """Row ids by month, kind of list, whom they count for and part (a carrier with its use); plain JSON when frozen."""

    def __init__(self, windows: Windows, data: Mapping | None = None):
        self.windows, self.data = windows, data if data is not None else {}

    def at(self, windows: Windows) -> "Tally":
        """The same rows, counted over other spans."""
        return Tally(windows, self.data)

    def add(self, what: str, whom: int, pk: int, on: date, part: str = ""):
        lists = self.data.setdefault(f"{on:%Y-%m}", {}).setdefault(what, {})
        lists.setdefault(str(whom), {}).setdefault(part, []).append(pk)

    def months(self, span: str) -> list[str]:
        first, last = (f"{month:%Y-%m}" for month in self.windows[span])
        return [month for month in self.data if first <= month <= last]

    def parts(self, span: str, what: str, whom: Iterable[int] | None = None):
        """(part, ids) of everybody named, or of all."""
        for month in self.months(span):
            lists = self.data[month].get(what, {})
            chosen = lists.values() if whom is None else (lists.get(str(one), {}) for one in whom)
            for parts in chosen:
                yield from parts.items()

    def ids(self, span: str, what: str, whom: Iterable[int] | None = None, carrier: str = "") -> set[int]:
        """The rows behind a figure; everybody's when nobody is named."""
        return {
            pk
            for part, rows in self.parts(span, what, whom)
            if not carrier or part.partition("/")[0] == carrier
            for pk in rows
        }

    def count(self, span: str, what: str, whom: Iterable[int] | None = None) -> int:
        return len(self.ids(span, what, whom))

    def uses(self, span: str, whom: Iterable[int]) -> dict[str, dict[str, int]]:
        """How often each carrier used items of those named, by kind of use."""
        found: dict[str, dict[str, int]] = {}
        for part, rows in self.parts(span, "used", whom):
            carrier, _, use = part.partition("/")
            of_carrier = found.setdefault(carrier, {})
            of_carrier[use] = of_carrier.get(use, 0) + len(rows)
        return found

    def everybody(self) -> set[int]:
        lists = (lists for kinds in self.data.values() for lists in kinds.values())
        return {int(whom) for each in lists for whom in each}

    def silence(self, what: str, whom: int, since: date) -> int:
        """For how many months on end, up to the last, nothing of the kind counted (连续零报送)."""
        first, last = self.windows[YEAR]
        months = 0
        while months_back(last, months) >= max(first, since):
            if str(whom) in self.data.get(f"{months_back(last, months):%Y-%m}", {}).get(what, {}):
                break
            months += 1
        return months
