"""Tiers and caps, for one unit: what further items count for in a period, and how many of them count at all."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from scoring.policies import CAPPED, Cap, Tier
from scoring.pricing import cents
from scoring.scopes import Scope, place_of
from scoring.spans import span_of, worded
from scoring.terms import Fact, plain

ZERO = Decimal(0)
CONTESTANT = {"unit": lambda fact: None, "item": lambda fact: fact.item, "person": lambda fact: fact.person}


@dataclass(slots=True)
class Earned:
    """What a fact brings so far; `price` is the clause's own number, `why` says what was done to it here."""

    fact: Fact
    points: Decimal
    price: Decimal
    why: str = ""


class Limits:
    """Remembers what one unit has had in each period; kinds of points that share a cap come one after the other."""

    def __init__(self, book):
        self.book = book
        self.sums: dict[tuple, Decimal] = defaultdict(Decimal)
        self.items: dict[tuple, dict[Hashable, int]] = defaultdict(dict)

    def applied(self, part: str, earned: Sequence[Earned]) -> Sequence[Earned]:
        """The same, each worth what tiers and caps leave of it; they are given in the order of days."""
        tiers = [tier for tier in self.book.tiers if tier.of == part]
        for one in earned if tiers else ():
            self.step(tiers, one)
        for cap in self.book.caps:
            if part in cap.of:
                self.keep_within(cap, part, earned)
        return earned

    def step(self, tiers: Iterable[Tier], one: Earned):
        """Of the tiers it has reached, the most specific counts, then the furthest."""
        reached = [tier for tier in tiers if self.number(tier, one.fact) > tier.after]
        tier = max(reached, key=lambda tier: (tier.specificity, tier.after, tier.code), default=None)
        if tier is None:
            return
        factor = tier.times if tier.points is None else tier.points / one.price if one.price else ZERO
        one.points = cents(one.points * factor)
        period = worded(self.period(tier, one.fact), tier.per)
        one.why = f"{period}第{self.number(tier, one.fact)}条，计{plain(one.points)}分（{tier.code}）"

    def number(self, clause, fact: Fact) -> int:
        """Which item of the period this is; an item used twice is one, 0 one the clause does not speak of."""
        if not covered(clause, fact):
            return 0
        key = type(clause), clause.code, self.period(clause, fact), self.contestant(clause, fact)
        return self.items[key].setdefault(item_of(fact), len(self.items[key]) + 1)

    def keep_within(self, cap: Cap, part: str, earned: Sequence[Earned]):
        known = [one for one in earned if cap.by == "unit" or self.contestant(cap, one.fact) is not None]
        found = [one for one in known if one.points and covered(cap, one.fact)]
        if cap.choose == "best":
            found.sort(key=lambda one: -abs(one.points))
        for one in found:
            left = self.left(cap, one)
            if left != one.points:
                one.points = left
                one.why = self.over(cap, one, part)

    def left(self, cap: Cap, one: Earned) -> Decimal:
        """What the cap leaves of the points, whichever sign they have."""
        if cap.items is not None and self.number(cap, one.fact) > cap.items:
            return ZERO
        if cap.points is None:
            return one.points
        key = cap.code, self.period(cap, one.fact), self.contestant(cap, one.fact), one.points < 0
        left = min(abs(one.points), cap.points - self.sums[key])
        self.sums[key] += left
        return left.copy_sign(one.points) if left else ZERO

    def over(self, cap: Cap, one: Earned, part: str) -> str:
        most = f"最多计{cap.items}条" if cap.items is not None else ""
        if cap.points is not None:
            most += f"{'、' if most else ''}最多{plain(cap.points)}分"
        period = worded(self.period(cap, one.fact), cap.per)
        return f"{period}{CAPPED[part]}{most}（{cap.code}），计{plain(one.points)}分"

    def period(self, clause, fact: Fact):
        return span_of(fact.on, clause.per, self.book.year_starts)

    def contestant(self, clause, fact: Fact) -> Hashable:
        return CONTESTANT[getattr(clause, "by", "unit")](fact)


def covered(clause: Scope, fact: Fact) -> bool:
    return clause.covers(place_of(fact))


def item_of(fact: Fact) -> Hashable:
    return fact.key if fact.item is None else fact.item
