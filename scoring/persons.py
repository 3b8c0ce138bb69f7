"""People beside their units: what each filed, what became of it, and the points of their own lines."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from accounts.models import Unit, User
from scoring.bookcase import end_of
from scoring.counting import tallies
from scoring.policies import Ranking
from scoring.rules import LEVELS
from scoring.spans import Span
from scoring.tabling import Order, figures
from scoring.tally import Tally
from scoring.totals import BONUS, DEDUCTION, Points, earned

SPAN = "span"


@dataclass(frozen=True, slots=True)
class PersonRow:
    """One person over a span of months, with the rank among all people of the office."""

    person: int
    name: str
    unit: int
    unit_name: str
    filed: int
    adopted: int
    used: dict[str, dict[str, int]]  # how often, by carrier's code and kind of use
    instructed: int
    parts: dict[str, Decimal]
    points: Decimal
    rank: int
    tied: bool


def person_points(ledger, span: Span) -> list[PersonRow]:
    """Everybody with an item or a point in the months of the span, the best first; the span lies in the ledger's year."""
    windows = {SPAN: (span.first.replace(day=1), span.last.replace(day=1))}
    lists = tallies(ledger)
    points = Points.of(ledger, lists.people.windows)
    rows = person_rows(People(lists.people.at(windows), points, lists.homes), order_of(ledger))
    return [person_row(row) for row in sorted(rows, key=lambda row: row[SPAN]["rank"])]


def person_row(row: dict) -> PersonRow:
    found = row[SPAN]
    parts = {part: Decimal(points) for part, points in found["parts"].items()}
    return PersonRow(
        person=row["person"],
        name=row["name"],
        unit=row["unit"],
        unit_name=row["unit_name"],
        filed=found["submitted"],
        adopted=found["adopted"],
        used=found["uses"],
        instructed=found["instructed"],
        parts={part: points for part, points in parts.items() if part not in (BONUS, DEDUCTION)},
        points=Decimal(found["points"]),
        rank=found["rank"],
        tied=found["tied"],
    )


def order_of(ledger) -> Order:
    """The ranking of the book in force at the end of the ledger's month."""
    book = ledger.case.on(end_of(ledger.month))
    home = list(LEVELS).index(ledger.office.level)
    above = {f.carrier for f in ledger.facts if f.kind == "use" and list(LEVELS).index(f.level) < home}
    return Order(book.rules.ranking if book else Ranking(), above)


@dataclass
class People:
    """The lists and the points of people, over the spans of a table."""

    tally: Tally
    points: Points
    homes: dict[int, int]

    @property
    def windows(self):
        return self.tally.windows

    def everybody(self) -> set[int]:
        spans = self.windows.values()
        first, last = min(first for first, _ in spans), max(last for _, last in spans)
        counted = {int(whom) for month, whom in self.counted() if first <= month <= last}
        return counted | {
            whom
            for whom, months in self.points.people.data.items()
            if any(first <= month <= last for month in months)
        }

    def counted(self):
        for month, kinds in self.tally.data.items():
            for lists in kinds.values():
                for whom in lists:
                    yield date.fromisoformat(f"{month}-01"), whom

    def figures(self, person: int, span: str) -> dict:
        parts = self.points.people.by_sort(person, *self.windows[span])
        return figures(self.tally, span, [person], parts, earned(parts))


def person_rows(people: People, order: Order) -> list[dict]:
    """A row for each, as a table keeps it; ranks are given among all."""
    users = User.objects.select_related("home").in_bulk(people.everybody())
    units = Unit.objects.in_bulk(set(people.homes.values()))
    rows = []
    for pk, user in sorted(users.items()):
        unit = units.get(people.homes.get(pk)) or user.home
        row = {"person": pk, "name": user.name, "unit": unit.pk, "unit_name": str(unit)}
        rows.append(row | {span: people.figures(pk, span) for span in people.windows})
    for span in people.windows:
        order.give_ranks(rows, span)
    return rows
