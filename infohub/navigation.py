"""What stands in the bar at the top: rooms this person has a key to."""

from dataclasses import dataclass

from django.urls import reverse

from accounts.models import Notice
from accounts.roles import ADMIN_ROLES, DESK_ROLES, Role


@dataclass(frozen=True)
class Entry:
    """One entry of the bar; without roles it is everybody's."""

    label: str
    url: str
    icon: str
    roles: frozenset | None = None


def entries():
    """The bar in the order of the road; None means everybody."""
    desk, unit = frozenset(DESK_ROLES), frozenset({Role.INFORMANT, Role.REVIEWER})
    readers = desk | unit | {Role.LEADER}
    return [
        Entry("首页", reverse("home"), "house", None),
        Entry("本单位信息", reverse("submissions:index"), "pencil-square", unit),
        Entry("来稿筛选", reverse("submissions:inbox"), "inbox", desk),
        Entry("稿件", reverse("bulletins:articles"), "file-text", desk),
        Entry("编发", reverse("bulletins:desk"), "layout-text-window", desk),
        Entry("刊物", reverse("bulletins:index"), "journal-text", readers),
        Entry("采用", reverse("bulletins:adoptions"), "check2-square", readers),
        Entry("积分排名", reverse("scoring:index"), "bar-chart", readers),
        Entry("管理", reverse("accounts:index"), "people", frozenset(ADMIN_ROLES)),
    ]


def navigation(request):
    """Context for base.html."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated or user.must_change_password:
        return {}
    allowed = [e for e in entries() if e.roles is None or e.roles & user.roles]
    here = max((e.url for e in allowed if request.path.startswith(e.url)), key=len, default="")
    return {
        "navigation": [(entry, entry.url == here) for entry in allowed],
        "unread": Notice.objects.visible_to(user).unread().count(),
    }
