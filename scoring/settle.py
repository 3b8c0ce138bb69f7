"""From a unit's lines to its score: caps, averages, weighed parts, floor and ceiling, conversion, pass mark.

Every step is kept as points of its own, so that a score is always the sum of its lines and its steps.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from scoring.policies import Part, Total
from scoring.pricing import cents
from scoring.terms import Line, plain

ZERO = Decimal(0)
BONUS, DEDUCTION = "bonus", "deduction"
SHARED_BY_SIGN = ("event", "quota", "adjust")  # parts that hold bonuses and deductions alike


@dataclass(frozen=True, slots=True)
class Step:
    """What one clause about the total did to the sum."""

    label: str
    points: Decimal


@dataclass(frozen=True, slots=True)
class Score:
    """A unit's result for a span: its points by part, what was done to their sum, and what came out."""

    points: Decimal
    parts: dict[str, Decimal]
    steps: tuple[Step, ...]
    score: Decimal
    void: str = ""
    passed: bool | None = None
    counted: int = 0


def settle(book, lines: Sequence[Line], voids: Iterable[str] = ()) -> Score:
    """The score of the lines of one unit and one span under a book; a voided year counts as the book says."""
    total, void = book.total, "；".join(voids)
    points = sum((line.points for line in lines), ZERO)
    counted = len({line.item for line in lines if line.part == "adoption"})
    steps = Steps(points)
    cap(steps, total, lines)
    if total.aggregate == "average":
        steps.to(f"按{counted}条计分信息平均", cents(steps.sum / counted) if counted else ZERO)
    if book.parts:
        weigh(steps, book.parts, lines)
    steps.within("总分", total.floor, total.ceiling)
    if void:
        steps.to(f"一票否决：{void}", total.void_score)
    raw = steps.sum
    convert(steps, total)
    passed = None if total.pass_mark is None else raw >= total.pass_mark
    return Score(points, by_part(lines), tuple(steps.taken), steps.sum, void, passed, counted)


class Steps:
    """A running sum that remembers why it changed."""

    def __init__(self, points: Decimal):
        self.sum, self.taken = points, []

    def to(self, label: str, points: Decimal):
        if points != self.sum:
            self.taken.append(Step(label, points - self.sum))
            self.sum = points

    def by(self, label: str, points: Decimal):
        self.to(label, self.sum + points)

    def within(self, label: str, floor: Decimal | None, ceiling: Decimal | None):
        if ceiling is not None and self.sum > ceiling:
            self.to(f"{label}封顶{plain(ceiling)}分", ceiling)
        if floor is not None and self.sum < floor:
            self.to(f"{label}保底{plain(floor)}分", floor)


def by_part(lines: Iterable[Line]) -> dict[str, Decimal]:
    sums: dict[str, Decimal] = defaultdict(lambda: ZERO)
    for line in lines:
        sums[line.part] += line.points
    return dict(sums)


def sort_of(line: Line) -> str:
    """The name by which a clause about the total calls a line's points."""
    if line.part in SHARED_BY_SIGN:
        return DEDUCTION if line.points < 0 else BONUS
    return line.part


def cap(steps: Steps, total: Total, lines: Sequence[Line]):
    """加分封顶、扣分封顶: bounds on all bonuses, and on all deductions, together."""
    bonus = sum((line.points for line in lines if sort_of(line) == BONUS), ZERO)
    deduction = -sum((line.points for line in lines if sort_of(line) == DEDUCTION), ZERO)
    if total.bonus_cap is not None and bonus > total.bonus_cap:
        steps.by(f"加分封顶{plain(total.bonus_cap)}分", total.bonus_cap - bonus)
    if total.deduction_cap is not None and deduction > total.deduction_cap:
        steps.by(f"扣分封顶{plain(total.deduction_cap)}分", deduction - total.deduction_cap)


def weigh(steps: Steps, parts: Sequence[Part], lines: Sequence[Line]):
    """Each part by its own measure; points that no part names stand as they are."""
    for part in parts:
        own = sum((line.points for line in lines if belongs(line, part.of)), ZERO)
        worth = bounded(part, own)
        if worth != own:
            steps.by(f"{part.name}：{plain(own)}分折为{plain(worth)}分", worth - own)


def belongs(line: Line, names: frozenset[str]) -> bool:
    return line.part in names or sort_of(line) in names


def bounded(part: Part, points: Decimal) -> Decimal:
    if part.benchmark is not None and part.worth is not None:
        points = part.worth * min(points / part.benchmark, Decimal(1)) if part.benchmark else part.worth
    points = cents(points * part.weight)
    if part.ceiling is not None:
        points = min(points, part.ceiling)
    return points if part.floor is None else max(points, part.floor)


def convert(steps: Steps, total: Total):
    """折算: so many points here are worth so many in the larger assessment, and never more."""
    if total.convert_from and total.convert_to is not None:
        share = max(min(steps.sum / total.convert_from, Decimal(1)), ZERO)
        worth = (total.convert_to * share).quantize(Decimal("0.01"), ROUND_HALF_UP)
        steps.to(f"折算（{plain(total.convert_from)}分折{plain(total.convert_to)}分）", worth)
