"""任务完成: what each unit owes and has done, task by task and period by period."""

from django.shortcuts import render

from accounts.numbers import whole
from scoring.tasktables import target_sheet, task_sheets
from scoring.views.months import excel
from scoring.views.places import Place


def quotas(request, year, month):
    place = Place.of(request, year, month, page="quotas")
    chosen = place.asked("unit")
    context = {"sheets": tables(place, chosen), "excel": place.url("quotas_xlsx", **chosen)}
    return render(request, "scoring/quotas.html", place.context(**context))


def quotas_xlsx(request, year, month):
    place = Place.of(request, year, month, page="quotas")
    return excel(place, tables(place, place.asked("unit")), "信息任务完成情况")


def tables(place, chosen):
    """Of every unit, or of the one asked for."""
    unit = whole(chosen.get("unit", ""))
    units = {unit} if unit is not None else None
    found = [*task_sheets(place, units), target_sheet(place, units)]
    return [sheet for sheet in found if sheet.rows]
