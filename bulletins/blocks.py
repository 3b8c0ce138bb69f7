"""What an article is printed of: paragraphs and levels with bold runs, tables, pictures with the words under them.

Frozen papers of older signatures know only kind and text; they are read and written as they were.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from bulletins.wording import addresses, heading_of, width_of
from submissions.parts import Cell, Part, Run, cut, text_of_runs
from submissions.parts import Table as Grid
from submissions.rich import parts_of

KINDS = ("h1", "h2", "h3", "h4", "p")
WIDEST = 20  # characters of a column that speak for more room; a longer cell wraps
NARROW = 9  # characters up to which a column's cells are centred
SIZE, SMALL = 0.75, 0.65625  # of the body's type: 小四 and 五号 beside 三号


@dataclass(frozen=True)
class Block:
    """A paragraph or a numbered level; `runs` only where a part of it is bold."""

    kind: str
    text: str
    runs: tuple[Run, ...] = ()

    def __post_init__(self):
        if self.kind not in KINDS:
            raise ValueError(f"没有这样的段落类型：{self.kind}。")

    @property
    def head(self) -> tuple[Run, ...]:
        """The part set in heading type."""
        return cut(self._all, self._stop)[0]

    @property
    def rest(self) -> tuple[Run, ...]:
        return cut(self._all, self._stop)[1]

    @property
    def is_address(self) -> bool:
        """同志们： and the like stand flush left."""
        return addresses(self.kind, self.text)

    @property
    def _all(self):
        return self.runs or (Run(self.text),)

    @property
    def _stop(self):
        return len(heading_of(self.kind, self.text)[0])

    @property
    def lines(self) -> tuple[str, ...]:
        return (self.text,)

    def to_dict(self) -> dict:
        dress = {"runs": [[run.text, run.bold] for run in self.runs]} if self.runs else {}
        return {"kind": self.kind, "text": self.text} | dress


@dataclass(frozen=True)
class Table:
    """A table as wide as the type area; its first rows stand again on every page it runs over.

    Tables made of figures say how wide each column is; in typed ones the words decide.
    """

    rows: tuple[tuple[Cell, ...], ...]
    kind: str = "table"
    shares: tuple[float, ...] = ()
    small: bool = False

    @property
    def scale(self) -> float:
        """The size of its type, as part of the body's."""
        return SMALL if self.small else SIZE

    @property
    def lines(self) -> tuple[str, ...]:
        return Grid(self.rows).lines

    @property
    def heads(self) -> int:
        """How many rows are the heading: those marked so, else the first, and what a tall cell ties to them."""
        marked = next((n for n, row in enumerate(self.rows) if not all(cell.head for cell in row)), 0) or 1
        tied = max((n + cell.down for n, row in enumerate(self.rows[:marked]) for cell in row), default=1)
        return tied if tied < len(self.rows) else 0

    @property
    def placed(self) -> list[tuple[int, int, Cell]]:
        """Each cell with its row and column in the grid."""
        taken, found = set(), []
        for y, row in enumerate(self.rows):
            x = 0
            for cell in row:
                while (y, x) in taken:
                    x += 1
                taken |= {
                    (y + down, x + across) for down in range(cell.down) for across in range(cell.across)
                }
                found.append((y, x, cell))
        return found

    @property
    def widths(self) -> list[float]:
        """The share of each column in the width of the page, by its longest words unless they are given."""
        if self.shares:
            return [share / sum(self.shares) for share in self.shares]
        room = [2.0] * Grid(self.rows).columns
        for _, x, cell in self.placed:
            if cell.across == 1:
                longest = max((width_of(line) for line in cell.text.split("\n")), default=0)
                room[x] = max(room[x], min(longest + 1, WIDEST))
        return [each / sum(room) for each in room]

    def is_centred(self, y: int, x: int, cell: Cell) -> bool:
        """Headings, and columns of short entries."""
        column = [other.text for row, place, other in self.placed if place == x and row >= self.heads]
        return y < self.heads or cell.across > 1 or all(width_of(text) <= NARROW for text in column)

    def to_dict(self) -> dict:
        dress = {"shares": list(self.shares)} if self.shares else {}
        dress |= {"small": True} if self.small else {}
        return {"kind": "table", "rows": [[cell_dict(cell) for cell in row] for row in self.rows]} | dress


def cell_dict(cell: Cell) -> dict:
    spans = {"head": cell.head, "across": cell.across, "down": cell.down}
    return {"runs": [[run.text, run.bold] for run in cell.runs]} | spans


@dataclass(frozen=True)
class Picture:
    """A picture by the bytes that were signed: which attachment, proven by its hash; size in points of the screen."""

    attachment: int
    caption: str
    sha256: str
    width: int
    height: int
    content_type: str = "image/png"
    kind: str = "picture"

    @property
    def lines(self) -> tuple[str, ...]:
        return (self.caption,) if self.caption else ()

    def fitted(self, width: float, height: float) -> tuple[float, float]:
        """Its own size at 96 dots an inch in points of print, reduced to the room there is."""
        scale = min(0.75, width / self.width, height / self.height)
        return self.width * scale, self.height * scale

    def to_dict(self) -> dict:
        names = ("kind", "attachment", "caption", "sha256", "width", "height", "content_type")
        return {name: getattr(self, name) for name in names}


AnyBlock = Block | Table | Picture


def blocks_of(
    text: str, rich: str = "", pictures: Mapping[int, Picture] | None = None
) -> tuple[AnyBlock, ...]:
    """A text and its dress, part by part; a picture that is not to be had leaves its caption as a line."""
    return tuple(block_of(part, pictures or {}) for part in parts_of(text, rich))


def block_of(part: Part, pictures: Mapping[int, Picture]) -> AnyBlock:
    if part.kind == "table":
        return Table(part.rows)
    if part.kind == "picture":
        found = pictures.get(part.attachment)
        return with_caption(found, part.caption) if found else Block("p", part.lines[0])
    if part.kind == "li":
        return printed("p", (Run(part.mark), *part.runs))
    return printed(part.kind, part.runs)


def printed(kind: str, runs: tuple[Run, ...]) -> Block:
    return Block(kind, text_of_runs(runs), runs if any(run.bold for run in runs) else ())


def with_caption(picture: Picture, caption: str) -> Picture:
    return Picture(**picture.to_dict() | {"caption": caption})


def block_from(values: dict) -> AnyBlock:
    """A block as a signature froze it."""
    if values["kind"] == "table":
        rows = tuple(tuple(map(cell_from, row)) for row in values["rows"])
        return Table(rows, shares=tuple(values.get("shares", ())), small=values.get("small", False))
    if values["kind"] == "picture":
        return Picture(**values)
    return Block(**values | {"runs": runs_from(values.get("runs", ()))})


def cell_from(values: dict) -> Cell:
    return Cell(**values | {"runs": runs_from(values["runs"])})


def runs_from(values) -> tuple[Run, ...]:
    return tuple(Run(text, bold) for text, bold in values)
