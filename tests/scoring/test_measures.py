"""Clauses on length and pictures, additions, persons and pay, openings, and units measured against each other."""

from decimal import Decimal

import pytest

from scoring.settle import settle_all
from scoring.terms import Reporter
from tests.scoring.reckoned import book, event, filing, instruction, points, reckoned, use, year

BANDS = """
[[rules]]
code = "long"
words_from = 800
points = 15

[[rules]]
code = "short"
words_to = 799
points = 8
"""


@pytest.mark.parametrize(("words", "worth"), [(800, 15), (799, 8), (0, 8), (None, 10)])
def test_a_price_may_ask_for_a_length(words, worth):
    assert points(reckoned(book(BANDS), use(words=words))) == {"甲": worth}


def test_a_use_no_band_covers_says_so():
    found = reckoned(book(BANDS, price=0), use())

    assert [one.reason for one in found.unpaid] == [
        "区县级工会刊物全文采用：考核办法中没有适用的规则（区县级工会）"
    ]


@pytest.mark.parametrize(
    ("keys", "facts", "worth"),
    [
        ('each = "picture"\npoints = "0.5"', {"pictures": 3}, Decimal("1.5")),
        ('each = "picture"\npoints = "0.5"\nat_most = 1', {"pictures": 3}, 1),
        ('each = "picture"\npoints = 1', {"pictures": 0}, 0),
        ('each = "thousand_words"\npoints = 10', {"words": 1250}, Decimal("12.5")),
    ],
    ids=["pictures", "at-most", "none", "words"],
)
def test_a_price_may_be_one_for_each_picture_or_thousand_words(keys, facts, worth):
    rules = book(f'[[rules]]\ncode = "each"\n{keys}\n', price=0)

    assert points(reckoned(rules, use(**facts))).get("甲", 0) == worth


def test_what_comes_on_top_is_added_after_the_multipliers():
    rules = book(
        '[[multipliers]]\ncode = "m"\nsort = "调研"\ntimes = 2\n'
        '[[additions]]\ncode = "front"\nwhen = ["头版"]\npoints = 3\n'
        '[[additions]]\ncode = "pictures"\neach = "picture"\npoints = "0.5"\nat_most = 1\n'
    )

    found = reckoned(rules, use(sort="调研", flags="头版", pictures=4), use("乙", "b"))

    assert points(found) == {"甲": 10 * 2 + 3 + 1, "乙": 10}
    assert found.lines[0].reason.startswith(
        "区县级工会刊物全文采用，×2，另加3（front），另加1（pictures），24分"
    )


def test_a_list_of_values_covers_each_of_them_and_the_single_value_outdoes_it():
    rules = book(
        '[[rules]]\ncode = "above"\nlevel = ["city", "province"]\npoints = 20\n'
        '[[rules]]\ncode = "province"\nlevel = "province"\npoints = 30\n'
    )
    places = [use("甲", level="city"), use("乙", level="province"), use("丙", level="central")]

    assert points(reckoned(rules, *places)) == {"甲": 20, "乙": 30, "丙": 10}


@pytest.mark.parametrize(("place", "worth"), [(1, 5), (2, 2)])
def test_the_first_of_several_units_may_have_a_price_of_its_own(place, worth):
    rules = book(
        '[[rules]]\ncode = "lead"\nwhen = ["lead"]\npoints = 5\n'
        '[[rules]]\ncode = "partner"\nwhen = ["partner"]\npoints = 2\n'
    )

    assert points(reckoned(rules, use(units=2, place=place))) == {"甲": worth}


def test_the_uses_beside_the_highest_may_count_for_a_share():
    rules = book(
        '[[rules]]\ncode = "city"\nlevel = "city"\npoints = 20\n', multi="highest", top='multi_rest = "0.5"'
    )

    assert points(reckoned(rules, use(), use(level="city", on="2-1"))) == {"甲": 20 + 5}


def test_one_publication_counts_an_item_once():
    rules = book(multi="highest_per_carrier")

    assert points(reckoned(rules, use(), use(on="2-1"), use(carrier="b", on="3-1"))) == {"甲": 20}


def test_a_unit_opens_its_year_with_the_balance_of_its_class():
    rules = book(top='opening = 6\nopening_by_class = { "一类" = 10, "二类" = 0 }')

    found = reckoned(rules, reporters=[("甲", "一类"), ("乙", "二类"), ("丙", "")])

    assert points(found) == {"甲": 10, "丙": 6}


EVENTS = """
[[events]]
code = "wrong"
event = "wrong"
by_time = [-1, -2, -5]
per = "quarter"

[[events]]
code = "late"
event = "late"
points = -1
each_day = "-0.5"
after = 1
"""


def test_a_fault_costs_more_each_time_and_begins_anew_with_the_period():
    faults = [event("wrong", on=on) for on in ("1-3", "1-4", "2-1", "3-1", "4-1")]

    assert points(reckoned(book(EVENTS), *faults)) == {"甲": -1 - 2 - 5 - 5 - 1}


def test_lateness_costs_by_the_day_and_the_first_time_may_be_let_pass():
    late = {"event_on": "1-2", "filed_on": "1-5"}

    found = reckoned(book(EVENTS), event("late", on="1-5", **late), event("late", on="1-6", **late))

    assert points(found) == {"甲": Decimal("-2.5")}
    assert [one.reason for one in found.unpaid] == ["迟报，2014年前1次不计，0分（规则 late）"]


@pytest.mark.parametrize(
    ("keys", "sent", "worth"),
    [
        ('lump = 10\nproportional = true\nproportional_from = "0.6"', 3, Decimal("7.5")),
        ('lump = 10\nproportional = true\nproportional_from = "0.6"', 2, 0),
    ],
)
def test_a_task_done_by_half_may_bring_nothing(keys, sent, worth):
    task = f'[[quotas]]\ncode = "q"\nlabel = "任务"\ncounts = "filings"\nper = "month"\nneed = 4\n{keys}\n'
    filings = [filing(item=f"a{n}") for n in range(sent)]

    found = reckoned(book(task, price=0), *filings, span=year("1-1", "1-31"))

    assert points(found).get("甲", 0) == worth


def test_a_missed_task_may_cost_a_share_of_what_the_period_brought():
    task = '[[quotas]]\ncode = "q"\nlabel = "任务"\ncounts = "filings"\nper = "month"\nneed = 1\nmissed_share = "-0.5"\n'

    found = reckoned(book(task), use(), use(item="b", on="2-2"), filing(on="2-1"), span=year("1-1", "2-28"))

    assert points(found) == {"甲": 10 - 5 + 10}


@pytest.mark.parametrize(
    ("counts", "done"), [('"points"\nof = ["instruction"]', 5), ('"instructions"\nlevel = "city"', 1)]
)
def test_a_task_may_ask_for_one_kind_of_points_or_for_instructions(counts, done):
    clauses = f'[[instructions]]\ncode = "i"\npoints = 5\n[[quotas]]\ncode = "q"\nlabel = "批示"\ncounts = {counts}\nper = "month"\nneed = 9\n'

    found = reckoned(book(clauses), use(), instruction("city"), span=year("1-1", "1-31"))

    assert [met.done for met in found.quotas] == [done]


@pytest.mark.parametrize(("months", "void"), [(("1-5", "3-5"), []), (("1-5", "4-5"), ["任务连续2次未完成"])])
def test_misses_in_a_row_void_the_year(months, void):
    task = '[[quotas]]\ncode = "q"\nlabel = "任务"\ncounts = "filings"\nper = "month"\nneed = 1\nvoid_after = 2\nin_a_row = true\n'
    filings = [filing(item=on, on=on) for on in months]

    found = reckoned(book(task), *filings, span=year("1-1", "4-30"))

    assert [one.reason for one in found.voids] == void


def test_a_high_adoption_rate_may_be_rewarded():
    clause = '[[rates]]\ncode = "r"\nabove = "0.5"\npoints = 5\nper = "month"\n'

    found = reckoned(book(clause, price=0), filing(), filing(item="b"), use(), span=year("1-1", "1-31"))

    assert points(found) == {"甲": 5}


def test_persons_may_earn_by_prices_of_their_own():
    rules = book('[[person_rules]]\ncode = "own"\nlevel = "county"\npoints = 2\n')

    found = reckoned(rules, use(person="李明"), use(item="b"))

    assert points(found) == {"甲": 20}
    assert [(line.person, line.points) for line in found.credits] == [("李明", 2)]


MONEY = """
[money]
per_point = 4
split = "equal"
cap = 60

[[money_rules]]
code = "leader"
of = "instruction"
amount = 25

[[money_rules]]
code = "long"
words_from = 1000
each = "thousand_words"
amount = 50
"""


def test_writers_share_what_an_item_pays_within_the_cap_of_the_month():
    facts = [
        use(person="李明", coauthors=("王芳", "赵强")),
        use(item="b", person="王芳", words=1200, on="1-20"),
        instruction("city", person="李明", on="1-25"),
        use(item="c"),
    ]

    found = reckoned(book(MONEY), *facts)

    assert [(pay.person, pay.amount) for pay in found.pays] == [
        ("李明", Decimal("13.34")),
        ("王芳", Decimal("13.33")),
        ("赵强", Decimal("13.33")),
        ("王芳", Decimal("46.67")),
        ("李明", 25),
    ]


def all_scores(rules, found, units):
    lines = {unit: [line for line in found.lines if line.unit == unit] for unit in units}
    return {unit: score.score for unit, score in settle_all(rules, lines, {}, units).items()}


UNITS = {
    "甲": Reporter(unit="甲", sort="一类", group="一", heads=4),
    "乙": Reporter(unit="乙", sort="二类", group="一", heads=1),
    "丙": Reporter(unit="丙", sort="二类", group="二", heads=1),
}
THREE = [
    use("甲"),
    use("甲", "b"),
    use("甲", "c"),
    use("甲", "d"),
    use("乙", "e"),
    use("丙", "f"),
    use("丙", "g"),
]


@pytest.mark.parametrize(
    ("clauses", "worth"),
    [
        (
            '[[parts]]\nname = "质量"\nof = ["adoption"]\nworth = 80\nagainst = "highest"\n',
            {"甲": 80, "乙": 20, "丙": 40},
        ),
        (
            '[[parts]]\nname = "质量"\nof = ["adoption"]\nworth = 80\nagainst = "group"\n',
            {"甲": 80, "乙": 20, "丙": 80},
        ),
        (
            '[total]\nconvert_against = "highest"\nconvert_to = 10\n',
            {"甲": 10, "乙": Decimal("2.5"), "丙": 5},
        ),
        ('[total]\naggregate = "per_head"\n', {"甲": 10, "乙": 10, "丙": 20}),
        ('[total]\nclass_times = { "二类" = "1.5" }\n', {"甲": 40, "乙": 15, "丙": 30}),
    ],
    ids=["highest", "group", "converted", "heads", "class"],
)
def test_units_are_measured_against_the_best_by_heads_or_by_class(clauses, worth):
    rules = book(clauses)

    assert all_scores(rules, reckoned(rules, *THREE), UNITS) == worth


def test_nobody_is_measured_against_nothing():
    rules = book('[total]\nconvert_against = "highest"\nconvert_to = 10\n')

    assert all_scores(rules, reckoned(rules), UNITS) == {"甲": 0, "乙": 0, "丙": 0}


def test_the_pass_mark_may_differ_by_class():
    rules = book('[total]\npass_mark = 30\npass_by_class = { "二类" = 15 }\n')
    found = reckoned(rules, *THREE)
    lines = {unit: [line for line in found.lines if line.unit == unit] for unit in UNITS}

    passed = {unit: score.passed for unit, score in settle_all(rules, lines, {}, UNITS).items()}

    assert passed == {"甲": True, "乙": False, "丙": True}
