"""Who stands where: ranks are a matter of counting, not of screens."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Generic, TypeVar

Row = TypeVar("Row")
Key = Callable[[Row], Any]

METHODS = {"dense": "并列不占后续名次", "competition": "并列占用后续名次"}
TIE_BREAKERS = {
    "above": "上级采用次数",
    "uses": "采用次数",
    "items": "采用条数",
    "filings": "报送条数",
    "instructions": "批示次数",
}


@dataclass(frozen=True, slots=True)
class Standing(Generic[Row]):
    """A row with its rank; `tied` says that it shares it (并列)."""

    rank: int
    tied: bool
    row: Row


def rank(
    rows: Iterable[Row],
    by: Key,
    *,
    method: str = "dense",
    tie_breakers: Sequence[Key] = (),
    order: Key | None = None,
) -> list[Standing[Row]]:
    """Best first, nobody left out: who reported nothing is ranked too, last by their zero.

    Rows share a rank when `by` and every tie-breaker agree (all: the higher the better);
    `order` only arranges those who share one, and without it they keep the order they came in.
    Dense ranks (1, 1, 2) are the default: 荆州市总工会's 2018-10 circular ranks that way.
    """
    if method not in METHODS:
        raise ValueError(f"unknown ranking method {method!r}")

    def merit(row: Row) -> tuple:
        return tuple(key(row) for key in (by, *tie_breakers))

    arranged = sorted(sorted(rows, key=order) if order else rows, key=merit, reverse=True)
    standings: list[Standing[Row]] = []
    for place, (_, group) in enumerate(groupby(arranged, key=merit), start=1):
        equals = list(group)
        number = place if method == "dense" else len(standings) + 1
        standings += [Standing(number, len(equals) > 1, row) for row in equals]
    return standings


def chinese_order(name: str) -> bytes:
    """A sort key for names: GB 2312 lists the common characters by pinyin, and so do its bytes."""
    return name.encode("gb18030")
