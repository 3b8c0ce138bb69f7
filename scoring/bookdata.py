"""A rule book as plain values, the way a form changes it; what is wrong is told by place, not by line. Pure."""

from dataclasses import dataclass, field
from typing import Any

from scoring.books import BadBook, dump, sound
from scoring.engine import RuleBook
from scoring.tomlfile import Place, TomlFile


def data_of(book: RuleBook) -> dict[str, Any]:
    """The book's tables and keys as a file would hold them."""
    return TomlFile(dump(book)).data


@dataclass(frozen=True)
class Fault:
    """One thing wrong with the values, at its place; another row may share in it."""

    place: Place
    message: str


class Written(TomlFile):
    """Values in the place of a file: rows are counted as they stand on the screen."""

    def __init__(self, data: dict[str, Any], rows: dict[str, list[int]] | None = None):
        super().__init__("")
        self.data = data
        self.rows = rows or {}
        self.faults: list[Fault] = []
        self.other: Place | None = None

    def line(self, place: Place) -> int:
        """The number of a row; whoever asks for it is about to name that row beside another."""
        self.other = place
        return self.row(place) + 1

    def row(self, place: Place) -> int:
        index = place[1] if len(place) > 1 and isinstance(place[1], int) else 0
        numbers = self.rows.get(str(place[0]), ())
        return numbers[index] if index < len(numbers) else index

    def fault(self, place: Place, message: str):
        if self.other and self.other[:2] != place[:2]:
            partner = f"与第{self.row(place) + 1}行不能并存，见该行的说明"
            self.faults.append(Fault(self.placed(self.other), partner))
        self.faults.append(Fault(self.placed(place), message))
        self.other = None
        super().fault(place, message)
        self.other = None

    def placed(self, place: Place) -> Place:
        """The same place by the row on the screen."""
        if len(place) > 1 and isinstance(place[1], int):
            return place[0], self.row(place), *place[2:]
        return place


@dataclass(frozen=True)
class Checked:
    """What became of changed values: a book, or what is wrong with them."""

    book: RuleBook | None
    faults: list[Fault] = field(default_factory=list)


def checked(data: dict[str, Any], rows: dict[str, list[int]] | None = None) -> Checked:
    """`rows` says which row of the screen each clause of a list stands in."""
    file = Written(data, rows)
    try:
        return Checked(sound(file, begun=True))
    except BadBook:
        return Checked(None, file.faults)
