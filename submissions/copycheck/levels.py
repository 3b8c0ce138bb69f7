"""The order of levels 一、（一）1.（1） and of the numbers within one (GB/T 9704-2012). No Django."""

import re
from collections.abc import Iterator

from submissions.copycheck.findings import Finding, Line
from submissions.lines import NUMERALS, level_of

NUMBER = re.compile(rf"[（(]?([{NUMERALS}百]+|\d{{1,2}})[）)]?[、.．]?")
ORDER = ["h1", "h2", "h3", "h4"]
ORDER_RULE = "层次序数依次为“一、”“（一）”“1.”“（1）”（GB/T 9704-2012）"


def check(text: list[Line]) -> Iterator[Finding]:
    """Within one section all parts are of one level, and their numbers follow one another."""
    open_levels: list[tuple[int, int]] = []  # the level and number of each section we are inside
    for line in text[1:]:
        kind = level_of(line.text)
        if kind not in ORDER:
            continue
        found = NUMBER.match(line.text)
        level, number = ORDER.index(kind), value(found.group(1))
        closed = None
        while open_levels and open_levels[-1][0] >= level:
            closed = open_levels.pop()
        yield from at_odds(line, found.end(), closed, level, number)
        open_levels.append((level, number))


def at_odds(
    line: Line, end: int, before: tuple[int, int] | None, level: int, number: int
) -> Iterator[Finding]:
    """A part after its neighbour: another level, or not the next number. A new list may begin with one."""
    if before and before[0] != level:
        yield line.finding(0, end, None, ORDER_RULE)
    elif before and number not in (before[1] + 1, 1):
        yield line.finding(0, end, None, f"序号不连续：前一个是第{before[1]}")


def value(numeral: str) -> int:
    """一 to 九十九, or figures."""
    if numeral.isdigit():
        return int(numeral)
    tens, ten, ones = numeral.rpartition("十")
    units = NUMERALS.find(ones) + 1 if ones else 0
    return (NUMERALS.find(tens) + 1 if tens else 1) * 10 + units if ten else units
