"""What the demo's informants write about: topics with their seasons, units and sentences, read from texts/."""

import tomllib
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path

TEXTS = Path(__file__).parent / "texts"
SPRING_FESTIVAL = {
    2024: date(2024, 2, 10),
    2025: date(2025, 1, 29),
    2026: date(2026, 2, 17),
    2027: date(2027, 2, 6),
    2028: date(2028, 1, 26),
    2029: date(2029, 2, 13),
    2030: date(2030, 2, 3),
}


@dataclass(frozen=True)
class Topic:
    """One subject of union work with every sentence it may be told in; `units` are letters of UnitSpec.kind."""

    key: str
    name: str
    units: str
    only: tuple[str, ...] = ()
    skip: tuple[str, ...] = ()
    months: tuple[int, ...] = tuple(range(1, 13))
    spring: tuple[int, int] | None = None
    weight: float = 1.0
    nature: str = "good"
    vars: dict[str, str] = field(default_factory=dict)
    titles: dict[str, list[str]] = field(default_factory=dict)
    lead: tuple[str, ...] = ()
    point: tuple[str, ...] = ()
    quote: tuple[str, ...] = ()
    end: tuple[str, ...] = ()
    matter_lead: tuple[str, ...] = ()
    fact: tuple[str, ...] = ()
    cause: tuple[str, ...] = ()
    advice: tuple[str, ...] = ()
    composite: dict[str, str] = field(default_factory=dict)
    must: tuple[str, ...] = ()
    theme: str = ""

    def suits(self, kind: str, traits: tuple[str, ...]) -> bool:
        """Would a unit of this kind write about it at all?"""
        wanted = kind in self.units if not self.only else bool(set(self.only) & set(traits))
        return wanted and not set(self.skip) & set(traits)

    def in_season(self, day: date) -> bool:
        if self.spring is None:
            return day.month in self.months
        offset = (day - SPRING_FESTIVAL[day.year]).days if day.year in SPRING_FESTIVAL else 99
        return self.spring[0] <= offset <= self.spring[1]


def read_topic(raw: dict) -> Topic:
    raw["titles"] = {key[2:]: raw.pop(key) for key in list(raw) if key.startswith("t_")}
    plain = {key: tuple(value) if isinstance(value, list) else value for key, value in raw.items()}
    return Topic(**plain)


@cache
def topics() -> tuple[Topic, ...]:
    files = sorted(TEXTS.glob("topics_*.toml"))
    raws = [(file.stem.removeprefix("topics_"), tomllib.loads(file.read_text("utf-8"))) for file in files]
    return tuple(read_topic(raw | {"theme": theme}) for theme, book in raws for raw in book["topic"])


@cache
def topic_named(key: str) -> Topic:
    return next((topic for topic in topics() if topic.key == key), Topic(key, key, ""))


@cache
def fillers() -> list[dict[str, str]]:
    """Speeches, notices and empty phrases sent in instead of an item."""
    return tomllib.loads((TEXTS / "fillers.toml").read_text("utf-8"))["filler"]
