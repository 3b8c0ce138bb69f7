"""What the press asks of one person: follow-ups, reports to sign, corrections, issues not yet read."""

from dataclasses import dataclass
from datetime import datetime
from itertools import chain

from django.urls import reverse

from accounts.roles import DESK_ROLES, Role
from accounts.views.front import Figure
from bulletins.models import Correction, Delivery, FollowUp, UpwardReport


@dataclass(frozen=True)
class Todo:
    """One line of the first page."""

    text: str
    url: str
    kind: str
    since: datetime | None = None
    due: object = None


def press_todos(user, shown):
    """The most pressing first; each list is cut to what a first page can show."""
    followups = FollowUp.objects.visible_to(user).waiting_for(user).pressing_first(user)[:shown]
    reports = UpwardReport.objects.visible_to(user).awaiting(user).order_by("moved_at")[:shown]
    corrections = Correction.objects.visible_to(user).awaiting(user).select_related("issue__publication")
    return list(
        chain(
            (Todo(str(one), one.get_absolute_url(), "督办", due=one.next_due) for one in followups),
            (Todo(str(one), one.get_absolute_url(), "上报", since=one.moved_at) for one in reports),
            (
                Todo(f"更正：{one.issue}", one.get_absolute_url(), "更正", since=one.moved_at)
                for one in corrections.order_by("moved_at")[:shown]
            ),
        )
    )


def press_figures(user):
    """Numbers of the same lists; only those that somebody of this post can have."""
    figures = [reading_figure(user), followup_figure(user), *overdue_figures(user)]
    return [figure for figure in figures if figure]


def reading_figure(user):
    count = Delivery.objects.unread_by(user).count()
    return Figure("未读刊物", count, reverse("bulletins:index"), count > 0) if count else None


def followup_figure(user):
    count = FollowUp.objects.visible_to(user).waiting_for(user).count()
    return Figure("待办督办", count, f"{reverse('bulletins:followups')}?tab=mine", True) if count else None


def overdue_figures(user):
    if not user.roles & {*DESK_ROLES, Role.LEADER}:
        return []
    count = FollowUp.objects.visible_to(user).overdue_for(user).count()
    return [Figure("逾期督办", count, f"{reverse('bulletins:followups')}?tab=overdue", True)] if count else []
