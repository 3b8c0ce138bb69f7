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
EDITORS, SCORERS = frozenset({Role.EDITOR}), frozenset({Role.SCORER})
MONEY = frozenset({Role.SCORER, Role.APPROVER, Role.LEADER})


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
        scores(),
        Entry("管理", reverse("accounts:index"), frozenset(ADMIN_ROLES)),
    ]


def room(label, roles, *pages):
    """A room of several pages; its entry leads to the first of them."""
    return Entry(label, pages[0].url, roles, pages=pages)


def page(label, name, roles=None, rooms=()):
    return Page(label, reverse(name), roles, rooms)


def press():
    """The rooms of the press, from the text to what comes back of it."""
    return [texts(), making(), reading(), going_up(), words_of_leaders()]


def texts():
    return room("稿件", DESK, page("稿件", "bulletins:articles"), page("拟采用库", "bulletins:candidates"))


def making():
    return room(
        "编发",
        DESK,
        page("各期", "bulletins:desk", rooms=("/bulletins/issues/",)),
        page("编发日历", "bulletins:calendar"),
        page("更正", "bulletins:corrections"),
    )


def reading():
    return room(
        "刊物",
        READERS,
        page("刊物", "bulletins:index"),
        page("范文库", "bulletins:model_items"),
        page("阅读情况", "bulletins:receipts_rates", LEADERS),
    )


def going_up():
    return room(
        "采用上报",
        READERS,
        page("采用", "bulletins:adoptions"),
        page("上报", "bulletins:upward", DESK),
        page("补录", "bulletins:late", EDITORS),
        page("采用方式", "bulletins:uses", EDITORS | SCORERS),
    )


def words_of_leaders():
    return room(
        "批示督办",
        READERS,
        page("批示", "bulletins:instructions"),
        page("我的批示", "bulletins:instructions_mine", frozenset({Role.LEADER})),
        page("督办", "bulletins:followups"),
    )


def scores():
    return room(
        "积分排名",
        READERS,
        page("积分排名", "scoring:index"),
        page("通报", "scoring:circulars"),
        page("评优", "scoring:awards"),
        page("稿酬", "scoring:pay", MONEY),
        page("我的稿酬", "scoring:pay_mine", UNIT),
        page("考核办法", "scoring:books"),
        page("加减分", "scoring:adjustments"),
        page("关账", "scoring:periods", DESK),
        page("组别", "scoring:groups", SCORERS, (f"{reverse('scoring:index')}memberships/",)),
        page("历史导入", "scoring:history", SCORERS | EDITORS),
        page("年度数据", "bulletins:figures"),
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
