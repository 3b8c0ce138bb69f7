"""The parts a text is made of: what the editor may hold, the page shows and the printed paper sets. No Django.

The schema is the field's own (domain §7.3): paragraphs, three levels of headings, bold, lists, tables,
pictures with a caption. Whatever has no place here never reaches the database.
"""

from dataclasses import dataclass, replace
from itertools import groupby

from submissions.lines import heading_of, level_of, printable

BULLET = "• "
CAPTION_LINE = "［图：{}］"
NO_CAPTION_LINE = "［图］"
MOST_PLACES = 20_000  # of a table


@dataclass(frozen=True)
class Run:
    """A stretch of text of one weight."""

    text: str
    bold: bool = False


@dataclass(frozen=True)
class Text:
    """A paragraph (p), a heading (h1–h4) or an item of a list (li), which carries its mark."""

    kind: str
    runs: tuple[Run, ...]
    mark: str = ""

    @property
    def text(self) -> str:
        return text_of_runs(self.runs)

    @property
    def lines(self) -> tuple[str, ...]:
        return (self.mark + self.text,)

    @property
    def head(self) -> tuple[Run, ...]:
        """What is set in heading type: of 一、选址。站点设在路口。 only the first sentence."""
        return cut(self.runs, self._stop)[0]

    @property
    def rest(self) -> tuple[Run, ...]:
        return cut(self.runs, self._stop)[1]

    @property
    def _stop(self) -> int:
        return len(heading_of(self.kind, self.text)[0]) if self.kind not in ("p", "li") else 0


@dataclass(frozen=True)
class Cell:
    """A cell of a table; several lines are parted by a line end, never by a paragraph."""

    runs: tuple[Run, ...] = ()
    head: bool = False
    across: int = 1
    down: int = 1

    @property
    def text(self) -> str:
        return text_of_runs(self.runs)

    @property
    def paragraphs(self) -> tuple[tuple[Run, ...], ...]:
        """The runs of each line of the cell."""
        lines, rest = [], self.runs
        while rest:
            line, rest = cut(rest, (text_of_runs(rest) + "\n").find("\n"))
            lines.append(line)
            rest = cut(rest, 1)[1]
        return tuple(lines)


@dataclass(frozen=True)
class Table:
    """Rows of cells that fill a rectangle, counting the places a wide or tall cell covers."""

    rows: tuple[tuple[Cell, ...], ...]
    kind: str = "table"

    @property
    def columns(self) -> int:
        return sum(cell.across for cell in self.rows[0])

    @property
    def lines(self) -> tuple[str, ...]:
        """A row is a line with tabs between the cells; a row without a word is none."""
        rows = ("\t".join(cell.text.replace("\n", " ") for cell in row).rstrip() for row in self.rows)
        return tuple(row for row in rows if row.strip())


@dataclass(frozen=True)
class Picture:
    """A picture: the attachment that holds it, and the words under it."""

    attachment: int
    caption: str = ""
    kind: str = "picture"

    @property
    def lines(self) -> tuple[str, ...]:
        return (CAPTION_LINE.format(self.caption) if self.caption else NO_CAPTION_LINE,)


Part = Text | Table | Picture


def paragraph(runs: tuple[Run, ...]) -> Text:
    """A line that is what its number says it is."""
    return Text(level_of(text_of_runs(runs)), runs)


def text_of_runs(runs: tuple[Run, ...]) -> str:
    return "".join(run.text for run in runs)


def cut(runs: tuple[Run, ...], place: int) -> tuple[tuple[Run, ...], tuple[Run, ...]]:
    """The runs before and after a place of the text."""
    before, after = [], []
    for run in runs:
        before.append(replace(run, text=run.text[: max(place, 0)]))
        after.append(replace(run, text=run.text[max(place, 0) :]))
        place -= len(run.text)
    return tuple(run for run in before if run.text), tuple(run for run in after if run.text)


def tidy(runs: list[Run]) -> tuple[Run, ...]:
    """White space as a browser shows it, nothing unprintable, neighbours of one weight joined."""
    kept = []
    for run in runs:
        for raw in run.text:
            char = "\n" if raw == "\n" else printable(raw)
            while char == "\n" and kept and kept[-1][0] in " 　":
                kept.pop()
            blank = char in " 　\n" and (not kept or kept[-1][0] == "\n")
            if char and not blank and not (char == " " and kept[-1][0] == " "):
                kept.append((char, run.bold))
    while kept and kept[-1][0] in " 　\n":
        kept.pop()
    return tuple(
        Run("".join(char for char, _ in group), bold)
        for bold, group in groupby(kept, key=lambda pair: pair[1])
    )


def squared(rows: list[list[Cell]]) -> tuple[tuple[Cell, ...], ...]:
    """Rows that fill a rectangle: no cell hangs out below, none overlaps, short rows are filled up.

    Nothing comes of rows no page could hold.
    """
    taken = _places(rows)
    if taken is None:
        rows = [[replace(cell, across=1, down=1) for cell in row] for row in rows]
        taken = _places(rows) or set()
    width = max((column + 1 for _, column in taken), default=0)
    if not 0 < width * len(rows) <= MOST_PLACES:
        return ()
    fitted = []
    for number, row in enumerate(rows):
        gaps = width - sum((number, column) in taken for column in range(width))
        cells = [replace(cell, down=min(cell.down, len(rows) - number)) for cell in row]
        fitted.append((*cells, *[Cell()] * gaps))
    return tuple(fitted)


def _places(rows: list[list[Cell]]) -> set[tuple[int, int]] | None:
    """The places of the grid the cells cover, laid out as a browser does; None if two overlap."""
    taken = set()
    for number, row in enumerate(rows):
        column = 0
        for cell in row:
            while (number, column) in taken:
                column += 1
            bottom = min(number + cell.down, len(rows))
            if (bottom - number) * cell.across > MOST_PLACES:
                return None
            places = {(y, x) for y in range(number, bottom) for x in range(column, column + cell.across)}
            if places & taken or len(taken) > MOST_PLACES:
                return None
            taken |= places
    return taken
