"""The ranking of a month, its spreadsheet, and closing it."""

from datetime import date
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header

from accounts.refusal import NotYours, Refused
from bulletins.models import Adoption
from scoring import actions
from scoring.actions.months import refuse_untimely
from scoring.bookcase import following, preceding
from scoring.ledger import Ledger
from scoring.lists import undecided
from scoring.reading import FIRST_MONTH, Reader, month_of
from scoring.sheet import Addresses, cards, sheets
from scoring.standings import live, standing
from scoring.tally import MONTH, SPANS
from scoring.workbook import workbook
from submissions.models import Submission

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SHOWN = 20
STATES = {"closed": "已关账", "current": "进行中", "due": "待关账", "before": "未计分"}


def index(request):
    """The newest month with figures; whom no office reaches learns why there is nothing."""
    if not request.user.reading_offices:
        return render(request, "scoring/nowhere.html")
    reader = Reader.of(request)
    month = newest_month(reader.office)
    return redirect(address("month", month, reader.query))


def newest_month(office):
    today = timezone.localdate()
    adopted = Adoption.objects.standing().between(date.min, today).filter(office=office).order_by("-on")
    filed = Submission.objects.filter(office=office).filed_between(date.min, today).order_by("-submitted_on")
    days = [
        adopted.values_list("on", flat=True).first(),
        filed.values_list("submitted_on", flat=True).first(),
    ]
    return max([day for day in days if day], default=today).replace(day=1)


def address(name, month, query):
    url = reverse(f"scoring:{name}", args=[month.year, month.month])
    return f"{url}?{urlencode(query)}" if query else url


def month(request, year, month):
    """Names and figures, open to everybody the office reaches; titles stand behind the links."""
    reader, first = Reader.of(request), month_of(year, month)
    view, span = standing(reader.office, first), span_of(request)
    addresses = Addresses(pages(first), reader.query, reader.may_open, reader.units)
    context = {
        "view": view,
        "sheets": sheets(view.table, span, addresses),
        "span": span,
        "state_label": STATES[view.state],
        "cards": cards(view.table, addresses),
        **surroundings(reader, first),
    }
    return render(request, "scoring/month.html", context)


def span_of(request):
    asked = request.GET.get("span", MONTH)
    return asked if asked in SPANS else MONTH


def pages(month):
    return {name: reverse(f"scoring:{name}", args=[month.year, month.month]) for name in ("lines", "items")}


def surroundings(reader, month):
    """What every page of a month knows: the office, the months beside it, the way back."""
    after = following(month)
    return {
        "reader": reader,
        "office": reader.office,
        "month": month,
        "query": urlencode(reader.query),
        "before": address("month", preceding(month), reader.query) if month > FIRST_MONTH else "",
        "after": address("month", after, reader.query) if after <= timezone.localdate() else "",
        "here_url": address("month", month, reader.query),
    }


def month_xlsx(request, year, month):
    reader, first = Reader.of(request), month_of(year, month)
    view, span = standing(reader.office, first), span_of(request)
    title = f"{reader.office.name}{year}年{month}月信息采用积分排名"
    content = workbook(view.table, title, subtitle(view), span)
    name = content_disposition_header(as_attachment=True, filename=f"{title}.xlsx")
    return HttpResponse(content, content_type=EXCEL, headers={"Content-Disposition": name})


def subtitle(view):
    if view.period:
        return f"{timezone.localtime(view.period.closed_at):%Y年%m月%d日}关账　{view.table['book']}"
    return f"未关账，截至{timezone.localtime():%Y年%m月%d日 %H:%M}　{view.table['book']}"


def close(request, year, month):
    """Look at what is still undecided, then close; a second closing is told who was first."""
    reader, first = Reader.of(request), month_of(year, month)
    if not reader.keeps_score:
        raise NotYours(f"关账由{reader.office}的积分管理员办理。")
    try:
        if request.method == "POST":
            period = actions.close_month(reader.office, first, by=request.user)
            messages.success(request, f"{period}已关账，排名和名单已固定，此后的更正记入以后月份。")
            return redirect(address("month", first, reader.query))
        return confirm(request, reader, Ledger.of(reader.office, first))
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect(address("month", first, reader.query))


def confirm(request, reader, ledger):
    """What closing would book, and what it would not wait for."""
    refuse_untimely(ledger)
    waiting, issues = undecided(ledger.office, ledger.month)
    view = live(ledger)
    context = {
        "view": view,
        "postings": ledger.postings,
        "waiting": waiting[:SHOWN],
        "waiting_count": waiting.count(),
        "issues": issues,
        "ungrouped": [row["name"] for g in view.table["groups"] if g["pk"] == 0 for row in g["rows"]],
        **surroundings(reader, ledger.month),
    }
    return render(request, "scoring/close.html", context)
