"""The periods in which offices count: weeks, months, quarters, halves and years of the assessment year."""

from dataclasses import dataclass
from datetime import date, timedelta

PERIODS = {"week": "每周", "month": "每月", "quarter": "每季度", "half": "每半年", "year": "全年"}
MONTHS_IN = {"month": 1, "quarter": 3, "half": 6, "year": 12}
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """From the first to the last day, both included."""

    first: date
    last: date

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last


def span_of(day: date, per: str, year_starts: int = 1) -> Span:
    """The period a day lies in; weeks run from Monday to Sunday, the others from the assessment year's start."""
    if per == "week":
        first = day - timedelta(days=day.weekday())
        return Span(first, first + timedelta(days=6))
    length = MONTHS_IN[per]
    back = (day.month - year_starts) % length
    first = add_months(day.replace(day=1), -back)
    return Span(first, add_months(first, length) - DAY)


def spans_between(first: date, last: date, per: str, year_starts: int = 1) -> list[Span]:
    """Every period that has a day in common with the window."""
    spans, day = [], first
    while day <= last:
        spans.append(span_of(day, per, year_starts))
        day = spans[-1].last + DAY
    return spans


def add_months(day: date, months: int) -> date:
    years, month = divmod(day.month - 1 + months, 12)
    return date(day.year + years, month + 1, 1)


def worded(span: Span, per: str) -> str:
    """A period as a clerk writes it: 2014年3月, 2014年第1季度, 3月3日至3月9日."""
    first, last = span.first, span.last
    if per == "month":
        return f"{first.year}年{first.month}月"
    if per == "week":
        return f"{first.year}年{first.month}月{first.day}日至{last.month}月{last.day}日"
    if per == "year" and first.month == 1:
        return f"{first.year}年"
    if per == "quarter" and first.month in (1, 4, 7, 10):
        return f"{first.year}年第{first.month // 3 + 1}季度"
    return f"{first.year}年{first.month}月至{last.year}年{last.month}月"
