"""Who has read what: the receipts of an issue, the rates of a publication, and a person's own ticks."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import OuterRef, Subquery
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.models import Unit
from accounts.numbers import whole, year_in
from accounts.refusal import NotYours
from bulletins.actions import distribution, reading
from bulletins.actions.distribution import KEEPERS
from bulletins.models import Delivery, Issue, Publication, Receipt
from submissions.counting import rate
from submissions.tables import Cell, Table, num
from submissions.views.asking import spreadsheet

PAGE = 50
TABS = (("unread", "未读"), ("read", "已读"), ("", "全部"))


def kept(user):
    """Issues whose receipts are this person's business: those of the offices where they work or lead."""
    return Issue.objects.printed().filter(publication__office__in=user.units_as(*KEEPERS))


def issue_of(request, pk):
    """A reader who keeps no receipts is told so; a stranger knows nothing of the issue."""
    found = kept(request.user).select_related("publication__office").filter(pk=pk).first()
    if found is None:
        get_object_or_404(Issue.objects.visible_to(request.user), pk=pk)
        raise NotYours("阅读情况由编发单位的编发人员和领导查看。")
    return found


def chosen(request, issue):
    """The rows of a tab and of a unit, and what was asked."""
    state = request.GET.get("state", "unread" if issue.deliveries.unread().exists() else "")
    unit = whole(request.GET.get("unit", ""))
    rows = issue.deliveries.in_state(state)
    return (rows.filter(unit=unit) if unit else rows), state, unit


def with_times(rows):
    """How often each of them opened it; none where it was only put away as read."""
    read = Receipt.objects.readings().filter(issue=OuterRef("issue"), person=OuterRef("person"))
    return rows.listed().annotate(times=Subquery(read.values("times")))


def receipts(request, pk):
    """已读未读: one page for the desk and the leaders."""
    issue = issue_of(request, pk)
    rows, state, unit = chosen(request, issue)
    counts = issue.deliveries.counts()
    units = list(
        issue.deliveries.by("unit", "unit__name", "unit__short_name").order_by("unit__order", "unit")
    )
    context = {
        "issue": issue,
        "counts": counts,
        "rate": rate(counts["read"], counts["given"]),
        "tabs": [(name, label, counts[name or "given"]) for name, label in TABS],
        "state": state,
        "units": units,
        "unit": Unit.objects.filter(pk=unit).first() if unit in {each["unit"] for each in units} else None,
        "page": Paginator(with_times(rows), PAGE).get_page(request.GET.get("page")),
        "initials": issue.receipts.initials(),
        "beyond": Receipt.objects.beyond(issue),
        "may_remind": counts["unread"] > 0 and issue.state == "signed",
    }
    return render(request, "bulletins/receipts.html", context)


def receipts_xlsx(request, pk):
    """The same rows as a file: all of them, and unit by unit."""
    issue = issue_of(request, pk)
    rows = [
        [
            Cell(each.unit),
            Cell(each.person),
            Cell(f"{each.get_why_display()}{f'：{each.line}' if each.line else ''}"),
            Cell(stamp(each.read_at) or "未读"),
            num(each.times or 0),
            Cell(stamp(each.reminded_at)),
        ]
        for each in with_times(issue.deliveries.standing())
    ]
    readers = Table("读者", ["单位", "姓名", "依据", "首次阅读", "阅读次数", "催阅时间"], rows)
    found = issue.deliveries.by("unit", "unit__name").order_by("unit__order", "unit")
    units = [[Cell(row["unit__name"]), *counted(row)] for row in found]
    heads = ["单位", "分发", "已读", "未读", "阅读率"]
    counts = issue.deliveries.counts()
    by_unit = Table("各单位", heads, units, [Cell("合计"), *counted(counts)])
    return spreadsheet(f"{issue}阅读情况", f"{timezone.localtime():%Y-%m-%d %H:%M} 统计", [readers, by_unit])


def stamp(at):
    return f"{timezone.localtime(at):%Y-%m-%d %H:%M}" if at else ""


def counted(row):
    share = Cell(rate(row["read"], row["given"]), kind="num")
    return [num(row["given"]), num(row["read"]), num(row["unread"]), share]


@require_POST
def remind(request, pk):
    """催阅, with one click."""
    issue = issue_of(request, pk)
    reached = distribution.remind(issue, by=request.user)
    messages.success(request, f"已催阅，{reached} 位未读的同志会收到提醒。")
    return redirect("bulletins:receipts", pk)


def rates(request):
    """阅读率: each publication of the offices where this person works or leads, in a year."""
    offices = request.user.units_as(*KEEPERS)
    if not offices:
        raise NotYours("阅读情况由编发单位的编发人员和领导查看。")
    year, this_year = asked_year(request)
    given = Delivery.objects.filter(issue__in=kept(request.user).signed().of_year(year))
    found = {row["issue__publication"]: row for row in given.by("issue__publication")}
    rows = [
        (each, found.get(each.pk, {"given": 0, "read": 0, "unread": 0}))
        for each in Publication.objects.filter(office__in=offices).select_related("office")
    ]
    context = {
        "rows": [(each, row, rate(row["read"], row["given"])) for each, row in rows],
        "year": year,
        "years": range(this_year, this_year - 3, -1),
    }
    return render(request, "bulletins/receipts_rates.html", context)


def asked_year(request):
    this_year = timezone.localdate().year
    return year_in(request.GET.get("year", ""), this_year), this_year


def publication_receipts(request, code):
    """Every signed issue of a publication with how many of its readers have read it."""
    own = Publication.objects.filter(office__in=request.user.units_as(*KEEPERS))
    publication = get_object_or_404(own, code=code)
    year, this_year = asked_year(request)
    issues = kept(request.user).signed().of(publication).of_year(year).select_related("publication")
    page = Paginator(issues.newest_first().defer("paper"), PAGE).get_page(request.GET.get("page"))
    given = Delivery.objects.filter(issue__in=[issue.pk for issue in page])
    found = {row["issue"]: row for row in given.by("issue")}
    nothing = {"given": 0, "read": 0, "unread": 0, "reminded_at": None}
    rows = [(issue, found.get(issue.pk, nothing)) for issue in page]
    context = {
        "publication": publication,
        "page": page,
        "rows": [(issue, row, rate(row["read"], row["given"])) for issue, row in rows],
        "year": year,
        "years": range(this_year, this_year - 3, -1),
    }
    return render(request, "bulletins/receipts_publication.html", context)


@require_POST
def initial(request, pk):
    """圈阅."""
    issue = get_object_or_404(Issue.objects.visible_to(request.user).printed(), pk=pk)
    reading.initial(issue, by=request.user)
    messages.success(request, "已圈阅。")
    return redirect(issue.number_url)


@require_POST
def read_all(request):
    """全部已读: one's own."""
    done = reading.read_all(by=request.user)
    messages.success(request, f"已将 {done} 期标为已读。" if done else "没有未读的期。")
    return redirect("bulletins:index")
