"""The order of an issue: articles under columns, as one list. No queries, no models."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import groupby

NO_COLUMN = None


@dataclass(frozen=True)
class Entry:
    """An article and the column it stands in; None for none."""

    article: int
    column: int | None = NO_COLUMN


Order = list[Entry]


def runs(order: Iterable[Entry]) -> list[tuple[int | None, Order]]:
    """The list as it is printed: each column's heading with the articles below it."""
    return [(column, list(entries)) for column, entries in groupby(order, key=lambda entry: entry.column)]


def torn(order: Iterable[Entry]) -> set[int]:
    """Columns whose articles do not stand together: their heading would be printed twice."""
    seen = [column for column, _ in runs(order) if column is not NO_COLUMN]
    return {column for column in seen if seen.count(column) > 1}


def by_columns(order: Order, ranks: Mapping[int, int]) -> Order:
    """The publication's own order: without a column first, then column by column, each in its order so far."""
    return sorted(order, key=lambda entry: ranks.get(entry.column, len(ranks)) if entry.column else -1)


def placed(order: Order, entry: Entry, ranks: Mapping[int, int]) -> Order:
    """The list with one more: at the end of its column, or where the publication has that column."""
    place = place_for(order, entry, ranks)
    return [*order[:place], entry, *order[place:]]


def place_for(order: Order, entry: Entry, ranks: Mapping[int, int]) -> int:
    columns = [each.column for each in order]
    if entry.column in columns:
        first = columns.index(entry.column)
        return next((i for i in range(first, len(columns)) if columns[i] != entry.column), len(columns))
    if entry.column is NO_COLUMN:
        return 0 if any(columns) else len(columns)
    mine = ranks.get(entry.column, len(ranks))
    before = [i for i, column in enumerate(columns) if column and ranks.get(column, len(ranks)) <= mine]
    leading = next((i for i, column in enumerate(columns) if column), len(columns))
    return before[-1] + 1 if before else leading


def shifted(order: Order, article: int, step: int) -> Order:
    """One step up or down; at the edge of its column an article enters the neighbouring column instead."""
    at = index_of(order, article)
    other = at + step
    if not 0 <= other < len(order):
        return order
    if order[other].column != order[at].column:
        return [*order[:at], replace(order[at], column=order[other].column), *order[at + 1 :]]
    return swapped(order, at, other)


def swapped(order: Order, one: int, other: int) -> Order:
    order = list(order)
    order[one], order[other] = order[other], order[one]
    return order


def moved_to(order: Order, article: int, place: int) -> Order:
    """To a place counted from 1, beyond the ends to the end; among the articles of a column it joins them."""
    entry = order[index_of(order, article)]
    rest = [each for each in order if each is not entry]
    at = min(max(place, 1), len(order)) - 1
    near = {each.column for each in rest[max(at - 1, 0) : at + 1]}
    if near and entry.column not in near:
        entry = replace(entry, column=rest[min(at, len(rest) - 1)].column)
    return [*rest[:at], entry, *rest[at:]]


def shifted_column(order: Order, column: int, step: int) -> Order:
    """A whole column one step up or down."""
    groups = [entries for _, entries in runs(order)]
    at = next((i for i, entries in enumerate(groups) if entries[0].column == column), None)
    if at is None or not 0 <= at + step < len(groups):
        return order
    return [entry for entries in swapped(groups, at, at + step) for entry in entries]


def gathered(order: Order, changed: Iterable[int], ranks: Mapping[int, int]) -> Order:
    """Articles that were given another column without being carried there go to its end."""
    for article in changed:
        at = index_of(order, article)
        near = {each.column for each in (order[max(at - 1, 0) : at] + order[at + 1 : at + 2])}
        rest = [each for each in order if each.article != article]
        if order[at].column not in near:
            order = placed(rest, order[at], ranks)
    return order


def index_of(order: Order, article: int) -> int:
    return next(i for i, entry in enumerate(order) if entry.article == article)
