"""Points without a database: what facts are worth under a rule book, and what the ledger still lacks.

docs/decisions/scoring.md tells the whole story on one page.
"""

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cache

from scoring.rules import LEVELS, SYSTEMS, USES, Axes, Rule, clashes, winners

MULTI = {"accumulate": "累加计分", "highest": "就高不就低"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One use of one item credited to one unit: all that scoring knows of the world.

    `carrier` is the publication's code, the word a rule may use for it; `carrier_name` only words the reason.
    """

    key: str
    unit: Hashable
    item: Hashable
    level: str
    system: str
    carrier: Hashable
    use: str
    on: date
    person: Hashable = None
    carrier_name: str = field(default="", compare=False)

    @property
    def axes(self) -> Axes:
        return self.level, self.system, self.carrier, self.use


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


@dataclass(frozen=True, slots=True)
class Unpaid:
    """A fact that earned nothing, so that its unit can be told why."""

    fact: Fact
    reason: str


@dataclass(frozen=True, slots=True)
class Reckoning:
    """What a set of facts came to; every fact is in exactly one of the two."""

    lines: tuple[Line, ...]
    unpaid: tuple[Unpaid, ...]


class Ambiguous(ValueError):
    """Raised for a book in which two rules would claim one fact with equal right."""

    def __init__(self, pairs: Sequence[tuple[Rule, Rule]]):
        self.pairs = pairs
        super().__init__("、".join(f"{first.code}／{second.code}" for first, second in pairs))


@dataclass(frozen=True)
class RuleBook:
    """An office's assessment rules as data (`use_as` prices one kind of use like another)."""

    name: str
    version: int
    rules: tuple[Rule, ...]
    multi: str = "accumulate"
    year_starts: int = 1
    use_as: Mapping[str, str] = field(default_factory=dict, hash=False)

    def __post_init__(self):
        if self.multi not in MULTI:
            raise ValueError(f"unknown policy {self.multi!r}")
        if len({rule.code for rule in self.rules}) < len(self.rules):
            raise ValueError("rule codes must be unique: a line is known by its rule's code")
        if pairs := clashes(self.rules, self.use_as):
            raise Ambiguous(pairs)

    def year_of(self, day: date) -> date:
        """The first day of the assessment year a day belongs to (some offices start in December)."""
        return date(day.year - (day.month < self.year_starts), self.year_starts, 1)

    def rule_for(self, axes: Axes) -> Rule | None:
        return next(iter(winners(self.rules, self.use_as, axes)), None)

    def reckon(self, facts: Iterable[Fact]) -> Reckoning:
        """What the facts are worth, and why some are worth nothing; their order makes no difference."""
        find = cache(self.rule_for)
        priced, unpaid = [], []
        for fact in _in_order(facts):
            rule = find(fact.axes)
            if rule and rule.points:
                priced.append((fact, rule))
            else:
                unpaid.append(Unpaid(fact, _why_nothing(fact, rule)))
        if self.multi == "highest":
            priced, outdone = self._highest(priced)
            unpaid += outdone
        return Reckoning(tuple(_line(*pair) for pair in priced), tuple(unpaid))

    def _highest(self, priced: list[tuple[Fact, Rule]]) -> tuple[list[tuple[Fact, Rule]], list[Unpaid]]:
        """Keep each unit's best price per item and assessment year; among equals the earliest stays."""
        best: dict[Hashable, tuple[Fact, Rule]] = {}
        for fact, rule in priced:
            contest = fact.unit, fact.item, self.year_of(fact.on)
            if contest not in best or rule.points > best[contest][1].points:
                best[contest] = fact, rule
        kept, outdone = [], []
        for fact, rule in priced:
            winner = best[fact.unit, fact.item, self.year_of(fact.on)]
            if winner[0] is fact:
                kept.append((fact, rule))
            else:
                outdone.append(Unpaid(fact, f"就高不就低：本考核年度已按{_worth(*winner)}"))
        return kept, outdone


@dataclass(frozen=True, slots=True)
class Booked:
    """A row of the ledger as the engine needs it; a reversal names the row it takes back."""

    id: Hashable
    line: Line
    reverses: Hashable = None


@dataclass(frozen=True, slots=True)
class Due:
    """A row the ledger still lacks: a new line, or the taking back of the row `reverses`."""

    line: Line
    reverses: Hashable = None

    @property
    def points(self) -> Decimal:
        return self.line.points if self.reverses is None else self.line.points.copy_negate()

    @property
    def reason(self) -> str:
        return self.line.reason if self.reverses is None else f"冲销：{self.line.reason}"


def difference(should: Iterable[Line], booked: Iterable[Booked]) -> list[Due]:
    """What must be added to the ledger so that it says what it should: reversals first, then new lines."""
    missing, wrong = Counter(should), []
    for row in _standing(list(booked)):
        if missing[row.line]:
            missing[row.line] -= 1
        else:
            wrong.append(Due(row.line, reverses=row.id))
    return sorted(wrong, key=_due_order) + sorted(map(Due, missing.elements()), key=_due_order)


def _standing(booked: list[Booked]) -> list[Booked]:
    """Rows still in force: a row and its reversal cancel each other."""
    reversed_ids = {row.reverses for row in booked}
    return [row for row in booked if row.reverses is None and row.id not in reversed_ids]


def _due_order(due: Due) -> tuple:
    return due.line.on, due.line.fact, str(due.line.unit), str(due.reverses)


def book_in(month: date, first_open: date) -> date:
    """A point belongs to the month of its fact, unless that month is closed: then to the first open one."""
    return max(month, first_open)


def late_note(month: date, booked_in: date) -> str:
    return f"补记：{month.year}年{month.month}月事项" if booked_in > month else ""


def plain(points: Decimal) -> str:
    """Points as people write them: 15, 0.5."""
    return format(points.normalize(), "f")


def _in_order(facts: Iterable[Fact]) -> list[Fact]:
    ordered = sorted(facts, key=lambda fact: (fact.on, fact.key, str(fact.unit)))
    if repeated := [pair for pair, times in Counter((f.key, f.unit) for f in ordered).items() if times > 1]:
        raise ValueError(f"facts given more than once: {repeated}")
    return ordered


def _line(fact: Fact, rule: Rule) -> Line:
    return Line(
        fact.key, fact.unit, fact.item, fact.person, rule.code, rule.points, fact.on, _worth(fact, rule)
    )


def _worth(fact: Fact, rule: Rule) -> str:
    note = "" if rule.use in (None, fact.use) else f"（按{_word(USES, rule.use)}计）"
    return f"{_carrier(fact)}{_word(USES, fact.use)}采用{note}，{plain(rule.points)}分（规则 {rule.code}）"


def _why_nothing(fact: Fact, rule: Rule | None) -> str:
    if rule:
        return _worth(fact, rule)
    return f"{_carrier(fact)}{_word(USES, fact.use)}采用：考核办法中没有适用的规则（{_place(fact)}）"


def _carrier(fact: Fact) -> str:
    name = fact.carrier_name
    if not name:
        return f"{_place(fact)}刊物"
    return name if "《" in name else f"《{name}》"


def _place(fact: Fact) -> str:
    return _word(LEVELS, fact.level) + _word(SYSTEMS, fact.system)


def _word(words: Mapping[str, str], code: str) -> str:
    return words.get(code, code)
