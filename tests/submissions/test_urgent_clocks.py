"""Deadlines of urgent reports, exact to the second; no database."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from submissions.urgent_clocks import (
    DEFAULTS,
    Rule,
    Times,
    casualties_in_words,
    due,
    minutes_late,
    phase_owed,
    span,
    title_for,
)

CHINA = ZoneInfo("Asia/Shanghai")


def at(hour, minute=0, second=0, day=18):
    return datetime(2026, 11, day, hour, minute, second, tzinfo=CHINA)


@pytest.mark.parametrize(
    ("grade", "expected"),
    [("very-major", at(12, 30)), ("major", at(12, 30)), ("larger", at(13, 10)), ("general", at(14, 10))],
)
def test_the_shipped_first_clocks_are_those_of_wuhan(grade, expected):
    times = Times(learned=at(12, 10), occurred=at(12))

    assert due(DEFAULTS[grade, "first"], times, CHINA) == expected


def test_an_unknown_hour_of_occurrence_is_counted_from_the_learning():
    assert due(Rule("occurrence", 30), Times(learned=at(12, 10)), CHINA) == at(12, 40)


@pytest.mark.parametrize(
    ("last", "expected"),
    [
        (at(6, 59), at(8)),
        (at(7), at(17)),  # an hour's rest after a report: 08:00 is passed over from 07:00 on
        (at(7, 30), at(17)),
        (at(9), at(17)),
        (at(16, 30), at(8, day=19)),
        (at(23, 30), at(8, day=19)),
    ],
)
def test_fixed_hours_come_round_every_day(last, expected):
    rule = DEFAULTS["larger", "follow"]

    assert due(rule, Times(learned=at(6), last=last), CHINA) == expected


def test_fixed_hours_are_the_offices_own_whatever_zone_the_moment_is_told_in():
    utc = at(6, 30).astimezone(ZoneInfo("UTC"))

    assert due(Rule("daily", 0, ("17:00", "08:00")), Times(learned=utc, last=utc), CHINA) == at(8)


def test_an_interval_runs_from_the_last_report():
    assert due(Rule("last", 240), Times(learned=at(6), last=at(9)), CHINA) == at(13)


@pytest.mark.parametrize("rule", [Rule(), Rule("daily", 60, ())])
def test_no_limit_makes_nothing_due(rule):
    assert due(rule, Times(learned=at(6)), CHINA) is None


@pytest.mark.parametrize(
    ("sent", "late"),
    [
        (at(14, 9, 59), 0),
        (at(14, 10), 0),
        (at(14, 10, 1), 1),
        (at(14, 11), 1),
        (at(14, 11, 1), 2),
        (at(16, 10), 120),
    ],
)
def test_the_deadline_itself_is_in_time_and_a_begun_minute_is_late(sent, late):
    assert minutes_late(sent, at(14, 10)) == late


def test_what_has_no_deadline_is_never_late():
    assert minutes_late(at(14), None) == 0


@pytest.mark.parametrize(
    ("kind", "by_phone", "phoned", "call_clock", "phase"),
    [
        ("first", False, False, False, "first"),
        ("first", True, False, False, "first"),  # the call stands for the first report
        ("first", False, True, False, ""),  # and the paper after it is not judged again
        ("first", True, False, True, "phone"),
        ("first", False, True, True, "first"),  # unless calls have a clock of their own
        ("follow", False, False, False, "follow"),
        ("final", False, True, False, "final"),
        ("correct", False, False, True, ""),
    ],
)
def test_which_clock_judges_a_report(kind, by_phone, phoned, call_clock, phase):
    rules = {("general", "phone"): Rule("occurrence", 15)} if call_clock else {}

    assert phase_owed(kind=kind, by_phone=by_phone, rules=rules, grade="general", phoned=phoned) == phase


@pytest.mark.parametrize(
    ("minutes", "words"),
    [
        (0, "0 分钟"),
        (30, "30 分钟"),
        (120, "2 小时"),
        (90, "1 小时 30 分钟"),
        (43200, "30 天"),
        (1441, "1 天 1 分钟"),
    ],
)
def test_minutes_are_said_as_people_say_them(minutes, words):
    assert span(minutes) == words


def test_rules_say_themselves():
    assert Rule("learning", 120).words == "得知后 2 小时内"
    assert Rule("daily", 60, ("08:00", "17:00")).words == "每日 08:00、17:00 前"
    assert Rule().words == "不设时限"


def test_a_title_is_place_kind_casualties_and_progress():
    hurt = casualties_in_words(1, 2, None, 0)

    assert title_for("清波街道宏达化工厂", "安全生产事故", hurt, "follow") == (
        "清波街道宏达化工厂发生安全生产事故，1人死亡、2人重伤，续报"
    )
    assert title_for("", "突发事件", "", "first") == "发生突发事件"


@pytest.mark.parametrize(
    ("numbers", "words"),
    [((None,) * 4, ""), ((0, 0, None, None), "无人员伤亡"), ((None, None, 3, 1), "3人轻伤、1人失联")],
)
def test_only_known_casualties_are_told(numbers, words):
    assert casualties_in_words(*numbers) == words


def test_a_leap_over_new_year_keeps_the_hours():
    last = datetime(2026, 12, 31, 20, tzinfo=CHINA)

    assert due(DEFAULTS["major", "follow"], Times(learned=last, last=last), CHINA) == last + timedelta(
        hours=12
    )
