"""What keeping score asks of one person: months to close, circulars, sums and lists that wait for a second hand."""

from itertools import chain

from django.urls import reverse

from accounts.views.front import Figure
from infohub.press_todos import Todo
from scoring.due import months_due
from scoring.models import Adjustment, AwardList, Circular, CircularDelivery, PayList

LISTS = {"通报": Circular, "稿酬": PayList, "评优": AwardList, "加减分": Adjustment}


def score_todos(user, shown):
    """The most pressing first; each list is cut to what a first page can show."""
    return list(chain(closing_todos(user, shown), *(waiting(label, user, shown) for label in LISTS)))


def closing_todos(user, shown):
    """What waits to be closed, one line for each office."""
    return [Todo(f"{due.office}{due}", due.url, "关账") for due in months_due(user)[:shown]]


def waiting(label, user, shown):
    """The papers of one kind on which the next hand is this person's."""
    rows = LISTS[label].objects.awaiting(user).with_names().order_by("pk")[:shown]
    return [Todo(str(row), row.get_absolute_url(), label, since=row.moved_at) for row in rows]


def score_figures(user):
    """Circulars that were given to this person and not opened yet."""
    count = CircularDelivery.objects.unread_by(user).count()
    return [Figure("未读通报", count, reverse("scoring:circulars"), True)] if count else []
