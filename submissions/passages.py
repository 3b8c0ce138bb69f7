"""The passages two texts have in common, laid side by side. No Django."""

from dataclasses import dataclass, field

SHORTEST = 12  # characters; shorter agreement is the language's, not the author's
GAP = 24  # passages closer than this are read as one
AROUND = 16  # characters shown before and after
LONGEST = 60  # of an agreeing passage this much is shown at either end


@dataclass(frozen=True)
class Piece:
    """A stretch of text, marked where the other text says the same."""

    text: str
    same: bool = False


@dataclass
class Run:
    """Where a common stretch stands in the one text and in the other."""

    mine: int
    theirs: int
    length: int


@dataclass
class Passage:
    """A place to look at: what this text says there, and what the other does."""

    mine: list[Piece] = field(default_factory=list)
    theirs: list[Piece] = field(default_factory=list)
    length: int = 0


def passages(mine: str, theirs: str) -> list[Passage]:
    """Every common passage in the order of the first text, near ones together."""
    groups: list[list[Run]] = []
    for run in common_runs(mine, theirs):
        if groups and adjoins(groups[-1][-1], run):
            groups[-1].append(run)
        else:
            groups.append([run])
    return [
        Passage(
            shown(mine, [(run.mine, run.length) for run in group]),
            shown(theirs, [(run.theirs, run.length) for run in group]),
            sum(run.length for run in group),
        )
        for group in groups
    ]


def common_runs(mine: str, theirs: str) -> list[Run]:
    """The longest agreement from each place on, wherever it stands in the other text: moved paragraphs count."""
    known: dict[str, int] = {}
    for place in range(len(theirs) - SHORTEST + 1):
        known.setdefault(theirs[place : place + SHORTEST], place)
    runs, place = [], 0
    while place <= len(mine) - SHORTEST:
        there = known.get(mine[place : place + SHORTEST])
        if there is None:
            place += 1
            continue
        length = agreed(mine, place, theirs, there)
        runs.append(Run(place, there, length))
        place += length
    return runs


def agreed(mine: str, here: int, theirs: str, there: int) -> int:
    length = SHORTEST
    while mine[here + length : here + length + 1] == theirs[there + length : there + length + 1] != "":
        length += 1
    return length


def adjoins(run: Run, following: Run) -> bool:
    mine = following.mine - run.mine - run.length
    theirs = following.theirs - run.theirs - run.length
    return mine <= GAP and 0 <= theirs <= GAP


def shown(text: str, runs: list[tuple[int, int]]) -> list[Piece]:
    """The runs marked, what lies between them, and a little of what lies around."""
    start = max(0, runs[0][0] - AROUND)
    pieces = [Piece(("…" if start else "") + text[start : runs[0][0]])]
    for number, (place, length) in enumerate(runs):
        pieces.append(Piece(shortened(text[place : place + length]), same=True))
        end = place + length
        until = runs[number + 1][0] if number + 1 < len(runs) else min(len(text), end + AROUND)
        pieces.append(Piece(text[end:until]))
    if until < len(text):
        pieces.append(Piece("…"))
    return [piece for piece in pieces if piece.text]


def shortened(text: str) -> str:
    return text if len(text) <= 2 * LONGEST else f"{text[:LONGEST]}……{text[-LONGEST:]}"
