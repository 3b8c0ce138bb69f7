"""Tables as columns and cells: the screen, the print and the workbook are made of the same ones."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlencode

NOTHING = "–"


@dataclass(frozen=True)
class Column:
    """A heading, how a row fills it, and what page opens its figure."""

    title: str
    value: Callable[..., object]
    page: str = ""
    query: tuple = ()
    css: str = "num hide-small"
    uses: str = ""
    tied: Callable[[dict], bool] = lambda row: False
    total: bool = True  # whether the row of totals has it, too


@dataclass(frozen=True)
class Cell:
    text: str
    css: str = ""
    url: str = ""
    tied: bool = False
    hint: str = ""


@dataclass(frozen=True)
class Row:
    cells: Sequence[Cell]
    mine: bool = False


@dataclass(frozen=True)
class Sheet:
    """One table with its totals and what must be said under it."""

    name: str
    columns: Sequence[Column]
    rows: Sequence[Row]
    foot: Row | None = None
    notes: Sequence[tuple[str, str]] = field(default_factory=list)
    empty: str = ""


class Addresses:
    """Where the figures of a table lead, for those who may go there."""

    def __init__(self, pages, query, may_open, mine=frozenset()):
        self.pages, self.query, self.may_open, self.mine = pages, query, may_open, mine

    def of(self, column, whose, **about):
        """`whose` are the units, or the person, that the figure counts."""
        if column.page not in self.pages or not self.may_open(whose):
            return ""
        return f"{self.pages[column.page]}?{urlencode({**self.query, **dict(column.query), **about})}"


NOWHERE = Addresses({}, {}, lambda whose: False)


def cell(row: dict, column: Column, addresses: Addresses, whose, **about) -> Cell:
    text = str(column.value(row))
    url = "" if text in (NOTHING, "") else addresses.of(column, whose, **about)
    return Cell(text, column.css, url, column.tied(row))


def cells(row: dict, heads: Iterable[Column], addresses: Addresses, whose, **about) -> list[Cell]:
    return [cell(row, head, addresses, whose, **about) for head in heads]


def totals(row: dict, heads: Iterable[Column], addresses: Addresses, whose, **about) -> Row:
    """The foot of a table; what has no total stays empty."""
    return Row(
        [cell(row, head, addresses, whose, **about) if head.total else Cell("", head.css) for head in heads]
    )
