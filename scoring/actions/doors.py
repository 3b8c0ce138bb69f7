"""Who may write in this room, one at a time, and about which days."""

from datetime import timedelta

from django.utils import timezone

from accounts.models import Unit
from accounts.refusal import NotYours, Refused
from accounts.roles import Role
from scoring.ledger import bookcase_of

AHEAD = timedelta(days=366)


def enter(office, by):
    """Only the office's scorer; the office's row is the lock, and new items may still refer to it."""
    if not by.holds(Role.SCORER, office):
        raise NotYours(f"考核办法、分组和关账由{office}的积分管理员办理。")
    return Unit.objects.select_for_update(no_key=True).get(pk=office.pk)


def refuse_far(office, day, what, *, first=None):
    """A mistyped year is refused: closing would have to begin there, or nobody would ever see the row again."""
    today = timezone.localdate()
    reached = bookcase_of(office).horizon(today)
    first, last = min(reached, first or reached), today + AHEAD
    if not first <= day <= last:
        raise Refused(f"{what}须在{first:%Y年%m月%d日}至{last:%Y年%m月%d日}之间，请核对年份。")
