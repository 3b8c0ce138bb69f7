"""The ledger against the reckoning: what is booked and what is due must equal what the facts are worth."""

from collections import Counter
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.booking import Booked, Due, book_in, difference, late_note
from scoring.books import example
from scoring.policies import MULTI
from scoring.rules import LEVELS, SYSTEMS, USES
from scoring.terms import Fact, Line

JANUARY, FEBRUARY, MARCH = date(2014, 1, 1), date(2014, 2, 1), date(2014, 3, 1)


def fact(key="adoption:1", unit="甲镇总工会", item="甲1", on=date(2014, 1, 15), **axes):
    axes = {"level": "county", "system": "union", "carrier": "gongyun", "use": "full"} | axes
    return Fact(key=key, unit=unit, item=item, on=on, **axes)


def points_by_unit(lines):
    totals = Counter()
    for line in lines:
        totals[line.unit] += line.points
    return {unit: total for unit, total in totals.items() if total}


def line(key="adoption:1", points=10, **changes):
    given = {"unit": "甲", "item": "甲1", "person": None, "rule": "full", "on": date(2014, 1, 15)} | changes
    return Line(fact=key, points=Decimal(points), **given)


def test_what_is_missing_is_added_and_what_is_wrong_is_reversed():
    kept, wrong, missing = line("a", reason="甲"), line("b", reason="乙"), line("b", points=5)

    due = difference([kept, missing], [Booked(1, kept), Booked(2, wrong)])

    assert due == [Due(wrong, reverses=2), Due(missing)]
    assert [(row.points, row.line.on, row.reason) for row in due] == [
        (Decimal(-10), date(2014, 1, 15), "冲销：乙"),
        (Decimal(5), date(2014, 1, 15), ""),
    ]


@pytest.mark.parametrize(
    "change",
    [
        {"points": 5},
        {"rule": "brief"},
        {"unit": "乙"},
        {"item": "甲2"},
        {"person": "李明"},
        {"on": date(2014, 1, 16)},
    ],
)
def test_a_line_that_differs_in_anything_but_wording_is_another_line(change):
    was, now = line(), line(**change)

    assert difference([now], [Booked(1, was)]) == [Due(was, reverses=1), Due(now)]


def test_a_line_worded_or_written_differently_is_the_same_line():
    was = line(points="10.00", reason="《江州工运》全文采用")

    assert difference([line(points="10", reason="《江州工运信息》全文采用")], [Booked(1, was)]) == []


def test_a_row_and_its_reversal_cancel():
    was = line()
    taken_back = [Booked(1, was), Booked(2, replace(was, points=Decimal(-10)), reverses=1)]

    assert difference([], taken_back) == []
    assert difference([was], taken_back) == [Due(was)]
    assert difference([], [*taken_back, Booked(3, was)]) == [Due(was, reverses=3)]


def test_a_line_booked_twice_is_taken_back_once():
    assert difference([line()], [Booked(1, line()), Booked(2, line())]) == [Due(line(), reverses=2)]


@pytest.mark.parametrize(
    ("month", "first_open", "booked_in", "note"),
    [
        (MARCH, MARCH, MARCH, ""),
        (MARCH, FEBRUARY, MARCH, ""),
        (JANUARY, MARCH, MARCH, "补记：2014年1月事项"),
    ],
)
def test_a_late_point_is_booked_in_the_first_open_month_with_a_note(month, first_open, booked_in, note):
    assert book_in(month, first_open) == booked_in
    assert late_note(month, booked_in) == note


class Office:
    """A year as the product lives it: facts come, change and go, months close, the ledger only grows."""

    def __init__(self, rule_book):
        self.book, self.facts, self.rows, self.first_open = rule_book, {}, [], JANUARY

    def due(self, until=date(2015, 1, 1)):
        facts = [known for known in self.facts.values() if known.on < until]
        return difference(self.book.reckon(facts).lines, [row for row, _ in self.rows])

    def close(self):
        following = _next_month(self.first_open)
        for due in self.due(until=following):
            booked = replace(due.line, points=due.points)
            month = book_in(due.line.month, self.first_open)
            self.rows.append((Booked(len(self.rows) + 1, booked, due.reverses), month))
        self.first_open = following

    def month_totals(self, before):
        totals = Counter()
        for row, month in self.rows:
            if month < before:
                totals[month, row.line.unit] += row.line.points
        return totals

    def total(self):
        return sum(row.line.points for row, _ in self.rows)


def _next_month(month):
    return date(month.year + month.month // 12, month.month % 12 + 1, 1)


def test_un_adopt_and_the_total_falls_back():
    office = Office(example("r1"))
    office.facts["adoption:1"] = fact("adoption:1")
    office.facts["adoption:2"] = fact("adoption:2", level="city")
    office.close()
    before = office.total()

    del office.facts["adoption:2"]
    office.close()

    assert (before, office.total()) == (25, 10)
    row, month = office.rows[-1]
    assert (row.line.points, row.line.on, month) == (-15, date(2014, 1, 15), FEBRUARY)


keys = st.sampled_from([f"adoption:{number}" for number in range(6)])
days = st.dates(date(2014, 1, 1), date(2014, 12, 31))
uses = st.sampled_from(list(USES))
facts = st.builds(
    fact,
    unit=st.sampled_from("甲乙"),
    item=st.sampled_from(["一", "二"]),
    on=days,
    level=st.sampled_from(list(LEVELS)),
    system=st.sampled_from(list(SYSTEMS)),
    use=uses,
)
events = st.one_of(
    st.tuples(st.just("adopt"), keys, facts),
    st.tuples(st.just("revoke"), keys, st.none()),
    st.tuples(st.just("re-date"), keys, days),
    st.tuples(st.just("change use"), keys, uses),
    st.tuples(st.just("close"), st.none(), st.none()),
)


def happen(office, what, key, value):
    if what == "close":
        office.close()
    elif what == "adopt":
        office.facts.setdefault(key, replace(value, key=key))
    elif what == "revoke":
        office.facts.pop(key, None)
    elif key in office.facts:
        office.facts[key] = replace(office.facts[key], **{"re-date": {"on": value}}.get(what, {"use": value}))


@pytest.mark.parametrize("multi", MULTI)
@settings(max_examples=60, deadline=None)
@given(story=st.lists(events, max_size=30))
def test_whatever_happens_the_ledger_and_its_difference_are_the_reckoning(multi, story):
    office = Office(replace(example("r1"), multi=multi))

    for event in story:
        first_open = office.first_open
        closed = office.month_totals(before=first_open)
        happen(office, *event)

        lines = office.book.reckon(office.facts.values()).lines
        booked = [row.line for row, _ in office.rows]
        owed = [replace(due.line, points=due.points) for due in office.due()]
        assert points_by_unit([*booked, *owed]) == points_by_unit(lines)
        assert office.month_totals(before=first_open) == closed

    while office.first_open.year == 2014:
        office.close()
    assert office.due() == []
    assert points_by_unit(row.line for row, _ in office.rows) == points_by_unit(
        office.book.reckon(office.facts.values()).lines
    )
