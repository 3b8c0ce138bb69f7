"""走势: one unit over the last months, or up to five side by side."""

from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header

from accounts.models import Unit
from accounts.numbers import whole
from scoring.reading import Reader
from scoring.trends import trend_of
from scoring.trendtables import charts, trend_sheets
from scoring.views.months import EXCEL
from scoring.views.places import this_month
from scoring.workbook import workbook

LENGTHS = (12, 24)
MOST = 5


class Compared:
    """Whom and how long an address compares; one unit may look at itself, who sees all at five."""

    def __init__(self, request):
        self.reader = Reader.of(request)
        asked = [pk for text in request.GET.getlist("unit") if (pk := whole(text))]
        asked = list(dict.fromkeys(asked))[:MOST]
        length = request.GET.get("months", "")
        self.length = int(length) if length in map(str, LENGTHS) else LENGTHS[0]
        if not asked or not self.reader.may_open(asked):
            raise Http404("nothing of yours")
        self.trend = trend_of(self.reader.office, set(asked), this_month(), self.length)
        self.units = [unit for unit in asked if unit in self.trend.names]
        if not self.units:
            raise Http404("no such unit in these rankings")

    @property
    def title(self):
        names = "、".join(self.trend.names[unit] for unit in self.units)
        return f"{names}近{self.length}个月走势"

    def address(self, column, unit, month):
        url = reverse(f"scoring:{column.page}", args=[month.year, month.month])
        own = {} if column.page == "month" else {"unit": unit, **dict(column.query)}
        query = self.reader.query | own
        return f"{url}?{urlencode(query)}" if query else url

    def sheets(self):
        return trend_sheets(self.trend, self.units, self.address)

    def others(self):
        """Who else may be put beside them."""
        if not self.reader.sees_all or len(self.units) == MOST:
            return Unit.objects.none()
        return Unit.objects.reporting_to(self.reader.office).exclude(pk__in=self.units)


def trend(request):
    compared = Compared(request)
    context = {
        "compared": compared,
        "office": compared.reader.office,
        "reader": compared.reader,
        "charts": charts(compared.trend, compared.units),
        "sheets": compared.sheets(),
        "others": compared.others(),
        "lengths": LENGTHS,
        "units": [(unit, compared.trend.names[unit]) for unit in compared.units],
        "excel": f"{reverse('scoring:trend_xlsx')}?{request.GET.urlencode()}",
        "back": reverse("scoring:index"),
    }
    return render(request, "scoring/trend.html", context)


def trend_xlsx(request):
    compared = Compared(request)
    subtitle = f"{compared.reader.office}　截至{timezone.localdate():%Y年%m月%d日}"
    content = workbook(compared.sheets(), compared.title, subtitle)
    disposition = content_disposition_header(as_attachment=True, filename=f"{compared.title}.xlsx")
    return HttpResponse(content, content_type=EXCEL, headers={"Content-Disposition": disposition})
