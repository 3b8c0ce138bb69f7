"""How official text is read and set: levels, leading sentences, dates, balanced titles."""

import re
import unicodedata
from datetime import date
from math import ceil

from submissions.lines import clean as clean
from submissions.lines import heading_of as heading_of
from submissions.lines import level_of as level_of
from submissions.lines import lines_of as lines_of

NEVER_FIRST = "、，：；！？。》”）】"
GOOD_STARTS = (
    *"暨和与及并《“（ ",
    *("推动", "推进", "助力", "促进", "提升", "开展", "召开", "举办", "切实", "全面", "进一步"),
)
SELDOM_FIRST = "的了地得之者性化们会上中下"


def chinese_date(day: date) -> str:
    """Arabic digits, no zero padding (GB/T 9704-2012, 7.3.5)."""
    return f"{day.year}年{day.month}月{day.day}日"


def addresses(kind: str, text: str) -> bool:
    """Whether a line speaks to its readers (同志们：各镇总工会：) and so stands flush left (7.3.2)."""
    spoken = text.startswith(("各", "尊敬的")) or text.endswith("同志们：")
    return kind == "p" and text.endswith("：") and spoken and "。" not in text


def sentence_of(names: tuple[str, ...]) -> str:
    """A distribution list as the standard writes it: commas between, a full stop at the end (7.4.2)."""
    written = "，".join(filter(None, (clean(name).rstrip("，,。") for name in names)))
    return f"{written}。" if written else ""


def width_of(text: str) -> float:
    """Width in characters of the grid; Latin letters and digits take half a place."""
    return sum(1 if unicodedata.east_asian_width(char) in "WFA" else 0.5 for char in text)


def fitted(text: str, size: float, width: float) -> float:
    """The type size that keeps a masthead on one line, never larger than asked."""
    return min(size, int(width / max(width_of(text), 1)))


def balanced(title: str, room: float) -> tuple[str, ...]:
    """A title in lines of nearly equal length, so that no single character is left alone (7.3.1).

    A line break typed into the title is the editor's own decision and is kept.
    """
    return tuple(part for line in lines_of(title) for part in _balanced_line(line, room))


def _balanced_line(line: str, room: float) -> tuple[str, ...]:
    """The cheapest way to the end of the line: even lengths first, awkward breaks avoided."""
    ideal = width_of(line) / ceil(width_of(line) / room)
    ways = {0: (0.0, ())}
    for end in range(1, len(line) + 1):
        starts = [start for start in ways if width_of(line[start:end]) <= room]
        ways[end] = min(_longer(ways[start], line, start, end, ideal) for start in starts)
    return tuple(part.strip() for part in ways[len(line)][1])


def _longer(way: tuple, line: str, start: int, end: int, ideal: float) -> tuple:
    part = line[start:end]
    return way[0] + (width_of(part) - ideal) ** 2 + _awkwardness(line, end), (*way[1], part)


def _awkwardness(line: str, place: int) -> int:
    """How much the eye minds a break here, in squared characters of unevenness."""
    before, after = line[place - 1], line[place : place + 1]
    if not after or before in "、，：；！？》）】 　" or line[place:].startswith(GOOD_STARTS):
        return 0
    if after in NEVER_FIRST or before in "《“（【" or re.match(r"[!-~]{2}|\d[年月日期%]", before + after):
        return 10_000
    quoted = line[:place].count("《") > line[:place].count("》")
    return 40 if quoted or after in SELDOM_FIRST else 0 if before == "的" else 12
