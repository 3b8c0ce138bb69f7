"""Prices, and which of them applies: the most specific rule, never two at once."""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations, product
from typing import TypeVar

from scoring.scopes import LEAD, NOTHING, PARTNER, Place, Scope, implied, values_of

__all__ = ["LEVELS", "NOTHING", "SYSTEMS", "USES", "Place", "Rule", "clashes", "winners"]
LEVELS = {"central": "中央", "province": "省级", "city": "市级", "county": "区县级", "grassroots": "基层"}
SYSTEMS = {"union": "工会", "party": "党委", "government": "政府", "media": "媒体"}
USES = {  # as bulletins offers them
    "full": "全文",
    "brief": "简讯",
    "composite": "综合",
    "special": "专报",
    "research": "调研",
    "forwarded": "转报",
}
EACH = {"picture": "每张图片", "thousand_words": "每千字"}
THOUSAND = Decimal(1000)
One = TypeVar("One", bound=Scope)


@dataclass(frozen=True, slots=True)
class Rule(Scope):
    """One price; `each` makes it a price per picture or per thousand words, `at_most` bounds what that comes to."""

    code: str
    points: Decimal
    each: str | None = None
    at_most: Decimal | None = None

    def __post_init__(self):
        if not isinstance(self.points, Decimal):
            raise TypeError(f"points of {self.code} must be a Decimal")

    def worth(self, fact) -> Decimal:
        """What it brings for this fact."""
        if self.each is None:
            return self.points
        number = Decimal(fact.pictures) if self.each == "picture" else Decimal(fact.words or 0) / THOUSAND
        found = self.points * number
        return found if self.at_most is None else min(found, self.at_most)


def winners(rules: Sequence[One], use_as: Mapping[str, str], place: Place) -> list[One]:
    """The most specific rules for a place, at most one in a sound book.

    A use listed in `use_as` is priced like the other use, unless the winner names it expressly.
    """
    best = _most_specific(rules, place)
    if place.use in use_as and not any(rule.use for rule in best):
        return _most_specific(rules, place._replace(use=use_as[place.use]))
    return best


def clashes(
    rules: Sequence[One],
    use_as: Mapping[str, str],
    *,
    uses: Iterable[str] = USES,
    systems: Iterable[str] = SYSTEMS,
    levels: Iterable[str] = LEVELS,
) -> list[tuple[One, One]]:
    """Pairs of rules that tie for some possible fact, no more specific rule settling it."""
    likened = {*use_as, *use_as.values()}
    domains = (
        _values(rules, "level", levels),
        _values(rules, "system", systems),
        _values(rules, "carrier", ()) | {None},
        _values(rules, "use", uses, likened),
        _values(rules, "sort", ()) | {None},
    )
    lengths = _lengths(rules)
    return [pair for pair in combinations(rules, 2) if _tie(pair, rules, use_as, domains, lengths)]


def _values(rules: Sequence[Scope], axis: str, known: Iterable[str], besides: Iterable[str] = ()) -> set:
    """The values on which rules differ, and one for all the others together."""
    named = {value for rule in rules for value in values_of(getattr(rule, axis))} | {*besides}
    others = [value for value in known if value not in named]
    return named | {*others[:1]}


def _lengths(rules: Sequence[Scope]) -> set:
    """A length of every band that rules tell apart; unknown length too."""
    begins = {rule.words_from for rule in rules if rule.words_from is not None}
    ends = {rule.words_to + 1 for rule in rules if rule.words_to is not None}
    return begins | ends | ({0, None} if begins | ends else {None})


def _tie(pair: tuple[One, One], rules: Sequence[One], use_as, domains: tuple, lengths: set) -> bool:
    if pair[0].specificity != pair[1].specificity:
        return False
    places = _overlap(*pair, domains, lengths)
    return any(_both(pair, winners(rules, use_as, place)) for place in places)


def _both(pair: tuple[One, One], best: Sequence[One]) -> bool:
    return all(any(one is found for found in best) for one in pair)


def _overlap(first: Scope, second: Scope, domains: tuple, lengths: set) -> Iterable[Place]:
    """Every place both rules cover, with no more flags than they ask: more could only settle more."""
    choices = zip(first.axes, second.axes, domains, strict=True)
    flags = implied(first.when | second.when)
    if flags >= {LEAD, PARTNER}:
        return ()
    words = [length for length in lengths if first.fits_length(length) and second.fits_length(length)]
    axes = [_common(one, other, every) for one, other, every in choices]
    return (Place(*place, flags, length) for *place, length in product(*axes, words))


def _common(one: Hashable, other: Hashable, every: Iterable[Hashable]) -> Iterable[Hashable]:
    if one is None and other is None:
        return every
    if one is None or other is None:
        return values_of(one if other is None else other)
    return values_of(one) & values_of(other)


def _most_specific(rules: Sequence[One], place: Place) -> list[One]:
    found = [rule for rule in rules if rule.covers(place)]
    top = max((rule.specificity for rule in found), default=None)
    return [rule for rule in found if rule.specificity == top]
