"""A rule book tried on facts outside the ledger: every unit's lines, score and rank. Nothing is booked. Pure."""

from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from scoring.engine import RuleBook
from scoring.ranking import Standing, chinese_order, rank
from scoring.rules import LEVELS
from scoring.settle import Score, settle
from scoring.spans import Span
from scoring.terms import Fact, Reckoning, Reporter


@dataclass(frozen=True, slots=True)
class Result:
    """One unit's reckoning within a span, with its score and the counts by which equals are parted."""

    reporter: Reporter
    reckoning: Reckoning
    score: Score
    counts: dict[str, int]

    @property
    def unit(self) -> Hashable:
        return self.reporter.unit


@dataclass(frozen=True, slots=True)
class Summary:
    """What remains of a result when its lines have been written out."""

    unit: Hashable
    group: str
    score: Decimal
    points: Decimal
    counts: dict[str, int]
    people: dict[Hashable, Decimal] = field(default_factory=dict)


def tried(book: RuleBook, reporter: Reporter, facts: Iterable[Fact], span: Span) -> Result:
    """A unit within the span; what was earned earlier in the assessment year is known but not shown."""
    year = Span(book.year_of(span.first), span.last)
    facts = list(facts)
    whole = book.reckon_unit([reporter], facts, year)
    shown = within(whole, span)
    voids = [
        void.reason
        for void in whole.voids
        if void.year <= span.last and year_end(book, void.year) >= span.first
    ]
    return Result(reporter, shown, settle(book, shown.lines, voids), counts_of(book, facts, span))


def within(whole: Reckoning, span: Span) -> Reckoning:
    return Reckoning(
        tuple(line for line in whole.lines if line.on in span),
        tuple(one for one in whole.unpaid if one.fact.on in span),
        tuple(met for met in whole.quotas if met.last >= span.first),
        tuple(pay for pay in whole.pays if pay.on in span),
        whole.voids,
    )


def year_end(book: RuleBook, year: date) -> date:
    return year.replace(year=year.year + 1)


def counts_of(book: RuleBook, facts: Iterable[Fact], span: Span) -> dict[str, int]:
    """How much there was of everything, counted from the facts themselves."""
    order = list(LEVELS)
    named = [order.index(rule.level) for rule in book.rules if rule.level]
    home = max(named, default=len(order))
    found = [fact for fact in facts if fact.on in span]
    uses = [fact for fact in found if fact.kind == "use"]
    above = [fact for fact in uses if fact.level and order.index(fact.level) < home]
    return {
        "filings": len({fact.item for fact in found if fact.kind == "filing"}),
        "items": len({fact.item for fact in uses}),
        "uses": len(uses),
        "above": len(above),
        "instructions": sum(1 for fact in found if fact.kind == "instruction"),
    }


def summary_of(result: Result) -> Summary:
    people: dict[Hashable, Decimal] = {}
    for line in result.reckoning.lines:
        if line.person:
            people[line.person] = people.get(line.person, Decimal(0)) + line.points
    score = result.score
    return Summary(result.unit, result.reporter.group, score.score, score.points, result.counts, people)


def ranked(book: RuleBook, summaries: Iterable[Summary]) -> Iterator[tuple[str, list[Standing[Summary]]]]:
    """Each group by itself, as the book arranges ranks."""
    groups: dict[str, list[Summary]] = {}
    for summary in summaries:
        groups.setdefault(summary.group, []).append(summary)
    breakers = [lambda row, name=name: row.counts[name] for name in book.ranking.tie_breakers]
    for name in sorted(groups, key=chinese_order):
        yield (
            name,
            rank(
                groups[name],
                by=lambda row: row.score,
                method=book.ranking.method,
                tie_breakers=breakers,
                order=lambda row: chinese_order(str(row.unit)),
            ),
        )


def people_ranked(summaries: Iterable[Summary], method: str = "dense") -> list[Standing]:
    """Everybody whose name stands at a point, over all units."""
    rows = [(person, row.unit, points) for row in summaries for person, points in row.people.items()]
    return rank(rows, by=lambda row: row[2], method=method, order=lambda row: chinese_order(str(row[0])))
