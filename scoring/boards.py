"""A month's table as plain data: what a closed month keeps and every screen shows (docs/decisions/snapshot.md)."""

from functools import cached_property

from django.db.models import Min, Q

from accounts.models import Unit
from bulletins.models.uses import use_names
from scoring.bookcase import end_of
from scoring.counting import Lists, tallies
from scoring.models import Membership
from scoring.persons import People, person_rows
from scoring.policies import MULTI, Ranking
from scoring.rules import LEVELS, SYSTEMS, USES
from scoring.tabling import Order, figures, share
from scoring.tally import MONTH, SPANS, YEAR, windows_of
from scoring.terms import plain, word
from scoring.totals import Move, Points, moves_of

FORMAT = 2
UNGROUPED = {"pk": 0, "name": "未分组"}


class Counts:
    """What an office's year is counted from, read once for the month and for those it is compared with."""

    def __init__(self, ledger):
        self.ledger = ledger

    @cached_property
    def lists(self) -> Lists:
        return tallies(self.ledger)

    @cached_property
    def moves(self) -> list[Move]:
        return list(moves_of(self.ledger))

    @cached_property
    def uses(self):
        """The year's uses."""
        return [f for f in self.ledger.facts if f.kind == "use" and f.on >= self.ledger.year[0]]

    @cached_property
    def carriers(self) -> list[dict]:
        """The publications that used something this year, the nearest first."""
        found = {fact.carrier: fact for fact in self.uses}
        near = {level: -place for place, level in enumerate(LEVELS)}
        systems = {system: place for place, system in enumerate(SYSTEMS)}
        order = sorted(
            found.values(),
            key=lambda fact: (near[fact.level], systems.get(fact.system, len(systems)), fact.carrier),
        )
        home = near[self.ledger.office.level]
        return [{"code": f.carrier, "name": f.carrier_name, "above": near[f.level] > home} for f in order]

    def kinds_of_use(self) -> list[str]:
        """Full text and brief always, others when they occur."""
        seen = {fact.use for fact in self.uses}
        known = [use for use in USES if use in seen or use in ("full", "brief")]
        return known + sorted(seen - {*USES})


class Board:
    """The units of one month in their groups, with the figures of every span that ends with it."""

    def __init__(self, counts: Counts, month):
        self.ledger, self.month, self.counts = counts.ledger, month, counts
        self.windows = windows_of(month, self.ledger.year[0])
        self.tally = counts.lists.units.at(self.windows)
        self.points = Points.of(self.ledger, self.windows, counts.moves)
        book = self.ledger.case.on(end_of(month))
        self.rules = book.rules if book else None
        self.ranking = self.rules.ranking if book else Ranking()
        self.order = Order(self.ranking, {one["code"] for one in counts.carriers if one["above"]})

    def table(self) -> dict:
        members = self.members()
        groups = [self.group(group) for group in members]
        return {"groups": groups, "total": self.summed([u.pk for g in members for u, _ in g["units"]])}

    def people(self) -> list[dict]:
        lists = self.counts.lists
        people = People(lists.people.at(self.windows), self.points, lists.homes)
        return person_rows(people, self.order)

    def members(self) -> list[dict]:
        """Groups with their units and targets on the month's last day; who is in none stands at the end.

        Units that were dissolved, report elsewhere now, or count for another one stay only while the year has
        figures of theirs.
        """
        office = self.ledger.office
        places = Membership.objects.on(end_of(self.month)).filter(group__office=office)
        places = {place.unit_id: place for place in places.select_related("group")}
        counted = self.tally.everybody() | self.points.everybody()
        giving = {unit for unit, place in places.items() if place.counts_for_id} - counted
        known = Unit.objects.filter(Q(office=office, is_active=True) | Q(pk__in=counted)).exclude(
            pk__in=giving
        )
        in_order = sorted(places.values(), key=lambda place: (place.group.order, place.group_id))
        groups = {place.group_id: {"pk": place.group_id, "name": place.group.name} for place in in_order}
        groups[0] = dict(UNGROUPED)
        for unit in known.order_by("order", "pk"):
            place = places.get(unit.pk)
            groups[place.group_id if place else 0].setdefault("units", []).append((unit, place))
        return [group for group in groups.values() if "units" in group]

    def group(self, group) -> dict:
        rows = [self.row(unit, place) for unit, place in group["units"]]
        for span in SPANS:
            self.order.give_ranks(rows, span)
        asked = [row for row in rows if row["owes"]]
        return {
            "pk": group["pk"],
            "name": group["name"],
            "rows": rows,
            "total": self.summed([row["unit"] for row in rows]),
            "zero_reports": [row["name"] for row in asked if row[MONTH]["submitted"] == 0],
            "zero_adoptions": [row["name"] for row in asked if row[MONTH]["adopted"] == 0],
            "late": [f"{row['name']} {row['late']}分" for row in rows if row["late"]],
        }

    def row(self, unit, place) -> dict:
        late, target = self.points.late.get(unit.pk), place and place.target
        row = self.summed([unit.pk]) | {
            "unit": unit.pk,
            "name": str(unit),
            "owes": owes(unit, place, self.ledger.office),
            "late": plain(late) if late else "",
            "target": "" if target is None else plain(target),
            "done": share(self.points.total(unit.pk, YEAR), target),
        }
        return row | self.judged(unit.pk) | self.silence(unit.pk)

    def judged(self, unit) -> dict:
        """What the clauses about the year's total say of it."""
        score = self.points.scores.get(unit)
        return {
            "steps": self.points.steps(unit),
            "void": score.void if score else "",
            "passed": score.passed if score else self.passed_with_nothing,
        }

    @property
    def passed_with_nothing(self):
        """Who has no line at all is judged, too."""
        mark = self.rules.total.pass_mark if self.rules else None
        return None if mark is None else mark <= 0

    def silence(self, unit) -> dict:
        since = self.begun.get(unit, self.windows[YEAR][0])
        return {
            "silent": self.tally.silence("submitted", unit, since),
            "unused": self.tally.silence("adopted", unit, since),
        }

    @cached_property
    def begun(self):
        """Since when each unit has been in a group: nobody is blamed for months before."""
        rows = Membership.objects.filter(group__office=self.ledger.office).values_list("unit")
        return {unit: since.replace(day=1) for unit, since in rows.annotate(Min("since")).order_by()}

    def summed(self, units) -> dict:
        """The figures of one unit, of a group or of all."""
        return {span: self.figures(units, span) for span in SPANS}

    def figures(self, units, span) -> dict:
        parts: dict = {}
        for unit in units:
            for sort, points in self.points.by_sort(unit, span).items():
                parts[sort] = parts.get(sort, 0) + points
        total = sum((self.points.total(unit, span) for unit in units), 0)
        return figures(self.tally, span, units, parts, total)


def kind_names(office, rules, kinds) -> dict[str, str]:
    """The kinds of use as the book calls them; what it does not price, as the office's list does."""
    known = rules.uses if rules else USES
    known = known if {*kinds} <= known.keys() else use_names(office) | known
    return {use: word(known, use) for use in kinds}


def owes(unit, place, office) -> bool:
    """Whether reports are asked of it: of who counts for another unit, that one's are."""
    return unit.is_active and unit.office_id == office.pk and not (place and place.counts_for_id)


def heading(ledger, counts, board) -> dict:
    """What a table says of itself."""
    rules = board.rules
    return {
        "format": FORMAT,
        "office": ledger.office.name,
        "month": ledger.month.isoformat(),
        "year": [day.isoformat() for day in ledger.year],
        "spans": {
            span: [first.isoformat(), end_of(last).isoformat()]
            for span, (first, last) in board.windows.items()
        },
        "book": f"{rules.name}（第{rules.version}版）" if rules else "",
        "multi": MULTI[rules.multi] if rules else "",
        "ranking": {
            "method": board.ranking.method,
            "tie_breakers": list(board.ranking.tie_breakers),
            "per": board.ranking.per,
        },
        "carriers": counts.carriers,
        "uses": (kinds := counts.kinds_of_use()),
        "use_names": kind_names(ledger.office, rules, kinds),
    }
