"""What one more event would bring its unit under the book in force, before anybody agrees to it."""

from dataclasses import dataclass
from decimal import Decimal

from scoring.bookcase import end_of
from scoring.crediting import Roll
from scoring.gathering import facts_between, reporters_of
from scoring.happenings import fact_of
from scoring.ledger import bookcase_of
from scoring.models import Book
from scoring.spans import Span

ZERO = Decimal(0)
NO_BOOK = "这一天还没有施行的考核办法，不计分"


@dataclass(frozen=True)
class Worth:
    """The points of the year with the event, less those without it; and how they come about."""

    points: Decimal
    said: list[str]
    book: Book | None = None


def worth_of(adjustment):
    """Of an event that is registered, proposed, or not even saved."""
    case, office = bookcase_of(adjustment.office), adjustment.office
    shelved = case.on(adjustment.on)
    if shelved is None:
        return Worth(ZERO, [NO_BOOK])
    first, last = case.year(adjustment.on)[0], end_of(adjustment.on.replace(day=1))
    fact = Roll.of(office).fact(fact_of(adjustment))
    others = [
        one
        for one in facts_between(office, first, last, [book.rules for book in case.books])
        if one.unit == fact.unit and one.key != fact.key
    ]
    reporters = [
        one for one in reporters_of(office, [book.rules for book in case.books]) if one.unit == fact.unit
    ]
    span = Span(first, last)
    without, with_it = (case.reckon(facts, reporters, span) for facts in (others, [*others, fact]))
    points = total(with_it) - total(without)
    return Worth(points, said_of(with_it, fact), Book.objects.get(pk=shelved.key))


def total(reckoning):
    return sum((line.points for line in reckoning.lines), ZERO)


def said_of(reckoning, fact):
    """The lines of the event itself, or why it brings nothing; and whether it voids the year."""
    said = [line.reason for line in reckoning.lines if line.fact == fact.key]
    said += [one.reason for one in reckoning.unpaid if one.fact.key == fact.key]
    voids = [
        f"该单位考核年度将被一票否决：{void.reason}" for void in reckoning.voids if void.unit == fact.unit
    ]
    return [*(said or ["考核办法没有规定这类事项，不计分"]), *dict.fromkeys(voids)]
