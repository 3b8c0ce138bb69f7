"""Points without a database: what facts are worth under a rule book, and what the ledger still lacks.

docs/decisions/scoring.md tells the whole story on one page, docs/rulebook.md every clause a book may have.
"""

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property, lru_cache
from itertools import chain

from scoring import extras
from scoring.bounding import bounded
from scoring.byline import credited, limited
from scoring.limits import Limits
from scoring.paying import pays
from scoring.policies import (
    MULTI,
    Bound,
    Cap,
    EventRule,
    Family,
    Filing,
    Instructing,
    Money,
    Part,
    Quota,
    Ranking,
    Rate,
    Split,
    Tier,
    Timeliness,
    Together,
    Total,
)
from scoring.pricing import Find, Priced, priced_uses
from scoring.quotas import Known, rates, tasks, voids_of
from scoring.rules import LEVELS, SYSTEMS, USES, Place, Rule, clashes, winners
from scoring.spans import Span, spans_between
from scoring.terms import Fact, Line, Met, Reckoning, Reporter, Unpaid

FULL, PLAIN_SUM, UNPAID_WORK, DENSE = Split(), Total(), Money(), Ranking()
MOST_PLACES = 50_000  # lengths of items are many


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
    use_words: Mapping[str, str] = field(default_factory=dict, hash=False)
    system_words: Mapping[str, str] = field(default_factory=dict, hash=False)
    event_words: Mapping[str, str] = field(default_factory=dict, hash=False)
    level_words: Mapping[str, str] = field(default_factory=dict, hash=False)
    carrier_words: Mapping[str, str] = field(default_factory=dict, hash=False)
    families: tuple[Family, ...] = ()
    multi_rest: Decimal = Decimal(0)
    multipliers: tuple[Rule, ...] = ()
    additions: tuple[Rule, ...] = ()
    tiers: tuple[Tier, ...] = ()
    caps: tuple[Cap, ...] = ()
    bounds: tuple[Bound, ...] = ()
    person_rules: tuple[Rule, ...] = ()
    joint: Split = FULL
    composite: Split = FULL
    rewritten: Decimal = Decimal(1)
    instructions: tuple[Instructing, ...] = ()
    instruction_count: str = "each"
    times_of: str = "all"
    filings: tuple[Filing, ...] = ()
    opening: Decimal = Decimal(0)
    opening_by_class: Mapping[str, Decimal] = field(default_factory=dict, hash=False)
    timeliness: tuple[Timeliness, ...] = ()
    quotas: tuple[Quota, ...] = ()
    together: tuple[Together, ...] = ()
    events: tuple[EventRule, ...] = ()
    rates: tuple[Rate, ...] = ()
    parts: tuple[Part, ...] = ()
    total: Total = PLAIN_SUM
    money: Money = UNPAID_WORK
    ranking: Ranking = DENSE

    def __post_init__(self):
        if self.multi not in MULTI:
            raise ValueError(f"unknown policy {self.multi!r}")
        if len({rule.code for rule in self.rules}) < len(self.rules):
            raise ValueError("rule codes must be unique: a line is known by its rule's code")
        if pairs := self.clashes():
            raise Ambiguous(pairs)

    def clashes(self) -> list[tuple[Rule, Rule]]:
        """Clauses of one sort that would claim one fact with equal right."""
        found = []
        for rules, likened in contested(self):
            found += clashes(rules, likened, uses=self.uses, systems=self.systems, levels=self.levels)
        return found

    @property
    def uses(self) -> dict[str, str]:
        return {**USES, **self.use_words}

    @property
    def levels(self) -> dict[str, str]:
        """From the top down; an office's own ones come last."""
        return {**LEVELS, **self.level_words}

    @property
    def systems(self) -> dict[str, str]:
        return {**SYSTEMS, **self.system_words}

    @property
    def asks_of_units(self) -> bool:
        """Whether any clause asks what a unit is, or counts one that sent nothing."""
        total = self.total
        openings = self.opening or self.opening_by_class
        of_class = total.class_times or total.pass_by_class or total.aggregate == "per_head"
        measured = total.convert_against or any(part.against for part in self.parts)
        return bool(self.quotas or openings or of_class or measured)

    def year_of(self, day: date) -> date:
        """The first day of the assessment year a day belongs to (some offices start in December)."""
        return date(day.year - (day.month < self.year_starts), self.year_starts, 1)

    def rule_for(self, axes: Sequence) -> Rule | None:
        return self.find(Place(*axes))

    @cached_property
    def find(self) -> Find:
        """The rule of a place, remembered: a year has many facts and few places."""
        return lru_cache(maxsize=MOST_PLACES)(
            lambda place: next(iter(winners(self.rules, self.use_as, place)), None)
        )

    def reckon(
        self, facts: Iterable[Fact], reporters: Iterable[Reporter] = (), window: Span | None = None
    ) -> Reckoning:
        """What the facts are worth, and why some are worth nothing; their order makes no difference.

        The window is the days whose lines are wanted; facts from before it are only counted by quotas whose
        period began there. Without one it is the days of the facts. Units without facts are named by reporters.
        """
        shares: dict[Hashable, list[Fact]] = defaultdict(list)
        for fact in facts:
            shares[fact.unit].append(fact)
        window = window or window_of(shares)
        known: dict[Hashable, list[Reporter]] = defaultdict(list)
        for reporter in reporters:
            known[reporter.unit].append(reporter)
        found = [
            self.reckon_unit(known.get(unit) or [Reporter(unit=unit)], shares.get(unit, ()), window)
            for unit in sorted(shares.keys() | known.keys(), key=str)
        ]
        return together(found)

    def reckon_unit(self, times: Sequence[Reporter], facts: Iterable[Fact], window: Span) -> Reckoning:
        """One unit's facts; units do not touch each other, so a year may be reckoned unit by unit.

        A unit that changed its class of tasks is named once for each of its times.
        """
        ordered = in_order(fact for fact in facts if fact.on <= window.last)
        own = [fact for fact in ordered if fact.on >= window.first]
        return UnitReckoning(self, times, ordered, own, window).result()


class UnitReckoning:
    """The steps for one unit; each needs what the ones before it found."""

    def __init__(
        self, book: RuleBook, times: Sequence[Reporter], ordered: list[Fact], own: list[Fact], window: Span
    ):
        self.book, self.times, self.window = book, times, window
        self.unit = times[0].unit
        self.ordered, self.own = ordered, own
        self.lines: list[Line] = []
        self.unpaid: list[Unpaid] = []

    def result(self) -> Reckoning:
        book, limits = self.book, Limits(self.book)
        paid, outdone = limited(limits, *priced_uses(book, book.find, of_kind("use", self.own)))
        self.add([one.line() for one in paid], outdone)
        self.add(*extras.instructed(book, limits, paid, of_kind("instruction", self.own)))
        self.add(*extras.reported(book, limits, of_kind("filing", self.own), self.adopted()))
        self.add(*extras.happened(book, limits, of_kind("event", self.own), self.earned()))
        self.add(extras.adjusted(of_kind("adjust", self.own)), [])
        years = [span.first for span in self.spans("year") if span.first in self.window]
        self.add(extras.opened(book, self.times, years), [])
        quotas = self.tasks(paid)
        self.add(bounded(book, self.unit, self.lines, self.window), [])
        others = [fact for fact in self.own if fact.kind in ("instruction", "filing")]
        return Reckoning(
            tuple(self.lines),
            tuple(self.unpaid),
            tuple(quotas),
            tuple(pays(book, paid, others)),
            tuple(voids_of(book, self.unit, of_kind("event", self.own), quotas)),
            tuple(credited(book, paid)),
        )

    def add(self, lines: Iterable[Line], unpaid: Iterable[Unpaid]):
        self.lines += lines
        self.unpaid += unpaid

    def spans(self, per: str) -> list[Span]:
        return spans_between(self.window.first, self.window.last, per, self.book.year_starts)

    def adopted(self) -> set:
        """Items that were used, by assessment year: their points replace those for reporting."""
        return {(fact.item, self.book.year_of(fact.on)) for fact in of_kind("use", self.own)}

    def earned(self) -> dict:
        """Each item's points so far, by assessment year: a fault may cost a share of them."""
        sums: dict = defaultdict(Decimal)
        for line in self.lines:
            if line.item is not None:
                sums[line.item, self.book.year_of(line.on)] += line.points
        return sums

    def tasks(self, paid: list[Priced]) -> list[Met]:
        """Quotas also count what happened before the window in a period that ends within it."""
        if not (self.book.quotas or self.book.rates):
            return []
        if len(self.ordered) > len(self.own):
            earlier = priced_uses(self.book, self.book.find, of_kind("use", self.ordered))
            paid, _ = limited(Limits(self.book), *earlier)
        filed = of_kind("filing", self.ordered)
        words = of_kind("instruction", self.ordered)
        uses = of_kind("use", self.ordered)
        known = Known(self.book, filed, uses, paid, self.lines, words)
        lines, quotas = tasks(self.book, self.times, known, self.window)
        used = {fact.item for fact in uses}
        self.add([*lines, *rates(self.book, self.unit, filed, used, self.window)], [])
        return quotas


def contested(book: RuleBook):
    """The clauses of which only one may claim a fact, with the uses priced like others."""
    yield book.rules, book.use_as
    yield [clause.rule for clause in book.instructions], {}
    yield book.filings, {}
    yield book.person_rules, book.use_as
    for event in {rule.event for rule in book.events}:
        yield [rule for rule in book.events if rule.event == event], {}
    for of in {fee.of for fee in book.money.rules}:
        yield [fee for fee in book.money.rules if fee.of == of], book.use_as


def of_kind(kind: str, facts: Iterable[Fact]) -> list[Fact]:
    return [fact for fact in facts if fact.kind == kind]


def window_of(shares: Mapping[Hashable, list[Fact]]) -> Span:
    days = [fact.on for fact in chain.from_iterable(shares.values())]
    return Span(min(days), max(days)) if days else Span(date.min, date.min)


def together(found: Iterable[Reckoning]) -> Reckoning:
    """The units' reckonings as one, in the order of days."""
    names = ("lines", "unpaid", "quotas", "pays", "voids", "credits")
    whole = {name: [] for name in names}
    for one in found:
        for name in names:
            whole[name] += getattr(one, name)
    whole["lines"].sort(key=lambda line: (line.on, line.fact, str(line.unit)))
    return Reckoning(**{name: tuple(rows) for name, rows in whole.items()})


def in_order(facts: Iterable[Fact]) -> list[Fact]:
    """By their days; within one by number, so that 9 comes before 10."""
    ordered = sorted(facts, key=lambda fact: (fact.on, len(fact.key), fact.key, str(fact.unit)))
    if repeated := [pair for pair, times in Counter((f.key, f.unit) for f in ordered).items() if times > 1]:
        raise ValueError(f"facts given more than once: {repeated}")
    return ordered
