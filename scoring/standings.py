"""Who stands where in a month: reckoned while it is open, read from its snapshot once it is closed."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from django.db.models import Q
from django.utils import timezone

from accounts.models import Unit
from scoring.bookcase import end_of
from scoring.facts import adoption_of
from scoring.gathering import filed_between, instructions_in
from scoring.ledger import Ledger
from scoring.models import Membership, Period
from scoring.policies import MULTI, Ranking
from scoring.ranking import rank
from scoring.rules import LEVELS, SYSTEMS, USES
from scoring.tally import MONTH, SPANS, WHAT, YEAR, Tally, spans_of
from scoring.terms import plain
from scoring.totals import Points

COUNTS = {"filings": "submitted", "items": "adopted", "instructions": "instructed"}
UNGROUPED = {"pk": 0, "name": "未分组"}


@dataclass
class Standing:
    """A month of an office: the table as plain data, the lists behind it, and the ledger while it is open."""

    office: Unit
    month: object
    table: dict
    tally: Tally
    unpaid: dict
    period: Period | None = None
    ledger: Ledger | None = None

    @property
    def state(self):
        """closed · current (running) · due (over, to be closed) · before (no book was in force yet)."""
        if self.period:
            return "closed"
        first = self.ledger.first_open
        if first is None or self.month < first:
            return "before"
        return "due" if end_of(self.month) < timezone.localdate() else "current"

    def rows(self):
        return [row for group in self.table["groups"] for row in group["rows"]]

    def sources(self):
        """What a closed month keeps beside its table."""
        return {"tally": self.tally.data, "unpaid": self.unpaid}


def standing(office, month):
    """The month as it stands, or as it stood when it was closed."""
    last = Period.objects.last_closed(office)
    period = Period.objects.of(office, month) if last and month <= last else None
    return frozen(period) if period else live(Ledger(office, month, last_closed=last))


def frozen(period):
    tally, unpaid = Tally(period.sources["tally"]), period.sources["unpaid"]
    return Standing(period.office, period.month, period.snapshot, tally, unpaid, period=period)


def live(ledger):
    """Reckon the month with what closing it would book."""
    tally = count(ledger)
    table = build(ledger, tally, Points(ledger))
    return Standing(ledger.office, ledger.month, table, tally, unpaid_of(ledger), ledger=ledger)


def count(ledger):
    """Every list of the month and of the year to its end."""
    tally, month = Tally(), ledger.month
    period = ledger.office, ledger.year[0], end_of(month)
    for pk, unit, on in filed_between(*period):
        tally.add("submitted", unit, pk, spans_of(on, month))
    for fact in uses_of(ledger):
        if fact.on >= ledger.year[0]:
            spans = spans_of(fact.on, month)
            tally.add("adopted", fact.unit, fact.item, spans)
            tally.add("used", fact.unit, adoption_of(fact.key), spans, f"{fact.carrier}/{fact.use}")
    for pk, unit, on in instructions_in(ledger.facts):
        if on < ledger.year[0]:
            continue
        tally.add("instructed", unit, pk, spans_of(on, month))
    return tally


def unpaid_of(ledger):
    """Each fact that earned nothing, with the reason, as plain data."""
    unpaid = sorted(ledger.unpaid, key=lambda one: (one.fact.on, one.fact.key))
    return {
        YEAR: [told(one) for one in unpaid],
        MONTH: [told(one) for one in unpaid if one.fact.on >= ledger.month],
    }


def told(one):
    fact = one.fact
    said = {"fact": fact.key, "on": fact.on.isoformat(), "reason": one.reason}
    return said | {"unit": fact.unit, "person": fact.person}


def build(ledger, tally, points):
    """The table as plain data: what a closed month keeps and every screen shows."""
    groups = grouped(ledger, tally.units() | points.units())
    book = ledger.case.on(end_of(ledger.month))
    near = carriers(ledger)
    order = Order(book.rules.ranking if book else Ranking(), {one["code"] for one in near if one["above"]})
    return {
        "office": ledger.office.name,
        "month": ledger.month.isoformat(),
        "year": [day.isoformat() for day in ledger.year],
        "book": f"{book.rules.name}（第{book.rules.version}版）" if book else "",
        "multi": MULTI[book.rules.multi] if book else "",
        "carriers": near,
        "uses": uses(ledger),
        "groups": [group_table(group, ledger.office, tally, points, order) for group in groups],
        "total": summed([unit.pk for group in groups for unit, _ in group["units"]], tally, points),
    }


def uses_of(ledger):
    return [fact for fact in ledger.facts if fact.kind == "use"]


def facts_of_year(ledger):
    return [fact for fact in uses_of(ledger) if fact.on >= ledger.year[0]]


def carriers(ledger):
    """The publications that used something this year, the nearest first."""
    found = {fact.carrier: fact for fact in facts_of_year(ledger)}
    near = {level: -place for place, level in enumerate(LEVELS)}
    order = sorted(
        found.values(), key=lambda fact: (near[fact.level], list(SYSTEMS).index(fact.system), fact.carrier)
    )
    home = near[ledger.office.level]
    return [
        {"code": fact.carrier, "name": fact.carrier_name, "above": near[fact.level] > home} for fact in order
    ]


def uses(ledger):
    """Full text and brief always, composite when it occurs."""
    seen = {fact.use for fact in facts_of_year(ledger)}
    return [use for use in USES if use in seen or use in ("full", "brief")]


def grouped(ledger, counted):
    """Groups with their units and targets on the month's last day; who is in none stands at the end.

    Units that were dissolved or report elsewhere now stay only while the year has figures of theirs.
    """
    members = Membership.objects.on(end_of(ledger.month)).filter(group__office=ledger.office)
    places = {place.unit_id: place for place in members.select_related("group")}
    reporting = Q(office=ledger.office, is_active=True)
    known = Unit.objects.filter(reporting | Q(pk__in=counted)).order_by("order", "pk")
    groups = {
        place.group_id: {"pk": place.group_id, "name": place.group.name} for place in members_in(places)
    }
    groups[0] = dict(UNGROUPED)
    for unit in known:
        place = places.get(unit.pk)
        group = groups[place.group_id if place else 0]
        group.setdefault("units", []).append((unit, place and place.target))
    return [group for group in groups.values() if "units" in group]


def members_in(places):
    return sorted(places.values(), key=lambda place: (place.group.order, place.group_id))


def group_table(group, office, tally, points, order):
    rows = [unit_row(unit, target, tally, points) for unit, target in group["units"]]
    for span in SPANS:
        order.give_ranks(rows, span)
    asked = [row for row, (unit, _) in zip(rows, group["units"], strict=True) if owes_reports(unit, office)]
    return {
        "pk": group["pk"],
        "name": group["name"],
        "rows": rows,
        "total": summed([unit.pk for unit, _ in group["units"]], tally, points),
        "zero_reports": [row["name"] for row in asked if row[MONTH]["submitted"] == 0],
        "zero_adoptions": [row["name"] for row in asked if row[MONTH]["adopted"] == 0],
        "late": [f"{row['name']} {row['late']}分" for row in rows if row["late"]],
    }


def owes_reports(unit, office):
    """Whom one may name for reporting nothing (零报送)."""
    return unit.is_active and unit.office_id == office.pk


class Order:
    """How the book arranges a table: dense or competition ranks, and what parts equals."""

    def __init__(self, ranking, above):
        self.ranking, self.above = ranking, above

    def give_ranks(self, rows, span):
        breakers = [lambda row, name=name: self.count(row[span], name) for name in self.ranking.tie_breakers]
        found = rank(
            rows,
            by=lambda row: Decimal(row[span]["points"]),
            method=self.ranking.method,
            tie_breakers=breakers,
        )
        for place in found:
            place.row[span] |= {"rank": place.rank, "tied": place.tied}

    def count(self, figures, name):
        """The count by which equals are parted, of the figures the table shows."""
        if name in COUNTS:
            return figures[COUNTS[name]]
        carriers = figures["uses"].items()
        return sum(sum(uses.values()) for code, uses in carriers if name == "uses" or code in self.above)


def unit_row(unit, target, tally, points):
    row = summed([unit.pk], tally, points)
    late = points.late.get(unit.pk)
    return row | {
        "unit": unit.pk,
        "name": str(unit),
        "late": plain(late) if late else "",
        "steps": points.steps(unit.pk),
        "target": "" if target is None else plain(target),
        "done": share(Decimal(row[YEAR]["points"]), target),
    }


def summed(units, tally, points):
    """The figures of one unit, of a group or of all."""
    row = {span: figures(units, span, tally, points) for span in SPANS}
    return row | {"rate": share(row[YEAR]["adopted"], row[YEAR]["submitted"])}


def figures(units, span, tally, points):
    counts = {what: tally.count(span, what, units) for what in WHAT}
    total = sum((points.by[span].get(unit, Decimal(0)) for unit in units), Decimal(0))
    return counts | {"uses": tally.uses(span, units), "points": plain(total)}


def share(part, whole):
    """A percentage as people read it; nothing where there is nothing to divide by."""
    if not whole:
        return ""
    percent = (100 * Decimal(part) / Decimal(whole)).quantize(Decimal("0.1"), ROUND_HALF_UP)
    return f"{percent}%"
