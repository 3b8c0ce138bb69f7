"""Rule sets that are not shipped, in their own structure: what their documents would pay, worked out by hand."""

from decimal import Decimal

from scoring.settle import settle, settle_all
from scoring.terms import Reporter
from tests.scoring.reckoned import book, event, filing, instruction, points, reckoned, use, year


def one(found, unit="甲"):
    return [line for line in found.lines if line.unit == unit]


def test_only_unadopted_items_earn_for_being_sent_and_of_several_uses_the_best_counts():
    """R10, R36: 未采用每条1分，调研2分；采用就高。"""
    rules = book(
        '[[filings]]\ncode = "sent"\npoints = 1\nunadopted_only = true\n'
        '[[filings]]\ncode = "research"\nsort = "调研"\npoints = 2\nunadopted_only = true\n'
        '[[rules]]\ncode = "above"\nlevel = ["city", "province"]\npoints = 30\n',
        multi="highest",
    )
    facts = [
        filing(item="a"),
        filing(item="b"),
        filing(item="c", sort="调研"),
        use(item="a"),
        use(item="a", level="city", on="2-1"),
    ]

    assert points(reckoned(rules, *facts)) == {"甲": 1 + 2 + 30}


def test_every_unit_of_a_composite_gets_ten_and_the_main_source_more():
    """R13: 综合采用的每个单位各10分，主要来源另加5分；批示每次加分。"""
    rules = book(
        '[[rules]]\ncode = "composite"\nuse = "composite"\npoints = 10\n[composite]\nsplit = "full"\nmain_extra = 5\n'
        '[[instructions]]\ncode = "i"\nlevel = "city"\npoints = 8\n',
        price=20,
    )
    shared = {"use": "composite", "units": 2}
    facts = [use(**shared), use("乙", **shared, place=2), instruction("city"), instruction("city", on="2-1")]

    assert points(reckoned(rules, *facts)) == {"甲": 15 + 16, "乙": 10}


def test_a_balance_of_six_and_deductions_capped_at_five():
    """R15: 起评6分，约稿未交扣2分、迟报扣1分，扣分最多5分。"""
    rules = book(
        '[[events]]\ncode = "c"\nevent = "commission_missed"\npoints = -2\n'
        '[[events]]\ncode = "l"\nevent = "late"\npoints = -1\n[total]\ndeduction_cap = 5\nfloor = 0\n',
        top="opening = 6",
    )
    faults = [event("commission_missed", on=f"{m}-1") for m in (2, 3)] + [
        event("late", on=f"{m}-2") for m in (2, 3)
    ]

    assert settle(rules, one(reckoned(rules, *faults))).score == 6 - 5


def test_a_hundred_to_begin_with_and_five_a_month_for_sending():
    """R16: 基准100分，每报1条加1分，每月最多5分，采用就高。"""
    rules = book(
        '[[filings]]\ncode = "sent"\npoints = 1\ncap = 5\n', top="opening = 100", multi="highest", price=3
    )
    facts = [filing(item=f"a{n}", on="1-9") for n in range(7)] + [filing(item="b", on="2-9")]

    assert points(reckoned(rules, *facts, use(item="b"), use(item="b", on="3-1"))) == {"甲": 100 + 5 + 1 + 3}


def test_three_houses_of_one_kind_count_once_and_a_leader_doubles_what_they_pay():
    """R17: 院内3种载体不重复计分，批示加倍，年度任务按分下达。"""
    rules = book(
        '[[families]]\nname = "院内载体"\ncarriers = ["网站", "简报", "微信"]\n'
        '[[instructions]]\ncode = "double"\ntimes = 2\n'
        '[[quotas]]\ncode = "q"\nlabel = "年度任务"\ncounts = "points"\nper = "year"\nneed = 0\n'
        'by_class = { "机关" = 30, "学院" = 60 }\nlump = 5\nmissed = -5\n'
    )
    facts = [
        use(carrier="网站"),
        use(carrier="微信", on="2-1"),
        use(carrier="日报", on="2-2"),
        instruction("city"),
    ]

    found = reckoned(rules, *facts, reporters=[("甲", "机关"), ("乙", "学院")])

    assert points(found) == {"甲": 10 + 10 + 20 + 5, "乙": -5}


def test_length_and_level_make_the_price():
    """R18: 省级800字以上20分，不足800字的报刊15分；优秀调研再加一倍。"""
    rules = book(
        '[[rules]]\ncode = "long"\nlevel = "province"\nwords_from = 800\npoints = 20\n'
        '[[rules]]\ncode = "short"\nlevel = "province"\nwords_to = 799\npoints = 15\n'
        '[[rules]]\ncode = "task"\nsort = "调研课题"\npoints = 6\n'
        '[[additions]]\ncode = "good"\nsort = "调研课题"\nwhen = ["优秀"]\npoints = 6\n',
        price=0,
    )
    facts = [
        use(level="province", words=900),
        use(item="b", level="province", words=500),
        use(item="c", level="city", sort="调研课题", flags="优秀"),
    ]

    assert points(reckoned(rules, *facts)) == {"甲": 20 + 15 + 12}


def test_units_and_persons_are_scored_apart():
    """R21: 单位5/10/30，个人另计，稿酬5/10/30元，省级批示100元。"""
    rules = book(
        "".join(
            f'[[rules]]\ncode = "{level}"\nlevel = "{level}"\npoints = {worth}\n'
            f'[[person_rules]]\ncode = "p-{level}"\nlevel = "{level}"\npoints = {worth / 5}\n'
            f'[[money_rules]]\ncode = "m-{level}"\nlevel = "{level}"\namount = {worth}\n'
            for level, worth in (("city", 5), ("province", 10), ("central", 30))
        )
        + '[[money_rules]]\ncode = "leader"\nof = "instruction"\nlevel = "province"\namount = 100\n',
        price=0,
    )
    facts = [
        use(level="city", person="李明"),
        use(item="b", level="central", person="李明"),
        use(level="city", on="2-2"),
    ]

    found = reckoned(rules, *facts, instruction("province", person="李明"))

    assert points(found) == {"甲": 5 + 30 + 5}
    assert sum(line.points for line in found.credits) == 1 + 6
    assert sum(pay.amount for pay in found.pays) == 5 + 30 + 100


def test_the_average_of_what_counts_and_a_low_rate_costs():
    """R23: 按计分信息平均；采用率低于30%扣5分。"""
    rules = book(
        '[[rules]]\ncode = "city"\nlevel = "city"\npoints = 20\n[[rates]]\ncode = "r"\nbelow = 0.3\npoints = -5\n'
        '[total]\naggregate = "average"\n'
    )
    facts = [*(filing(item=f"f{n}") for n in range(8)), use(item="f0"), use(item="f1", level="city")]

    score = settle(rules, one(reckoned(rules, *facts)))

    assert (score.points, score.score) == (25, Decimal("12.5"))


def test_twenty_for_work_and_eighty_against_the_best():
    """R25: 100分＝报送20分（满60条）＋采用80分（以最高分为基准折算）。"""
    rules = book(
        '[[filings]]\ncode = "sent"\npoints = 1\n'
        '[[parts]]\nname = "工作量"\nof = ["filing"]\nworth = 20\nbenchmark = 60\n'
        '[[parts]]\nname = "质量"\nof = ["adoption"]\nworth = 80\nagainst = "highest"\n'
    )
    sent = [filing("甲", f"a{n}") for n in range(30)] + [filing("乙", f"b{n}") for n in range(90)]
    used = [use("甲", f"a{n}") for n in range(4)] + [use("乙", f"b{n}") for n in range(3)]
    found = reckoned(rules, *sent, *used)
    units = {unit: Reporter(unit=unit) for unit in ("甲", "乙", "丙")}

    scores = settle_all(rules, {unit: one(found, unit) for unit in units}, {}, units)

    assert {unit: score.score for unit, score in scores.items()} == {"甲": 10 + 80, "乙": 20 + 60, "丙": 0}


def test_a_task_in_points_for_each_publication():
    """R38: 各刊物分别下达任务分。"""
    rules = book(
        "".join(
            f'[[quotas]]\ncode = "{code}"\nlabel = "{code}"\ncounts = "points"\ncarrier = "{code}"\nper = "year"\n'
            f"need = {need}\nlump = {need}\nproportional = true\n"
            for code, need in (("简报", 30), ("教育网", 100))
        )
    )
    facts = [use(item=f"a{n}", carrier="简报") for n in range(3)] + [
        use(item=f"b{n}", carrier="教育网") for n in range(4)
    ]

    assert points(reckoned(rules, *facts)) == {"甲": 70 + 30 + 40}


def test_a_task_by_head_and_media_of_one_kind_once():
    """R39: 人均2条；同类媒体不重复计分。"""
    rules = book(
        '[[families]]\nname = "报纸"\nsystem = "media"\nlevel = ["city", "province"]\n'
        '[[quotas]]\ncode = "q"\nlabel = "人均"\ncounts = "items"\nper = "year"\nneed = 2\nper_head = true\neach_missing = -1\n'
    )
    media = {"system": "media", "level": "city"}
    facts = [use(**media), use(**media, carrier="晚报", on="2-1"), use(item="b")]

    found = rules.reckon(facts, [Reporter(unit="甲", heads=3)], year())

    assert points(found) == {"甲": 20 - 4}


def test_higher_uses_make_up_the_difference_and_the_rest_counts_half():
    """某区政务信息: 就高，其余各次按50%计；单条全年最多25分；网站每月最多3条；每旬1条，缺一旬扣1分。"""
    rules = book(
        '[[rules]]\ncode = "city"\nlevel = "city"\npoints = 20\n'
        '[[rules]]\ncode = "site"\ncarrier = "网站"\npoints = 1\n'
        '[[caps]]\ncode = "item"\nby = "item"\nper = "year"\npoints = 25\n'
        '[[caps]]\ncode = "site"\ncarrier = "网站"\nper = "month"\nitems = 3\n'
        '[[quotas]]\ncode = "ten"\nlabel = "每旬报送"\ncounts = "filings"\nper = "ten_days"\nneed = 1\nmissed = -1\n',
        multi="highest",
        top="multi_rest = 0.5",
    )
    facts = [
        use(item="a"),
        use(item="a", carrier="b"),
        use(item="a", level="city", on="1-16"),
        *(use(item=f"s{n}", carrier="网站", on="1-9") for n in range(5)),
        filing(item="f", on="1-3"),
        filing(item="g", on="1-25"),
    ]

    found = reckoned(rules, *facts, span=year("1-1", "1-31"))

    assert points(found) == {"甲": 25 + 3 - 1}
