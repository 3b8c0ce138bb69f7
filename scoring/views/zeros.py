"""零报送、零采用: whom one may name, and the one reminder a day."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.models import Unit
from accounts.refusal import NotYours
from scoring.actions.nudging import remind_to_report
from scoring.models import Nudge
from scoring.views.months import excel
from scoring.views.places import Place
from scoring.zerotables import zero_rows, zero_sheets


def zeros(request, year, month):
    place = Place.of(request, year, month, page="zeros")
    silent = [row["unit"] for row in zero_rows(place.view.table, place.span, "submitted")]
    reminded = Nudge.objects.latest(place.reader.office)
    context = {
        "sheets": zero_sheets(place),
        "silent": silent,
        "reminded": sum(1 for unit in silent if reminded.get(unit) == timezone.localdate()),
        "excel": place.url("zeros_xlsx"),
        "remind_url": place.url("zeros_remind"),
    }
    return render(request, "scoring/zeros.html", place.context(**context))


def zeros_xlsx(request, year, month):
    place = Place.of(request, year, month, page="zeros")
    return excel(place, zero_sheets(place), "零报送和零采用单位")


@require_POST
def remind(request, year, month):
    """Tells the reviewers of every unit of the list; who was told today is not told again."""
    place = Place.of(request, year, month, page="zeros")
    if not place.reader.keeps_score:
        raise NotYours(f"提醒报送由{place.reader.office}的积分管理员办理。")
    silent = [row["unit"] for row in zero_rows(place.view.table, place.span, "submitted")]
    units = list(Unit.objects.filter(pk__in=silent).order_by("order", "pk"))
    told, missed = remind_to_report(place.reader.office, units, place.title, by=request.user)
    if told:
        messages.success(request, f"已提醒 {len(told)} 个单位的审核人报送信息。")
    if missed:
        names = "、".join(str(unit) for unit in missed)
        messages.warning(request, f"{names}没有审核人和信息员，没有人收到提醒，请电话联系。")
    return redirect(place.url("zeros"))
