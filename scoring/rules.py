"""Prices, and which of them applies: the most specific rule, never two at once."""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations, product

LEVELS = {"central": "中央", "province": "省级", "city": "市级", "county": "区县级", "grassroots": "基层"}
SYSTEMS = {"union": "工会", "party": "党委", "government": "政府", "media": "媒体"}
USES = {"full": "全文", "brief": "简讯", "composite": "综合"}

Axes = tuple[str | None, str | None, Hashable, str | None]  # level, system, carrier, use


@dataclass(frozen=True, slots=True)
class Rule:
    """One price; an axis left None covers every value of it."""

    code: str
    points: Decimal
    level: str | None = None
    system: str | None = None
    carrier: Hashable = None
    use: str | None = None

    def __post_init__(self):
        if not isinstance(self.points, Decimal):
            raise TypeError(f"points of {self.code} must be a Decimal")

    @property
    def axes(self) -> Axes:
        return self.level, self.system, self.carrier, self.use

    @property
    def specificity(self) -> tuple[bool, int, bool]:
        """A named carrier outranks level and system, both of those outrank one, and use decides last."""
        above = (self.level is not None) + (self.system is not None)
        return self.carrier is not None, above, self.use is not None

    def covers(self, axes: Axes) -> bool:
        return all(own is None or own == given for own, given in zip(self.axes, axes, strict=True))


def winners(rules: Sequence[Rule], use_as: Mapping[str, str], axes: Axes) -> list[Rule]:
    """The most specific rules for a place, at most one in a sound book.

    A use listed in `use_as` is priced like the other use, unless the winner names it expressly.
    """
    best = _most_specific(rules, axes)
    *where, use = axes
    if use in use_as and not any(rule.use for rule in best):
        return _most_specific(rules, (*where, use_as[use]))
    return best


def clashes(rules: Sequence[Rule], use_as: Mapping[str, str]) -> list[tuple[Rule, Rule]]:
    """Pairs of rules that tie for some possible fact, no more specific rule settling it."""
    carriers = {rule.carrier for rule in rules}
    return [pair for pair in combinations(rules, 2) if _tie(pair, rules, use_as, carriers)]


def _tie(
    pair: tuple[Rule, Rule], rules: Sequence[Rule], use_as: Mapping[str, str], carriers: set[Hashable]
) -> bool:
    if pair[0].specificity != pair[1].specificity:
        return False
    return any({*pair} <= {*winners(rules, use_as, axes)} for axes in _overlap(*pair, carriers))


def _overlap(first: Rule, second: Rule, carriers: set[Hashable]) -> Iterable[Axes]:
    """Every place both rules cover; carrier None stands for any carrier the book does not name."""
    choices = zip(first.axes, second.axes, (LEVELS, SYSTEMS, carriers, USES), strict=True)
    return product(*(_common(one, other, every) for one, other, every in choices))


def _common(one: Hashable, other: Hashable, every: Iterable[Hashable]) -> Iterable[Hashable]:
    if one is None and other is None:
        return every
    return {one, other} - {None} if None in (one, other) or one == other else ()


def _most_specific(rules: Sequence[Rule], axes: Axes) -> list[Rule]:
    found = [rule for rule in rules if rule.covers(axes)]
    top = max((rule.specificity for rule in found), default=None)
    return [rule for rule in found if rule.specificity == top]
