from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from accounts.roles import Level
from bulletins.states import System, Use
from scoring.books import example
from scoring.engine import Ambiguous, RuleBook
from scoring.rules import LEVELS, SYSTEMS, USES, Rule, clashes


def book(*rules, **policies):
    return RuleBook("试行办法", 1, rules, **policies)


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

    found = book(*rules).rule_for(("city", "union", "gongyun", "full"))

    assert found.code == "precise"


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
    by_use = [replace(both, code=use, use=use) for use in USES if use != "composite"]

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


@settings(deadline=None)
@given(st.lists(rules, max_size=6, unique_by=lambda rule: rule.code), st.lists(places, max_size=20))
def test_in_a_book_without_clashes_the_order_of_rules_makes_no_difference(some_rules, some_places):
    assume(not clashes(some_rules, {}))
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


def test_rules_speak_the_words_that_units_publications_and_adoptions_are_stored_in():
    assert tuple(dict(words.choices) for words in (Level, System, Use)) == (LEVELS, SYSTEMS, USES)
