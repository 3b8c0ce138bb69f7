"""What a check says: where, what was found, what it might be, and by which rule. No Django."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

HAN = r"\u3400-\u9fff〇"
CONTEXT = 10  # characters shown on either side of a finding
TITLE = -1  # the number of the title's line; the body's lines count from 0

SPARED = re.compile(  # what only looks like Chinese text with half-width marks in it
    r"(?:https?|ftp)://[^\s" + HAN + r"，。；：！？、（）“”《》]+|www\.[\w./?=&%#:+-]+"  # addresses
    r"|[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+\.[A-Za-z]{2,}"  # e-mail
    r"|\d+(?:[:.,]\d+)+"  # times, ratios, decimals, thousands
    r"|[(（][^()（）"
    + HAN
    + r"]*[A-Za-z][^()（）"
    + HAN
    + r"]*[)）]",  # a phrase in Latin letters in brackets
    re.ASCII,
)


@dataclass(frozen=True)
class Line:
    """One paragraph, its place in the text, and the stretches no rule may touch."""

    number: int
    text: str

    @cached_property
    def spared(self) -> frozenset[int]:
        return frozenset(place for found in SPARED.finditer(self.text) for place in range(*found.span()))

    def spares(self, start: int, end: int) -> bool:
        return not self.spared.isdisjoint(range(start, end))

    def finding(self, start: int, end: int, suggestion: str | None, rule: str) -> "Finding":
        return Finding(self.number, start, end, self.text, suggestion, rule)


@dataclass(frozen=True)
class Finding:
    """One slip. Without a suggestion only a person can say what was meant."""

    line: int
    start: int
    end: int
    text: str
    suggestion: str | None
    rule: str

    @property
    def found(self) -> str:
        return self.text[self.start : self.end]

    @property
    def before(self) -> str:
        return ("…" if self.start > CONTEXT else "") + self.text[max(0, self.start - CONTEXT) : self.start]

    @property
    def after(self) -> str:
        rest = self.text[self.end :]
        return rest[:CONTEXT] + ("…" if len(rest) > CONTEXT else "")

    @property
    def place(self) -> str:
        return "标题" if self.line == TITLE else f"第 {self.line + 1} 段"

    @property
    def key(self) -> str:
        """What a button names: the place and the words, so that it can never mend something else."""
        return f"{self.line}.{self.start}.{self.end}.{self.suggestion}"

    @property
    def places(self) -> set[tuple[int, int]]:
        return {(self.line, place) for place in range(self.start, self.end)}


def lines_of(title: str, body: str) -> list[Line]:
    return [Line(TITLE, title), *(Line(number, text) for number, text in enumerate(body.split("\n")))]


def corrected(text: str, chosen: Iterable[Finding]) -> str:
    """One line with suggestions taken up, from its end so that the places before stay true."""
    for found in sorted(chosen, key=lambda each: -each.start):
        text = text[: found.start] + found.suggestion + text[found.end :]
    return text
