"""How official text is read and set: levels, leading sentences, dates, balanced titles."""

import re
import unicodedata
from datetime import date
from math import ceil

NUMERALS = "一二三四五六七八九十"
LEVELS = (
    ("h1", re.compile(rf"[{NUMERALS}百]+、")),
    ("h2", re.compile(rf"[（(][{NUMERALS}百]+[）)]")),
    # “1.5亿元” is a number, but “1.2014年以来” is a level followed by a year
    ("h3", re.compile(r"\d{1,2}[.．](?!\d)|\d{1,2}[.．](?=\d{4}年)")),
    ("h4", re.compile(r"[（(]\d{1,2}[）)]")),
)
# two grid lines: a numbered sentence longer than that is a paragraph, not a heading
LONGEST_HEADING = 56
NEVER_FIRST = "、，：；！？。》”）】"
GOOD_STARTS = (
    *"暨和与及并《“（ ",
    *("推动", "推进", "助力", "促进", "提升", "开展", "召开", "举办", "切实", "全面", "进一步"),
)
SELDOM_FIRST = "的了地得之者性化们会上中下"


def chinese_date(day: date) -> str:
    """Arabic digits, no zero padding (GB/T 9704-2012, 7.3.5)."""
    return f"{day.year}年{day.month}月{day.day}日"


def clean(text: str) -> str:
    """One line without what no page can print: control and format characters, odd spaces from web pages."""
    return "".join(map(_printable, text)).strip(" 　")


def _printable(char: str) -> str:
    category = unicodedata.category(char)
    if char == "　":
        return char
    if category in ("Zs", "Zl", "Zp") or char in "\t\n\r":
        return " "
    return "" if category in ("Cc", "Cf", "Cs") or ord(char) & 0xFFFE == 0xFFFE else char


def lines_of(text: str) -> tuple[str, ...]:
    """The lines of a typed text that have something to print."""
    return tuple(filter(None, map(clean, text.splitlines())))


def level_of(line: str) -> str:
    """The level a line announces by its number; 一是、二是 and plain text stay body."""
    if _counts_things(line):
        return "p"
    return next((kind for kind, number in LEVELS if number.match(line)), "p")


def _counts_things(line: str) -> bool:
    """“一、二线职工……” names two kinds of people; a real heading goes on with something else."""
    found = re.match(rf"([{NUMERALS}])、([{NUMERALS}〇零百]+)", line)
    if not found or not re.search("[，。；]", line):
        return False
    first, second = found.groups()
    return len(second) == 1 and NUMERALS.find(second) == NUMERALS.find(first) + 1


def heading_of(kind: str, text: str) -> tuple[str, str]:
    """The part set in heading type, and the rest of the line, which official documents set as body."""
    if kind == "p":
        return "", text
    stop = text.find("。") + 1 or len(text)
    return (text[:stop], text[stop:]) if stop <= LONGEST_HEADING else ("", text)


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
