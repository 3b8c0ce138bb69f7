"""How often a publication comes out, and which day keeps which promise."""

from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bulletins.due import kept, slots
from bulletins.rhythm import Promise, Rhythm

SEPTEMBER = date(2026, 9, 1), date(2026, 9, 30)


@dataclass(frozen=True)
class Signed:
    date: date


def september(*days):
    return [date(2026, 9, day) for day in days]


@pytest.mark.parametrize(
    ("rhythm", "days", "due"),
    [
        (Rhythm.IRREGULAR, (), ()),
        (Rhythm.WEEKLY, (2, 5), (1, 4, 8, 11, 15, 18, 22, 25, 29)),
        (Rhythm.WEEKLY, (7,), (7, 14, 21, 28)),  # a Sunday's issue comes out on Monday
        (Rhythm.TENDAY, (), (10, 21, 30)),  # the 20th is a Sunday
        (Rhythm.MONTHLY, (5, 25), (7, 25)),  # the 5th is a Saturday
        (Rhythm.MONTHLY, (31,), (30,)),
        (Rhythm.MONTHLY, (19, 20, 21), (21,)),  # three days that meet on one Monday are one issue
    ],
)
def test_issues_are_due_on_working_days(rhythm, days, due):
    assert Promise(rhythm, days).due_days(*SEPTEMBER) == september(*due)


def test_a_daily_bulletin_rests_on_weekends():
    due = Promise(Rhythm.DAILY).due_days(*SEPTEMBER)

    assert (len(due), {day.weekday() for day in due}) == (22, {0, 1, 2, 3, 4})


def test_a_weekend_before_the_month_moves_into_it():
    assert Promise(Rhythm.MONTHLY, (31,)).due_days(date(2026, 11, 1), date(2026, 11, 5)) == [
        date(2026, 11, 2)
    ]


@pytest.mark.parametrize(
    ("promise", "said"),
    [
        (Promise(), "不定期"),
        (Promise(Rhythm.DAILY), "每个工作日"),
        (Promise(Rhythm.WEEKLY, (5, 2)), "每周二、周五"),
        (Promise(Rhythm.TENDAY), "每旬末"),
        (Promise(Rhythm.MONTHLY, (25, 10)), "每月10日、25日"),
        (Promise(Rhythm.MONTHLY, (31,)), "每月末日"),
    ],
)
def test_a_promise_says_itself_in_the_offices_words(promise, said):
    assert str(promise) == said


@given(
    st.sampled_from(Rhythm),
    st.sets(st.integers(1, 7), min_size=1),
    st.dates(date(2025, 1, 1), date(2028, 12, 31)),
    st.integers(0, 60),
)
def test_the_days_of_a_period_are_those_of_its_parts(rhythm, days, first, length):
    promise, last = Promise(rhythm, tuple(days)), first + timedelta(days=length)

    whole = promise.due_days(first, last)

    halves = promise.due_days(first, first), promise.due_days(first + timedelta(days=1), last)
    assert whole == [*halves[0], *halves[1]]
    assert all(day.weekday() < 5 for day in whole)


FRIDAYS = september(4, 11, 18, 25)


@pytest.mark.parametrize(
    ("signed", "served"),
    [
        ((4, 11), {4: 4, 11: 11}),
        ((3, 10), {4: 3, 11: 10}),  # a day early
        ((7, 11), {4: 7, 11: 11}),  # late over a weekend
        ((10,), {11: 10}),  # nearer to the next than to the one before
        ((11, 14), {11: 11, 18: 14}),
        ((4, 4, 4), {4: 4}),  # the others are extra, and too far from the next to keep it
    ],
)
def test_an_issue_keeps_the_nearest_open_promise(signed, served):
    found = kept(FRIDAYS, [Signed(day) for day in september(*signed)])

    first = {day.day: issue.date.day for day, issue in found.items()}
    assert {day: first[day] for day in served} == served


def states(today, signed=(), in_work=()):
    rows = slots("刊", FRIDAYS, [Signed(day) for day in september(*signed)], in_work, today)
    return [row.state for row in rows]


def test_a_promise_is_overdue_until_the_next_is_due_as_well():
    assert states(date(2026, 9, 14), signed=(4,)) == ["out", "overdue", "due", "due"]
    assert states(date(2026, 9, 21), signed=(4,)) == ["out", "missed", "overdue", "due"]
    assert states(date(2026, 9, 11), signed=(7,)) == ["late", "due", "due", "due"]


def test_what_is_in_work_keeps_the_oldest_open_promise():
    rows = slots("刊", FRIDAYS, [Signed(date(2026, 9, 4))], ["甲", "乙"], date(2026, 9, 14))

    assert [row.in_work for row in rows] == [None, "甲", "乙", None]
    assert [row.is_next for row in rows] == [False, True, False, False]
