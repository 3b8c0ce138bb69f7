"""R1 below is 某市总工会's rule set, shipped as scoring/examples/r1.toml."""

import subprocess
import sys
from collections import Counter
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accounts.roles import Level
from bulletins.states import System, Use
from scoring.books import example
from scoring.engine import (
    MULTI,
    Ambiguous,
    Booked,
    Due,
    Fact,
    Line,
    RuleBook,
    book_in,
    difference,
    late_note,
    plain,
)
from scoring.ranking import rank
from scoring.rules import LEVELS, SYSTEMS, USES, Rule, clashes

JANUARY, FEBRUARY, MARCH = date(2014, 1, 1), date(2014, 2, 1), date(2014, 3, 1)


def fact(key="adoption:1", unit="甲镇总工会", item="甲1", on=date(2014, 1, 15), **axes):
    axes = {"level": "county", "system": "union", "carrier": "gongyun", "use": "full"} | axes
    return Fact(key=key, unit=unit, item=item, on=on, **axes)


def book(*rules, **policies):
    return RuleBook("试行办法", 1, rules, **policies)


def points_by_unit(lines):
    totals = Counter()
    for line in lines:
        totals[line.unit] += line.points
    return {unit: total for unit, total in totals.items() if total}


WORKED_MONTH = [
    fact("adoption:1", "甲镇总工会", "甲1"),
    fact("adoption:2", "甲镇总工会", "甲2"),
    fact("adoption:3", "甲镇总工会", "甲2", level="city"),
    fact("adoption:4", "甲镇总工会", "甲2", level="province", use="brief"),
    fact("adoption:5", "丙局工会", "丙1"),
    fact("adoption:6", "丙局工会", "丙1", level="city", use="brief"),
    fact("adoption:7", "丙局工会", "丙1", level="central", use="brief"),
    fact("adoption:8", "乙街道总工会", "乙1", use="brief"),
    fact("adoption:9", "乙街道总工会", "乙2"),
    fact("adoption:10", "乙街道总工会", "乙2", system="party"),
]


def table(rule_book):
    """The month's ranking of all four units; 丁局 reported nothing."""
    points = points_by_unit(rule_book.reckon(WORKED_MONTH).lines)
    units = ["甲镇总工会", "丙局工会", "乙街道总工会", "丁局工会"]
    standings = rank(units, by=lambda unit: points.get(unit, 0))
    return [(standing.rank, standing.row, points.get(standing.row, 0)) for standing in standings]


def test_r1_gives_the_worked_month_45_35_30_and_0():
    assert table(example("r1")) == [
        (1, "甲镇总工会", 45),
        (2, "丙局工会", 35),
        (3, "乙街道总工会", 30),
        (4, "丁局工会", 0),
    ]


def test_one_policy_word_changes_the_points_and_swaps_ranks_two_and_three():
    assert table(replace(example("r1"), multi="highest")) == [
        (1, "甲镇总工会", 25),
        (2, "乙街道总工会", 20),
        (3, "丙局工会", 15),
        (4, "丁局工会", 0),
    ]


@pytest.mark.parametrize(
    ("level", "system", "full", "brief"),
    [
        ("county", "union", 10, 5),
        ("county", "party", 15, None),
        ("city", "party", 20, 10),
        ("city", "union", 15, 10),
        ("province", "party", 30, 15),
        ("province", "union", 25, 10),
        ("central", "party", 50, 25),
        ("central", "union", 40, 15),
        ("city", "media", None, None),
    ],
)
def test_r1_prices_every_carrier_as_published(level, system, full, brief):
    found = [example("r1").rule_for((level, system, "any", use)) for use in ("full", "brief", "composite")]

    assert [rule and rule.points for rule in found] == [full, brief, full]


def test_a_line_carries_all_that_explains_it():
    reported = fact(level="city", person="李明", carrier_name="江州工运信息")

    [line] = example("r1").reckon([reported]).lines

    assert line == Line(
        "adoption:1", "甲镇总工会", "甲1", "李明", "city-union-full", Decimal(15), date(2014, 1, 15)
    )
    assert line.month == JANUARY
    assert line.reason == "《江州工运信息》全文采用，15分（规则 city-union-full）"


def test_a_composite_priced_as_full_says_so():
    [line] = example("r1").reckon([fact(use="composite", carrier_name="市总《工运信息》")]).lines

    assert line.reason == "市总《工运信息》综合采用（按全文计），10分（规则 county-union-full）"


def test_a_fact_without_a_rule_is_told_why():
    reckoning = example("r1").reckon([fact(system="party", use="brief")])

    assert reckoning.lines == ()
    assert [unpaid.reason for unpaid in reckoning.unpaid] == [
        "区县级党委刊物简讯采用：考核办法中没有适用的规则（区县级党委）"
    ]


def test_a_rule_of_zero_points_books_nothing_and_says_so():
    nothing = Rule("web", Decimal(0), carrier="web")

    reckoning = book(nothing, Rule("any", Decimal(3))).reckon([fact(carrier="web", carrier_name="工会网")])

    assert reckoning.lines == ()
    assert [unpaid.reason for unpaid in reckoning.unpaid] == ["《工会网》全文采用，0分（规则 web）"]


def test_highest_only_names_the_line_that_outdid_the_others():
    facts = [fact("adoption:1"), fact("adoption:2", level="city", on=date(2014, 3, 1))]

    reckoning = replace(example("r1"), multi="highest").reckon(facts)

    assert [line.fact for line in reckoning.lines] == ["adoption:2"]
    assert [(unpaid.fact, unpaid.reason) for unpaid in reckoning.unpaid] == [
        (
            facts[0],
            "就高不就低：本考核年度已按市级工会刊物全文采用，15分（规则 city-union-full）",
        )
    ]


def test_highest_only_keeps_the_earliest_of_equals_then_the_first_key():
    facts = [
        fact("adoption:3", on=date(2014, 2, 1)),
        fact("adoption:2", on=date(2014, 1, 5)),
        fact("adoption:1", on=date(2014, 1, 5)),
    ]

    lines = replace(example("r1"), multi="highest").reckon(facts).lines

    assert [line.fact for line in lines] == ["adoption:1"]


def test_highest_only_compares_within_one_unit_item_and_assessment_year():
    december = date(2014, 12, 1)
    facts = [
        fact("adoption:1", on=date(2014, 11, 30)),
        fact("adoption:2", on=december),
        fact("adoption:2", on=december, unit="乙街道总工会"),
        fact("adoption:3", on=december, item="甲2"),
        fact("adoption:4", on=date(2015, 11, 30)),
    ]

    lines = replace(example("r1"), multi="highest", year_starts=12).reckon(facts).lines

    assert [(line.fact, line.unit) for line in lines] == [
        ("adoption:1", "甲镇总工会"),
        ("adoption:2", "乙街道总工会"),
        ("adoption:2", "甲镇总工会"),
        ("adoption:3", "甲镇总工会"),
    ]


@pytest.mark.parametrize(
    ("starts", "day", "first_day"),
    [
        (1, date(2014, 12, 31), date(2014, 1, 1)),
        (12, date(2014, 11, 30), date(2013, 12, 1)),
        (12, date(2014, 12, 1), date(2014, 12, 1)),
    ],
)
def test_an_assessment_year_starts_where_the_book_says(starts, day, first_day):
    assert book(year_starts=starts).year_of(day) == first_day


def test_the_same_fact_twice_is_refused_not_paid_twice():
    with pytest.raises(ValueError, match="more than once"):
        example("r1").reckon([fact(), fact(level="city")])


# Which rule wins


@pytest.mark.parametrize(
    ("precise", "general"),
    [
        ({"carrier": "gongyun"}, {"level": "city", "system": "union", "use": "full"}),
        ({"carrier": "gongyun", "level": "city"}, {"carrier": "gongyun", "use": "full"}),
        ({"level": "city", "system": "union"}, {"level": "city", "use": "full"}),
        ({"level": "city"}, {"use": "full"}),
        ({"system": "union"}, {"use": "full"}),
        ({"level": "city", "use": "full"}, {"level": "city"}),
        ({"use": "full"}, {}),
    ],
)
def test_the_more_specific_rule_wins_whatever_its_price(precise, general):
    rules = [Rule("general", Decimal(9), **general), Rule("precise", Decimal(1), **precise)]

    [line] = book(*rules).reckon([fact(level="city")]).lines

    assert line.rule == "precise"


def test_a_rule_matches_only_what_it_names():
    rules = book(
        Rule("city", Decimal(1), level="city"),
        Rule("county", Decimal(2), level="county", carrier="gongyun"),
    )

    assert rules.rule_for(("county", "union", "other", "full")) is None
    assert rules.rule_for(("county", "union", "gongyun", "full")).code == "county"


def test_a_use_is_priced_like_another_only_until_a_rule_names_it():
    full, composite = Rule("full", Decimal(10), use="full"), Rule("composite", Decimal(3), use="composite")
    anything = Rule("any", Decimal(1))
    as_full = {"composite": "full"}

    found = [
        book(*rules, use_as=use_as).rule_for(("city", "union", "x", "composite"))
        for rules, use_as in [
            ([full, anything], as_full),
            ([full, composite, anything], as_full),
            ([anything], as_full),
            ([full, anything], {}),
        ]
    ]

    assert found == [full, composite, anything, anything]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"level": "city"}, {"system": "union"}),
        ({"level": "city", "use": "full"}, {"system": "union", "use": "full"}),
        ({"level": "city"}, {"level": "city"}),
        ({"carrier": "gongyun", "level": "city"}, {"carrier": "gongyun", "system": "union"}),
        ({}, {}),
    ],
)
def test_two_rules_with_equal_right_to_a_fact_make_no_book(one, other):
    rules = Rule("one", Decimal(1), **one), Rule("other", Decimal(2), **other)

    with pytest.raises(Ambiguous) as caught:
        book(*rules)

    assert caught.value.pairs == [rules]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"level": "city"}, {"level": "county"}),
        ({"level": "city", "use": "full"}, {"system": "union", "use": "brief"}),
        ({"carrier": "gongyun"}, {"carrier": "other"}),
        ({"level": "city"}, {"use": "full"}),
    ],
)
def test_rules_no_fact_could_fall_between_are_no_clash(one, other):
    assert clashes([Rule("one", Decimal(1), **one), Rule("other", Decimal(2), **other)], {}) == []


def test_a_more_specific_rule_settles_a_clash_where_it_covers_all_of_it():
    city, union = Rule("city", Decimal(1), level="city"), Rule("union", Decimal(2), system="union")
    both = Rule("both", Decimal(3), level="city", system="union")
    by_use = [replace(both, code=use, use=use) for use in ("full", "brief")]

    assert clashes([city, union, both], {}) == []
    assert clashes([city, union, *by_use], {}) == [(city, union)]
    assert clashes([city, union, *by_use], {"composite": "full"}) == []


rules = st.builds(
    Rule,
    code=st.uuids().map(str),
    points=st.decimals(0, 100, places=2),
    level=st.sampled_from([None, *list(LEVELS)[:2]]),
    system=st.sampled_from([None, *list(SYSTEMS)[:2]]),
    carrier=st.sampled_from([None, "x", "y"]),
    use=st.sampled_from([None, *USES]),
)
places = st.tuples(*map(st.sampled_from, [list(LEVELS), list(SYSTEMS), ["x", "y", "z"], list(USES)]))


@given(st.lists(rules, max_size=6, unique_by=lambda rule: rule.code), st.lists(places, max_size=20))
def test_in_a_book_without_clashes_the_order_of_rules_makes_no_difference(some_rules, some_places):
    if clashes(some_rules, {}):
        return
    forwards, backwards = book(*some_rules), book(*reversed(some_rules))

    assert [forwards.rule_for(place) for place in some_places] == [
        backwards.rule_for(place) for place in some_places
    ]


def test_codes_are_unique_policies_known_and_prices_exact():
    with pytest.raises(ValueError, match="unique"):
        book(Rule("a", Decimal(1), use="full"), Rule("a", Decimal(2), use="brief"))
    with pytest.raises(ValueError, match="policy"):
        book(multi="就高")
    with pytest.raises(TypeError, match="Decimal"):
        Rule("a", 0.5)


# The ledger against the reckoning


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


@pytest.mark.parametrize("multi", MULTI)
@given(data=st.data(), some=st.lists(facts, max_size=12))
def test_the_order_of_facts_makes_no_difference(multi, data, some):
    some = [replace(one, key=f"adoption:{number}") for number, one in enumerate(some)]
    shuffled = data.draw(st.permutations(some))
    rule_book = replace(example("r1"), multi=multi)

    assert rule_book.reckon(shuffled) == rule_book.reckon(some)


@pytest.mark.parametrize("multi", MULTI)
@given(some=st.lists(facts, max_size=12))
def test_every_fact_is_either_paid_or_told_why_not(multi, some):
    some = [replace(one, key=f"adoption:{number}") for number, one in enumerate(some)]

    reckoning = replace(example("r1"), multi=multi).reckon(some)

    told = [line.fact for line in reckoning.lines] + [unpaid.fact.key for unpaid in reckoning.unpaid]
    assert sorted(told) == sorted(one.key for one in some)
    assert all(line.points > 0 for line in reckoning.lines)


@pytest.mark.parametrize(
    ("points", "written"), [("15.00", "15"), ("0.50", "0.5"), ("1E+2", "100"), ("-2.25", "-2.25")]
)
def test_points_are_written_as_people_write_them(points, written):
    assert plain(Decimal(points)) == written


def test_rules_speak_the_words_that_units_publications_and_adoptions_are_stored_in():
    assert (LEVELS, SYSTEMS, USES) == tuple(dict(words.choices) for words in (Level, System, Use))


def test_the_pure_modules_work_where_django_cannot_be_imported():
    script = (
        "import sys; sys.modules['django'] = None\n"
        "import scoring.ranking\n"
        "from scoring.books import example\n"
        "print(example('r1').multi)"
    )

    run = subprocess.run(
        [sys.executable, "-c", script],
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
    )

    assert (run.stdout, run.stderr) == ("accumulate\n", "")
