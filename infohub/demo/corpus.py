"""A year of information items for the demo office: deterministic, seasonal, with what became of each."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from random import Random

from infohub.demo.fates import decide, merge
from infohub.demo.office import UnitSpec, office
from infohub.demo.specs import CompositeSpec, Higher, ItemSpec
from infohub.demo.topics import SPRING_FESTIVAL, Topic, fillers, topics
from infohub.demo.writing import Draft, Writer

__all__ = ["CompositeSpec", "Higher", "ItemSpec", "composites", "edited", "items"]
BUSY = {
    1: 1.35,
    2: 0.8,
    3: 0.95,
    4: 1.0,
    5: 1.0,
    6: 1.2,
    7: 1.15,
    8: 0.85,
    9: 0.9,
    10: 0.8,
    11: 1.15,
    12: 1.4,
}
KINDS = {
    "dynamic": 46,
    "brief": 22,
    "experience": 14,
    "problem": 24,
    "opinion": 15,
    "research": 9,
    "model": 10,
    "urgent": 6,
}
HOLIDAYS = {(1, 1), *((5, day) for day in range(1, 6)), *((10, day) for day in range(1, 8))}
NATURE = {"problem": "bad", "opinion": "neutral", "research": "neutral", "urgent": "bad"}
DELAYS = (0,) * 18 + (1,) * 28 + (2,) * 18 + (3,) * 12 + (4,) * 8 + (5,) * 7


def edited(item: ItemSpec) -> tuple[str, str]:
    """The office's title and body for an item used on its own."""
    return item.edited_title, item.edited_body


def off_duty(day: date) -> bool:
    """Week-ends and the long public holidays, when little is done and less is filed."""
    festival = SPRING_FESTIVAL.get(day.year)
    resting = festival is not None and -1 <= (day - festival).days <= 6
    return day.weekday() >= 5 or resting or (day.month, day.day) in HOLIDAYS


@dataclass
class Calendar:
    """Which days the year's items happen on: working days mostly, more of them in the busy months."""

    start: date
    until: date
    days: list[date] = field(init=False)
    weights: list[float] = field(init=False)

    def __post_init__(self) -> None:
        span = (self.until - self.start).days
        self.days = [self.start + timedelta(offset) for offset in range(span + 1)]
        self.weights = [BUSY[day.month] * (0.12 if off_duty(day) else 1) for day in self.days]

    def draw(self, rng: Random) -> date:
        return rng.choices(self.days, self.weights)[0]


def slots(rng: Random, calendar: Calendar, count: int) -> list[tuple[date, UnitSpec]]:
    """Who files when: each unit its share of the count, every share at its own days."""
    units = [unit for unit in office().reporting_units if unit.pace]
    whole = sum(unit.pace for unit in units)
    shares = {unit: max(1, round(unit.pace * count / whole)) for unit in units}
    drawn = [(calendar.draw(rng), unit) for unit, share in shares.items() for _ in range(share)]
    return sorted(drawn, key=lambda pair: (pair[0], pair[1].key))


class Planner:
    """Chooses topic and kind so that units do not repeat themselves and no topic crowds the year."""

    def __init__(self, rng: Random) -> None:
        self.rng = rng
        self.told: Counter[str] = Counter()
        self.last: dict[tuple[str, str], date] = {}

    def weight(self, topic: Topic, unit: UnitSpec, day: date) -> float:
        before = self.last.get((unit.key, topic.key))
        tired = 0.02 if before and (day - before).days < 75 else 1.0
        room = len(topic.months) / 12 if topic.spring is None else 0.1
        own = 9.0 if topic.only and topic.units == "x" else 1.0
        crowded = 1 + self.told[topic.key] / (6 * topic.weight)
        return topic.weight * own * tired / crowded / (room + 0.25)

    def choose(self, unit: UnitSpec, day: date) -> tuple[Topic, str]:
        able = [topic for topic in topics() if topic.suits(unit.kind, unit.traits) and topic.in_season(day)]
        topic = self.rng.choices(able, [self.weight(topic, unit, day) for topic in able])[0]
        kinds = list(topic.titles)
        return topic, self.rng.choices(kinds, [KINDS[kind] for kind in kinds])[0]

    def note(self, topic: Topic, unit: UnitSpec, day: date) -> None:
        self.told[topic.key] += 1
        self.last[unit.key, topic.key] = day


def filing_time(rng: Random, event: date, until: date, urgent: bool) -> datetime:
    """Mostly within five days, some stale; on a working day, in office hours, never after the demo's today."""
    stale = rng.random() < 0.09
    day = event + timedelta(rng.randint(8, 26) if stale else rng.choice(DELAYS))
    while off_duty(day) and rng.random() < 0.9:
        day += timedelta(1)
    day = event if urgent else min(day, until)
    return datetime.combine(
        day, time(rng.choice((8, 9, 9, 10, 10, 11, 14, 15, 15, 16, 16, 17)), rng.randrange(60))
    )


class Desk:
    """Turns one slot into one item with a title nobody has used this year."""

    def __init__(self, seed: int, until: date) -> None:
        self.rng = Random(f"corpus-{seed}")
        self.writer = Writer(self.rng)
        self.planner = Planner(self.rng)
        self.until = until
        self.titles: set[str] = set()

    def draft(self, unit: UnitSpec, day: date) -> tuple[Topic, str, Draft]:
        while True:
            topic, kind = self.planner.choose(unit, day)
            draft = self.writer.write(topic, kind, unit, day)
            if not self.titles & {draft.filed[0], draft.edited[0]} and len(draft.filed[0]) <= 50:
                self.titles |= {draft.filed[0], draft.edited[0]}
                self.planner.note(topic, unit, day)
                return topic, kind, draft

    def item(self, number: int, day: date, unit: UnitSpec) -> ItemSpec:
        topic, kind, draft = self.draft(unit, day)
        author = self.rng.choices(*self.authors(unit))[0]
        title, body = draft.filed
        if self.rng.random() < 0.12:
            body += f"（供稿：{author.name}）"
        return ItemSpec(
            key=f"item-{number:04d}",
            unit=unit.key,
            author=author.username,
            topic=topic.key,
            title=title,
            body=body,
            kind=kind,
            nature=NATURE.get(kind, topic.nature),
            event_date=day,
            filed_at=filing_time(self.rng, day, self.until, kind == "urgent"),
            edited_title=draft.edited[0].replace(unit.name, unit.known_as),
            edited_body=draft.edited[1],
        )

    def authors(self, unit: UnitSpec) -> tuple[list, list[int]]:
        people = office().holders("informant", unit.key)
        return people, [6, 3, 2][: len(people)]


def month_after(start: date, months: int) -> date:
    place = start.year * 12 + start.month - 1 + months
    return date(place // 12, place % 12 + 1, 1)


def with_fillers(rng: Random, written: list[ItemSpec]) -> list[ItemSpec]:
    """A few items that are really speeches, notices or empty phrases, as every office receives them."""
    chosen = rng.sample(range(len(written)), min(len(fillers()), len(written) // 60))
    result = list(written)
    for place, filler in zip(sorted(chosen), rng.sample(fillers(), len(chosen)), strict=True):
        old, unit = written[place], office().unit(written[place].unit)
        day = f"{old.event_date.month}月{old.event_date.day}日"
        title, body = (filler[k].replace("{单位}", unit.name).replace("{日}", day) for k in ("title", "body"))
        result[place] = replace(
            old, title=title, body=body, edited_title=title, edited_body=body, topic="filler", kind="dynamic",
            nature="neutral", fate="reject", reason=filler["reason"], reason_text=filler["say"],
        )  # fmt: skip
    return result


def items(
    seed: int, year_start: date, months: int, *, count: int = 1000, until: date | None = None
) -> list[ItemSpec]:
    """`months` whole months and the running one up to `until`, in the order of filing."""
    until = until or month_after(year_start, months) + timedelta(19)
    desk = Desk(seed, until)
    plan = slots(desk.rng, Calendar(year_start, until), count)
    written = [desk.item(number, day, unit) for number, (day, unit) in enumerate(plan, 1)]
    written = with_fillers(Random(f"fillers-{seed}"), written)
    return sorted(decide(Random(f"fates-{seed}"), written, until), key=lambda item: item.filed_at)


def composites(written: Iterable[ItemSpec]) -> list[CompositeSpec]:
    """The merged articles of these items, each with its members in filing order."""
    groups: dict[str, list[ItemSpec]] = {}
    for item in written:
        if item.composite:
            groups.setdefault(item.composite, []).append(item)
    return [merge(key, members) for key, members in sorted(groups.items())]
