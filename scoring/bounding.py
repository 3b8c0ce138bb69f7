"""What kinds of points come to in a period is kept within bounds (当月扣完为止、当月封顶), for one unit."""

from collections.abc import Sequence
from decimal import Decimal

from scoring.policies import Bound
from scoring.settle import sort_of
from scoring.spans import Span, spans_between, worded
from scoring.terms import Line, plain


def bounded(book, unit, lines: Sequence[Line], window: Span) -> list[Line]:
    """A line for every period that is over and came out beyond its bounds; it brings the sum back to them."""
    found: list[Line] = []
    for bound in book.bounds:
        for span in spans_between(window.first, window.last, bound.per, book.year_starts):
            if span.last > window.last:
                continue
            own = [line.points for line in lines if line.on in span and speaks_of(bound, line)]
            points = sum(own, Decimal(0))
            if kept := within(bound, points) - points:
                found.append(bound_line(bound, unit, span, points, kept))
    return found


def speaks_of(bound: Bound, line: Line) -> bool:
    return line.part in bound.of or sort_of(line) in bound.of


def within(bound: Bound, points: Decimal) -> Decimal:
    if bound.ceiling is not None:
        points = min(points, bound.ceiling)
    return points if bound.floor is None else max(points, bound.floor)


def bound_line(bound: Bound, unit, span: Span, points: Decimal, kept: Decimal) -> Line:
    state = f"保底{plain(bound.floor)}分" if kept > 0 else f"封顶{plain(bound.ceiling)}分"
    reason = f"{worded(span, bound.per)}{bound.label}{plain(points)}分，{state}，{plain(kept)}分（规则 {bound.code}）"
    key = f"bound:{bound.code}:{span.first.isoformat()}"
    return Line(key, unit, None, None, bound.code, kept, span.last, reason)
