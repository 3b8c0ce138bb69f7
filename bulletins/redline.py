"""What became of a text, paragraph by paragraph: kept, changed, gone, new, or moved elsewhere. No Django."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from submissions.diff import Run, difference
from submissions.lines import lines_of

LIKE = 0.4  # of their pairs of characters two paragraphs share, to be one paragraph rewritten
OPPOSITE = 0.2  # enough where one paragraph stands in the very place of another
MOVED = 0.6  # a paragraph that is far from its old place has to be more alike to be known again
MOST_PAIRS = 12_000  # of paragraphs held against each other; beyond that they are gone and new

SAME, CHANGED, GONE, NEW, LEFT, CAME = "same", "changed", "gone", "new", "left", "came"


@dataclass(frozen=True)
class Row:
    """One paragraph of the comparison; `old` and `new` count from 1 in their texts, 0 where it does not stand."""

    kind: str
    runs: tuple[Run, ...]
    old: int = 0
    new: int = 0

    @property
    def before(self) -> tuple[Run, ...]:
        """The left column: for one that came from elsewhere the words stand where they were."""
        return () if self.kind in (NEW, CAME) else tuple(run for run in self.runs if run.kind != "ins")

    @property
    def after(self) -> tuple[Run, ...]:
        """The right column."""
        return () if self.kind in (GONE, LEFT) else tuple(run for run in self.runs if run.kind != "del")


def redline(before: str, after: str) -> list[Row]:
    """The rows in reading order; a paragraph that moved stands in both places and is rewritten in neither."""
    old, new = list(lines_of(before)), list(lines_of(after))
    pairs = in_order(old, new)
    there = moves(old, new, pairs)
    here = {j: i for i, j in there.items()}
    rows, i, j = [], 0, 0
    for a, b in [*pairs, (len(old), len(new))]:
        rows += [away(old[place], place, there.get(place)) for place in range(i, a)]
        rows += [arrived(old, new[place], place, here.get(place)) for place in range(j, b)]
        rows += [together(old[a], new[b], a, b)] if a < len(old) and b < len(new) else []
        i, j = a + 1, b + 1
    return rows


def away(text: str, place: int, moved: int | None) -> Row:
    if moved is None:
        return Row(GONE, (Run("del", text),), old=place + 1)
    return Row(LEFT, (Run("", text),), old=place + 1, new=moved + 1)


def arrived(old: Sequence[str], text: str, place: int, origin: int | None) -> Row:
    if origin is None:
        return Row(NEW, (Run("ins", text),), new=place + 1)
    return Row(CAME, tuple(difference(old[origin], text)), old=origin + 1, new=place + 1)


def together(before: str, after: str, i: int, j: int) -> Row:
    if before == after:
        return Row(SAME, (Run("", after),), i + 1, j + 1)
    return Row(CHANGED, tuple(difference(before, after)), i + 1, j + 1)


def in_order(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int]]:
    """Which paragraph is which, as far as they keep their order: the same ones first, between them the like ones."""
    pairs = []
    for op, i, k, j, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if op == "equal":
            pairs += zip(range(i, k), range(j, m), strict=True)
        elif op == "replace":
            pairs += [(i + a, j + b) for a, b in alike(old[i:k], new[j:m])]
    return pairs


def alike(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int]]:
    """The pairs in order that are together most alike."""
    if len(old) * len(new) > MOST_PAIRS:
        return []
    enough = OPPOSITE if len(old) == len(new) == 1 else LIKE
    left, right = list(map(pairs_of, old)), list(map(pairs_of, new))
    best = [[(0.0, ())] * (len(new) + 1) for _ in range(len(old) + 1)]
    for i, one in enumerate(left):
        for j, other in enumerate(right):
            score = likeness(one, other)
            taken = (best[i][j][0] + score, (best[i][j][1], (i, j))) if score >= enough else (0.0, ())
            best[i + 1][j + 1] = max(taken, best[i][j + 1], best[i + 1][j], key=lambda way: way[0])
    return unwound(best[-1][-1][1])


def unwound(way: tuple) -> list[tuple[int, int]]:
    """The chain of pairs, first to last."""
    pairs = []
    while way:
        way, pair = way
        pairs.append(pair)
    return pairs[::-1]


def moves(old: Sequence[str], new: Sequence[str], pairs: Sequence[tuple[int, int]]) -> dict[int, int]:
    """Where paragraphs that lost their place stand now, the most alike first."""
    kept_old, kept_new = {i for i, _ in pairs}, {j for _, j in pairs}
    left = {i: pairs_of(old[i]) for i in range(len(old)) if i not in kept_old}
    right = {j: pairs_of(new[j]) for j in range(len(new)) if j not in kept_new}
    if len(left) * len(right) > MOST_PAIRS:
        return {}
    scored = [(likeness(one, other), i, j) for i, one in left.items() for j, other in right.items()]
    found = {}
    for score, i, j in sorted(scored, key=lambda each: (-each[0], each[1], each[2])):
        if score >= MOVED and i not in found and j not in found.values():
            found[i] = j
    return found


def pairs_of(text: str) -> Counter:
    """Its neighbouring characters in twos; one character alone stands for itself."""
    return Counter(text[place : place + 2] for place in range(max(1, len(text) - 1)))


def likeness(one: Counter, other: Counter) -> float:
    """Dice's coefficient: 1 for the same pairs, 0 for none in common."""
    return 2 * (one & other).total() / (one.total() + other.total())


def rewritten(rows: Sequence[Row]) -> int:
    """How many hundredths of the later text are not the earlier one's words; a moved paragraph is no new text."""
    words = [run for row in rows for run in row.after]
    whole = sum(len(run.text) for run in words)
    new = sum(len(run.text) for run in words if run.kind == "ins")
    return round(100 * new / whole) if whole else 0
