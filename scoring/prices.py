"""A rule book as a price table: places down, uses across. Pure."""

from dataclasses import dataclass
from functools import partial
from itertools import product

from scoring.engine import RuleBook
from scoring.scopes import values_of
from scoring.terms import plain


@dataclass(frozen=True)
class Price:
    """What one use at one place earns; `derived` when a rule for something wider or likened says so."""

    points: str
    rule: str
    derived: bool


@dataclass(frozen=True)
class Place:
    name: str
    prices: list[Price]


@dataclass(frozen=True)
class PriceTable:
    """`uses` are the heads of its columns."""

    uses: list[str]
    places: list[Place]


ALWAYS = ("full", "brief", "composite")


def price_table(book: RuleBook, carriers: dict[str, str]) -> PriceTable:
    """Each place the book names, from the nearest level up, with the price of every use it knows."""
    named = {use for rule in book.rules for use in values_of(rule.use)} | {*book.use_as, *ALWAYS}
    uses = [use for use in book.uses if use in named]
    places = {place for rule in book.rules for place in places_of(rule)}
    known = {**book.carrier_words, **carriers}
    rows = [
        Place(_name(place, known, book), [_price(book, place, use) for use in uses])
        for place in sorted(places, key=partial(_order, book))
    ]
    return PriceTable([book.uses[use] for use in uses], rows)


def places_of(rule):
    """Every single place of a rule for several."""
    return product(*(values_of(axis) or (None,) for axis in (rule.level, rule.system, rule.carrier)))


def _order(book, place):
    level, system, carrier = place
    levels, systems = list(book.levels), list(book.systems)
    return (
        -levels.index(level) if level in levels else 1,
        systems.index(system) if system in systems else len(systems),
        carrier or "",
    )


def _name(place, carriers, book):
    level, system, carrier = place
    where = book.levels.get(level, "") + book.systems.get(system, "")
    if carrier:
        named = carriers.get(carrier, carrier)
        return f"{named}（{where}）" if where else named
    return f"{where}刊物" if where else "其他刊物"


def _price(book, place, use):
    rule = book.rule_for((*place, use))
    if rule is None:
        return Price("", "", False)
    exact = place in places_of(rule) and use in values_of(rule.use)
    return Price(plain(rule.points), rule.code, not exact)
