"""What was printed of one unit, month by month: fetched by the unit's page, which knows nothing of this room."""

from datetime import date

from django.db.models import Count
from django.db.models.functions import TruncMonth
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from accounts.models import Unit
from accounts.numbers import year_in
from bulletins.models import Adoption
from bulletins.models.adoptions import OWN
from bulletins.views.adoptions import units_of


def unit_used(request, pk):
    """Adoptions by the month they happened in; each number opens the list of the very adoptions."""
    unit = get_object_or_404(Unit.objects.read_by(request.user), pk=pk)
    year = year_in(request.GET.get("year", ""), timezone.localdate().year)
    opens = units_of(request.user).filter(pk=pk).exists()  # the list's filter knows no other unit
    found = Adoption.objects.visible_to(request.user) if opens else Adoption.objects.all()
    context = {"unit": unit, "year": year, "months": by_month(found, unit, year), "opens": opens}
    page = "bulletins/_unit_used.html" if request.htmx else "bulletins/unit_used.html"
    return render(request, page, context)


def by_month(found, unit, year):
    """(first day, by own bulletins, by carriers above) of each month with an adoption, the newest first."""
    rows = found.standing().matching(unit=unit, days=(date(year, 1, 1), date(year, 12, 31))).order_by()
    return (
        rows.annotate(month=TruncMonth("on"))
        .values("month")
        .annotate(
            own=Count("pk", filter=OWN),
            above=Count("pk", filter=~OWN),
            all=Count("pk"),
        )
        .order_by("-month")
    )
