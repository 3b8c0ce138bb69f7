"""What a clause is about: places, ways of use, kinds of item, conditions, length; what it leaves out it covers all of."""

from collections.abc import Hashable
from dataclasses import dataclass
from typing import NamedTuple

NOTHING: frozenset[str] = frozenset()
JOINT, LEAD, PARTNER = "joint", "lead", "partner"  # what several units share; the first of them; the others
AXES = ("level", "system", "carrier", "use", "sort")
Several = str | frozenset[str] | None


class Place(NamedTuple):
    """Where a fact falls among the clauses; `sort` is the item's kind, `what` its flags (约稿, 上报采用 …)."""

    level: str | None
    system: str | None
    carrier: Hashable
    use: str | None
    sort: str | None = None
    what: frozenset[str] = NOTHING
    words: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """Each axis is one value, a set of values, or None for all; `when` asks for flags, `words_…` for a length."""

    level: Several = None
    system: Several = None
    carrier: Hashable = None
    use: Several = None
    sort: Several = None
    when: frozenset[str] = NOTHING
    words_from: int | None = None
    words_to: int | None = None

    @property
    def axes(self) -> tuple:
        return self.level, self.system, self.carrier, self.use, self.sort

    @property
    def is_open(self) -> bool:
        """Whether it names nothing at all."""
        return self.axes == (None,) * len(AXES) and not self.when and not self.is_banded

    @property
    def is_banded(self) -> bool:
        return self.words_from is not None or self.words_to is not None

    @property
    def specificity(self) -> tuple:
        """A named carrier outranks level and system, both of those outrank one; then use, the item's kind, flags.

        Then a length, and at last: of two lists the shorter one says more.
        """
        above = (self.level is not None) + (self.system is not None)
        listed = sum(len(one) for one in self.axes if isinstance(one, frozenset))
        named = self.carrier is not None, above, self.use is not None, self.sort is not None
        return *named, len(implied(self.when)), self.is_banded, -listed

    def covers(self, place: Place) -> bool:
        pairs = zip(self.axes, place[:5], strict=True)
        return (
            self.when <= place.what and all(holds(*pair) for pair in pairs) and self.fits_length(place.words)
        )

    def fits_length(self, words: int | None) -> bool:
        """An item nobody counted the words of has no length a clause could ask for."""
        if not self.is_banded:
            return True
        return words is not None and (self.words_from or 0) <= words <= (self.words_to or words)


def implied(flags: frozenset[str]) -> frozenset[str]:
    """Flags with those they cannot be without: the first of several units is one of several."""
    return flags | {JOINT} if flags & {LEAD, PARTNER} else flags


def holds(own, given: Hashable) -> bool:
    """Whether an axis of a clause covers the value a fact has there."""
    if own is None:
        return True
    return given in own if isinstance(own, frozenset) else own == given


def values_of(own) -> frozenset:
    """An axis as the set of values it names."""
    if own is None:
        return frozenset()
    return own if isinstance(own, frozenset) else frozenset({own})


def place_of(fact) -> Place:
    return Place(fact.level, fact.system, fact.carrier, fact.use, fact.sort, fact.what, fact.words)
