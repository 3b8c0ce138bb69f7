"""Closed months as they were kept, in today's shape: each format a month was ever frozen in has its reader.

docs/decisions/snapshot.md lists the keys. A frozen figure is never reckoned anew; what an older format
did not keep is counted from its lists and from the ledger, which do not change either, or is left out.
"""

from copy import deepcopy
from datetime import date

from bulletins.models import Adoption, Instruction
from scoring.ledger import rules_of
from scoring.models import Entry
from scoring.tabling import Order, figures, share
from scoring.tally import HALF, MONTH, QUARTER, SPANS, YEAR, Tally, windows_of
from scoring.totals import Move, Points, earned, line_of, written
from submissions.models import Submission

KEPT_FIRST = ("submitted", "adopted", "used", "instructed")
SINCE_THEN = ("sent", "asked", "answered")


def read(period) -> dict:
    """Table, lists of units and people, and what earned nothing."""
    return READERS[period.snapshot.get("format", 1)](period)


def windows_kept(period):
    return windows_of(period.month, date.fromisoformat(period.snapshot["year"][0]))


def read_2(period) -> dict:
    windows, sources = windows_kept(period), period.sources
    return {
        "table": period.snapshot,
        "tally": Tally(windows, sources["tally"]),
        "people": Tally(windows, sources["people"]),
        "told": sources["unpaid"],
    }


def read_1(period) -> dict:
    """The first format knew the month and the year only, and nothing of people, tasks, parts and movement."""
    windows, sources = windows_kept(period), period.sources
    tally = Tally(windows, by_month(period.month, windows[YEAR][0], sources["tally"]))
    table = deepcopy(period.snapshot)
    widen(table, tally, points_booked(period, windows), ranking_of(period, table))
    return {
        "table": table | {"persons": [], "quotas": [], "before": {}},
        "tally": tally,
        "people": Tally(windows),
        "told": told_of(sources["unpaid"][YEAR]),
    }


def by_month(month, begins, data) -> dict:
    """Lists of the month and of the year to date as lists by month: the rows' own days tell the others apart."""
    tally = Tally({})
    for what in KEPT_FIRST:
        of_month, of_year = data[MONTH][what], data[YEAR][what]
        days = days_of(what, [pk for parts in of_year.values() for rows in parts.values() for pk in rows])
        for unit, parts in of_year.items():
            for part, rows in parts.items():
                own = set(of_month.get(unit, {}).get(part, ()))
                for pk in set(rows):
                    for on in days_within(own, pk, days, begins, month):
                        tally.add(what, int(unit), pk, on, part)
    return tally.data


def days_within(own, pk, days, begins, month):
    """What the month's list holds is of that month; whatever else is said of a row, it counted before."""
    before = {on for on in days.get(pk, [begins]) if begins <= on < month}
    return ({month} if pk in own else set()) | (before or ({begins} - {month} if pk not in own else set()))


def days_of(what, ids) -> dict:
    """The days of each row; of an item that was used, the days of its uses."""
    rows = {
        "submitted": Submission.objects.filter(pk__in=ids).values_list("pk", "submitted_on"),
        "used": Adoption.objects.filter(pk__in=ids).values_list("pk", "on"),
        "adopted": Adoption.objects.standing().filter(submission__in=ids).values_list("submission", "on"),
        "instructed": Instruction.objects.filter(pk__in=ids).values_list("pk", "on"),
    }[what]
    found: dict = {}
    for pk, on in rows:
        if on:
            found.setdefault(pk, []).append(on)
    return found


def points_booked(period, windows) -> Points:
    points = Points(windows)
    entries = Entry.objects.of_months(period.office, windows[YEAR][0], period.month)
    for entry in entries.order_by("pk"):
        points.add(Move(entry.month, line_of(entry), False, entry.reverses_id is not None))
    return points


def ranking_of(period, table) -> Order:
    above = {carrier["code"] for carrier in table["carriers"] if carrier["above"]}
    return Order(rules_of(period.book.source).ranking, above)


def widen(table, tally, points, order):
    """The spans and columns the first format did not have; its own figures stay as they are."""
    for group in table["groups"]:
        for row in group["rows"]:
            row |= {"owes": True, "void": "", "passed": None, "steps": row.get("steps", [])}
            since = tally.windows[YEAR][0]
            row["silent"] = tally.silence("submitted", row["unit"], since)
            row["unused"] = tally.silence("adopted", row["unit"], since)
            add_spans(row, [row["unit"]], tally, points)
        add_spans(group["total"], [row["unit"] for row in group["rows"]], tally, points)
        for span in (QUARTER, HALF):
            order.give_ranks(group["rows"], span)
    everybody = [row["unit"] for group in table["groups"] for row in group["rows"]]
    add_spans(table["total"], everybody, tally, points)


def add_spans(row, units, tally, points):
    for span in SPANS:
        parts: dict = {}
        for unit in units:
            for sort, worth in points.by_sort(unit, span).items():
                parts[sort] = parts.get(sort, 0) + worth
        if span in row:
            kept = row[span]
            kept |= {"parts": written(parts), "rate": share(kept["adopted"], kept["submitted"])}
        else:
            found = figures(tally, span, units, parts, earned(parts))
            row[span] = {name: value for name, value in found.items() if name not in SINCE_THEN}


def told_of(rows):
    """Reasons as kept; those of the oldest months name the adoption and the reason only."""
    older = Adoption.objects.in_bulk([row[0] for row in rows if not isinstance(row, dict)])
    return [row if isinstance(row, dict) else told_before(older[row[0]], row[1]) for row in rows]


def told_before(adoption, reason):
    said = {"fact": f"adoption:{adoption.pk}", "reason": reason, "on": adoption.on.isoformat()}
    return said | {"unit": adoption.unit_id, "person": adoption.person_id}


READERS = {1: read_1, 2: read_2}
