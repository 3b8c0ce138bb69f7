"""Parts of an assessment year, months in a row, and lines on squared paper: all plain arithmetic."""

from datetime import date
from decimal import Decimal

import pytest

from scoring.charts import chart
from scoring.tally import Tally, windows_of
from scoring.yearparts import is_whole, middle_of, months_of, number_of, part_of, title_of

JANUARY, DECEMBER = date(2026, 1, 1), date(2025, 12, 1)


@pytest.mark.parametrize(
    ("begins", "part", "months"),
    [
        (JANUARY, "q3", (date(2026, 7, 1), date(2026, 9, 1))),
        (JANUARY, "h2", (date(2026, 7, 1), date(2026, 12, 1))),
        (DECEMBER, "q1", (date(2025, 12, 1), date(2026, 2, 1))),
        (DECEMBER, "year", (date(2025, 12, 1), date(2026, 11, 1))),
    ],
    ids=["third-quarter", "second-half", "december-quarter", "december-year"],
)
def test_a_part_lies_where_the_assessment_year_puts_it(begins, part, months):
    assert months_of(begins, part) == months


@pytest.mark.parametrize(
    ("begins", "number"),
    [(JANUARY, 2026), (DECEMBER, 2026), (date(2026, 4, 1), 2026), (date(2025, 8, 1), 2026)],
    ids=["january", "december", "april", "august"],
)
def test_a_year_is_called_by_the_calendar_year_that_has_most_of_it(begins, number):
    assert number_of(begins) == number
    assert begins <= middle_of(number) < date(begins.year + 1, begins.month, 1)


@pytest.mark.parametrize(
    ("month", "begins", "span", "part", "title", "whole"),
    [
        (date(2026, 9, 1), JANUARY, "month", None, "2026年9月", True),
        (date(2026, 9, 1), JANUARY, "quarter", "q3", "2026年第3季度", True),
        (date(2026, 8, 1), JANUARY, "quarter", "q3", "2026年第3季度（截至8月）", False),
        (date(2026, 2, 1), DECEMBER, "quarter", "q1", "2026年第1季度", True),
        (date(2026, 8, 1), DECEMBER, "half", "h2", "2026年下半年（截至8月）", False),
        (date(2026, 11, 1), DECEMBER, "year", "year", "2026年度", True),
    ],
    ids=["month", "whole-quarter", "running-quarter", "december-quarter", "running-half", "whole-year"],
)
def test_a_span_has_a_name_and_says_how_far_it_goes(month, begins, span, part, title, whole):
    windows = windows_of(month, begins)
    assert (title_of(windows, span), is_whole(windows, span)) == (title, whole)
    assert part is None or part_of(windows, span) == part


def test_silence_counts_back_to_the_last_report_and_not_before_a_unit_was_asked():
    tally = Tally(windows_of(date(2026, 5, 1), JANUARY))
    tally.add("submitted", 1, 7, date(2026, 2, 3))
    assert tally.silence("submitted", 1, JANUARY) == 3
    assert tally.silence("submitted", 2, JANUARY) == 5
    assert tally.silence("submitted", 2, date(2026, 4, 1)) == 2
    assert tally.silence("adopted", 1, JANUARY) == 5


def test_a_chart_keeps_within_its_paper_and_breaks_where_a_month_is_missing():
    drawn = chart(
        "得分", ["1月", "2月", "3月", "4月"], [("甲", "line-1", [Decimal(-5), None, Decimal(20), 35])]
    )
    (curve,) = drawn.curves
    assert [mark.text for mark in drawn.marks] == ["-10", "0", "10", "20", "30", "40"]
    assert [dot.text for dot in curve.dots] == ["-5", "20", "35"]
    assert len(curve.pieces) == 1
    assert all(0 < dot.x < drawn.width and 0 < dot.y < drawn.height for dot in curve.dots)


def test_the_first_place_stands_on_top():
    drawn = chart("名次", ["1月", "2月"], [("甲", "line-1", [1, 3])], upside_down=True)
    first, third = drawn.curves[0].dots
    assert first.y < third.y
