"""A rule book tried on facts outside the ledger: every unit's lines, score and rank. Nothing is booked. Pure."""

from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from scoring.engine import RuleBook
from scoring.policies import Ranking
from scoring.ranking import Standing, chinese_order, rank
from scoring.rules import LEVELS
from scoring.scopes import values_of
from scoring.settle import Best, Score, Side, Sums, best_of, settled
from scoring.spans import Span, spans_between
from scoring.terms import Fact, Reckoning, Reporter, Void


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


def tried(
    book: RuleBook, reporter: Reporter, facts: Iterable[Fact], span: Span, best: Best | None = None
) -> Result:
    """A unit within the span; what was earned earlier in the assessment year is known but not shown."""
    facts = list(facts)
    shown, side = side_of(book, reporter, facts, span)
    score = settled(book, side, best or best_of(book, [side]))
    return Result(reporter, shown, score, counts_of(home_of(book), facts, span, book.levels))


def side_of(book: RuleBook, reporter: Reporter, facts: Iterable[Fact], span: Span) -> tuple[Reckoning, Side]:
    """A unit's reckoning within the span, and what its score is made of."""
    whole = book.reckon_unit([reporter], facts, Span(book.year_of(span.first), span.last))
    shown = within(whole, span)
    voids = "；".join(void.reason for void in voids_in(whole.voids, book, span))
    return shown, Side(Sums.of(book, shown.lines), voids, reporter)


def within(whole: Reckoning, span: Span) -> Reckoning:
    return Reckoning(
        tuple(line for line in whole.lines if line.on in span),
        tuple(one for one in whole.unpaid if one.fact.on in span),
        tuple(met for met in whole.quotas if met.last >= span.first),
        tuple(pay for pay in whole.pays if pay.on in span),
        whole.voids,
        tuple(line for line in whole.credits if line.on in span),
    )


def voids_in(voids: Iterable[Void], book: RuleBook, span: Span) -> list[Void]:
    """The voids of the assessment years the span has days of."""
    years = {year.first for year in spans_between(span.first, span.last, "year", book.year_starts)}
    return [void for void in voids if void.year in years]


def home_of(book: RuleBook) -> str | None:
    """The lowest level a book prices: whatever lies above it was used above (a file names no office)."""
    named = [level for rule in book.rules for level in values_of(rule.level)]
    return max(named, key=list(book.levels).index, default=None)


def counts_of(
    home: str | None, facts: Iterable[Fact], span: Span, levels: Iterable[str] = LEVELS
) -> dict[str, int]:
    """How much there was of everything, counted from the facts themselves; above is above the home level."""
    order = list(levels)
    found = [fact for fact in facts if fact.on in span]
    uses = [fact for fact in found if fact.kind == "use"]
    above = [fact for fact in uses if home and fact.level and order.index(fact.level) < order.index(home)]
    return {
        "filings": len({fact.item for fact in found if fact.kind == "filing"}),
        "items": len({fact.item for fact in uses}),
        "uses": len(uses),
        "above": len(above),
        "instructions": sum(1 for fact in found if fact.kind == "instruction"),
    }


def summary_of(book: RuleBook, result: Result) -> Summary:
    """A book with prices for persons counts by nothing else, whoever it leaves without points."""
    people: dict[Hashable, Decimal] = {}
    for line in result.reckoning.credits if book.person_rules else result.reckoning.lines:
        if line.person:
            people[line.person] = people.get(line.person, Decimal(0)) + line.points
    score = result.score
    return Summary(result.unit, result.reporter.group, score.score, score.points, result.counts, people)


def ranked(book: RuleBook, summaries: Iterable[Summary]) -> Iterator[tuple[str, list[Standing[Summary]]]]:
    """Each group by itself, as the book arranges ranks."""
    groups: dict[str, list[Summary]] = {}
    for summary in summaries:
        groups.setdefault(summary.group, []).append(summary)
    for name in sorted(groups, key=chinese_order):
        yield name, in_ranks(book.ranking, groups[name], order=lambda row: chinese_order(str(row.unit)))


def in_ranks(ranking: Ranking, rows: Iterable, *, order=None) -> list[Standing]:
    """Rows with a score and counts, as a book arranges them."""
    breakers = [lambda row, name=name: row.counts[name] for name in ranking.tie_breakers]
    return rank(rows, by=lambda row: row.score, method=ranking.method, tie_breakers=breakers, order=order)


def people_ranked(summaries: Iterable[Summary], method: str = "dense") -> list[Standing]:
    """Everybody whose name stands at a point, over all units."""
    rows = [(person, row.unit, points) for row in summaries for person, points in row.people.items()]
    return rank(rows, by=lambda row: row[2], method=method, order=lambda row: chinese_order(str(row[0])))
