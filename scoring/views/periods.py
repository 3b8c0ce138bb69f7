"""The months of an office: closing one, opening it again, publishing it."""

from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from accounts.numbers import whole
from accounts.refusal import NotYours, Refused
from scoring.actions import periods as actions
from scoring.actions.months import close_month, refuse_untimely
from scoring.closing import still_open
from scoring.forms.periods import ReopenForm
from scoring.ledger import Ledger
from scoring.models import CatchUp, Entry, Period
from scoring.months import Year
from scoring.proofs import Booked, booked_by_month, prove
from scoring.reading import FIRST_MONTH, Reader, month_of
from scoring.standings import live

EITHER = ["GET", "HEAD", "POST"]


@require_safe
def index(request):
    """Every month of a year: its state, by whom and when, what was booked."""
    if not request.user.reading_offices:
        return render(request, "scoring/nowhere.html")
    reader = Reader.of(request)
    context = {
        "year": Year(reader.office, asked_year(request)),
        "under_way": CatchUp.objects.visible_to(request.user)
        .unfinished()
        .filter(office=reader.office)
        .first(),
        "publishes": request.user.holds_any(actions.PUBLISHERS, reader.office),
        **around(reader),
    }
    return render(request, "scoring/periods.html", context)


def asked_year(request):
    asked = request.GET.get("year", "")
    if not asked:
        return None
    year = whole(asked)
    if year is None or not FIRST_MONTH.year <= year <= 2099:
        raise Http404("no such year")
    return year


def around(reader, month=None):
    """The office and the way back."""
    query = urlencode(reader.query)
    context = {"reader": reader, "office": reader.office, "query": query, "overview": overview(reader)}
    return context | ({"month": month, "here_url": page_of(reader, month)} if month else {})


def overview(reader):
    return f"{reverse('scoring:periods')}?office={reader.office.pk}"


def page_of(reader, month, name="month"):
    return f"{reverse(f'scoring:{name}', args=[month.year, month.month])}?office={reader.office.pk}"


@require_http_methods(EITHER)
def close(request, year, month):
    """Look at what is still undecided, then close; a second closing is told who was first."""
    reader, first = Reader.of(request), month_of(year, month)
    if not reader.keeps_score:
        raise NotYours(f"关账由{reader.office}的积分管理员办理。")
    try:
        if request.method == "POST":
            period = close_month(reader.office, first, by=request.user)
            messages.success(request, f"{period}已关账，排名和名单已固定。公布以前发现差错，可以重新打开。")
            return redirect(page_of(reader, first))
        return confirm(request, reader, Ledger.of(reader.office, first))
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect(page_of(reader, first))


def confirm(request, reader, ledger):
    """What closing would book, and what it would not wait for."""
    refuse_untimely(ledger)
    view = live(ledger)
    context = {
        "view": view,
        "postings": ledger.postings,
        "late": sum(posting.late for posting in ledger.postings),
        "open": still_open(ledger),
        "ungrouped": [row["name"] for g in view.table["groups"] if g["pk"] == 0 for row in g["rows"]],
        "ends_year": ledger.month == ledger.year[1].replace(day=1),
        **around(reader, ledger.month),
    }
    return render(request, "scoring/close.html", context)


def closing_of(request, year, month):
    """The closing of a month that stands; a month that is open has none."""
    reader, first = Reader.of(request), month_of(year, month)
    found = Period.objects.closed(reader.office).select_related("office", "book", "closed_by", "fate__by")
    return reader, get_object_or_404(found, month=first)


@require_http_methods(EITHER)
def reopen(request, year, month):
    """Asks first; a refusal keeps what was typed."""
    reader, period = closing_of(request, year, month)
    if not reader.keeps_score:
        raise NotYours(f"重新打开由{reader.office}的积分管理员办理。")
    form = ReopenForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.reopen_month(period, by=request.user, reason=form.cleaned_data["reason"])
            messages.success(request, f"{period}已重新打开，改好以后请再关账。")
            return redirect(overview(reader))
        except Refused as refusal:
            form.add_error(None, str(refusal))
    status = 422 if request.method == "POST" else 200
    return render(request, "scoring/reopen.html", told(reader, period) | {"form": form}, status=status)


@require_http_methods(EITHER)
def publish(request, year, month):
    """With a circular, or plainly; either way for good."""
    reader, period = closing_of(request, year, month)
    if not request.user.holds_any(actions.PUBLISHERS, reader.office):
        raise NotYours(f"公布由{reader.office}的积分管理员或核签办理。")
    refusal = ""
    if request.method == "POST":
        try:
            actions.publish_plainly(period, by=request.user)
            messages.success(request, f"{period}积分已公布，已告知各单位。")
            return redirect(overview(reader))
        except Refused as refused:
            refusal = str(refused)
    context = {"refusal": refusal, "circular": circular_url(period), **told(reader, period)}
    return render(request, "scoring/publish.html", context, status=409 if refusal else 200)


def told(reader, period):
    """A closed month with what was booked, as the pages about its fate show it."""
    entries = Entry.objects.of_months(period.office, period.month, period.month)
    booked = booked_by_month(entries).get(period.month, Booked())
    return {
        "period": period,
        "booked": booked,
        "proof": prove(period, booked),
        **around(reader, period.month),
    }


def circular_url(period):
    """Where a circular of the month is begun."""
    return f"{reverse('scoring:circular_new')}?office={period.office_id}&last={period.month:%Y-%m}"
