"""Who may write in this room, one at a time."""

from accounts.models import Unit
from accounts.refusal import NotYours
from accounts.roles import Role


def enter(office, by):
    """Only the office's scorer; the office's row is the lock, and new items may still refer to it."""
    if not by.holds(Role.SCORER, office):
        raise NotYours(f"考核办法、分组和关账由{office}的积分管理员办理。")
    return Unit.objects.select_for_update(no_key=True).get(pk=office.pk)
