"""How units fared month after month: read from closed months as they were kept, and from the open ones as they stand."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from statistics import median

from scoring.boards import Board, Counts
from scoring.bookcase import months_from
from scoring.ledger import Ledger
from scoring.models import Period
from scoring.tally import MONTH, YEAR, months_back

YEAR_OF_MONTHS = 12


@dataclass(frozen=True)
class At:
    """One unit in one month, beside the middle of its group."""

    points: Decimal
    total: Decimal  # of the year so far
    rank: int
    size: int
    submitted: int
    adopted: int
    rate: str
    median: Decimal


@dataclass(frozen=True)
class Trend:
    """Units by month; a month of which nothing is known is not there."""

    months: list[date]
    open: set[date]
    found: dict[tuple[int, date], At]
    names: dict[int, str]

    def at(self, unit, month) -> At | None:
        return self.found.get((unit, month))

    def a_year_before(self, unit, month) -> At | None:
        return self.at(unit, months_back(month, YEAR_OF_MONTHS))

    def series(self, unit, name) -> list:
        return [getattr(at, name) if (at := self.at(unit, month)) else None for month in self.months]


def trend_of(office, units, last, length) -> Trend:
    """The months up to the last, and those of the year before to compare with."""
    months = months_from(months_back(last, length - 1), last)
    tables = tables_of(office, months_back(months[0], YEAR_OF_MONTHS), last)
    found, names = {}, {}
    for month in sorted(tables):
        for group in tables[month][1]["groups"]:
            middle = middle_of(group)
            for row in group["rows"]:
                if row["unit"] in units:
                    names[row["unit"]] = row["name"]
                    found[row["unit"], month] = at(row, group, middle)
    return Trend(months, {month for month, (closed, _) in tables.items() if not closed}, found, names)


def at(row, group, middle) -> At:
    month = row[MONTH]
    return At(
        points=Decimal(month["points"]),
        total=Decimal(row[YEAR]["points"]),
        rank=month["rank"],
        size=len(group["rows"]),
        submitted=month["submitted"],
        adopted=month["adopted"],
        rate=month.get("rate", ""),
        median=middle,
    )


def middle_of(group) -> Decimal:
    return median(Decimal(row[MONTH]["points"]) for row in group["rows"])


def tables_of(office, first, last) -> dict:
    """(closed, table) by month: the closed ones in one query, the open ones from one reckoning."""
    kept = Period.objects.closed(office).filter(month__range=(first, last))
    tables = {month: (True, table) for month, table in kept.values_list("month", "snapshot")}
    ledger = Ledger.of(office, last)
    if ledger.first_open and last >= ledger.first_open:
        counts = Counts(ledger)
        for month in months_from(max(ledger.first_open, ledger.year[0], first), last):
            tables[month] = (False, Board(counts, month).table())
    return tables
