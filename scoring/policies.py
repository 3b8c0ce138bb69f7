"""What an office's rules may say beyond prices: each class is one kind of clause of a 考核办法 (domain: the axes).

All pure data with exact numbers; `books.py` reads them from a file, `docs/rulebook.md` shows each with an example.
"""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from scoring.rules import NOTHING, Rule

MULTI = {
    "accumulate": "累加计分",
    "highest": "就高不就低",
    "highest_per_system": "同一系统就高不就低",
    "highest_per_level": "同一层级就高不就低",
}
SPLITS = {
    "full": "各得全分",
    "equal": "平均分配",
    "first": "只计第一单位",
    "weights": "按份额分配",
    "fraction": "各得一定比例",
}
INSTRUCTION_COUNTS = {
    "each": "每次批示都加分",
    "once_per_level": "同级领导批示只加一次",
    "highest": "只取最高一次",
}
TIMES_OF = {"all": "该信息全部采用分", "highest": "该信息最高一次采用分", "carrier": "所批示刊物的采用分"}
COUNTED = {
    "filings": "报送条数",
    "items": "采用条数（同一信息只算一条）",
    "uses": "采用次数",
    "points": "得分",
}
AGGREGATES = {"sum": "合计", "average": "平均（每条计分信息）"}
ONE = Decimal(1)


@dataclass(frozen=True, slots=True)
class Family:
    """Carriers of one kind among which an item counts once, the best of them (同类媒体不重复计分)."""

    name: str
    carriers: frozenset[Hashable] = NOTHING
    level: str | None = None
    system: str | None = None

    def covers(self, fact) -> bool:
        if self.carriers and fact.carrier not in self.carriers:
            return False
        return self.level in (None, fact.level) and self.system in (None, fact.system)


@dataclass(frozen=True, slots=True)
class Split:
    """How units that share an item share its points; `main_extra` goes to the first of them on top."""

    how: str = "full"
    fraction: Decimal = ONE
    main_extra: Decimal = Decimal(0)
    instructions: bool = False  # instructions are shared out the same way


@dataclass(frozen=True, slots=True)
class Instructing:
    """One clause on leaders' instructions: `rule` names where it applies; points are added, or `times` multiplies."""

    rule: Rule
    times: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Filing:
    """Points for reporting itself: each item, from the one after `after` on, capped per period."""

    code: str
    points: Decimal
    sort: str | None = None
    when: frozenset[str] = NOTHING
    per: str = "month"
    after: int = 0
    cap: Decimal | None = None
    unadopted_only: bool = False


@dataclass(frozen=True, slots=True)
class Timeliness:
    """An item counts only when filed within so many days of what it tells."""

    within_days: int
    applies: frozenset[str] = frozenset({"use", "filing"})
    sort: str | None = None


@dataclass(frozen=True, slots=True)
class Quota:
    """A task (任务数、任务分): how much of what per period, and what meeting or missing it brings.

    `by_class` overrides `need` for units of a class, and a need of 0 asks nothing; `count_as` weighs uses by level ("2 lower or 1 higher").
    """

    code: str
    label: str
    counts: str
    per: str
    need: Decimal
    by_class: Mapping[str, Decimal] = field(default_factory=dict, hash=False)
    per_head: bool = False
    level: str | None = None
    system: str | None = None
    carrier: Hashable = None
    sort: str | None = None
    count_as: Mapping[str, Decimal] = field(default_factory=dict, hash=False)
    lump: Decimal = Decimal(0)
    proportional: bool = False
    extra_each: Decimal = Decimal(0)
    extra_cap: Decimal | None = None
    missed: Decimal = Decimal(0)
    each_missing: Decimal = Decimal(0)
    missing_cap: Decimal | None = None
    void_after: int = 0

    def need_of(self, reporter) -> Decimal:
        need = self.by_class.get(reporter.sort, self.need)
        return need * reporter.heads if self.per_head else need


@dataclass(frozen=True, slots=True)
class EventRule:
    """A deduction or a bonus for something that happened; `share` takes a part of the item's own points."""

    code: str
    event: str
    points: Decimal = Decimal(0)
    share: Decimal | None = None
    level: str | None = None
    sort: str | None = None
    cap: Decimal | None = None
    per: str = "year"
    void_at: int = 0


@dataclass(frozen=True, slots=True)
class Rate:
    """A deduction for an adoption rate below a mark (采用率低于 30%)."""

    code: str
    below: Decimal
    points: Decimal
    per: str = "year"
    least: int = 1  # fewer filings than this are not judged


@dataclass(frozen=True, slots=True)
class Part:
    """One weighed part of the score: the sum of its kinds of points against a benchmark, within bounds."""

    name: str
    of: frozenset[str]
    worth: Decimal | None = None  # what the full benchmark is worth
    benchmark: Decimal | None = None
    weight: Decimal = ONE
    floor: Decimal | None = None
    ceiling: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Total:
    """From points to the score of the assessment year."""

    aggregate: str = "sum"
    floor: Decimal | None = None
    ceiling: Decimal | None = None
    bonus_cap: Decimal | None = None
    deduction_cap: Decimal | None = None
    convert_from: Decimal | None = None  # so many points are worth
    convert_to: Decimal | None = None  # so many in the larger assessment (千分制)
    pass_mark: Decimal | None = None
    void_score: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True)
class Money:
    """Remuneration (稿酬): per point of adoption, or by price rules of its own; nobody named, nothing paid."""

    per_point: Decimal = Decimal(0)
    rules: tuple[Rule, ...] = ()
    needs_person: bool = True


@dataclass(frozen=True, slots=True)
class Ranking:
    """How a table is arranged: dense or competition, and what parts equal scores."""

    method: str = "dense"
    tie_breakers: tuple[str, ...] = ()
    per: str = "month"
