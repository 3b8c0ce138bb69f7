"""What an address of the ranking names: an office, a month, and the span that ends with it."""

from functools import cached_property
from urllib.parse import urlencode

from django.http import Http404
from django.urls import reverse
from django.utils import timezone

from scoring.bookcase import following, preceding
from scoring.columns import BASIC, SETS
from scoring.ledger import bookcase_of
from scoring.reading import FIRST_MONTH, Reader, month_of
from scoring.sheet import Addresses
from scoring.standings import standing
from scoring.tally import HALF, LENGTHS, MONTH, QUARTER, SPANS, YEAR, months_back
from scoring.yearparts import (
    is_whole,
    middle_of,
    months_of,
    number_of,
    part_name,
    part_of,
    span_of_part,
    title_of,
    whole_of,
)

STATES = {"closed": "已关账", "current": "进行中", "due": "待关账", "before": "未计分"}
TABS = {"month": "单位排名", "persons": "个人排名", "quotas": "任务完成", "zeros": "零报送零采用"}
OPENED = ("lines", "items", "quotas")


def address(name, month, query):
    url = reverse(f"scoring:{name}", args=[month.year, month.month])
    return f"{url}?{urlencode(query)}" if query else url


def part_address(year, part, query):
    url = reverse("scoring:part", args=[year, part])
    return f"{url}?{urlencode(query)}" if query else url


def span_of(request):
    asked = request.GET.get("span", MONTH)
    return asked if asked in SPANS else MONTH


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


class Place:
    """The page one stands on: whose ranking, of which month and span, with the ways to its neighbours."""

    def __init__(self, request, month, span, *, page="month"):
        self.reader, self.page = Reader.of(request), page
        self.month, self.span, self.query = month, span, request.GET
        asked = request.GET.get("columns")
        self.columns = asked if asked in SETS else BASIC

    @classmethod
    def of(cls, request, year, month, page="month"):
        return cls(request, month_of(year, month), span_of(request), page=page)

    @classmethod
    def of_part(cls, request, year, part):
        """A quarter, a half or a whole assessment year, as far as it has come."""
        office = Reader.of(request).office
        begins, _ = bookcase_of(office).year(middle_of(year))
        first, last = months_of(begins, part)
        today = timezone.localdate()
        if first > today or first < FIRST_MONTH:
            raise Http404("a time to come, or before all months")
        return cls(request, min(last, today.replace(day=1)), span_of_part(part))

    @cached_property
    def view(self):
        return standing(self.reader.office, self.month)

    @property
    def windows(self):
        return self.view.windows

    @property
    def title(self):
        return title_of(self.windows, self.span)

    @property
    def state(self):
        """A quarter is closed when its last month is; before that it runs. A year so far is as its month is."""
        whole = self.span == YEAR or is_whole(self.windows, self.span)
        return self.view.state if whole else "current"

    @property
    def state_label(self):
        published = self.state == "closed" and self.span == MONTH and self.view.period.is_published
        return "已公布" if published else STATES[self.state]

    def url(self, page="month", *, month=None, span=None, **query):
        """This page, or another, of a month and a span; quarters and halves have addresses of their own."""
        month, span = month or self.month, span or self.span
        query = self.reader.query | ({} if span == MONTH else {"span": span}) | query
        return address(page, month, query)

    def ranking_of(self, span):
        """The ranking's address for a span that ends here."""
        if span in LENGTHS and self.month in (whole_of(self.windows, span)[1], this_month()):
            year = number_of(self.windows[YEAR][0])
            return part_address(year, part_of(self.windows, span), self.reader.query)
        return self.url(span=span)

    @property
    def labels(self):
        """(span, label): 9月, 第3季度, 下半年, 本年度累计."""
        own = {MONTH: f"{self.month.month}月", YEAR: "本年度累计"}
        return [(span, own.get(span) or part_name(self.windows, span)) for span in SPANS]

    @property
    def spans(self):
        """(span, label, address) of the tabs."""
        for span, label in self.labels:
            url = self.ranking_of(span) if self.page == "month" else self.url(self.page, span=span)
            yield span, label, url

    @property
    def tabs(self):
        return [(name, label, self.here(name)) for name, label in TABS.items()]

    def here(self, page):
        return self.ranking_of(self.span) if page == "month" else self.url(page)

    @property
    def back(self):
        return self.here("month")

    @property
    def before(self):
        first = self.windows[self.span][0] if self.span in LENGTHS else self.month
        return self.url(self.page, month=preceding(first)) if first > FIRST_MONTH else ""

    @property
    def after(self):
        """The next month, quarter or half, as far as it has come."""
        begins = following(whole_of(self.windows, self.span)[1] if self.span in LENGTHS else self.month)
        if begins > timezone.localdate():
            return ""
        ends = months_back(begins, 1 - LENGTHS.get(self.span, 1))
        return self.url(self.page, month=min(ends, this_month()))

    @property
    def step(self):
        return {QUARTER: "季度", HALF: "半年"}.get(self.span, "月")

    @cached_property
    def addresses(self):
        pages = {
            name: reverse(f"scoring:{name}", args=[self.month.year, self.month.month]) for name in OPENED
        }
        pages["trend"] = reverse("scoring:trend")
        return Addresses(pages, self.reader.query, self.reader.may_open, self.reader.units)

    @property
    def subtitle(self):
        """When the figures were fixed, or as of when they are."""
        table = self.view.table
        if self.state == "closed":
            return f"{timezone.localtime(self.view.period.closed_at):%Y年%m月%d日}关账　{table['book']}"
        return f"未关账，截至{timezone.localtime():%Y年%m月%d日 %H:%M}　{table['book']}"

    @property
    def quotas_url(self):
        return self.url("quotas")

    @property
    def counted(self):
        return {"counted": reverse("scoring:counted", args=[self.month.year, self.month.month])}

    def asked(self, *names):
        """What the address narrows the page to."""
        return {name: self.query[name] for name in names if self.query.get(name)}

    def context(self, **more):
        return {
            "place": self,
            "view": self.view,
            "span": self.span,
            "state_label": self.state_label,
            "sets": SETS,
            **surroundings(self.reader, self.month),
            "before": self.before,
            "after": self.after,
            **more,
        }


def this_month():
    return timezone.localdate().replace(day=1)
