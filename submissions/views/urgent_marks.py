"""Faults of reporting: the list both sides read, a finding without a chain, taking one back."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render

from accounts import kept
from accounts.models import Unit
from accounts.refusal import NotYours
from submissions.actions import urgent_marks
from submissions.forms.urgent_office import MarkFilter, SayForm, UnreportedForm
from submissions.models import Mark
from submissions.models.urgent_summary import days_of
from submissions.urgent_states import DUTY_ROLES
from submissions.views.urgent import DONE, PAGE, doors, said, units_seen


def index(request):
    """迟报漏报谎报瞒报: what stands; what was revoked as well when asked for."""
    form = MarkFilter(request.GET, units_seen(request.user))
    chosen = form.chosen()
    month, revoked = chosen.pop("month", ""), chosen.pop("revoked", False)
    found = Mark.objects.visible_to(request.user).matching(**chosen).filter(revokes=None)
    found = found if revoked else found.standing()
    found = found.between(*days_of(month)) if month else found
    page = Paginator(found.with_people(), PAGE).get_page(request.GET.get("page"))
    keepers = {unit.pk for unit in request.user.units_as(*DUTY_ROLES)}
    context = {"form": form, "page": page, "keepers": keepers, **doors(request.user)}
    return render(request, "submissions/urgent/marks.html", context)


def new(request):
    """A unit that never told: there is no chain to open."""
    desk = request.user.units_as(*DUTY_ROLES)
    if not desk:
        raise NotYours("漏报、谎报、瞒报由接报单位的编辑或核签人认定。")
    units = Unit.objects.active().filter(office__in=desk)
    form = UnreportedForm(kept.posted(request), units=units, user=request.user)
    status = 200
    if request.method == "POST":
        status = said(form, lambda data: urgent_marks.mark_unreported(by=request.user, **facts(data)))
    if status == DONE:
        messages.success(request, "已认定，单位会看到。")
        return redirect("submissions:urgent_marks")
    return render(request, "submissions/urgent/mark_new.html", {"form": form}, status=status)


def facts(data):
    return {name: data[name] for name in ("unit", "fault", "about", "on", "reason")}


def revoke(request, pk):
    found = get_object_or_404(Mark.objects.visible_to(request.user).with_people(), pk=pk)
    if found.office_id not in {unit.pk for unit in request.user.units_as(*DUTY_ROLES)}:
        raise NotYours("认定由接报单位的编辑或核签人撤销。")
    form = SayForm(kept.posted(request), verb="revoke", user=request.user)
    status = 200
    if request.method == "POST":
        status = said(form, lambda data: urgent_marks.revoke(found, by=request.user, reason=data["reason"]))
    if status == DONE:
        messages.success(request, "已撤销认定。")
        return redirect("submissions:urgent_marks")
    return render(
        request, "submissions/urgent/mark_revoke.html", {"mark": found, "form": form}, status=status
    )
