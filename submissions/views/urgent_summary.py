"""紧急信息月度通报: the figures of one month, each opening its list, and the same as a spreadsheet."""

from urllib.parse import quote

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from accounts.workbooks import MEDIA_TYPE
from submissions.models.urgent_summary import HEADS, summary
from submissions.urgent_states import Grade
from submissions.urgent_workbook import workbook
from submissions.views.urgent_office import office_of

FIRST_YEAR, LAST_YEAR = 2000, 2999


def newest(request):
    office, _ = office_of(request)
    today = timezone.localdate()
    return redirect(f"{today.year}/{today.month}/?office={office.pk}")


def month(request, year, month):
    office, offices, found = figures(request, year, month)
    units, total, categories = found
    context = {
        "office": office,
        "offices": offices,
        "year": year,
        "month": month,
        "key": f"{year}-{month:02}",
        "before": (year - (month == 1), (month - 2) % 12 + 1),
        "after": (year + (month == 12), month % 12 + 1),
        "heads": HEADS,
        "rows": [*units, total],
        "grades": Grade,
        "categories": categories,
    }
    return render(request, "submissions/urgent/summary.html", context)


def figures(request, year, month):
    """Only an office and its leaders read them; a month that is none has no page."""
    office, offices = office_of(request)
    if not (FIRST_YEAR <= year <= LAST_YEAR and 1 <= month <= 12):
        raise Http404
    return office, offices, summary(office, year, month)


def month_xlsx(request, year, month):
    office, _, (units, total, categories) = figures(request, year, month)
    title = f"{office.name}{year}年{month}月紧急信息报送情况"
    rows = [
        [row.unit.name if row.unit else "合计", *(count for count, _ in row.cells())]
        for row in (*units, total)
    ]
    kinds = [[category.label, *(count for _, count in cells), whole] for category, cells, whole in categories]
    data = workbook(title, (["单位", *HEADS], rows), (["类别", *Grade.labels, "合计"], kinds))
    answer = HttpResponse(data, content_type=MEDIA_TYPE)
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(title)}.xlsx"
    return answer
