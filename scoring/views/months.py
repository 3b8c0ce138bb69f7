"""The ranking of a month, a quarter, a half or a year, its spreadsheet, and closing a month."""

from datetime import date

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header

from bulletins.models import Adoption
from scoring.ledger import bookcase_of
from scoring.models import Circular
from scoring.ranktables import cards, sheets
from scoring.reading import Reader
from scoring.tally import LENGTHS, YEAR, windows_of
from scoring.views.places import Place, address, part_address
from scoring.workbook import workbook
from scoring.yearparts import number_of, part_of
from submissions.models import Submission

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SHOWN = 20


def index(request):
    """The newest month with figures, in the span its book ranks by; whom no office reaches learns why there is nothing."""
    if not request.user.reading_offices:
        return render(request, "scoring/nowhere.html")
    reader = Reader.of(request)
    return redirect(first_page(reader, newest_month(reader.office)))


def newest_month(office):
    today = timezone.localdate()
    adopted = Adoption.objects.standing().between(date.min, today).filter(office=office).order_by("-on")
    filed = Submission.objects.filter(office=office).filed_between(date.min, today).order_by("-submitted_on")
    days = [
        adopted.values_list("on", flat=True).first(),
        filed.values_list("submitted_on", flat=True).first(),
    ]
    return max([day for day in days if day], default=today).replace(day=1)


def first_page(reader, month):
    """What the book in force ranks by: its month, its quarter, or its year so far."""
    case = bookcase_of(reader.office)
    book = case.on(month)
    per = book.rules.ranking.per if book else ""
    if per not in (*LENGTHS, YEAR):
        return address("month", month, reader.query)
    begins, _ = case.year(month)
    part = part_of(windows_of(month, begins), per)
    return part_address(number_of(begins), part, reader.query)


def month(request, year, month):
    """Names and figures, open to everybody the office reaches; titles stand behind the links."""
    return ranking(request, Place.of(request, year, month))


def part(request, year, part):
    """A quarter, a half, or a whole assessment year."""
    return ranking(request, Place.of_part(request, year, part))


def ranking(request, place):
    context = {
        "sheets": sheets(place.view.table, place.span, place.addresses, place.columns),
        "cards": cards(place.view.table, place.span, place.addresses),
        "excel": place.url("month_xlsx", columns=place.columns),
        "circulars": circulars_of(place),
    }
    return render(request, "scoring/month.html", place.context(**context))


def circulars_of(place):
    """What was told of a closed month."""
    closed = place.state == "closed"
    return Circular.objects.of_month(place.reader.office, place.month).with_names() if closed else []


def month_xlsx(request, year, month):
    place = Place.of(request, year, month)
    return excel(place, sheets(place.view.table, place.span, chosen=place.columns), "信息采用积分排名")


def excel(place, tables, name):
    """What the screen shows, as a file."""
    title = f"{place.reader.office.name}{place.title}{name}"
    content = workbook(tables, title, place.subtitle)
    disposition = content_disposition_header(as_attachment=True, filename=f"{title}.xlsx")
    return HttpResponse(content, content_type=EXCEL, headers={"Content-Disposition": disposition})
