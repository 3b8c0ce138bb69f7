"""The words of the reckoning: what happened, what it earned, and why something earned nothing.

Pure: no Django, no rows. docs/decisions/scoring.md tells the whole story.
"""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from scoring.scopes import JOINT, LEAD, PARTNER

KINDS = {
    "use": "采用",
    "instruction": "批示",
    "filing": "报送",
    "event": "事项",
    "adjust": "调整",
}
EVENTS = {
    "commission_missed": "约稿未交",
    "commission_late": "约稿迟交",
    "late": "迟报",
    "missed": "漏报",
    "concealed": "瞒报",
    "false": "谎报",
    "wrong": "误报",
    "error": "差错被批评",
    "feedback_missed": "批示反馈未报",
    "feedback_late": "批示反馈迟报",
    "commended": "受到表扬",
}
PARTS = {
    "adoption": "采用分",
    "instruction": "批示分",
    "filing": "报送分",
    "quota": "任务分",
    "event": "奖惩分",
    "adjust": "调整分",
    "opening": "起评分",
    "bound": "限额",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One thing that happened, credited to one unit: all that scoring knows of the world.

    Days are business days: the signature of an issue, the use above, the leader's writing, the filing.
    `carrier` is the publication's code, the word a rule may use for it; `carrier_name` only words the reason.
    An item of several units is one fact for each of them: `units` of them, this one at `place`, weighing `share`.
    """

    key: str
    unit: Hashable
    on: date
    item: Hashable = None
    level: str | None = None
    system: str | None = None
    carrier: Hashable = None
    use: str | None = None
    kind: str = "use"
    sort: str | None = None  # the item's kind: 动态, 调研 …
    flags: frozenset[str] = frozenset()  # commissioned, forwarded … whatever the book's rules ask
    person: Hashable = None
    coauthors: tuple[Hashable, ...] = ()  # who wrote it with that person
    event: str = ""
    points: Decimal | None = None  # of an adjustment
    words: int | None = None  # its length, where somebody counted it
    pictures: int = 0
    event_on: date | None = None  # the day of what the item tells
    filed_on: date | None = None
    timely: bool | None = None  # the office's word, where it differs from the days'
    units: int = 1
    place: int = 1
    share: Decimal = Decimal(1)
    total_share: Decimal | None = None  # of all units together; without it shares are counted as equal
    before: Decimal | None = None  # the shares of those who stand before it, so that no cent is lost
    rewritten: bool = False  # the office wrote half of it anew
    carrier_name: str = field(default="", compare=False)
    note: str = field(default="", compare=False)

    @property
    def axes(self) -> tuple:
        return self.level, self.system, self.carrier, self.use

    @property
    def what(self) -> frozenset[str]:
        """Its flags; what several units share is `joint`, of the first of them `lead`, of the others `partner`."""
        if self.units < 2:
            return self.flags
        return self.flags | {JOINT, LEAD if self.place == 1 else PARTNER}


@dataclass(frozen=True, slots=True)
class Line:
    """One entry of the ledger; two lines are the same when all but the wording of the reason agrees."""

    fact: str
    unit: Hashable
    item: Hashable
    person: Hashable
    rule: str
    points: Decimal
    on: date
    reason: str = field(default="", compare=False)

    @property
    def month(self) -> date:
        return self.on.replace(day=1)

    @property
    def part(self) -> str:
        """Which part of the score it belongs to (采用分, 批示分 …), by the beginning of its key."""
        return self.fact.partition(":")[0]


@dataclass(frozen=True, slots=True)
class Unpaid:
    """A fact that earned nothing, so that its unit can be told why."""

    fact: Fact
    reason: str


@dataclass(frozen=True, slots=True)
class Met:
    """A quota in one of its periods: what was asked, what was done."""

    quota: str
    label: str
    unit: Hashable
    first: date
    last: date
    need: Decimal
    done: Decimal
    over: bool  # the period has ended
    facts: tuple[tuple[str, Decimal], ...] = ()  # what was counted, each with how much

    @property
    def met(self) -> bool:
        return self.done >= self.need


@dataclass(frozen=True, slots=True)
class Reckoning:
    """What a set of facts came to; every use, instruction, filing and event is paid, unpaid, or asked nothing."""

    lines: tuple[Line, ...]
    unpaid: tuple[Unpaid, ...]
    quotas: tuple[Met, ...] = ()
    pays: tuple = ()
    voids: tuple["Void", ...] = ()
    credits: tuple[Line, ...] = ()  # what persons earn by prices of their own


@dataclass(frozen=True, slots=True)
class Void:
    """Why a unit's assessment year is void (一票否决)."""

    unit: Hashable
    year: date
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reporter:
    """A unit that owes reports, whether or not it sent any: quotas and openings ask for it."""

    unit: Hashable
    sort: str = ""  # the class a quota differs by (一类, 二类 …)
    heads: int = 1  # how many people a quota per head counts
    group: str = ""
    since: date | None = None
    until: date | None = None

    def covers(self, first: date, last: date) -> bool:
        """Whether it owed the whole of a period; nobody is asked for weeks before they began."""
        return (self.since is None or self.since <= first) and (self.until is None or self.until >= last)


def plain(points: Decimal) -> str:
    """Points as people write them: 15, 0.5."""
    return format(points.normalize(), "f") if points else "0"


def word(words: Mapping[str, str], code: str | None) -> str:
    return words.get(code, code) if code else ""
