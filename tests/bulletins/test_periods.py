"""Periods of the figures: years, quarters, months, free days, and the same before them."""

from datetime import date

import pytest

from bulletins import periods


@pytest.mark.parametrize(
    ("query", "first", "last", "before"),
    [
        ({"year": "2026"}, "2026-01-01", "2026-12-31", "2025-01-01 2025-12-31"),
        ({"year": "2026", "quarter": "1"}, "2026-01-01", "2026-03-31", "2025-10-01 2025-12-31"),
        ({"year": "2026", "month": "1"}, "2026-01-01", "2026-01-31", "2025-12-01 2025-12-31"),
        ({"year": "2024", "month": "2"}, "2024-02-01", "2024-02-29", "2024-01-01 2024-01-31"),
        ({"first": "2026-03-10", "last": "2026-03-01"}, "2026-03-01", "2026-03-10", "2026-02-19 2026-02-28"),
        (
            {"year": "去年", "month": "13", "quarter": "0"},
            "2026-01-01",
            "2026-12-31",
            "2025-01-01 2025-12-31",
        ),
        ({"first": "0001-01-01", "last": "9999-12-31"}, "2026-01-01", "2026-12-31", "2025-01-01 2025-12-31"),
        ({"year": "1999"}, "2026-01-01", "2026-12-31", "2025-01-01 2025-12-31"),
    ],
)
def test_a_period_is_what_the_address_says_or_this_year(query, first, last, before):
    period = periods.asked(query, date(2026, 11, 21))

    assert (period.first.isoformat(), period.last.isoformat()) == (first, last)
    assert f"{period.before().first} {period.before().last}" == before


def test_a_period_names_its_months():
    assert periods.asked({"first": "2025-11-30", "last": "2026-02-01"}, date(2026, 3, 1)).month_keys == [
        202511,
        202512,
        202601,
        202602,
    ]
