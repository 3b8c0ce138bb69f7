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

from scoring.books import example
from scoring.engine import RuleBook
from scoring.policies import MULTI
from scoring.ranking import rank
from scoring.rules import LEVELS, SYSTEMS, USES, Rule
from scoring.terms import Fact, Line, plain

JANUARY = date(2014, 1, 1)


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


@pytest.mark.parametrize("multi", MULTI)
@settings(deadline=None)
@given(data=st.data(), some=st.lists(facts, max_size=12))
def test_the_order_of_facts_makes_no_difference(multi, data, some):
    some = [replace(one, key=f"adoption:{number}") for number, one in enumerate(some)]
    shuffled = data.draw(st.permutations(some))
    rule_book = replace(example("r1"), multi=multi)

    assert rule_book.reckon(shuffled) == rule_book.reckon(some)


@pytest.mark.parametrize("multi", MULTI)
@settings(deadline=None)
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
