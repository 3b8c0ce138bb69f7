"""The figures of a table's row, and the ranks that arrange it: the same for units and for people."""

from collections.abc import Hashable, Iterable, Mapping
from decimal import ROUND_HALF_UP, Decimal

from scoring.policies import Ranking
from scoring.ranking import rank
from scoring.tally import WHAT, Tally
from scoring.terms import plain
from scoring.totals import written

COUNTS = {"filings": "submitted", "items": "adopted", "instructions": "instructed"}


def figures(
    tally: Tally, span: str, whom: Iterable[int], parts: Mapping[str, Decimal], points: Decimal
) -> dict:
    """One span of one row, of several rows together, or of a whole table."""
    counts = {what: tally.count(span, what, whom) for what in WHAT}
    return counts | {
        "uses": tally.uses(span, whom),
        "rate": share(counts["adopted"], counts["submitted"]),
        "parts": written(parts),
        "points": plain(points),
    }


def share(part, whole) -> str:
    """A percentage as people read it; nothing where there is nothing to divide by."""
    if not whole:
        return ""
    percent = (100 * Decimal(part) / Decimal(whole)).quantize(Decimal("0.1"), ROUND_HALF_UP)
    return f"{percent}%"


class Order:
    """How the book arranges a table: dense or competition ranks, and what parts equals."""

    def __init__(self, ranking: Ranking, above: Iterable[Hashable]):
        self.ranking, self.above = ranking, set(above)

    def give_ranks(self, rows: Iterable[dict], span: str):
        breakers = [lambda row, name=name: self.count(row[span], name) for name in self.ranking.tie_breakers]
        found = rank(
            rows,
            by=lambda row: Decimal(row[span]["points"]),
            method=self.ranking.method,
            tie_breakers=breakers,
        )
        for place in found:
            place.row[span] |= {"rank": place.rank, "tied": place.tied}

    def count(self, figures: Mapping, name: str) -> int:
        """The count by which equals are parted, of the figures the table shows."""
        if name in COUNTS:
            return figures[COUNTS[name]]
        carriers = figures["uses"].items()
        return sum(sum(uses.values()) for code, uses in carriers if name == "uses" or code in self.above)
