"""Uses as tiers and caps leave them, and what persons earn by prices of their own beside their units (人员另计)."""

from collections.abc import Iterable
from dataclasses import replace

from scoring.limits import Earned, Limits
from scoring.pricing import Priced, cents, joined
from scoring.rules import winners
from scoring.scopes import place_of
from scoring.terms import Line, Unpaid, plain


def limited(limits: Limits, paid: list[Priced], unpaid: list[Unpaid]) -> tuple[list[Priced], list[Unpaid]]:
    """The uses that still count, and why the others do not."""
    if not (limits.book.tiers or limits.book.caps):
        return paid, unpaid
    earned = [Earned(one.fact, one.points, one.rule.points) for one in paid]
    limits.applied("adoption", earned)
    cut = [
        replace(one, points=now.points, how=joined(one.how, now.why))
        for one, now in zip(paid, earned, strict=True)
    ]
    nothing = [Unpaid(one.fact, one.worth()) for one in cut if not one.points]
    return [one for one in cut if one.points], unpaid + nothing


def credited(book, paid: Iterable[Priced]) -> list[Line]:
    """What each counted use brings the person who wrote it, where persons have prices of their own."""
    lines = []
    for one in paid if book.person_rules else ():
        fact = one.fact
        rule = next(iter(winners(book.person_rules, book.use_as, place_of(fact))), None)
        if fact.person and rule and (points := cents(rule.worth(fact))):
            reason = f"{one.what}，个人{plain(points)}分（规则 {rule.code}）"
            lines.append(
                Line(fact.key, fact.unit, fact.item, fact.person, rule.code, points, fact.on, reason)
            )
    return lines
