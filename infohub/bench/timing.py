"""Time in units everybody has: how many bare pages of rows a thing costs."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from statistics import median, quantiles
from time import perf_counter

PAGE, REPEATS = 30, 50


@dataclass(frozen=True)
class Row:
    """One line of the report."""

    name: str
    value: str


def seconds(calls: Iterable[Callable]) -> list[float]:
    """How long each call took, after one that warms everything up."""
    calls = list(calls)
    calls[0]()
    taken = []
    for call in calls:
        start = perf_counter()
        call()
        taken.append(perf_counter() - start)
    return taken


def page_of_rows(items) -> list[float]:
    """The measure: the newest thirty rows, nothing joined."""
    newest = items.model.objects.order_by("-pk")
    return seconds([lambda: list(newest[:PAGE])] * REPEATS)


def ratio(taken: list[float], bare: list[float]) -> str:
    unit = median(bare)
    slow = quantiles(taken, n=20)[-1]
    return (
        f"{median(taken) / unit:.1f} 倍，二十次里最慢的一次 {slow / unit:.1f} 倍"
        f"（中位 {median(taken) * 1000:.1f} 毫秒，取一页 {PAGE} 行 {unit * 1000:.2f} 毫秒）"
    )
