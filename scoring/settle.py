"""From a unit's lines to its score: caps, averages, weighed parts, floor and ceiling, conversion, pass mark.

Every step is kept as points of its own, so that a score is always the sum of its lines and its steps. Where a book
measures units against the best of them, all are summed up first: `settle_all`.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from scoring.policies import AGAINST, Part, Total
from scoring.pricing import cents
from scoring.terms import Line, Reporter, plain

ZERO = Decimal(0)
BONUS, DEDUCTION = "bonus", "deduction"
SHARED_BY_SIGN = ("event", "quota", "adjust")  # parts that hold bonuses and deductions alike
NOBODY = Reporter(unit=None)


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


@dataclass(frozen=True, slots=True)
class Sums:
    """All that settling asks of a unit's lines; little enough to keep for every unit at once."""

    points: Decimal
    by: dict[tuple[str, str], Decimal]  # part and sort
    counted: int

    @classmethod
    def of(cls, book, lines: Iterable[Line]) -> "Sums":
        by: dict[tuple[str, str], Decimal] = defaultdict(lambda: ZERO)
        items, bounds = set(), {bound.code: bound.of for bound in book.bounds}
        for line in lines:
            by[home_of(line, bounds)] += line.points
            if line.part == "adoption":
                items.add(line.item)
        return cls(sum(by.values(), ZERO), dict(by), len(items))

    def parts(self) -> dict[str, Decimal]:
        found: dict[str, Decimal] = defaultdict(lambda: ZERO)
        for (part, sort), points in self.by.items():
            found["bound" if sort == "bound" else part] += points
        return dict(found)

    def of_sort(self, sort: str) -> Decimal:
        return sum((points for (_, own), points in self.by.items() if own == sort), ZERO)

    def named(self, names: frozenset[str]) -> Decimal:
        return sum((points for key, points in self.by.items() if names & {*key}), ZERO)


@dataclass(frozen=True, slots=True)
class Side:
    """A unit before its score: its sums, why its year is void, and what it is."""

    sums: Sums
    void: str = ""
    reporter: Reporter = NOBODY


@dataclass(slots=True)
class Best:
    """The most that any unit has of each part and in all, overall (“”) and by group."""

    points: dict[tuple[str, str], Decimal] = field(default_factory=dict)

    def note(self, name: str, group: str, points: Decimal):
        for key in ((name, ""), (name, f"组{group}")):
            self.points[key] = max(points, self.points.get(key, ZERO))

    def against(self, whom: str, name: str, group: str) -> Decimal:
        return self.points.get((name, "" if whom == "highest" else f"组{group}"), ZERO)


def reporters_on(reporters: Iterable[Reporter], day: date) -> dict[Hashable, Reporter]:
    """What each unit is on a day."""
    return {one.unit: one for one in reporters if one.covers(day, day)}


TOTAL = ""  # the name of the whole among the parts


def settle(book, lines: Sequence[Line], voids: Iterable[str] = (), reporter: Reporter = NOBODY) -> Score:
    """The score of the lines of one unit and one span under a book; a voided year counts as the book says."""
    side = Side(Sums.of(book, lines), "；".join(voids), reporter)
    return settled(book, side, best_of(book, [side]))


def settle_all(
    book,
    lines: Mapping[Hashable, Sequence[Line]],
    voids: Mapping[Hashable, Iterable[str]],
    reporters: Mapping[Hashable, Reporter],
) -> dict[Hashable, Score]:
    """The scores of all units, measured against the best of them where the book does so."""
    sides = {
        unit: Side(Sums.of(book, own), "；".join(voids.get(unit, ())), reporters.get(unit, NOBODY))
        for unit, own in lines.items()
    }
    best = best_of(book, sides.values())
    return {unit: settled(book, side, best) for unit, side in sides.items()}


def best_of(book, sides: Iterable[Side]) -> Best:
    """First the parts, then the totals these make."""
    sides, best = list(sides), Best()
    for side in sides if compares(book) else ():
        for part in book.parts:
            best.note(part.name, side.reporter.group, side.sums.named(part.of))
    for side in sides if book.total.convert_against else ():
        best.note(TOTAL, side.reporter.group, summed(book, side, best).sum)
    return best


def compares(book) -> bool:
    """Whether one unit's score depends on the others'."""
    return bool(book.total.convert_against) or any(part.against for part in book.parts)


def settled(book, side: Side, best: Best) -> Score:
    total, sums = book.total, side.sums
    steps = summed(book, side, best)
    raw = steps.sum
    convert(steps, total, best, side.reporter.group)
    mark = total.pass_by_class.get(side.reporter.sort, total.pass_mark)
    passed = None if mark is None else raw >= mark
    return Score(sums.points, sums.parts(), tuple(steps.taken), steps.sum, side.void, passed, sums.counted)


def summed(book, side: Side, best: Best) -> "Steps":
    """Everything but the conversion."""
    total, sums = book.total, side.sums
    steps = Steps(sums.points)
    cap(steps, total, sums)
    aggregate(steps, total, sums, side.reporter)
    weigh(steps, book.parts, sums, best, side.reporter.group)
    if (times := total.class_times.get(side.reporter.sort)) is not None:
        steps.to(f"{side.reporter.sort}系数{plain(times)}", cents(steps.sum * times))
    steps.within("总分", total.floor, total.ceiling)
    if side.void:
        steps.to(f"一票否决：{side.void}", total.void_score)
    return steps


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


def home_of(line: Line, bounds: Mapping[str, frozenset[str]]) -> tuple[str, str]:
    """Part and sort; what a bound gives or takes stays with the one kind of points it keeps, if it keeps one."""
    if line.part != "bound":
        return line.part, sort_of(line)
    of = bounds.get(line.rule, frozenset())
    return (min(of), "bound") if len(of) == 1 else ("bound", "bound")


def sort_of(line: Line) -> str:
    """The name by which a clause about the total calls a line's points."""
    if line.part in SHARED_BY_SIGN:
        return DEDUCTION if line.points < 0 else BONUS
    return line.part


def cap(steps: Steps, total: Total, sums: Sums):
    """加分封顶、扣分封顶: bounds on all bonuses, and on all deductions, together."""
    bonus, deduction = sums.of_sort(BONUS), -sums.of_sort(DEDUCTION)
    if total.bonus_cap is not None and bonus > total.bonus_cap:
        steps.by(f"加分封顶{plain(total.bonus_cap)}分", total.bonus_cap - bonus)
    if total.deduction_cap is not None and deduction > total.deduction_cap:
        steps.by(f"扣分封顶{plain(total.deduction_cap)}分", deduction - total.deduction_cap)


def aggregate(steps: Steps, total: Total, sums: Sums, reporter: Reporter):
    """平均、人均: the sum over what there is of items or people."""
    if total.aggregate == "average":
        counted = sums.counted
        steps.to(f"按{counted}条计分信息平均", cents(steps.sum / counted) if counted else ZERO)
    if total.aggregate == "per_head":
        steps.to(f"按{reporter.heads}人平均", cents(steps.sum / max(reporter.heads, 1)))


def weigh(steps: Steps, parts: Sequence[Part], sums: Sums, best: Best, group: str):
    """Each part by its own measure; points that no part names stand as they are."""
    for part in parts:
        own = sums.named(part.of)
        worth, how = weighed(part, own, best, group)
        if worth != own:
            steps.by(f"{part.name}：{plain(own)}分折为{plain(worth)}分{how}", worth - own)


def weighed(part: Part, points: Decimal, best: Best, group: str) -> tuple[Decimal, str]:
    """What a part comes to, and against what it was measured."""
    benchmark, how = part.benchmark, ""
    if part.against:
        benchmark = best.against(part.against, part.name, group)
        how = f"（{AGAINST[part.against]}{plain(benchmark)}分）"
    if part.worth is not None and benchmark is not None:
        points = part.worth * share_of(points, benchmark, full=not part.against)
    points = cents(points * part.weight)
    if part.ceiling is not None:
        points = min(points, part.ceiling)
    return (points if part.floor is None else max(points, part.floor)), how


def share_of(points: Decimal, benchmark: Decimal, *, full: bool) -> Decimal:
    """How much of the benchmark there is, never more than all of it; of nothing asked all is there."""
    if benchmark <= 0:
        return Decimal(1) if full else ZERO
    return min(points / benchmark, Decimal(1))


def convert(steps: Steps, total: Total, best: Best, group: str):
    """折算: so many points here, or the best unit's, are worth so many in the larger assessment, and never more."""
    if total.convert_to is None:
        return
    whole, how = total.convert_from, ""
    if total.convert_against:
        whole, how = best.against(total.convert_against, TOTAL, group), AGAINST[total.convert_against]
    if whole is None or (not whole and not total.convert_against):
        return
    share = max(share_of(steps.sum, whole, full=False), ZERO)
    worth = (total.convert_to * share).quantize(Decimal("0.01"), ROUND_HALF_UP)
    steps.to(f"折算（{how}{plain(whole)}分折{plain(total.convert_to)}分）", worth)
