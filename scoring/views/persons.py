"""People ranked beside their units."""

from django.http import Http404
from django.shortcuts import render

from scoring.persontables import persons_sheet
from scoring.views.months import excel
from scoring.views.places import Place


def persons(request, year, month):
    """All people of the office, or those of one group's units."""
    place = Place.of(request, year, month, page="persons")
    group = group_of(request, place)
    context = {
        "sheets": [persons_sheet(place, group)],
        "groups": [(one["pk"], one["name"]) for one in place.view.table["groups"]],
        "group": group and group["pk"],
        "excel": place.url("persons_xlsx", **({"group": group["pk"]} if group else {})),
    }
    return render(request, "scoring/persons.html", place.context(**context))


def persons_xlsx(request, year, month):
    place = Place.of(request, year, month, page="persons")
    return excel(place, [persons_sheet(place, group_of(request, place))], "信息采用个人积分排名")


def group_of(request, place):
    asked = request.GET.get("group")
    if not asked:
        return None
    for group in place.view.table["groups"]:
        if str(group["pk"]) == asked:
            return group
    raise Http404("no such group in this ranking")
