"""The periods offices count in."""

from datetime import date, timedelta

import pytest

from scoring.spans import TASK_PERIODS, span_of, spans_between, worded

LAST = date(2014, 12, 31)


@pytest.mark.parametrize("per", TASK_PERIODS)
@pytest.mark.parametrize("year_starts", [1, 12])
def test_every_day_lies_in_one_period_and_the_periods_follow_each_other(per, year_starts):
    spans = spans_between(date(2013, 1, 1), LAST, per, year_starts)

    for span in spans:
        assert {span_of(day, per, year_starts) for day in (span.first, span.last)} == {span}
    assert [one.last + timedelta(days=1) for one in spans[:-1]] == [one.first for one in spans[1:]]


@pytest.mark.parametrize(
    ("per", "day", "first", "last", "words"),
    [
        ("day", (2, 28), (2, 28), (2, 28), "2014年2月28日"),
        ("ten_days", (2, 28), (2, 21), (2, 28), "2014年2月下旬"),
        ("ten_days", (3, 11), (3, 11), (3, 20), "2014年3月中旬"),
        ("half_month", (3, 15), (3, 1), (3, 15), "2014年3月上半月"),
        ("half_month", (3, 31), (3, 16), (3, 31), "2014年3月下半月"),
        ("two_months", (4, 1), (3, 1), (4, 30), "2014年3月至2014年4月"),
        ("week", (3, 5), (3, 3), (3, 9), "2014年3月3日至3月9日"),
        ("quarter", (3, 5), (1, 1), (3, 31), "2014年第1季度"),
    ],
)
def test_a_period_has_its_days_and_its_words(per, day, first, last, words):
    span = span_of(date(2014, *day), per)

    assert (span.first, span.last, worded(span, per)) == (date(2014, *first), date(2014, *last), words)
