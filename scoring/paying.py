"""Remuneration (稿酬): what the writers of used items are paid, beside the points of their units."""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from scoring.pricing import Priced, cents, place_of
from scoring.rules import winners


@dataclass(frozen=True, slots=True)
class Pay:
    """What one use of one item brings its writer."""

    fact: str
    unit: Hashable
    person: Hashable
    item: Hashable
    amount: Decimal
    on: date


def pays(book, paid: Iterable[Priced]) -> list[Pay]:
    """By the point, or by prices of its own; an item without a named writer is paid nothing where names are asked."""
    found = []
    for one in paid:
        fact = one.fact
        if book.money.needs_person and not fact.person:
            continue
        if amount := cents(amount_of(book, one)):
            found.append(Pay(fact.key, fact.unit, fact.person, fact.item, amount, fact.on))
    return found


def amount_of(book, one: Priced) -> Decimal:
    rule = next(iter(winners(book.money.rules, book.use_as, place_of(one.fact))), None)
    return rule.points if rule else one.points * book.money.per_point
