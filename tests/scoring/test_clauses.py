"""Each clause of a rule book by itself: what offices write beside their prices."""

from decimal import Decimal

import pytest

from scoring.settle import settle
from tests.scoring.reckoned import book, event, filing, instruction, points, reckoned, use, year

BY_LEVEL = """
[[rules]]
code = "city"
level = "city"
points = 20
"""


@pytest.mark.parametrize(
    ("multi", "worth"),
    [
        ("accumulate", 10 + 20 + 20 + 10),
        ("highest", 20),
        ("highest_per_system", 20 + 10),
        ("highest_per_level", 20 + 10),
    ],
)
def test_several_uses_of_one_item_count_as_the_book_says(multi, worth):
    uses = [
        use(),
        use(level="city", on="2-1"),
        use(level="city", on="2-2", carrier="other"),
        use(system="media", on="2-3"),
    ]

    assert points(reckoned(book(BY_LEVEL, multi=multi), *uses)) == {"甲": worth}


def test_carriers_of_one_family_count_an_item_once():
    rules = book('[[families]]\nname = "院内载体"\ncarriers = ["a", "b"]\n')
    uses = [use(carrier="a"), use(carrier="b", on="2-1"), use(carrier="c", on="2-2")]

    found = reckoned(rules, *uses)

    assert points(found) == {"甲": 20}
    assert [one.reason.partition("：")[0] for one in found.unpaid] == ["院内载体不重复计分"]


@pytest.mark.parametrize(
    ("clause", "worth"),
    [
        ('split = "full"', {"甲": 10, "乙": 10, "丙": 10}),
        ('split = "equal"', {"甲": Decimal("3.34"), "乙": Decimal("3.33"), "丙": Decimal("3.33")}),
        ('split = "first"', {"甲": 10}),
        ('split = "weights"', {"甲": 5, "乙": 3, "丙": 2}),
        ('split = "fraction"\nfraction = "0.3"', {"甲": 3, "乙": 3, "丙": 3}),
        ('split = "full"\nmain_extra = 5', {"甲": 15, "乙": 10, "丙": 10}),
    ],
)
def test_units_that_share_an_item_share_its_points(clause, worth):
    shares = {"甲": 5, "乙": 3, "丙": 2}
    uses = [
        use(unit, units=3, place=place, share=Decimal(share), total_share=Decimal(10))
        for place, (unit, share) in enumerate(shares.items(), 1)
    ]

    assert points(reckoned(book(f"[joint]\n{clause}\n"), *uses)) == worth


def test_a_joint_item_has_a_price_of_its_own_where_a_rule_asks_for_one():
    rules = book('[[rules]]\ncode = "joint"\nwhen = ["joint"]\npoints = 4\n')

    assert points(reckoned(rules, use(units=2), use("乙", "b"))) == {"甲": 4, "乙": 10}


def test_a_composite_is_shared_by_its_own_clause():
    rules = book('[joint]\nsplit = "full"\n[composite]\nsplit = "equal"\n')
    uses = [
        use(use="composite", units=2),
        use("乙", use="composite", units=2, place=2),
        use("丙", "c", units=2),
    ]

    assert points(reckoned(rules, *uses)) == {"甲": 5, "乙": 5, "丙": 10}


def test_what_the_office_rewrote_is_shared_with_it():
    assert points(reckoned(book(top='rewritten = "0.5"'), use(rewritten=True))) == {"甲": 5}


def test_a_price_may_ask_for_the_kind_of_item_and_for_flags():
    rules = book(
        '[[rules]]\ncode = "research"\nsort = "调研"\npoints = 15\n'
        '[[rules]]\ncode = "good"\nsort = "调研"\nwhen = ["优秀"]\npoints = 30\n'
    )

    uses = [use(), use("乙", "b", sort="调研"), use("丙", "c", sort="调研", flags="优秀、约稿")]

    assert points(reckoned(rules, *uses)) == {"甲": 10, "乙": 15, "丙": 30}


INSTRUCTIONS = """
[[instructions]]
code = "city"
level = "city"
points = 5

[[instructions]]
code = "province"
level = "province"
points = 50
"""


@pytest.mark.parametrize(("counts", "worth"), [("each", 60), ("once_per_level", 55), ("highest", 50)])
def test_instructions_add_each_time_once_per_level_or_only_the_highest(counts, worth):
    rules = book(INSTRUCTIONS, top=f'instruction_count = "{counts}"', price=0)
    words = [instruction("city"), instruction("city", on="2-1"), instruction("province", on="2-2")]

    assert points(reckoned(rules, *words)) == {"甲": worth}


@pytest.mark.parametrize(("of", "worth"), [("all", 30), ("highest", 20), ("carrier", 10)])
def test_an_instruction_may_multiply_what_the_item_earned(of, worth):
    rules = book(
        BY_LEVEL + '[[instructions]]\ncode = "double"\nlevel = "city"\ntimes = 2\n', top=f'times_of = "{of}"'
    )
    found = reckoned(rules, use(), use(level="city", carrier="shi"), instruction("city", carrier="gongyun"))

    assert points(found) == {"甲": 30 + worth}


def test_instructions_on_a_joint_item_are_shared_where_the_book_says_so():
    clause = '[joint]\nsplit = "equal"\ninstructions = true\n' + INSTRUCTIONS

    assert points(reckoned(book(clause, price=0), instruction("province", units=2))) == {"甲": 25}


def test_points_for_reporting_are_capped_in_each_period():
    rules = book('[[filings]]\ncode = "sent"\npoints = 2\ncap = 5\n', price=0)
    filings = [filing(item=f"a{n}", on="1-5") for n in range(4)] + [filing(item="b", on="2-5")]

    found = reckoned(rules, *filings)

    assert [line.points for line in found.lines] == [2, 2, 1, 2]
    assert [one.reason for one in found.unpaid] == ["2014年1月报送分已达上限5分"]


def test_points_for_reporting_may_begin_after_so_many_items():
    rules = book('[[filings]]\ncode = "sent"\npoints = 1\nafter = 2\nper = "year"\n', price=0)

    assert points(reckoned(rules, *(filing(item=f"a{n}") for n in range(5)))) == {"甲": 3}


def test_points_for_reporting_are_replaced_when_the_item_is_adopted():
    rules = book('[[filings]]\ncode = "sent"\npoints = 5\nunadopted_only = true\n')

    found = reckoned(rules, filing(), filing(item="b"), use(on="3-1"))

    assert points(found) == {"甲": 5 + 10}
    assert [one.reason for one in found.unpaid] == ["已采用，改计采用分"]


def test_every_unit_opens_its_year_with_the_balance():
    rules = book(top="opening = 6")

    assert points(reckoned(rules, use(), reporters=[("乙", "")])) == {"甲": 16, "乙": 6}


def quota(**keys):
    given = {"code": '"task"', "label": '"任务"', "counts": '"filings"', "per": '"month"', "need": 2} | keys
    return "[[quotas]]\n" + "".join(f"{name} = {value}\n" for name, value in given.items())


@pytest.mark.parametrize(
    ("keys", "sent", "worth"),
    [
        ({"lump": 5}, 2, 5),
        ({"lump": 5}, 1, 0),
        ({"lump": 5, "proportional": "true"}, 1, Decimal("2.5")),
        ({"lump": 5, "extra_each": 1}, 5, 8),
        ({"lump": 5, "extra_each": 1, "extra_cap": 2}, 5, 7),
        ({"missed": -5}, 1, -5),
        ({"each_missing": '"-0.5"'}, 0, -1),
        ({"need": 10, "each_missing": -1, "missing_cap": 6}, 0, -6),
        ({"missed": -5}, 2, 0),
    ],
)
def test_a_task_pays_when_met_and_costs_when_missed(keys, sent, worth):
    filings = [filing(item=f"a{n}", on="3-5") for n in range(sent)]

    found = reckoned(book(quota(**keys), price=0), *filings, span=year("3-1", "3-31"), reporters=[("甲", "")])

    assert points(found) == ({"甲": worth} if worth else {})


def test_a_task_is_not_judged_before_its_period_is_over():
    found = reckoned(book(quota(missed=-5), price=0), span=year("3-1", "3-30"), reporters=[("甲", "")])

    assert found.lines == ()
    assert [(met.done, met.over) for met in found.quotas] == [(0, False)]


def test_two_lower_ones_may_count_as_one_higher():
    rules = book(quota(counts='"items"', need=2, lump=5, count_as="{ city = 1, central = 2 }"), price=0)
    counted = [use("甲", "a", level="central"), use("乙", "b", level="city"), use("丙", "c", level="city")]
    twice = use("丙", "d", level="city")

    prices = book(quota(counts='"items"', need=2, lump=5, count_as="{ city = 1, central = 2 }"), price=1)
    found = reckoned(prices, *counted, twice, span=year("1-1", "1-31"))

    assert {line.unit for line in found.lines if line.part == "quota"} == {"甲", "丙"}
    assert rules.quotas == prices.quotas


def test_a_task_may_ask_by_class_and_by_head():
    from scoring.terms import Reporter

    rules = book(quota(by_class='{ "一类" = 6 }', per_head="true"), price=0)
    found = rules.reckon(
        [], [Reporter(unit="甲", sort="一类", heads=2), Reporter(unit="乙", heads=3)], year("1-1", "1-31")
    )

    assert {met.unit: met.need for met in found.quotas} == {"甲": 12, "乙": 6}


@pytest.mark.parametrize(
    ("clause", "worth"),
    [
        ("points = -10", 20 - 10),
        ('share = "-0.5"', 20 - 10),
        ('share = "-0.5"\npoints = -10', 20 - 20),
    ],
)
def test_a_fault_costs_points_or_a_share_of_what_the_item_earned(clause, worth):
    rules = book(f'[[events]]\ncode = "f"\nevent = "false"\n{clause}\n', price=20)

    assert points(reckoned(rules, use(), event("false", item="甲1"))) == ({"甲": worth} if worth else {})


def test_faults_of_one_sort_are_capped():
    rules = book('[[events]]\ncode = "f"\nevent = "late"\npoints = -4\ncap = 10\n', price=0)

    assert points(reckoned(rules, *(event("late", on=f"{n}-1") for n in range(1, 6)))) == {"甲": -10}


def test_so_many_misses_void_the_year():
    rules = book(quota(void_after=3) + '[[events]]\ncode = "c"\nevent = "concealed"\nvoid_at = 1\n')

    found = reckoned(rules, use(), span=year("1-1", "3-31"))
    voided = [void.reason for void in found.voids]

    assert voided == ["任务3次未完成"]
    assert settle(rules, found.lines, voided).score == 0
    assert [void.reason for void in reckoned(rules, event("concealed"), span=year("1-1", "1-31")).voids] == [
        "瞒报1次"
    ]


def test_an_adoption_rate_below_the_mark_costs_points():
    rules = book('[[rates]]\ncode = "r"\nbelow = "0.3"\npoints = -5\nleast = 2\n', price=1)
    poor = [filing("甲", f"a{n}") for n in range(4)] + [use("甲", "a0")]
    good = [filing("乙", f"b{n}") for n in range(3)] + [use("乙", "b0")]

    assert points(reckoned(rules, *poor, *good)) == {"甲": 1 - 5, "乙": 1}


def scored(tables, *facts, **given):
    rules = book(tables, **given)
    return settle(rules, reckoned(rules, *facts).lines)


def test_the_score_may_be_the_average_of_counted_items():
    score = scored(
        '[total]\naggregate = "average"\n', use(item="a"), use(item="a", carrier="b"), use(item="c"), price=10
    )

    assert (score.points, score.counted, score.score) == (30, 2, 15)


def test_parts_are_weighed_against_their_benchmarks():
    parts = (
        '[[parts]]\nname = "工作量"\nof = ["filing"]\nworth = 20\nbenchmark = 4\n'
        '[[parts]]\nname = "质量"\nof = ["adoption"]\nworth = 80\nbenchmark = 40\n'
        '[[filings]]\ncode = "sent"\npoints = 1\n'
    )

    score = scored(parts, filing(item="a"), filing(item="b"), *(use(item=f"u{n}") for n in range(6)))

    assert score.score == 20 * 2 / 4 + 80
    assert score.points + sum(step.points for step in score.steps) == score.score


@pytest.mark.parametrize(
    ("total", "worth"),
    [
        ("floor = 0", 0),
        ("deduction_cap = 15", -5),
        ("pass_mark = 0", -10),
    ],
)
def test_floor_and_cap_on_deductions(total, worth):
    faults = '[[events]]\ncode = "f"\nevent = "late"\npoints = -10\n'

    assert scored(f"{faults}[total]\n{total}\n", use(), event("late"), event("late", on="2-1")).score == worth


def test_bonuses_are_capped_together_and_the_total_has_a_ceiling():
    bonus = '[[events]]\ncode = "b"\nevent = "commended"\npoints = 8\n'
    facts = [use(), event("commended"), event("commended", on="2-1")]

    assert scored(f"{bonus}[total]\nbonus_cap = 10\n", *facts).score == 20
    assert scored(f"{bonus}[total]\nceiling = 15\n", *facts).score == 15


def test_the_score_converts_into_a_larger_assessment_and_knows_its_pass_mark():
    score = scored(
        "[total]\nconvert_from = 200\nconvert_to = 30\npass_mark = 60\n",
        *(use(item=f"u{n}") for n in range(7)),
    )

    assert (score.points, score.score, score.passed) == (70, Decimal("10.5"), True)


def test_remuneration_goes_by_points_to_those_who_are_named():
    rules = book("[money]\nper_point = 4\n")

    found = reckoned(rules, use(person="张三"), use(item="b"))

    assert [(pay.person, pay.amount) for pay in found.pays] == [("张三", 40)]


def test_remuneration_may_have_prices_of_its_own():
    rules = book(
        '[[money_rules]]\ncode = "m"\nlevel = "county"\namount = 30\n[money]\nneeds_person = false\n'
    )

    assert [pay.amount for pay in reckoned(rules, use()).pays] == [30]
