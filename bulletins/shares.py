"""Whose part of an article is how large: parts as editors write them, hundredths of a percent as they are kept. No Django."""

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

WHOLE = 10_000  # a hundred percent, in hundredths
CENT = Decimal("0.01")


def portions(parts: Sequence[Decimal]) -> list[Decimal]:
    """Percentages in the proportion of the parts: together exactly 100, none of them nothing."""
    whole = sum(parts)
    exact = [part * WHOLE / whole for part in parts]
    units = [max(1, int(each)) for each in exact]
    by_rest = sorted(range(len(parts)), key=lambda place: (int(exact[place]) - exact[place], place))
    for step in range(WHOLE - sum(units)):
        units[by_rest[step % len(units)]] += 1
    for _ in range(sum(units) - WHOLE):
        units[units.index(max(units))] -= 1
    return [Decimal(each) * CENT for each in units]


def share_beside(parts: Sequence[Decimal]) -> Decimal:
    """The share of one who joins the others: as much as they have on average, so that equals stay equals."""
    if not parts:
        return Decimal(1)
    return max(CENT, (sum(parts) / len(parts)).quantize(CENT, ROUND_HALF_UP))
