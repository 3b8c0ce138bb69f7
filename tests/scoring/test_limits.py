"""Clauses that count further items for less, or bound what counts in a period."""

from dataclasses import replace
from decimal import Decimal

import pytest

from tests.scoring.reckoned import book, event, filing, instruction, points, reckoned, use, year


def table(name, **keys):
    given = {"code": '"x"'} | keys
    return f"[[{name}]]\n" + "".join(f"{key} = {value}\n" for key, value in given.items())


def uses(count, on="1-5", **facts):
    return [use(item=f"{on}-{n}", on=on, **facts) for n in range(count)]


@pytest.mark.parametrize(
    ("keys", "worth"),
    [
        ({"after": 2, "points": 4}, 10 + 10 + 4 + 4),
        ({"after": 2, "times": '"0.5"'}, 10 + 10 + 5 + 5),
        ({"after": 2, "points": 0}, 10 + 10),
        ({"after": 2, "points": 4, "per": '"week"'}, 10 + 10 + 4 + 4),
        ({"after": 2, "points": 4, "level": '"city"'}, 40),
    ],
    ids=["price", "share", "nothing", "week", "elsewhere"],
)
def test_further_items_of_a_period_count_for_less(keys, worth):
    assert points(reckoned(book(table("tiers", **keys)), *uses(4))) == {"甲": worth}


def test_each_period_begins_its_count_anew_and_the_furthest_tier_counts():
    tiers = table("tiers", after=1, points=6) + table("tiers", code='"y"', after=2, points=1)

    assert points(reckoned(book(tiers), *uses(4), *uses(1, "2-5"))) == {"甲": 10 + 6 + 1 + 1 + 10}


def test_an_item_used_twice_is_one_item_of_the_tier():
    rules = book(table("tiers", after=1, points=2))

    assert points(reckoned(rules, use(), use(carrier="other"), use(item="b", on="1-16"))) == {"甲": 22}


def test_tiers_speak_of_filings_too():
    rules = book(
        '[[filings]]\ncode = "f"\npoints = 2\n' + table("tiers", of='"filing"', after=3, points=1), price=0
    )

    found = reckoned(rules, *(filing(item=f"a{n}") for n in range(5)))

    assert points(found) == {"甲": 2 * 3 + 2}
    assert found.lines[-1].reason == "报送，2014年1月第5条，计1分（x），1分（规则 f）"


@pytest.mark.parametrize(
    ("keys", "worth"),
    [
        ({"items": 3}, 30),
        ({"points": 25}, 25),
        ({"points": 25, "items": 2}, 20),
        ({"points": 25, "per": '"year"', "level": '["county", "city"]'}, 25),
        ({"points": 25, "sort": '"调研"'}, 40),
        ({"points": 15, "by": '"item"'}, 40),
    ],
    ids=["items", "points", "both", "levels", "other-sort", "by-item"],
)
def test_what_counts_in_a_period_is_capped(keys, worth):
    assert points(reckoned(book(table("caps", **keys)), *uses(4))) == {"甲": worth}


def test_what_a_cap_cuts_is_told_with_the_reason():
    found = reckoned(book(table("caps", items=1, per='"month"')), *uses(2))

    assert [one.reason for one in found.unpaid] == [
        "区县级工会刊物全文采用，2014年1月采用分最多计1条（x），计0分，0分（规则 any）"
    ]


def test_one_item_brings_no_more_than_its_cap_however_often_it_is_used():
    rules = book(table("caps", points=25, by='"item"', per='"year"'))

    found = reckoned(rules, use(), use(carrier="b", on="2-1"), use(carrier="c", on="3-1"), use(item="other"))

    assert points(found) == {"甲": 25 + 10}


def test_the_best_may_be_chosen_instead_of_the_first():
    price = '[[rules]]\ncode = "city"\nlevel = "city"\npoints = 30\n'
    rules = book(price + table("caps", items=1, choose='"best"'))

    assert points(reckoned(rules, use(on="1-3"), use(item="b", level="city", on="1-20"))) == {"甲": 30}


def test_kinds_of_points_may_share_one_cap():
    clauses = '[[instructions]]\ncode = "i"\npoints = 10\n' + table(
        "caps", of='["adoption", "instruction"]', points=15
    )

    assert points(reckoned(book(clauses), use(), instruction("city"))) == {"甲": 15}


def test_deductions_are_capped_by_themselves():
    clauses = '[[events]]\ncode = "late"\nevent = "late"\npoints = -4\n' + table(
        "caps", of='["event"]', points=6
    )

    assert points(reckoned(book(clauses), *(event("late", on=f"1-{n}") for n in (3, 4, 5)))) == {"甲": -6}


@pytest.mark.parametrize(
    ("keys", "worth"), [({"floor": 0}, 0), ({"ceiling": 5}, None), ({"floor": -5}, -5)], ids=str
)
def test_a_period_is_brought_back_to_its_bounds_when_it_is_over(keys, worth):
    clauses = '[[events]]\ncode = "late"\nevent = "late"\npoints = -4\n' + table(
        "bounds", label='"当月奖惩"', of='["event"]', per='"month"', **keys
    )
    faults = [event("late", on=f"1-{n}") for n in (3, 4)]

    found = reckoned(book(clauses), *faults, span=year("1-1", "1-31"))

    assert points(found).get("甲", 0) == (-8 if worth is None else worth)


def test_a_bound_says_what_it_kept_and_waits_for_the_end_of_its_period():
    clause = table("bounds", label='"当月采用分"', of='["adoption"]', per='"month"', ceiling=25)

    over = reckoned(book(clause), *uses(3), span=year("1-1", "1-31"))
    running = reckoned(book(clause), *uses(3), span=year("1-1", "1-30"))

    assert over.lines[-1].reason == "2014年1月当月采用分30分，封顶25分，-5分（规则 x）"
    assert (over.lines[-1].part, points(over), points(running)) == ("bound", {"甲": 25}, {"甲": 30})


TASKS = """
[[quotas]]
code = "dynamic"
label = "动态"
counts = "filings"
sort = "动态"
per = "month"
need = 2

[[quotas]]
code = "long"
label = "长信息"
counts = "filings"
sort = "调研"
per = "quarter"
need = 1

[[together]]
code = "base"
label = "基础分"
tasks = ["dynamic", "long"]
per = "quarter"
lump = 30
missed = -3
"""


def month_of(number, dynamic):
    return [filing(item=f"{number}-{n}", on=f"{number}-5", sort="动态") for n in range(dynamic)]


@pytest.mark.parametrize(("march", "long", "worth"), [(2, 1, 30), (1, 1, -3), (2, 0, -3)])
def test_several_tasks_pay_only_together(march, long, worth):
    filings = [*month_of(1, 2), *month_of(2, 3), *month_of(3, march)]
    filings += [filing(item="l", on="2-2", sort="调研")] * long

    found = reckoned(book(TASKS, price=0), *filings, span=year("1-1", "3-31"), reporters=[("甲", "")])

    assert points(found) == {"甲": worth}


def test_the_line_of_several_tasks_names_the_one_that_was_missed():
    found = reckoned(book(TASKS, price=0), span=year("1-1", "3-31"), reporters=[("甲", "")])

    assert [line.reason for line in found.lines] == [
        "2014年第1季度基础分：动态、长信息未完成，-3分（规则 base）"
    ]


def test_the_order_in_which_things_are_told_makes_no_difference_to_a_cap():
    rules = book(table("caps", items=2))
    facts = uses(4)

    assert reckoned(rules, *facts) == reckoned(rules, *reversed(facts))


def test_a_tier_halves_odd_points_to_the_cent():
    rules = book(table("tiers", after=0, times='"0.33"'), price='"2.5"')

    assert points(reckoned(rules, use())) == {"甲": Decimal("0.83")}


def test_a_cap_by_person_asks_nothing_of_items_without_a_name():
    rules = book(table("caps", by='"person"', items=1))
    facts = [*uses(2), *uses(2, "1-6", person="李明"), *uses(1, "1-7", person="王芳")]

    assert points(reckoned(rules, *facts)) == {"甲": 20 + 10 + 10}


def test_of_one_day_the_lower_number_comes_first():
    rules = book(table("caps", items=1))
    ninth, tenth = (replace(use(item=str(n), on="1-5"), key=f"adoption:{n}") for n in (9, 10))

    assert [line.item for line in reckoned(rules, tenth, ninth).lines] == ["9"]
