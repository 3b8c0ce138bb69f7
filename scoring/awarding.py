"""Who is proposed for an award, who is not and why: pure, from figures to verdicts (domain §11, R2, R5, R27).

Rows hold the scheme and the figures; here is only the judging, so that every refusal carries its sentence.
"""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal

from scoring.ranking import rank
from scoring.terms import plain

KINDS = {"unit": "单位", "person": "个人", "item": "信息"}
SCOPES = {"group": "每组", "whole": "全部合计"}
TAKES = {"count": "取前几名", "share": "取组内百分之几", "points": "积分达到即可"}
ALL = tuple(KINDS)
POSTS = {"full": "专职", "part": "兼职", "invited": "特约"}


class Verdict:
    """What the figures say of a candidate."""

    PROPOSED, TIED, FAILED, VETOED, BELOW = "proposed", "tied", "failed", "vetoed", "below"
    WORDS = {
        PROPOSED: "拟评",
        TIED: "并列待定",
        FAILED: "条件不符",
        VETOED: "一票否决",
        BELOW: "名次未到",
    }
    PASSED_OVER = (FAILED, VETOED)


@dataclass(frozen=True, slots=True)
class Clause:
    """One kind of condition or veto: what it asks of which figure, and how it is said."""

    label: str  # as one chooses it
    text: str  # as it reads with its number
    figure: str
    wrong: Callable[[Decimal, Decimal], bool]
    told: str = ""  # what is said of whom it stops
    of: tuple[str, ...] = ALL
    veto: bool = False
    asks: str = "number"  # number, word or nothing

    def said(self, number: Decimal | None, word: str = "") -> str:
        return self.text.format(n=plain(number) if number is not None else "", w=POSTS.get(word, word))

    def stops(self, figures: Mapping, number: Decimal | None, word: str = "") -> str:
        """Why it stops a candidate; empty if it does not."""
        value = figures.get(self.figure)
        if self.asks == "word":
            return "" if value == word else f"{self.said(None, word)}，实为{POSTS.get(value, '未登记')}"
        if value is None:
            return f"{self.said(number)}，没有这项数据"
        value = Decimal(value)
        if not self.wrong(value, number or Decimal(0)):
            return ""
        return self.told.format(v=plain(value), n=plain(number) if number is not None else "")


def least(label: str, figure: str, unit: str, of: tuple[str, ...] = ALL) -> Clause:
    """At least so much of a figure."""
    return Clause(
        f"{label}不少于（{unit}）",
        f"{label}不少于{{n}}{unit}",
        figure,
        lambda value, number: value < number,
        f"{label}{{v}}{unit}，不足{{n}}{unit}",
        of,
    )


def most(label: str, figure: str, unit: str, of: tuple[str, ...] = ("unit", "person")) -> Clause:
    """At most so much of a figure."""
    return Clause(
        f"{label}不超过（{unit}）",
        f"{label}不超过{{n}}{unit}",
        figure,
        lambda value, number: value > number,
        f"{label}{{v}}{unit}，超过{{n}}{unit}",
        of,
    )


def never(label: str, figure: str, told: str, of: tuple[str, ...] = ("unit", "person")) -> Clause:
    """一票否决: it must not have happened at all."""
    return Clause(
        f"{label}的，一票否决",
        f"{label}的，一票否决",
        figure,
        lambda value, _: value > 0,
        told,
        of,
        veto=True,
        asks="",
    )


PEOPLE, UNITS = ("person",), ("unit", "person")
CONDITIONS = {
    "points_min": least("积分", "points", "分"),
    "items_min": least("采用", "adopted", "条", UNITS),
    "filings_min": least("报送", "submitted", "条", UNITS),
    "uses_min": least("采用", "uses", "次"),
    "above_min": least("上级采用", "above", "次"),
    "instructed_min": least("领导批示", "instructed", "次"),
    "target_min": least("全年目标完成", "done", "%", UNITS),
    "tasks_min": least("报送任务完成", "tasks", "%", UNITS),
    "months_min": least("任职", "months", "个月", PEOPLE),
    "post_kind": Clause("信息员性质为", "信息员性质为{w}", "post", lambda *_: False, of=PEOPLE, asks="word"),
    "model": Clause(
        "已列入范文库",
        "已列入范文库",
        "model",
        lambda value, _: value == 0,
        "未列入范文库",
        ("item",),
        asks="",
    ),
    "late_max": most("迟报", "late", "次"),
    "missed_max": most("约稿未交", "commission_missed", "次"),
    "no_false": never("有谎报", "false", "有谎报{v}次"),
    "no_concealed": never("有瞒报", "concealed", "有瞒报{v}次"),
    "no_missed": never("有漏报", "missed", "有漏报{v}次"),
    "no_error": never("因差错被批评", "error", "因差错被批评{v}次"),
    "no_void": never("全年积分作废", "void", "全年积分已按考核办法作废"),
    "no_zero": Clause(
        "零报送达到（个月），一票否决",
        "零报送满{n}个月的，一票否决",
        "zero",
        lambda value, number: value >= max(number, Decimal(1)),
        "零报送{v}个月",
        UNITS,
        veto=True,
    ),
}


@dataclass(frozen=True, slots=True)
class Asked:
    """A condition of one award, with its number or word."""

    kind: str
    number: Decimal | None = None
    word: str = ""

    def stops(self, figures: Mapping) -> str:
        return CONDITIONS[self.kind].stops(figures, self.number, self.word)

    @property
    def is_veto(self) -> bool:
        return CONDITIONS[self.kind].veto


@dataclass(frozen=True, slots=True)
class Places:
    """How many get an award, and what it asks of them."""

    take: str
    number: Decimal
    scope: str = "group"
    conditions: Sequence[Asked] = ()


@dataclass(frozen=True, slots=True)
class Entrant:
    """Somebody, or an item, that may be considered."""

    key: Hashable
    points: Decimal
    group: str = ""
    figures: Mapping = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True)
class Judged:
    """An entrant with the verdict and the sentence for it."""

    entrant: Entrant
    rank: int
    verdict: str
    why: str


def judge(places: Places, entrants: Iterable[Entrant]) -> list[Judged]:
    """Every entrant with points, group by group, the best first."""
    groups: dict[str, list[Entrant]] = defaultdict(list)
    for one in entrants:
        groups[one.group if places.scope == "group" else ""].append(one)
    return [judged for members in groups.values() for judged in judge_group(places, members)]


def judge_group(places: Places, members: Sequence[Entrant]) -> list[Judged]:
    ranked = rank(members, by=lambda one: one.points, method="competition")
    stopped = {standing.row.key: why_not(places, standing.row) for standing in ranked}
    sound = [standing.row for standing in ranked if not stopped[standing.row.key][1]]
    cut = Cut.of(places, sound, len(members))
    return [verdict_of(standing, stopped[standing.row.key], cut) for standing in ranked]


def why_not(places: Places, one: Entrant) -> tuple[bool, str]:
    """(vetoed, why) of what keeps it out; vetoes are named first."""
    found = [
        (asked.is_veto, asked.stops({"points": one.points, **one.figures})) for asked in places.conditions
    ]
    stopping = sorted([pair for pair in found if pair[1]], key=lambda pair: not pair[0])
    return any(veto for veto, _ in stopping), "；".join(why for _, why in stopping)


@dataclass(frozen=True, slots=True)
class Cut:
    """Where the places end: from `clear` points on one is in; at `border` points equals share what is left."""

    clear: Decimal | None
    border: Decimal | None = None
    left: int = 0

    @classmethod
    def of(cls, places: Places, sound: Sequence[Entrant], total: int) -> "Cut":
        sound = [one for one in sound if one.points > 0]
        if places.take == "points":
            return cls(places.number)
        count = number_of(places, total)
        if len(sound) < count:
            return cls(Decimal(0))
        border = sound[count - 1].points
        if len(sound) == count or sound[count].points < border:
            return cls(border)
        above = [one.points for one in sound if one.points > border]
        return cls(min(above, default=None), border, count - len(above))

    def takes(self, points: Decimal) -> bool:
        return points > 0 and self.clear is not None and points >= self.clear

    def ties(self, points: Decimal) -> bool:
        return points > 0 and points == self.border


def number_of(places: Places, total: int) -> int:
    """Places of a group: as many as said, or a share of its members rounded, at least one."""
    if places.take == "count":
        return max(int(places.number), 1)
    share = (places.number * total / 100).quantize(Decimal(1), ROUND_HALF_UP)
    return max(int(share), 1)


def verdict_of(standing, stopped: tuple[bool, str], cut: Cut) -> Judged:
    one, (vetoed, why) = standing.row, stopped
    points = f"{plain(one.points)}分，第{standing.rank}名" + ("（并列）" if standing.tied else "")
    within = cut.takes(one.points) or cut.ties(one.points)
    if not within:
        told = f"{points}；{why}" if why else points
        return Judged(one, standing.rank, Verdict.BELOW, told)
    if why:
        return Judged(one, standing.rank, Verdict.VETOED if vetoed else Verdict.FAILED, f"{points}；{why}")
    if cut.ties(one.points):
        left = f"同分，名额只余{cut.left}个"
        return Judged(one, standing.rank, Verdict.TIED, f"{points}；{left}")
    return Judged(one, standing.rank, Verdict.PROPOSED, points)
