"""Remuneration (稿酬): what the writers of items are paid, beside the points of their units."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import ROUND_DOWN, Decimal

from scoring.pricing import CENT, Priced, cents, stale
from scoring.rules import winners
from scoring.scopes import place_of
from scoring.spans import span_of
from scoring.terms import Fact


@dataclass(frozen=True, slots=True)
class Pay:
    """What one fact brings one of its writers."""

    fact: str
    unit: Hashable
    person: Hashable
    item: Hashable
    amount: Decimal
    on: date


def pays(book, paid: Iterable[Priced], others: Sequence[Fact] = ()) -> list[Pay]:
    """By the point, or by prices of its own; an item without a named writer is paid nothing where names are asked.

    `others` are instructions and filings, which are paid only where a price of its own says so.
    """
    found = [pay for one in paid for pay in divided(book, one.fact, amount_of(book, one))]
    for fact in others:
        rule = fee_for(book, fact)
        if rule and not stale(book, fact):
            found += divided(book, fact, rule.worth(fact))
    return within_cap(book, sorted(found, key=lambda pay: (pay.on, pay.fact, str(pay.person))))


def amount_of(book, one: Priced) -> Decimal:
    rule = fee_for(book, one.fact)
    return rule.worth(one.fact) if rule else one.points * book.money.per_point


KINDS_PAID = {"use": "adoption", "instruction": "instruction", "filing": "filing"}


def fee_for(book, fact: Fact):
    fees = [fee for fee in book.money.rules if fee.of == KINDS_PAID[fact.kind]]
    return next(iter(winners(fees, book.use_as, place_of(fact))), None) if fees else None


def divided(book, fact: Fact, amount: Decimal) -> list[Pay]:
    """To the first writer, or among all of them; what does not divide goes to the first."""
    people = (fact.person, *fact.coauthors) if book.money.split == "equal" and fact.person else (fact.person,)
    if (book.money.needs_person and not fact.person) or not (whole := cents(amount)):
        return []
    each = (whole / len(people)).quantize(CENT, ROUND_DOWN)
    parts = [whole - each * (len(people) - 1), *[each] * (len(people) - 1)]
    return [
        Pay(fact.key, fact.unit, person, fact.item, part, fact.on)
        for person, part in zip(people, parts, strict=True)
        if part
    ]


def within_cap(book, found: list[Pay]) -> list[Pay]:
    """No more than the cap to one person in a period, the earlier first."""
    if book.money.cap is None:
        return found
    sums: dict[tuple, Decimal] = defaultdict(Decimal)
    kept = []
    for pay in found:
        key = pay.person, span_of(pay.on, book.money.per, book.year_starts)
        if (left := min(pay.amount, book.money.cap - sums[key])) > 0:
            sums[key] += left
            kept.append(replace(pay, amount=left))
    return kept
