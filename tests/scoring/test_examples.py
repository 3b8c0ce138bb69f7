"""The rule books shipped with the product give the figures their own documents and worked months give."""

from decimal import Decimal

import pytest

from scoring.books import EXAMPLES, dump, example, load
from scoring.settle import settle
from tests.scoring.reckoned import event, filing, instruction, points, reckoned, use, year


@pytest.mark.parametrize("code", sorted(path.stem for path in EXAMPLES.glob("*.toml")))
def test_an_example_reads_back_as_itself(code):
    assert load(dump(example(code))) == example(code)


def test_the_examples_are_the_ones_documented():
    codes = {path.stem for path in EXAMPLES.glob("*.toml")}

    assert codes == {"r1", "r2", "r5", "r8", "r9", "r11", "r14", "r20", "r22", "r42"}


def test_r2_pays_5_for_two_submissions_in_a_month_and_nothing_for_one():
    filings = [filing("甲", "1", "3-3"), filing("甲", "2", "3-9"), filing("乙", "3", "3-9")]

    assert points(reckoned(example("r2"), *filings)) == {"甲": 5}


@pytest.mark.parametrize(
    ("carrier", "kind", "worth"),
    [
        ("school-news", "full", 5),
        ("qingyuan-jiaogong", "full", 10),
        ("zhongguo-jiaogong", "short", 15),
        ("zhongguo-jiaogong", "medium", 20),
        ("zhongguo-jiaogong", "long", 30),
        ("zhongguo-jiaogong", "special", 30),
    ],
)
def test_r2_pays_by_carrier_and_length(carrier, kind, worth):
    assert points(reckoned(example("r2"), use(carrier=carrier, use=kind))) == {"甲": worth}


def test_r2_counts_nothing_that_was_filed_more_than_a_week_after_the_activity():
    in_time = use(carrier="school-news", event_on="3-1", filed_on="3-8", on="3-10")
    late = use("乙", carrier="school-news", event_on="3-1", filed_on="3-9", on="3-10")
    holiday = use("丙", carrier="school-news", event_on="2-1", filed_on="2-20", on="3-10", timely=True)

    found = reckoned(example("r2"), in_time, late, holiday)

    assert points(found) == {"甲": 5, "丙": 5}
    assert [one.reason for one in found.unpaid] == ["事后 8 天才报送，超过 7 天时限，不计分"]


def test_r2_begins_its_year_in_december():
    book = example("r2")

    assert [book.year_of(one.on).isoformat() for one in (use(on="11-30"), use(on="12-1"))] == [
        "2013-12-01",
        "2014-12-01",
    ]


def test_r1_pays_its_first_author_four_yuan_a_point_and_nobody_unnamed():
    named = use(person="张三", level="city", coauthors=("李四",))
    unnamed = use("乙", item="乙1")

    found = reckoned(example("r1"), named, unnamed)

    assert points(found) == {"甲": 15, "乙": 10}
    assert [(one.unit, one.person, one.amount) for one in found.pays] == [("甲", "张三", 60)]


def test_r5_gives_its_worked_month_84_78_30_and_14():
    yesterday = {"carrier": "zuori-qingkuang", "level": "city", "system": "government"}
    province = {"level": "province", "system": "government"}
    facts = [
        use("教育局", "a", **yesterday),
        use("教育局", "b", **yesterday),
        instruction("city", "教育局", "b", carrier="zuori-qingkuang", system="government"),
        use("教育局", "c", **yesterday | {"use": "brief"}),
        use("教育局", "d", **province, carrier="province", use="sent"),
        use("教育局", "d", **province, carrier="province-zhuanbao"),
        instruction("province", "教育局", "d", carrier="province-zhuanbao", system="government"),
        use("某县", "e", **yesterday),
        use("某县", "f", **yesterday),
        use("某县", "f", **province, carrier="province", use="sent"),
        use("某县", "f", **province, carrier="xinxi-jianbao"),
        use("某县", "f", level="central", system="government", carrier="guoban", use="sent"),
        use("某县", "f", level="central", system="government", carrier="guoban"),
        use("财政局", "g", carrier="zhengwu-jianyi", level="city", system="government", use="research"),
        instruction("city", "财政局", "g", carrier="zhengwu-jianyi", system="government"),
        *(use("民政局", f"h{n}", **yesterday) for n in range(4)),
        *(use("民政局", f"i{n}", **yesterday | {"use": "brief"}) for n in range(2)),
    ]

    assert points(reckoned(example("r5"), *facts)) == {"教育局": 84, "某县": 78, "财政局": 30, "民政局": 14}


def test_r8_pays_the_base_to_a_township_with_eight_dynamic_items_and_caps_it_at_ten():
    eight = [filing("甲镇", f"a{n}", "3-5", sort="动态") for n in range(8)]
    twelve = [filing("乙镇", f"b{n}", "3-5", sort="动态") for n in range(12)]
    seven = [filing("丙镇", f"c{n}", "3-5", sort="动态") for n in range(7)]
    other_kinds = [filing("丙镇", "c7", "3-5", sort="调研")]
    union = [filing("工会", f"d{n}", "3-5") for n in range(2)]
    classes = [("甲镇", "乡镇"), ("乙镇", "乡镇"), ("丙镇", "乡镇"), ("工会", "群团")]

    facts = [*eight, *twelve, *seven, *other_kinds, *union]
    found = reckoned(example("r8"), *facts, span=year("3-1", "3-31"), reporters=classes)

    assert points(found) == {"甲镇": 10, "乙镇": 10, "工会": 10}


def test_r8_asks_a_township_for_one_long_item_a_quarter():
    found = reckoned(
        example("r8"), filing("甲镇", sort="调研"), span=year("1-1", "6-30"), reporters=[("甲镇", "乡镇")]
    )

    long = [met.met for met in found.quotas if met.quota == "quarterly-long"]
    assert long == [True, False]


def test_r8_pays_no_more_than_a_hundred_and_twenty_a_year_for_the_base():
    months = [filing("甲镇", f"{m}-{n}", f"{m}-5", sort="动态") for m in range(1, 13) for n in range(8)]

    found = reckoned(example("r8"), *months, reporters=[("甲镇", "乡镇")])

    assert points(found) == {"甲镇": 120}


def test_r8_prices_a_sole_item_above_a_composite_one():
    sole = use("甲", "a", carrier="xinxi-dongtai", level="city")
    composite = use("乙", "b", carrier="xinxi-dongtai", level="city", use="composite")

    assert points(reckoned(example("r8"), sole, composite)) == {"甲": 50, "乙": 20}


@pytest.mark.parametrize(
    ("sort", "month", "whole_year", "quality"),
    [("一类", 6, 120, 100), ("二类", 5, 100, 80), ("三类", 3, 70, 60), ("四类", 2, 50, 40)],
)
def test_r9_asks_each_class_for_its_own_numbers(sort, month, whole_year, quality):
    found = reckoned(example("r9"), span=year("12-1", "12-31"), reporters=[("某局", sort)])

    asked = {met.quota: met.need for met in found.quotas}
    assert asked == {"monthly": month, "yearly": whole_year, "quality": quality}


def test_r11_adds_up_carriers_instructions_and_deductions():
    facts = [
        use(item="a", carrier="zhengwu-chenxun"),
        use(item="a", carrier="chuanzheng-chenxun", level="province", use="important"),
        use(item="b", carrier="site", use="picture"),
        use(item="c", carrier="none", flags="约稿"),
        instruction("province", item="a"),
        event("commission_late"),
        event("feedback_missed"),
    ]

    assert points(reckoned(example("r11"), *facts)) == {"甲": Decimal("2.5")}  # 2+5+0.5+5+10-10-10


def test_r14_pays_fifty_for_fifteen_items_a_year_and_nothing_for_fourteen():
    enough = [filing("甲", f"a{n}", "6-1") for n in range(15)]
    short = [filing("乙", f"b{n}", "6-1") for n in range(14)]

    assert points(reckoned(example("r14"), *enough, *short)) == {"甲": 50}


def test_r14_accumulates_doubles_forwarded_research_and_adds_instructions():
    facts = [
        use(item="a", system="party"),
        use(item="b", system="party", use="composite", units=2),
        use("乙", item="b", system="party", use="composite", units=2, place=2),
        use(item="c", level="province", system="party", sort="调研", flags="转报采用"),
        instruction("city", item="c"),
        instruction("city", item="a", flags="办公室主任"),
    ]

    assert points(reckoned(example("r14"), *facts)) == {"甲": 5 + 3 + 40 + 30 + 20, "乙": 3}


def test_r20_pays_a_commission_in_time_and_takes_as_much_for_one_that_is_not():
    facts = [
        use(item="a", system="party"),
        filing(item="b", flags="约稿"),
        filing(item="c"),
        event("commission_late", on="2-3"),
        event("commission_missed", on="2-4"),
    ]

    found = reckoned(example("r20"), *facts, span=year("1-1", "3-31"))

    assert points(found) == {"甲": 10 + 3 - 3 - 3}
    assert [(met.quota, met.done, met.met) for met in found.quotas if met.over] == [
        ("monthly", 2, True),
        ("monthly", 0, False),
        ("monthly", 0, False),
        ("quarterly", 7, False),
    ]


def test_r22_begins_at_a_hundred_takes_half_a_point_for_each_missing_item_and_adds_ten_at_most():
    book = example("r22")
    facts = [filing(item=f"f{n}", on="1-9") for n in range(2)]
    uses = [use(item=f"u{n}", on="5-5") for n in range(14)]

    found = reckoned(book, *facts, *uses, reporters=[("甲", "A类")])
    score = settle(book, found.lines)

    assert score.points == 100 + 14 - 11 * 2 * Decimal("0.5")
    assert score.score == 100 + 10 - 11
    assert [step.points for step in score.steps] == [-4]


def test_r22_shares_what_the_office_rewrote_and_never_falls_below_nothing():
    book = example("r22")
    rewritten = reckoned(book, use(rewritten=True), span=year("1-2", "1-31"))
    faults = settle(book, [line for line in rewritten.lines if line.points < 0])

    assert points(rewritten) == {"甲": Decimal("0.5")}
    assert faults.score == 0


def test_r42_pays_one_for_a_week_of_two_one_more_for_each_further_item_and_nothing_for_a_week_of_one():
    three, one = [filing(item=f"a{n}", on="3-4") for n in range(3)], [filing(item="b", on="3-12")]

    found = reckoned(example("r42"), *three, *one, span=year("3-3", "3-16"), reporters=[("甲", "")])

    assert [(line.points, line.on.isoformat()) for line in found.lines] == [(2, "2014-03-09")]
    assert [(met.done, met.met) for met in found.quotas] == [(3, True), (1, False)]
