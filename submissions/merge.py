"""Two texts that grew from one, brought together paragraph by paragraph. No Django."""

from dataclasses import dataclass
from difflib import SequenceMatcher

THEIRS, MINE, BOTH = "theirs", "mine", "both"


@dataclass(frozen=True)
class Edit:
    """One side's change: these lines instead of the base's lines from `start` to `stop`."""

    start: int
    stop: int
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Chunk:
    """A stretch of the text as it was, as the newer save has it, and as I wrote it."""

    base: tuple[str, ...]
    theirs: tuple[str, ...]
    mine: tuple[str, ...]

    @property
    def kind(self) -> str:
        """Who changed it: nobody, both alike (""), one side, or both differently ("conflict")."""
        if self.theirs == self.mine:
            return ""
        if self.mine == self.base:
            return THEIRS
        return MINE if self.theirs == self.base else "conflict"

    def settled(self, choice: str = BOTH) -> tuple[str, ...]:
        """The lines that stand in the merge; a conflict needs a choice, and keeping both drops nothing."""
        wanted = choice if self.kind == "conflict" else self.kind
        if wanted != BOTH:
            return self.theirs if wanted == THEIRS else self.mine
        return self.theirs + tuple(line for line in self.mine if line not in self.theirs)


def common(one: list[str], other: list[str]) -> list[str]:
    """What two texts share: the base to take when the real one was not kept."""
    blocks = SequenceMatcher(None, one, other, autojunk=False).get_matching_blocks()
    return [line for block in blocks for line in one[block.a : block.a + block.size]]


def merge(base: list[str], theirs: list[str], mine: list[str]) -> list[Chunk]:
    """The whole text in chunks: joined they are exactly base, theirs and mine again."""
    left, right = edits(base, theirs), edits(base, mine)
    chunks, place = [], 0
    while left or right:
        group = together(left, right)
        start = min(edit.start for side in group for edit in side)
        stop = max(edit.stop for side in group for edit in side)
        chunks += unchanged(base[place:start])
        chunks.append(Chunk(tuple(base[start:stop]), *(patched(base, start, stop, side) for side in group)))
        place = stop
    return chunks + unchanged(base[place:])


def unchanged(lines: list[str]) -> list[Chunk]:
    return [Chunk((line,), (line,), (line,)) for line in lines]


def edits(base: list[str], side: list[str]) -> list[Edit]:
    """What a side changed; as many lines for as many are changed paragraphs, each by itself."""
    found = []
    for op, i, j, k, m in SequenceMatcher(None, base, side, autojunk=False).get_opcodes():
        if op == "replace" and j - i == m - k:
            found += [Edit(i + n, i + n + 1, (side[k + n],)) for n in range(j - i)]
        elif op != "equal":
            found.append(Edit(i, j, tuple(side[k:m])))
    return found


def together(left: list[Edit], right: list[Edit]) -> tuple[list[Edit], list[Edit]]:
    """Take the first edit, and whatever of either side meets it, off the two lists."""
    group = ([], [])
    first = min(left[:1] + right[:1], key=lambda edit: (edit.start, edit.stop))
    start, stop = first.start, first.stop
    grew = True
    while grew:
        grew = False
        for side, taken in zip((left, right), group, strict=True):
            while side and meets(side[0], start, stop):
                edit = side.pop(0)
                taken.append(edit)
                stop, grew = max(stop, edit.stop), True
    return group


def meets(edit: Edit, start: int, stop: int) -> bool:
    """Do they touch the same lines? Two insertions at one place do; neighbours do not."""
    if edit.start == edit.stop or start == stop:
        return (edit.start, edit.stop) == (start, stop) or start < edit.start < stop
    return edit.start < stop


def patched(base: list[str], start: int, stop: int, side: list[Edit]) -> tuple[str, ...]:
    """The base's lines of the stretch with one side's edits in them."""
    lines, place = [], start
    for edit in side:
        lines += [*base[place : edit.start], *edit.lines]
        place = edit.stop
    return (*lines, *base[place:stop])
