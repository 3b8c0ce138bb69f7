"""What the ledger still lacks: the difference between what should stand and what is booked. Pure."""

from collections import Counter
from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from scoring.terms import Line


@dataclass(frozen=True, slots=True)
class Booked:
    """A row of the ledger as the engine needs it; a reversal names the row it takes back."""

    id: Hashable
    line: Line
    reverses: Hashable = None


@dataclass(frozen=True, slots=True)
class Due:
    """A row the ledger still lacks: a new line, or the taking back of the row `reverses`."""

    line: Line
    reverses: Hashable = None

    @property
    def points(self) -> Decimal:
        return self.line.points if self.reverses is None else self.line.points.copy_negate()

    @property
    def reason(self) -> str:
        return self.line.reason if self.reverses is None else f"冲销：{self.line.reason}"


def difference(should: Iterable[Line], booked: Iterable[Booked]) -> list[Due]:
    """What must be added to the ledger so that it says what it should: reversals first, then new lines."""
    missing, wrong = Counter(should), []
    for row in _standing(list(booked)):
        if missing[row.line]:
            missing[row.line] -= 1
        else:
            wrong.append(Due(row.line, reverses=row.id))
    return sorted(wrong, key=_due_order) + sorted(map(Due, missing.elements()), key=_due_order)


def _standing(booked: list[Booked]) -> list[Booked]:
    """Rows still in force: a row and its reversal cancel each other."""
    reversed_ids = {row.reverses for row in booked}
    return [row for row in booked if row.reverses is None and row.id not in reversed_ids]


def _due_order(due: Due) -> tuple:
    return due.line.on, due.line.fact, str(due.line.unit), str(due.reverses)


def book_in(month: date, first_open: date) -> date:
    """A point belongs to the month of its fact, unless that month is closed: then to the first open one."""
    return max(month, first_open)


def late_note(month: date, booked_in: date) -> str:
    return f"补记：{month.year}年{month.month}月事项" if booked_in > month else ""
