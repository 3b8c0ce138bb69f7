"""What is still undecided when a month is to be closed; nothing of it stops the closing, all of it is shown first."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from accounts.models import Unit
from bulletins.models import FollowUp, LateTable
from scoring.adjustment_states import AdjustmentState
from scoring.bookcase import end_of
from scoring.gathering import reporters_of
from scoring.lists import undecided
from scoring.models import Adjustment, Book, History

SHOWN = 20


@dataclass(frozen=True)
class Row:
    """One thing that waits, with the page where it is decided."""

    text: str
    url: str = ""
    who: str = ""


@dataclass(frozen=True)
class Open:
    """One kind of things that wait: how many, the first of them, and where to find the rest."""

    title: str
    count: int
    rows: list[Row]
    hint: str = ""
    more: str = ""
    blocks: bool = False  # stops closing month by month, where nobody looks at each

    @property
    def rest(self):
        return self.count - len(self.rows)


def still_open(ledger) -> list[Open]:
    """Every kind of which there is something, the most likely to change the month first."""
    office, month = ledger.office, ledger.month
    found = [
        *waiting(office, month),
        proposed(office, month),
        tables(office),
        registers(office),
        drafts(office, month),
        classless(ledger),
        followups(office),
    ]
    return [one for one in found if one.count]


def blocking(office: Unit, month: date) -> list[Open]:
    """What would most probably change the month's points once it is decided."""
    items, _ = waiting(office, month)
    return [one for one in (items, proposed(office, month)) if one.count]


def stops_at(office: Unit, months: list[date]) -> date | None:
    """The first of the months that has something of it."""
    if not months:
        return None
    items, _ = undecided(office, months[-1])
    points = unagreed(office, months[-1]).order_by("on")
    days = [items.values_list("submitted_on", flat=True).first(), points.values_list("on", flat=True).first()]
    found = [day.replace(day=1) for day in days if day]
    return max(min(found), months[0]) if found else None


def shown(found, row) -> tuple[int, list[Row]]:
    """How many there are, and the first of them: one query, or two where there are more than a page shows."""
    first = list(found[: SHOWN + 1])
    count = len(first) if len(first) <= SHOWN else found.count()
    return count, [row(one) for one in first[:SHOWN]]


def waiting(office, month) -> tuple[Open, Open]:
    items, issues = undecided(office, month)
    count, rows = shown(
        items,
        lambda item: Row(
            item.filed.title,
            reverse("submissions:detail", args=[item.pk]),
            f"{item.unit}　{item.submitted_on} 报送",
        ),
    )
    inbox = reverse("submissions:inbox")
    unscreened = Open(f"还有 {count} 条来稿没有筛选", count, rows, more=inbox, blocks=True)
    count, rows = shown(
        issues,
        lambda issue: Row(str(issue), reverse("bulletins:issue", args=[issue.pk]), issue.get_state_display()),
    )
    hint = "签发后采用记入签发当月，不影响本月。"
    return unscreened, Open(f"还有 {count} 期没有签发", count, rows, hint, reverse("bulletins:desk"))


def unagreed(office, month):
    return Adjustment.objects.filter(office=office, state=AdjustmentState.PROPOSED, on__lte=end_of(month))


def proposed(office, month) -> Open:
    count, rows = shown(
        unagreed(office, month).with_names(),
        lambda one: Row(str(one), one.get_absolute_url(), f"{one.by} 提出，业务日期 {one.on}"),
    )
    more = f"{reverse('scoring:adjustments')}?office={office.pk}&state={AdjustmentState.PROPOSED}"
    hint = "关账以后才复核同意的，记入以后的月份并注明“补记”。"
    return Open(f"还有 {count} 笔加减分没有复核", count, rows, hint, more, blocks=True)


def tables(office) -> Open:
    """A preview is its owner's alone: the scorer learns whom to ask."""
    found = LateTable.objects.previews().filter(office=office).select_related("by").defer("rows", "columns")
    count, rows = shown(found, lambda table: Row(table.name, who=f"{table.by} 上传，未导入"))
    return Open(f"还有 {count} 张补录表没有导入", count, rows)


def registers(office) -> Open:
    found = History.objects.open().filter(office=office).select_related("by")
    count, rows = shown(
        found, lambda one: Row(one.name, one.get_absolute_url(), f"{one.by}，{one.get_state_display()}")
    )
    return Open(f"还有 {count} 份历史登记表没有导入完", count, rows)


def drafts(office, month) -> Open:
    found = Book.objects.kept().filter(office=office, enacted_at=None, since__lte=end_of(month))
    count, rows = shown(
        found.select_related("made_by").defer("source"),
        lambda book: Row(
            str(book), reverse("scoring:book", args=[book.pk]), f"自 {book.since} 施行，{book.made_by} 起草"
        ),
    )
    hint = "关账后再发布，施行日期只能定在以后的月份。"
    return Open(f"还有 {count} 份考核办法草稿没有发布", count, rows, hint)


def classless(ledger) -> Open:
    """Units of whom the book asks nothing, though it asks something of every class it names."""
    book = ledger.case.on(end_of(ledger.month))
    names = asked_classes(book.rules) if book else set()
    sorts = {}
    day = end_of(ledger.month)
    for reporter in reporters_of(ledger.office, [book.rules]) if names else ():
        if reporter.covers(day, day):
            sorts[reporter.unit] = reporter.sort
    lacking = Unit.objects.filter(pk__in=[unit for unit, sort in sorts.items() if sort not in names])
    count, rows = shown(lacking.order_by("order", "pk"), lambda unit: Row(str(unit)))
    more = f"{reverse('scoring:groups')}?office={ledger.office.pk}"
    hint = f"考核办法只给{'、'.join(sorted(names))}下达任务；别的类别没有任务。"
    return Open(f"{count} 个单位没有对应的任务类别", count, rows, hint, more)


def asked_classes(book) -> set[str]:
    """The classes a book names where it asks nothing of the others."""
    named = [quota.by_class for quota in book.quotas if quota.by_class and not quota.need]
    return {sort for classes in named for sort in classes}


def followups(office) -> Open:
    found = FollowUp.objects.open().filter(office=office).order_by("-pk")
    count, rows = shown(found, lambda one: Row(str(one), one.get_absolute_url()))
    hint = "批示已按批示日期计分，督办办结与否不影响本月。"
    return Open(f"还有 {count} 件督办没有办结", count, rows, hint, reverse("bulletins:followups"))


def worded(found: Iterable[Open]) -> str:
    return "，".join(one.title for one in found)
