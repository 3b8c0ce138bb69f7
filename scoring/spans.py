"""The periods in which offices count: weeks, months, quarters, halves and years of the assessment year."""

from dataclasses import dataclass
from datetime import date, timedelta

PERIODS = {"week": "每周", "month": "每月", "quarter": "每季度", "half": "每半年", "year": "全年"}
TASK_PERIODS = {
    "day": "每天",
    "week": "每周",
    "ten_days": "每旬",
    "half_month": "每半月",
    "month": "每月",
    "two_months": "每两个月",
    **{period: words for period, words in PERIODS.items() if period not in ("week", "month")},
}
IN_MONTH = {"day": tuple(range(1, 32)), "ten_days": (1, 11, 21), "half_month": (1, 16)}  # the days they begin
TENTHS, HALVES = {1: "上旬", 11: "中旬", 21: "下旬"}, {1: "上半月", 16: "下半月"}
MONTHS_IN = {"month": 1, "two_months": 2, "quarter": 3, "half": 6, "year": 12}
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
    if per in IN_MONTH:
        return within_month(day, IN_MONTH[per])
    length = MONTHS_IN[per]
    back = (day.month - year_starts) % length
    first = add_months(day.replace(day=1), -back)
    return Span(first, add_months(first, length) - DAY)


def within_month(day: date, starts: tuple[int, ...]) -> Span:
    """The part of a month a day lies in; the last part ends with the month."""
    first = day.replace(day=max(start for start in starts if start <= day.day))
    later = [start for start in starts if start > day.day]
    end = add_months(day.replace(day=1), 1) - DAY
    return Span(first, min(first.replace(day=later[0]) - DAY, end) if later and later[0] <= end.day else end)


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
    if per in ("ten_days", "half_month"):
        part = (TENTHS if per == "ten_days" else HALVES)[first.day]
        return f"{first.year}年{first.month}月{part}"
    if per == "day":
        return f"{first.year}年{first.month}月{first.day}日"
    if per == "week":
        return f"{first.year}年{first.month}月{first.day}日至{last.month}月{last.day}日"
    if per == "year" and first.month == 1:
        return f"{first.year}年"
    if per == "quarter" and first.month in (1, 4, 7, 10):
        return f"{first.year}年第{first.month // 3 + 1}季度"
    return f"{first.year}年{first.month}月至{last.year}年{last.month}月"
