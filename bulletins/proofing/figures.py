"""The figures of a text, and those that stand in none of its sources. No Django."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from submissions.copycheck.findings import Finding, Line
from submissions.lines import level_of

DIGITS = dict(zip("〇零一二两三四五六七八九", (0, 0, 1, 2, 2, 3, 4, 5, 6, 7, 8, 9), strict=True))
STEPS = {"十": 10, "百": 100, "千": 1000}
SIZES = {"千": 10**3, "百": 10**2, "万": 10**4, "亿": 10**8}
FULL_WIDTH = str.maketrans("０１２３４５６７８９．，％", "0123456789.,%")
DATED = "年月日时分天元斤亩米"
MEASURE = "人名位个家户件场次项元吨台辆处所条里岁届期"  # what is counted; without it 一、二 is no figure
ARABIC = re.compile(
    rf"(?<![A-Za-z\d.])(\d{{1,3}}(?:,\d{{3}})+|\d+)(\.\d+)?([百千万亿]*)(%|个百分点)?([{MEASURE}{DATED}])?"
)
CHINESE = re.compile(rf"(?<![第\d])([〇零一二两三四五六七八九十百千万]{{1,9}})(余|多)?([{MEASURE}])")
NUMBERED = re.compile(r"^[（(]?\d{1,2}[）).．、]")
NEAREST = 3  # figures of the sources named beside a stranger


@dataclass(frozen=True)
class Figure:
    """A figure where it stands: its value tells whether two are the same, its unit which could be meant."""

    value: tuple[Decimal, bool]
    unit: str
    start: int
    end: int
    text: str


def figures(text: str) -> list[Figure]:
    """Every figure of one paragraph, but not the number of its level."""
    plain = text.translate(FULL_WIDTH)
    number = NUMBERED.match(plain) if level_of(text) != "p" else None
    after = number.end() if number else 0
    found = [arabic(plain, each) for each in ARABIC.finditer(plain) if each.start() >= after]
    return found + [written(plain, each) for each in CHINESE.finditer(plain) if each.group(1) != "一"]


def arabic(text: str, found: re.Match) -> Figure:
    whole, rest, size, percent, unit = (part or "" for part in found.groups())
    value = Decimal(whole.replace(",", "") + rest)
    for each in size:
        value *= SIZES[each]
    end = found.end() - len(unit)
    return Figure(
        (value, bool(percent)), percent or unit, found.start(), end, text[found.start() : found.end()]
    )


def written(text: str, found: re.Match) -> Figure:
    value = (Decimal(value_of(found.group(1))), False)
    return Figure(value, found.group(3), found.start(), found.end(1), text[found.start() : found.end()])


def value_of(numeral: str) -> int:
    """二百一十 is 210, 十二 is 12, 二〇二六 is 2026, 三万 is 30000."""
    head, size, tail = numeral.rpartition("万")
    if size:
        return (value_of(head) if head else 1) * 10_000 + (value_of(tail) if tail else 0)
    if not set(numeral) & set(STEPS):
        return int("".join(str(DIGITS[each]) for each in numeral) or 0)
    total, digit = 0, None
    for each in numeral:
        if each in STEPS:
            total += (1 if digit is None else digit) * STEPS[each]
            digit = None
        else:
            digit = DIGITS[each]
    return total + (digit or 0)


def strangers(text: list[Line], sources: list[str]) -> Iterator[Finding]:
    """Figures that no source has, with those of the sources that were perhaps meant."""
    theirs = [figure for source in sources for line in source.split("\n") for figure in figures(line)]
    known = {figure.value for figure in theirs}
    own = {figure.value for line in text for figure in figures(line.text)}
    for line in text:
        for figure in figures(line.text):
            if figure.value not in known:
                yield line.finding(figure.start, figure.end, None, told(figure, theirs, own))


def told(figure: Figure, theirs: list[Figure], own: set) -> str:
    """The figures of the same kind that the article left out are the likely ones."""
    same = [each for each in theirs if each.unit == figure.unit and each.value not in own and each.unit]
    texts = list(dict.fromkeys(each.text for each in same))[:NEAREST]
    return f"来稿中没有这个数，来稿另有：{'、'.join(texts)}" if texts else "来稿中没有这个数"
