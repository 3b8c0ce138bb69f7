"""What is due when: due days against the issues that came out. No queries, no models."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

MARGIN = timedelta(days=45)  # a monthly issue may come out late or early beyond the edge of a month


@dataclass(frozen=True)
class Slot:
    """One promised issue: kept by what was signed, or being kept by what is in work."""

    publication: Any
    day: date
    today: date
    signed: Any = None
    in_work: Any = None
    is_next: bool = False  # the first that nothing signed has kept
    is_last_due: bool = False  # no later due day has come yet

    @property
    def state(self) -> str:
        """on time, late, due, overdue; or missed, once the next issue was due as well."""
        if self.signed:
            return "late" if self.signed.date > self.day else "out"
        if self.day >= self.today:
            return "due"
        return "overdue" if self.is_last_due else "missed"


def kept(days: Sequence[date], issues: Iterable[Any]) -> dict[date, Any]:
    """Which issue kept which due day: each the nearest free one beside its own date, the later-signed one last."""
    found: dict[date, Any] = {}
    for issue in sorted(issues, key=lambda each: each.date):
        before = max((day for day in days if day < issue.date), default=None)
        after = min((day for day in days if day >= issue.date), default=None)
        free = [day for day in (before, after) if day and day not in found]
        if free:
            found[min(free, key=lambda day: (abs(day - issue.date), day))] = issue
    return found


def slots(
    publication: Any, days: Sequence[date], signed: Iterable[Any], in_work: Sequence[Any], today: date
) -> list[Slot]:
    """Every due day with what keeps it; issues in work fill, oldest first, what is open and not given up."""
    found = kept(days, signed)
    last_due = max((day for day in days if day < today), default=None)
    open_days = [day for day in days if day not in found and (day >= today or day == last_due)]
    coming = dict(zip(open_days, in_work, strict=False))
    return [
        Slot(
            publication,
            day,
            today,
            signed=found.get(day),
            in_work=coming.get(day),
            is_next=open_days[:1] == [day],
            is_last_due=day == last_due,
        )
        for day in days
    ]
