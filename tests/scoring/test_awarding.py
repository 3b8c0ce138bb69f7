"""Who is proposed and why not: quotas by group, conditions, vetoes, ties at the border."""

from decimal import Decimal

import pytest

from scoring.awarding import CONDITIONS, Asked, Entrant, Places, Verdict, judge

P, T, F, V, B = Verdict.PROPOSED, Verdict.TIED, Verdict.FAILED, Verdict.VETOED, Verdict.BELOW


def entrant(key, points, group="街道", **figures):
    return Entrant(key, Decimal(points), group, {name: str(value) for name, value in figures.items()})


def places(take="count", number=2, scope="group", *conditions):
    return Places(take, Decimal(number), scope, conditions)


def verdicts(places, *entrants):
    return {one.entrant.key: one.verdict for one in judge(places, entrants)}


def asked(kind, number=None, word=""):
    return Asked(kind, None if number is None else Decimal(number), word)


def test_the_first_of_each_group_are_proposed():
    found = verdicts(
        places(number=1),
        entrant("甲", 90),
        entrant("乙", 80),
        entrant("丙", 20, "机关"),
        entrant("丁", 10, "机关"),
    )
    assert found == {"甲": P, "乙": B, "丙": P, "丁": B}


def test_a_total_over_all_groups_knows_no_groups():
    found = verdicts(
        places(number=2, scope="whole"), entrant("甲", 90), entrant("乙", 80), entrant("丙", 85, "机关")
    )
    assert found == {"甲": P, "丙": P, "乙": B}


def test_nobody_is_proposed_for_nothing():
    assert verdicts(places(number=3), entrant("甲", 90), entrant("乙", 0)) == {"甲": P, "乙": B}


@pytest.mark.parametrize(("members", "proposed"), [(4, 1), (10, 2), (13, 3), (1, 1)])
def test_a_share_of_the_group_is_rounded_and_never_nobody(members, proposed):
    found = verdicts(places("share", 20), *(entrant(str(n), 100 - n) for n in range(members)))
    assert list(found.values()).count(P) == proposed


def test_all_who_reach_the_points_are_proposed():
    found = verdicts(places("points", 80), entrant("甲", 80), entrant("乙", "79.99"), entrant("丙", 120))
    assert found == {"丙": P, "甲": P, "乙": B}


def test_a_tie_at_the_border_is_left_to_people():
    found = judge(
        places(number=2), [entrant("甲", 90), entrant("乙", 80), entrant("丙", 80), entrant("丁", 70)]
    )
    assert [(one.entrant.key, one.rank, one.verdict) for one in found] == [
        ("甲", 1, P),
        ("乙", 2, T),
        ("丙", 2, T),
        ("丁", 4, B),
    ]
    assert found[1].why == "80分，第2名（并列）；同分，名额只余1个"


def test_equals_within_the_places_are_no_question():
    found = verdicts(
        places(number=3), entrant("甲", 90), entrant("乙", 80), entrant("丙", 80), entrant("丁", 70)
    )
    assert found == {"甲": P, "乙": P, "丙": P, "丁": B}


def test_all_equal_and_too_many_are_all_left_to_people():
    assert set(verdicts(places(number=1), entrant("甲", 5), entrant("乙", 5)).values()) == {T}


def test_whoever_fails_makes_room_for_the_next():
    rules = places("count", 2, "group", asked("items_min", 10))
    found = judge(
        rules, [entrant("甲", 90, adopted=8), entrant("乙", 80, adopted=12), entrant("丙", 70, adopted=10)]
    )
    assert [(one.entrant.key, one.verdict) for one in found] == [("甲", F), ("乙", P), ("丙", P)]
    assert found[0].why == "90分，第1名；采用8条，不足10条"


def test_a_veto_is_named_before_a_condition():
    rules = places("count", 1, "group", asked("items_min", 10), asked("no_false"))
    (found,) = judge(rules, [entrant("甲", 90, adopted=8, false=1)])
    assert (found.verdict, found.why) == (V, "90分，第1名；有谎报1次；采用8条，不足10条")


def test_who_is_below_the_places_is_no_vetoed_winner():
    rules = places("count", 1, "group", asked("no_concealed"))
    assert verdicts(rules, entrant("甲", 90, concealed=0), entrant("乙", 10, concealed=2)) == {
        "甲": P,
        "乙": B,
    }


STOPPING = {
    "points_min": ("100", {}, "90分，不足100分"),
    "items_min": ("5", {"adopted": 4}, "采用4条，不足5条"),
    "filings_min": ("24", {"submitted": 20}, "报送20条，不足24条"),
    "uses_min": ("2", {"uses": 1}, "采用1次，不足2次"),
    "above_min": ("3", {"above": 2}, "上级采用2次，不足3次"),
    "instructed_min": ("1", {"instructed": 0}, "领导批示0次，不足1次"),
    "target_min": ("100", {"done": "85.3"}, "全年目标完成85.3%，不足100%"),
    "tasks_min": ("90", {"tasks": 50}, "报送任务完成50%，不足90%"),
    "months_min": ("6", {"months": 3}, "任职3个月，不足6个月"),
    "post_kind": (None, {"post": "part"}, "信息员性质为专职，实为兼职"),
    "model": (None, {"model": 0}, "未列入范文库"),
    "late_max": ("2", {"late": 3}, "迟报3次，超过2次"),
    "missed_max": ("0", {"commission_missed": 1}, "约稿未交1次，超过0次"),
    "no_false": (None, {"false": 1}, "有谎报1次"),
    "no_concealed": (None, {"concealed": 1}, "有瞒报1次"),
    "no_missed": (None, {"missed": 2}, "有漏报2次"),
    "no_error": (None, {"error": 1}, "因差错被批评1次"),
    "no_void": (None, {"void": 1}, "全年积分已按考核办法作废"),
    "no_zero": ("3", {"zero": 3}, "零报送3个月"),
}


@pytest.mark.parametrize("kind", CONDITIONS)
def test_each_condition_says_why_it_stops_somebody(kind):
    number, figures, why = STOPPING[kind]
    rule = asked(kind, number, "full" if kind == "post_kind" else "")
    if kind == "points_min":
        why = f"积分{why}"
    (found,) = judge(places("count", 1, "group", rule), [entrant("甲", 90, **figures)])
    assert found.why == f"90分，第1名；{why}"


MEETING = {"points_min": "90", "no_zero": "3", "months_min": "6", "late_max": "2", "missed_max": "1"}


@pytest.mark.parametrize("kind", CONDITIONS)
def test_who_meets_a_condition_is_not_stopped(kind):
    figures = dict.fromkeys(
        ("adopted", "submitted", "uses", "above", "instructed", "done", "tasks", "months"), 100
    )
    figures |= dict.fromkeys(
        ("late", "commission_missed", "false", "concealed", "missed", "error", "void"), 0
    )
    figures |= {"post": "full", "model": 1, "zero": 2}
    rule = asked(kind, MEETING.get(kind, "1"), "full" if kind == "post_kind" else "")
    (found,) = judge(places("count", 1, "group", rule), [entrant("甲", 90, **figures)])
    assert (found.verdict, found.why) == (P, "90分，第1名")


def test_a_figure_nobody_has_is_said_to_be_missing():
    (found,) = judge(
        places("count", 1, "group", asked("target_min", 100)), [Entrant("甲", Decimal(9), "", {"done": None})]
    )
    assert found.why == "9分，第1名；全年目标完成不少于100%，没有这项数据"
