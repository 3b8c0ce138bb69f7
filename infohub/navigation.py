"""What stands in the bar at the top: rooms this person has a key to, and under it the pages of the room they are in."""

from dataclasses import dataclass

from django.urls import reverse

from accounts.models import Notice
from accounts.roles import ADMIN_ROLES, DESK_ROLES, Role

ASKED = tuple(f"/submissions/{page}/" for page in ("calls", "topics", "commissions", "invitations"))


@dataclass(frozen=True)
class Page:
    """One page of a room; without roles it is everybody's who may enter the room."""

    label: str
    url: str
    roles: frozenset | None = None
    rooms: tuple[str, ...] = ()  # where else it lives

    def covers(self, path):
        """How much of the address it explains; the first page is only itself."""
        prefixes = [one for one in (self.url, *self.rooms) if path.startswith(one)]
        if self.url == "/":
            return int(path == "/")
        return max(map(len, prefixes), default=0)

    def opens_for(self, user):
        return self.roles is None or bool(self.roles & user.roles)


@dataclass(frozen=True)
class Entry(Page):
    """One entry of the bar, with the pages of its room."""

    pages: tuple[Page, ...] = ()

    def covers(self, path):
        return max([super().covers(path), *(page.covers(path) for page in self.pages)])


DESK, UNIT = frozenset(DESK_ROLES), frozenset({Role.INFORMANT, Role.REVIEWER})
LEADERS = DESK | {Role.LEADER}
READERS = LEADERS | UNIT
EDITORS = frozenset({Role.EDITOR})


def entries():
    """The bar in the order of the road; None means everybody."""
    return [
        Entry("首页", reverse("home")),
        Entry("本单位信息", reverse("submissions:index"), UNIT),
        Entry("来稿筛选", reverse("submissions:inbox"), DESK, (reverse("submissions:index"),)),
        Entry("要点约稿", reverse("submissions:calls"), UNIT, ASKED),
        Entry("征集约稿", reverse("submissions:call_desk"), LEADERS, ASKED),
        Entry("紧急信息", reverse("submissions:urgent"), READERS),
        *press(),
        Entry("积分排名", reverse("scoring:index"), READERS, pages=scores()),
        Entry("管理", reverse("accounts:index"), frozenset(ADMIN_ROLES)),
    ]


def press():
    """The rooms of the press, from the text to what comes back of it."""
    return [
        Entry(
            "稿件",
            reverse("bulletins:articles"),
            DESK,
            pages=(
                Page("稿件", reverse("bulletins:articles")),
                Page("拟采用库", reverse("bulletins:candidates")),
            ),
        ),
        Entry(
            "编发",
            reverse("bulletins:desk"),
            DESK,
            pages=(
                Page("各期", reverse("bulletins:desk"), rooms=("/bulletins/issues/",)),
                Page("编发日历", reverse("bulletins:calendar")),
                Page("更正", reverse("bulletins:corrections")),
            ),
        ),
        Entry(
            "刊物",
            reverse("bulletins:index"),
            READERS,
            pages=(
                Page("刊物", reverse("bulletins:index")),
                Page("范文库", reverse("bulletins:model_items")),
                Page("阅读情况", reverse("bulletins:receipts_rates"), LEADERS),
            ),
        ),
        Entry(
            "采用上报",
            reverse("bulletins:adoptions"),
            READERS,
            pages=(
                Page("采用", reverse("bulletins:adoptions")),
                Page("上报", reverse("bulletins:upward"), DESK),
                Page("补录", reverse("bulletins:late"), EDITORS),
            ),
        ),
        Entry("批示督办", reverse("bulletins:instructions"), READERS, pages=words_of_leaders()),
    ]


def words_of_leaders():
    return (
        Page("批示", reverse("bulletins:instructions")),
        Page("我的批示", reverse("bulletins:instructions_mine"), frozenset({Role.LEADER})),
        Page("督办", reverse("bulletins:followups")),
    )


def scores():
    scorers = frozenset({Role.SCORER})
    return (
        Page("积分排名", reverse("scoring:index")),
        Page("考核办法", reverse("scoring:books")),
        Page("加减分", reverse("scoring:adjustments"), READERS),
        Page("组别", reverse("scoring:groups"), scorers, (f"{reverse('scoring:index')}memberships/",)),
        Page("年度数据", reverse("bulletins:figures"), READERS),
    )


def navigation(request):
    """Context for base.html."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated or user.must_change_password:
        return {}
    allowed = [entry for entry in entries() if entry.opens_for(user)]
    here = nearest(allowed, request.path)
    pages = [page for page in here.pages if page.opens_for(user)] if here else []
    page = nearest(pages, request.path)
    return {
        "navigation": [(entry, entry is here) for entry in allowed],
        "subnavigation": [(each, each is page) for each in pages] if len(pages) > 1 else [],
        "unread": Notice.objects.visible_to(user).unread().count(),
    }


def nearest(pages, path):
    """The one that explains most of the address, if any does."""
    best = max(pages, key=lambda page: page.covers(path), default=None)
    return best if best and best.covers(path) else None
