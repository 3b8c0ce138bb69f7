"""Prices, and which of them applies: the most specific rule, never two at once."""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations, product
from typing import NamedTuple

LEVELS = {"central": "中央", "province": "省级", "city": "市级", "county": "区县级", "grassroots": "基层"}
SYSTEMS = {"union": "工会", "party": "党委", "government": "政府", "media": "媒体"}
USES = {"full": "全文", "brief": "简讯", "composite": "综合"}
NOTHING: frozenset[str] = frozenset()


class Place(NamedTuple):
    """Where a fact falls among the prices; `sort` is the item's kind, `what` its flags (约稿, 上报采用 …)."""

    level: str | None
    system: str | None
    carrier: Hashable
    use: str | None
    sort: str | None = None
    what: frozenset[str] = NOTHING


@dataclass(frozen=True, slots=True)
class Rule:
    """One price; an axis left None covers every value of it, `when` asks for flags a fact must carry."""

    code: str
    points: Decimal
    level: str | None = None
    system: str | None = None
    carrier: Hashable = None
    use: str | None = None
    sort: str | None = None
    when: frozenset[str] = NOTHING

    def __post_init__(self):
        if not isinstance(self.points, Decimal):
            raise TypeError(f"points of {self.code} must be a Decimal")

    @property
    def axes(self) -> tuple:
        return self.level, self.system, self.carrier, self.use, self.sort

    @property
    def specificity(self) -> tuple:
        """A named carrier outranks level and system, both of those outrank one; then use, the item's kind, flags."""
        above = (self.level is not None) + (self.system is not None)
        return self.carrier is not None, above, self.use is not None, self.sort is not None, len(self.when)

    def covers(self, place: Place) -> bool:
        pairs = zip(self.axes, place[:5], strict=True)
        return self.when <= place.what and all(own is None or own == given for own, given in pairs)


def winners(rules: Sequence[Rule], use_as: Mapping[str, str], place: Place) -> list[Rule]:
    """The most specific rules for a place, at most one in a sound book.

    A use listed in `use_as` is priced like the other use, unless the winner names it expressly.
    """
    best = _most_specific(rules, place)
    if place.use in use_as and not any(rule.use for rule in best):
        return _most_specific(rules, place._replace(use=use_as[place.use]))
    return best


def clashes(
    rules: Sequence[Rule],
    use_as: Mapping[str, str],
    *,
    uses: Iterable[str] = USES,
    systems: Iterable[str] = SYSTEMS,
) -> list[tuple[Rule, Rule]]:
    """Pairs of rules that tie for some possible fact, no more specific rule settling it."""
    likened = {*use_as, *use_as.values()}
    domains = (
        _values(rules, "level", LEVELS),
        _values(rules, "system", systems),
        {rule.carrier for rule in rules} | {None},
        _values(rules, "use", uses, likened),
        {rule.sort for rule in rules} | {None},
    )
    return [pair for pair in combinations(rules, 2) if _tie(pair, rules, use_as, domains)]


def _values(rules: Sequence[Rule], axis: str, known: Iterable[str], besides: Iterable[str] = ()) -> set:
    """The values on which rules differ, and one for all the others together."""
    named = {value for rule in rules if (value := getattr(rule, axis)) is not None} | {*besides}
    others = [value for value in known if value not in named]
    return named | {*others[:1]}


def _tie(pair: tuple[Rule, Rule], rules: Sequence[Rule], use_as: Mapping[str, str], domains: tuple) -> bool:
    if pair[0].specificity != pair[1].specificity:
        return False
    return any({*pair} <= {*winners(rules, use_as, place)} for place in _overlap(*pair, domains))


def _overlap(first: Rule, second: Rule, domains: tuple) -> Iterable[Place]:
    """Every place both rules cover, with no more flags than they ask: more could only settle more."""
    choices = zip(first.axes, second.axes, domains, strict=True)
    flags = first.when | second.when
    return (
        Place(*axes, flags)
        for axes in product(*(_common(one, other, every) for one, other, every in choices))
    )


def _common(one: Hashable, other: Hashable, every: Iterable[Hashable]) -> Iterable[Hashable]:
    if one is None and other is None:
        return every
    return {one, other} - {None} if None in (one, other) or one == other else ()


def _most_specific(rules: Sequence[Rule], place: Place) -> list[Rule]:
    found = [rule for rule in rules if rule.covers(place)]
    top = max((rule.specificity for rule in found), default=None)
    return [rule for rule in found if rule.specificity == top]
