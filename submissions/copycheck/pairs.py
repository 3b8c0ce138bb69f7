"""Brackets, quotation marks and book-title marks: whole pairs, and of the Chinese kind. No Django."""

import re
from collections import Counter
from collections.abc import Iterator

from submissions.copycheck.findings import HAN, Finding, Line

PAIRS = {"《": "》", "“": "”", "‘": "’", "（": "）", "〔": "〕", "【": "】", "「": "」"}
CLOSING = {close: opening for opening, close in PAIRS.items()}
UNPAIRED = "标点不成对：缺少与“{}”配对的一半（GB/T 15834-2011）"
HALF_BRACKETS = re.compile(r"\(([^()\n]*)\)|[(（]([^()（）\n]*)[)）]")
STRAIGHT = re.compile(r'"([^"\n]*)"')
CHINESE = re.compile(f"[{HAN}]")
BRACKET_RULE = "中文里用全角括号（GB/T 15834-2011）"
QUOTE_RULE = "中文里用弯引号“”（GB/T 15834-2011）"


def check(line: Line) -> Iterator[Finding]:
    yield from half_width(line)
    yield from unpaired(line)


def half_width(line: Line) -> Iterator[Finding]:
    """Two findings would let a pair be mended by half: a pair is one."""
    for pattern, opening, close, rule in (
        (HALF_BRACKETS, "（", "）", BRACKET_RULE),
        (STRAIGHT, "“", "”", QUOTE_RULE),
    ):
        for found in pattern.finditer(line.text):
            inside = next(filter(None, found.groups()), "")
            better = f"{opening}{inside}{close}"
            if better != found.group() and CHINESE.search(inside):
                yield line.finding(*found.span(), better, rule)


def unpaired(line: Line) -> Iterator[Finding]:
    """In one paragraph; a quotation that runs on into the next opens there again."""
    waiting: list[tuple[str, int]] = []
    count: Counter[str] = Counter()
    for place, char in enumerate(line.text):
        if char in PAIRS:
            waiting.append((char, place))
            count[char] += 1
        elif char in CLOSING and count[CLOSING[char]]:
            yield from closed(line, waiting, count, CLOSING[char])
        elif char in CLOSING and not is_apostrophe(line.text, place):
            yield alone(line, place)
    yield from (alone(line, place) for _, place in waiting)


def closed(line: Line, waiting: list[tuple[str, int]], count: Counter, opening: str) -> Iterator[Finding]:
    """Take the pair off; whatever was opened inside it and never closed stands alone."""
    while True:
        char, place = waiting.pop()
        count[char] -= 1
        if char == opening:
            return
        yield alone(line, place)


def alone(line: Line, place: int) -> Finding:
    return line.finding(place, place + 1, None, UNPAIRED.format(line.text[place]))


def is_apostrophe(text: str, place: int) -> bool:
    return text[place] == "’" and text[place - 1 : place].isascii()
