"""Lines on squared paper: a trend drawn as numbers for SVG, on the server and without any style. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import ceil, floor, log10

WIDTH, HEIGHT = 560, 190
LEFT, RIGHT, TOP, BOTTOM = 44, 12, 14, 26
ROWS = 4


@dataclass(frozen=True)
class Dot:
    x: float
    y: float
    text: str


@dataclass(frozen=True)
class Curve:
    """One line; where a month is missing it is broken into pieces."""

    name: str
    css: str
    pieces: list[str]
    dots: list[Dot]


@dataclass(frozen=True)
class Chart:
    title: str
    marks: list[Dot]  # along the side
    days: list[Dot]  # along the foot
    curves: list[Curve]
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    right: int = WIDTH - RIGHT


def chart(title: str, labels: Sequence[str], series: Sequence[tuple], *, upside_down=False) -> Chart:
    """`series` are (name, css, values); ranks stand upside down: the first place is on top."""
    values = [value for _, _, line in series for value in line if value is not None]
    low, high, step = scale(values, upside_down)

    def y(value):
        share = (float(value) - low) / (high - low)
        return round(TOP + (share if upside_down else 1 - share) * (HEIGHT - TOP - BOTTOM), 1)

    gap = (WIDTH - LEFT - RIGHT) / max(len(labels) - 1, 1)
    places = [round(LEFT + number * gap, 1) for number in range(len(labels))]
    every = max(1, ceil(len(labels) / 12))
    return Chart(
        title,
        [Dot(LEFT - 6, y(mark), f"{mark:g}") for mark in marks(low, high, step)],
        [Dot(x, HEIGHT - 6, text) for x, text in list(zip(places, labels, strict=True))[::every]],
        [curve(name, css, places, line, y) for name, css, line in series],
    )


def curve(name, css, places, values, y) -> Curve:
    dots, pieces, piece = [], [], []
    for x, value in zip(places, values, strict=True):
        if value is None:
            pieces, piece = [*pieces, piece], []
            continue
        dots.append(Dot(x, y(value), written(value)))
        piece.append(f"{x},{y(value)}")
    return Curve(name, css, [" ".join(points) for points in [*pieces, piece] if len(points) > 1], dots)


def written(value) -> str:
    return format(value.normalize(), "f") if isinstance(value, Decimal) else f"{value:g}"


def scale(values, upside_down) -> tuple[float, float, float]:
    """From a round number to a round number, with round steps between."""
    low = 1 if upside_down else min([0, *(float(value) for value in values)])
    high = max([low + ROWS, *(float(value) for value in values)])
    step = round_step((high - low) / ROWS)
    if upside_down:
        return 1, 1 + step * ceil((high - 1) / step), step
    return step * floor(low / step), step * ceil(high / step), step


def round_step(rough: float) -> float:
    """1, 2, 5, 10, 20, 50 …"""
    power = 10 ** floor(log10(rough)) if rough > 0 else 1
    return max(1, next(power * nice for nice in (1, 2, 5, 10) if power * nice >= rough))


def marks(low, high, step) -> list[float]:
    return [low + number * step for number in range(round((high - low) / step) + 1)]
