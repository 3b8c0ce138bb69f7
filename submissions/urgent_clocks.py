"""By when an urgent report is due, and how late it is. Exact, and without Django.

What is shipped are published rules of the field, changed on screen by any office:
first reports after 武汉市应急管理局 2021 (一般 2 小时、较大 1 小时内，自得知起；重大以上 30 分钟内，自事发起),
follow-ups after 河南省应急管理厅 (较大以上每日 8 时前、17 时前), final reports after 国务院令第493号第十三条
(伤亡变化自事发 30 日内补报).
"""

import math
from dataclasses import dataclass
from datetime import datetime, time, timedelta

GRADES = ("very-major", "major", "larger", "general")
PHASES = {"phone": "电话先报", "first": "书面首报", "follow": "续报", "final": "终报"}
BASES = {
    "none": "不设时限",
    "occurrence": "事发后",
    "learning": "得知后",
    "last": "上次报告后",
    "daily": "每日定时",
}
HOUR, DAY = 60, 24 * 60


@dataclass(frozen=True)
class Rule:
    """One clock: from when it runs, and for how long or until which hours of the day.

    For fixed hours `minutes` is the rest granted after a report: an hour that falls into it is passed over.
    """

    basis: str = "none"
    minutes: int = 0
    times: tuple[str, ...] = ()

    @property
    def words(self):
        if self.basis == "none":
            return BASES["none"]
        if self.basis == "daily":
            return f"每日 {'、'.join(self.times)} 前"
        return f"{BASES[self.basis]} {span(self.minutes)}内"


NO_RULE = Rule()
HENAN = Rule("daily", 60, ("08:00", "17:00"))
LAW_493 = Rule("occurrence", 30 * DAY)
DEFAULTS = {
    ("very-major", "first"): Rule("occurrence", 30),
    ("major", "first"): Rule("occurrence", 30),
    ("larger", "first"): Rule("learning", HOUR),
    ("general", "first"): Rule("learning", 2 * HOUR),
    **{(grade, "follow"): HENAN for grade in GRADES[:3]},
    **{(grade, "final"): LAW_493 for grade in GRADES},
}


def span(minutes):
    """Minutes as people say them: 30 分钟, 2 小时, 1 小时 30 分钟, 30 天."""
    days, rest = divmod(minutes, DAY)
    hours, left = divmod(rest, HOUR)
    parts = [(days, "天"), (hours, "小时"), (left, "分钟")]
    return " ".join(f"{count} {word}" for count, word in parts if count) or "0 分钟"


@dataclass(frozen=True)
class Times:
    """What a clock can run from; the hour of occurrence may not be known yet."""

    learned: datetime
    occurred: datetime | None = None
    last: datetime | None = None

    def start(self, basis):
        """An unknown occurrence is counted from the learning of it: the earliest hour known for certain."""
        if basis == "occurrence":
            return self.occurred or self.learned
        return (self.last or self.learned) if basis in ("last", "daily") else self.learned


def due(rule, times, zone):
    """The moment up to which a report is in time; None where there is no limit."""
    if rule.basis == "none" or (rule.basis == "daily" and not rule.times):
        return None
    start = times.start(rule.basis)
    if rule.basis != "daily":
        return start + timedelta(minutes=rule.minutes)
    return next_hour(start + timedelta(minutes=rule.minutes), rule.times, zone)


def next_hour(after, hours, zone):
    """The first of the day's fixed hours that lies after a moment."""
    local = after.astimezone(zone)
    days = (local.date(), local.date() + timedelta(days=1))
    moments = [
        datetime.combine(day, time.fromisoformat(hour), tzinfo=zone) for day in days for hour in sorted(hours)
    ]
    return next(moment for moment in moments if moment > local)


def minutes_late(at, due_at):
    """Whole minutes begun after the deadline; 0 is in time, the deadline itself included."""
    if due_at is None or at <= due_at:
        return 0
    return math.ceil((at - due_at).total_seconds() / 60)


def phase_owed(*, kind, by_phone, rules, grade, phoned):
    """Which clock judges a report; "" where none does.

    A call before the written report is judged by its own clock if the office set one, else it stands for the
    first report itself (电话先报), and the paper that follows it is not judged a second time.
    """
    own = rules.get((grade, "phone"), NO_RULE).basis != "none"
    if kind == "first":
        if by_phone:
            return "phone" if own else "first"
        return "" if phoned and not own else "first"
    return kind if kind in ("follow", "final") else ""


def title_for(place, category, casualties, kind):
    """A headline as the field writes it: place, kind, casualties, progress (domain §8)."""
    progress = {"first": "", "follow": "续报", "final": "处置完毕", "correct": "更正"}[kind]
    what = f"{place}发生{category.replace('/', '、')}" if place else f"发生{category.replace('/', '、')}"
    tail = "，".join(part for part in (casualties, progress) if part)
    return f"{what}，{tail}" if tail else what


def casualties_in_words(dead, badly_hurt, hurt, missing):
    """Known numbers only; a zero is said when somebody wrote it."""
    told = [("死亡", dead), ("重伤", badly_hurt), ("轻伤", hurt), ("失联", missing)]
    known = [(word, count) for word, count in told if count is not None]
    if known and not any(count for _, count in known):
        return "无人员伤亡"
    return "、".join(f"{count}人{word}" for word, count in known if count)
