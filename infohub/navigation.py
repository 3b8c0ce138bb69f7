"""What stands in the bar at the top: rooms this person has a key to."""

from dataclasses import dataclass

from django.urls import reverse

from accounts.models import Notice
from accounts.roles import ADMIN_ROLES, DESK_ROLES, Role

ASKED = tuple(f"/submissions/{page}/" for page in ("calls", "topics", "commissions", "invitations"))


@dataclass(frozen=True)
class Entry:
    """One entry of the bar; without roles it is everybody's."""

    label: str
    url: str
    roles: frozenset | None = None
    rooms: tuple[str, ...] = ()  # where else its pages live

    def covers(self, path):
        """The first page is only itself; every other entry stands for the pages below it too."""
        return path == self.url if self.url == "/" else path.startswith((self.url, *self.rooms))


def entries():
    """The bar in the order of the road; None means everybody."""
    desk, unit = frozenset(DESK_ROLES), frozenset({Role.INFORMANT, Role.REVIEWER})
    readers = desk | unit | {Role.LEADER}
    return [
        Entry("首页", reverse("home")),
        Entry("本单位信息", reverse("submissions:index"), unit),
        Entry("来稿筛选", reverse("submissions:inbox"), desk, (reverse("submissions:index"),)),
        Entry("要点约稿", reverse("submissions:calls"), unit, ASKED),
        Entry("征集约稿", reverse("submissions:call_desk"), desk | {Role.LEADER}, ASKED),
        Entry("紧急信息", reverse("submissions:urgent"), readers),
        Entry("稿件", reverse("bulletins:articles"), desk),
        Entry("编发", reverse("bulletins:desk"), desk, ("/bulletins/issues/",)),
        Entry("刊物", reverse("bulletins:index"), readers),
        Entry("采用", reverse("bulletins:adoptions"), readers),
        Entry("积分排名", reverse("scoring:index"), readers),
        Entry("管理", reverse("accounts:index"), frozenset(ADMIN_ROLES)),
    ]


def navigation(request):
    """Context for base.html."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated or user.must_change_password:
        return {}
    allowed = [e for e in entries() if e.roles is None or e.roles & user.roles]
    here = max((e for e in allowed if e.covers(request.path)), key=lambda e: len(e.url), default=None)
    return {
        "navigation": [(entry, entry is here) for entry in allowed],
        "unread": Notice.objects.visible_to(user).unread().count(),
    }
