"""The parts of an assessment year: how an address names them (q3, h1, year) and how people do. Pure."""

from datetime import date

from scoring.spans import add_months
from scoring.tally import HALF, LENGTHS, MONTH, QUARTER, YEAR, Windows

LETTERS = {QUARTER: "q", HALF: "h"}
HALVES = {1: "上半年", 2: "下半年"}
WHOLE = "year"


def number_of(begins: date) -> int:
    """An assessment year is called by the calendar year that has most of it: December 2025 begins 2026."""
    return begins.year + (begins.month > 7)


def middle_of(year: int) -> date:
    """A day that lies in the assessment year of the number, whatever month it begins in."""
    return date(year, 7, 1)


def part_of(windows: Windows, span: str) -> str:
    """The word an address has for the span."""
    return WHOLE if span == YEAR else f"{LETTERS[span]}{place_of(windows, span)}"


def place_of(windows: Windows, span: str) -> int:
    first, begins = windows[span][0], windows[YEAR][0]
    return months_between(begins, first) // LENGTHS[span] + 1


def months_between(first: date, last: date) -> int:
    return 12 * (last.year - first.year) + last.month - first.month


def span_of_part(part: str) -> str:
    return YEAR if part == WHOLE else next(span for span, letter in LETTERS.items() if letter == part[0])


def months_of(begins: date, part: str) -> tuple[date, date]:
    """First and last month of a part of the year that begins there."""
    if part == WHOLE:
        return begins, add_months(begins, 11)
    length = LENGTHS[span_of_part(part)]
    first = add_months(begins, (int(part[1:]) - 1) * length)
    return first, add_months(first, length - 1)


def is_whole(windows: Windows, span: str) -> bool:
    """Whether the span ends with its last month, not in the middle."""
    return span == MONTH or windows[span][1] == whole_of(windows, span)[1]


def whole_of(windows: Windows, span: str) -> tuple[date, date]:
    return windows[span] if span == MONTH else months_of(windows[YEAR][0], part_of(windows, span))


def title_of(windows: Windows, span: str) -> str:
    """2026年9月, 2026年第3季度, 2026年上半年, 2026年度; what is not over says how far it goes."""
    last = windows[span][1]
    if span == MONTH:
        return f"{last.year}年{last.month}月"
    name = f"{number_of(windows[YEAR][0])}年{part_name(windows, span)}"
    return name if is_whole(windows, span) else f"{name}（截至{last.month}月）"


def part_name(windows: Windows, span: str) -> str:
    if span == YEAR:
        return "度"
    place = place_of(windows, span)
    return f"第{place}季度" if span == QUARTER else HALVES[place]
