"""The small grammar the demo's texts are written in, so that one sentence can serve many units truthfully."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

CHOICE = re.compile(r"\[([^\[\]]*)\]")
SLOT = re.compile(r"\{([^{}]*)\}")
MARK = re.compile(r"<([^<>]*)>")
FACT = re.compile(r"(?:([a-z]\w*)=)?(\d+)\.\.(\d+)(?:/(\d+))?")
DAYS = re.compile(r"(前|后)(\d+)\.\.(\d+)")
SUM = re.compile(r"([a-z]\w*|\d+)(?:([-+*/])([a-z]\w*|\d+))?(?:([-+])([a-z]\w*))?")
SHARE = re.compile(r"([a-z]\w*)%([a-z]\w*)")

Word = str | list[str] | Callable[[], str]


def day_month(day: date, seen_from: date) -> str:
    """A date the way an office writes it: the year only where it is another one."""
    years = {1: "明年", -1: "去年"}
    prefix = "" if day.year == seen_from.year else years[day.year - seen_from.year]
    return f"{prefix}{day.month}月{day.day}日"


def as_filed(text: str) -> str:
    """What the informant wrote: `<slack→tight>` keeps its slack half."""
    return MARK.sub(lambda mark: mark[1].partition("→")[0], text)


def as_edited(text: str) -> str:
    """What the office made of it: `<slack→tight>` keeps its tight half, `<slack>` goes."""
    return MARK.sub(lambda mark: mark[1].partition("→")[2], text)


@dataclass
class Pen:
    """Writes one item: a number once named and a day once given stay the same to its last line."""

    rng: Random
    day: date
    words: dict[str, Word]
    numbers: dict[str, int] = field(default_factory=dict)

    def write(self, text: str) -> str:
        """One finished paragraph; its persons and enterprises are its own, its numbers are the item's."""
        cast: dict[str, str] = {}
        while CHOICE.search(text):
            text = CHOICE.sub(lambda found: self.rng.choice(found[1].split("|")), text)
        text = SLOT.sub(lambda slot: self.fill(slot[1], cast), text)
        return text.replace("工会工会", "工会").replace("联合会工会", "联合会")

    def fill(self, slot: str, cast: dict[str, str]) -> str:
        if found := FACT.fullmatch(slot):
            return self.draw(*found.groups())
        if found := DAYS.fullmatch(slot):
            return self.another_day(found[1], int(found[2]), int(found[3]))
        if found := SHARE.fullmatch(slot):
            return f"{100 * self.numbers[found[1]] / self.numbers[found[2]]:.1f}%"
        if found := SUM.fullmatch(slot):
            return str(self.reckon(*found.groups()))
        if slot not in cast:
            cast[slot] = self.word(slot, set(cast.values()))
        return cast[slot]

    def draw(self, name: str | None, low: str, high: str, step: str | None) -> str:
        stride = int(step or 1)
        number = self.rng.randrange(int(low), int(high) + 1, stride)
        if name:
            self.numbers[name] = number
        return str(number)

    def another_day(self, side: str, near: int, far: int) -> str:
        days = self.rng.randint(near, far)
        return day_month(self.day + timedelta(days if side == "后" else -days), self.day)

    def reckon(self, first: str, sign: str | None, second: str | None, sign2: str | None, third: str | None):
        total = int(first) if first.isdigit() else self.numbers[first]
        for mark, name in ((sign, second), (sign2, third)):
            if mark:
                value = int(name) if name.isdigit() else self.numbers[name]
                steps = {"+": total + value, "-": total - value, "*": total * value}
                total = steps[mark] if mark in steps else round(total / value)
        return total

    def word(self, slot: str, taken: set[str]) -> str:
        """The word behind a slot; of a choice, one that is not yet somebody else in this paragraph."""
        value = self.words[slot.rstrip("2")]
        if isinstance(value, str):
            return value
        options = [value()] if callable(value) else [word for word in value if word not in taken] or value
        return self.rng.choice(options)
