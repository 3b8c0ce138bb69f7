"""年度数据: one office's figures of a period, the list behind each, and both as a spreadsheet."""

from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import render
from django.utils import timezone

from accounts.refusal import NotYours
from accounts.roles import DESK_ROLES, UNIT_ROLES, Role
from bulletins import figure_lists, periods
from bulletins.figure_tables import NOTE, Sheet
from bulletins.figures import DIMENSIONS, OF_UNITS
from submissions.tables import Table
from submissions.views.asking import spreadsheet

PAGE = 50
KEEPERS = (*DESK_ROLES, Role.LEADER)
MOST_LISTED = 20_000  # rows of a spreadsheet; a year of a whole province has fewer
WHOLE_NUMBERS = ("publication", "unit", "person", "month", "to")


def sheet_of(request):
    """The office asked for, as far as this person sees it: all of it, or the row of their own unit."""
    user = request.user
    kept = user.units_as(*KEEPERS)
    own = [unit for unit in user.units_as(*UNIT_ROLES) if unit.office_id]
    offices = list({office.pk: office for office in [*kept, *(unit.office for unit in own)]}.values())
    if not offices:
        raise NotYours("年度数据由编发单位和报送单位查看。")
    asked = request.GET.get("office")
    office = next((each for each in offices if asked in (None, str(each.pk))), None)
    if office is None:
        raise Http404("no such office")
    mine = None if office in kept else [unit.pk for unit in own if unit.office_id == office.pk]
    return Sheet(office, periods.asked(request.GET, timezone.localdate()), mine), offices


def figures(request):
    """Everything of the period on one page."""
    sheet, offices = sheet_of(request)
    context = {
        "sheet": sheet,
        "period": sheet.period,
        "offices": offices,
        "tables": sheet.tables(),
        "spans": spans(sheet.period, timezone.localdate().year),
        "note": NOTE,
        "query": request.GET.urlencode(),
    }
    return render(request, "bulletins/figures.html", context)


def spans(period, this_year):
    """Rows of links to other periods: years, and the quarters and months of the one that is shown."""
    year, month, months = period.first.year, period.first.month, period.months
    return [
        [(f"{each}年", f"year={each}", months == 12 and each == year) for each in years_to(this_year)],
        [
            (name, f"year={year}&quarter={n}", months == 3 and month == 3 * n - 2)
            for n, name in enumerate(periods.QUARTERS, start=1)
        ],
        [(f"{n}月", f"year={year}&month={n}", months == 1 and month == n) for n in range(1, 13)],
    ]


def years_to(last):
    return range(last, last - 3, -1)


def figures_xlsx(request):
    """The same tables as a file."""
    sheet, _ = sheet_of(request)
    days = f"{sheet.period.first:%Y-%m-%d}至{sheet.period.last:%Y-%m-%d}"
    title = f"{sheet.office}{sheet.period.label}信息工作数据"
    return spreadsheet(title, f"{days}　{NOTE}", sheet.tables())


def listing(request, sort):
    """The rows behind a figure and the table that shows them."""
    sheet, _ = sheet_of(request)
    if sort not in DIMENSIONS or not (sheet.whole or sort in OF_UNITS):
        raise Http404("no such figure")
    rows = figure_lists.ordered(sort, sheet.facts.rows(sort, wanted(request, sort)))
    label, heads = figure_lists.HEADS[sort]
    return sheet, rows, label, heads


def wanted(request, sort):
    """The dimensions an address names; a number that is none finds nothing."""
    found = {name: request.GET[name] for name in DIMENSIONS[sort] if name in request.GET}
    return {name: periods.number_of(v) if name in WHOLE_NUMBERS else v for name, v in found.items()}


def figure(request, sort):
    """What a figure opens: as many rows as it says."""
    sheet, rows, label, heads = listing(request, sort)
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    opens = may_open(request.user, sheet)
    table = Table(label, heads, [figure_lists.cells(sort, row, opens=opens) for row in page])
    context = {"sheet": sheet, "table": table, "page": page, "label": label, "sort": sort}
    context["query"] = request.GET.urlencode()
    return render(request, "bulletins/figure.html", context)


def figure_xlsx(request, sort):
    """The whole list as a file."""
    sheet, rows, label, heads = listing(request, sort)
    table = Table(label, heads, [figure_lists.cells(sort, row, opens=False) for row in rows[:MOST_LISTED]])
    count = rows.count()
    said = f"共{count}条" + (f"，只列出前{MOST_LISTED}条，请分段导出" if count > MOST_LISTED else "")
    return spreadsheet(f"{sheet.office}{sheet.period.label}{label}", said, [table])


def may_open(user, sheet):
    """Leaders read the lists; the items themselves are opened by the desk and by their own unit."""
    return not sheet.whole or user.holds_any(DESK_ROLES, sheet.office)
