"""How often a publication comes out, and on which days its issues are due. No Django models, no queries."""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import TextChoices

from submissions.workdays import DAY, SATURDAY, next_workday


class Rhythm(TextChoices):
    """What an office promises its readers."""

    IRREGULAR = "irregular", "不定期"
    DAILY = "daily", "每日"
    WEEKLY = "weekly", "每周"
    TENDAY = "tenday", "每旬"
    MONTHLY = "monthly", "每月"


WEEKDAYS = {1: "周一", 2: "周二", 3: "周三", 4: "周四", 5: "周五", 6: "周六", 7: "周日"}
MONTH_END = 31
TENTHS = (10, 20, MONTH_END)  # the last days of the three parts of a month


@dataclass(frozen=True)
class Promise:
    """A rhythm with its days: weekdays 1–7, or days of the month 1–31 (beyond its end: the last day)."""

    rhythm: str = Rhythm.IRREGULAR
    days: tuple[int, ...] = ()

    def __str__(self) -> str:
        if self.rhythm == Rhythm.WEEKLY:
            return "每" + "、".join(WEEKDAYS[day] for day in sorted(self.days))
        if self.rhythm == Rhythm.MONTHLY:
            return "每月" + "、".join("末日" if day == MONTH_END else f"{day}日" for day in sorted(self.days))
        return {Rhythm.DAILY: "每个工作日", Rhythm.TENDAY: "每旬末"}.get(self.rhythm, "不定期")

    def due_days(self, first: date, last: date) -> list[date]:
        """The days in the period when an issue is due; what falls on a weekend moves to the next working day."""
        early = first - timedelta(days=SATURDAY)  # a weekend before may move in
        due = {next_workday(day) for day in self._named_days(early, last)}
        return sorted(day for day in due if first <= day <= last)

    def _named_days(self, first: date, last: date) -> Iterator[date]:
        day = first
        while day <= last:
            if self._names(day):
                yield day
            day += DAY

    def _names(self, day: date) -> bool:
        if self.rhythm == Rhythm.DAILY:
            return day.weekday() < SATURDAY
        if self.rhythm == Rhythm.WEEKLY:
            return day.isoweekday() in self.days
        if self.rhythm in (Rhythm.TENDAY, Rhythm.MONTHLY):
            end = monthrange(day.year, day.month)[1]
            named = TENTHS if self.rhythm == Rhythm.TENDAY else self.days
            return day.day in {min(each, end) for each in named}
        return False
