"""What an office's rules may say beyond prices: each class is one kind of clause of a 考核办法 (domain: the axes).

All pure data with exact numbers; `books.py` reads them from a file, `docs/rulebook.md` shows each with an example.
"""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from scoring.rules import Rule
from scoring.scopes import NOTHING, Scope, Several, holds

MULTI = {
    "accumulate": "累加计分",
    "highest": "就高不就低",
    "highest_per_system": "同一系统就高不就低",
    "highest_per_level": "同一层级就高不就低",
    "highest_per_carrier": "同一刊物就高不就低",
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
    "instructions": "批示次数",
    "points": "得分",
}
AGGREGATES = {
    "sum": "合计",
    "average": "平均（每条计分信息）",
    "per_head": "人均（除以单位人数）",
}
AGAINST = {"highest": "全部单位的最高分", "group": "本组单位的最高分"}
CAPPED = {"adoption": "采用分", "instruction": "批示分", "filing": "报送分", "event": "奖惩分"}
TIERED = {"adoption": "采用分", "filing": "报送分"}
CAPPED_BY = {"unit": "每个单位", "item": "每条信息", "person": "每个人"}
CHOSEN = {"first": "按时间先后", "best": "取分值最高的"}
PAID_FOR = {"adoption": "采用", "instruction": "批示", "filing": "报送"}
PAY_SPLITS = {"first": "发给第一作者", "equal": "由各作者平分"}
ONE, NONE = Decimal(1), Decimal(0)


@dataclass(frozen=True, slots=True)
class Family:
    """Carriers of one kind among which an item counts once, the best of them (同类媒体不重复计分)."""

    name: str
    carriers: frozenset[Hashable] = NOTHING
    level: Several = None
    system: Several = None

    def covers(self, fact) -> bool:
        if self.carriers and fact.carrier not in self.carriers:
            return False
        return holds(self.level, fact.level) and holds(self.system, fact.system)


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
class Filing(Scope):
    """Points for reporting itself: each item, from the one after `after` on, capped per period."""

    code: str
    points: Decimal
    per: str = "month"
    after: int = 0
    cap: Decimal | None = None
    unadopted_only: bool = False


@dataclass(frozen=True, slots=True)
class Tier(Scope):
    """After so many items in a period each further one counts for less, or for more (超过5条的，每条1分)."""

    code: str
    after: int
    points: Decimal | None = None  # instead of the clause's own price
    times: Decimal | None = None
    of: str = "adoption"
    per: str = "month"


@dataclass(frozen=True, slots=True)
class Cap(Scope):
    """No more than so many items, or points, of a kind in a period (每月最多计3条、最多10分)."""

    code: str
    of: frozenset[str] = frozenset({"adoption"})
    points: Decimal | None = None
    items: int | None = None
    per: str = "month"
    by: str = "unit"
    choose: str = "first"


@dataclass(frozen=True, slots=True)
class Bound:
    """What kinds of points come to in a period is no less and no more than this (当月扣完为止、当月封顶)."""

    code: str
    label: str
    of: frozenset[str]
    per: str
    floor: Decimal | None = None
    ceiling: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeliness(Scope):
    """An item counts only when filed within so many days of what it tells."""

    within_days: int
    applies: frozenset[str] = frozenset({"use", "filing"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Quota(Scope):
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
    of: frozenset[str] = NOTHING  # which kinds of points, where points are counted
    count_as: Mapping[str, Decimal] = field(default_factory=dict, hash=False)
    lump: Decimal = NONE
    proportional: bool = False
    proportional_from: Decimal = NONE  # a smaller share of the task than this brings nothing
    extra_each: Decimal = NONE
    extra_cap: Decimal | None = None
    missed: Decimal = NONE
    missed_share: Decimal = NONE  # of what the unit earned in the period
    each_missing: Decimal = NONE
    missing_cap: Decimal | None = None
    void_after: int = 0
    in_a_row: bool = False  # the misses that void follow on each other

    def need_of(self, reporter) -> Decimal:
        """By the unit's class; a table of facts may give a unit a task of its own by its name."""
        need = self.by_class.get(reporter.sort, self.by_class.get(reporter.unit, self.need))
        return need * reporter.heads if self.per_head else need


@dataclass(frozen=True, slots=True)
class Together:
    """What a unit gets, or loses, for several tasks as one: only all of them met in the period will do."""

    code: str
    label: str
    tasks: frozenset[str]
    per: str
    lump: Decimal = NONE
    missed: Decimal = NONE


@dataclass(frozen=True, slots=True)
class EventRule(Scope):
    """A deduction or a bonus for something that happened; `share` takes a part of the item's own points.

    `by_time` are the points of the first, second … time in the period, the last of them of every further time.
    """

    code: str
    event: str
    points: Decimal = NONE
    by_time: tuple[Decimal, ...] = ()
    each_day: Decimal = NONE  # for each day late
    after: int = 0  # so many times are let pass
    share: Decimal | None = None
    cap: Decimal | None = None
    per: str = "year"
    void_at: int = 0


@dataclass(frozen=True, slots=True)
class Rate:
    """What an adoption rate below a mark costs, or one above it brings (采用率低于 30%)."""

    code: str
    points: Decimal
    below: Decimal | None = None
    above: Decimal | None = None
    per: str = "year"
    least: int = 1  # fewer filings than this are not judged

    def holds(self, share: Decimal) -> bool:
        return share < self.below if self.below is not None else share >= self.above


@dataclass(frozen=True, slots=True)
class Part:
    """One weighed part of the score: the sum of its kinds of points against a benchmark, within bounds."""

    name: str
    of: frozenset[str]
    worth: Decimal | None = None  # what the full benchmark is worth
    benchmark: Decimal | None = None
    against: str | None = None  # whose points are the benchmark, where it is no fixed number
    weight: Decimal = ONE
    floor: Decimal | None = None
    ceiling: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Total:
    """From points to the score of the assessment year."""

    aggregate: str = "sum"
    class_times: Mapping[str, Decimal] = field(default_factory=dict, hash=False)  # 系数, by class of unit
    floor: Decimal | None = None
    ceiling: Decimal | None = None
    bonus_cap: Decimal | None = None
    deduction_cap: Decimal | None = None
    convert_from: Decimal | None = None  # so many points are worth
    convert_against: str | None = None  # or as many as the best unit has
    convert_to: Decimal | None = None  # so many in the larger assessment (千分制)
    pass_mark: Decimal | None = None
    pass_by_class: Mapping[str, Decimal] = field(default_factory=dict, hash=False)
    void_score: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fee(Rule):
    """What one item is paid in money; `of` is what for: its use, a leader's words on it, its filing."""

    of: str = "adoption"


@dataclass(frozen=True, slots=True)
class Money:
    """Remuneration (稿酬): per point of adoption, or by price rules of its own; nobody named, nothing paid."""

    per_point: Decimal = NONE
    rules: tuple[Fee, ...] = ()
    needs_person: bool = True
    split: str = "first"
    cap: Decimal | None = None  # what one person is paid in a period at most
    per: str = "month"


@dataclass(frozen=True, slots=True)
class Ranking:
    """How a table is arranged: dense or competition, and what parts equal scores."""

    method: str = "dense"
    tie_breakers: tuple[str, ...] = ()
    per: str = "month"
