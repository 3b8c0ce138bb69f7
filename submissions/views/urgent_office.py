"""What an office sets for itself: who is on duty, and its clocks."""

from datetime import datetime, time, timedelta

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.views.decorators.http import require_POST

from accounts.numbers import whole
from accounts.refusal import NotYours
from accounts.roles import OFFICE_ROLES
from submissions.actions import urgent_duty
from submissions.forms.urgent_office import ClockForm, DutyForm, WatchForm, people_for
from submissions.models.urgent_desk import Duty, clocks_of, rule_of
from submissions.urgent_clocks import PHASES
from submissions.urgent_states import DUTY_ROLES, Grade
from submissions.views.urgent import DONE, said


def office_of(request, *roles):
    """The office a page is about: the one asked for among one's own, else the first. Strangers find nothing."""
    offices = request.user.units_as(*(roles or OFFICE_ROLES))
    asked = whole(request.GET.get("office", ""))
    office = next((unit for unit in offices if unit.pk == asked), offices[0] if offices else None)
    if office is None:
        raise Http404
    return office, offices


def duty(request):
    """值班表: one week, its shifts and its holes, and the form that adds a shift."""
    office, offices = office_of(request)
    monday = week_of(request.GET.get("week", ""))
    may_edit = request.user.holds_any(DUTY_ROLES, office)
    if request.method == "POST" and not may_edit:
        raise NotYours("值班表由本单位的编辑或核签人维护。")
    form = DutyForm(
        request.POST or None, people=people_for(office, DUTY_ROLES), initial=proposal(office, monday)
    )
    status = 200
    if request.method == "POST":
        status = said(form, lambda data: urgent_duty.add_duty(by=request.user, office=office, **data))
    if status == DONE:
        messages.success(request, "已排班。")
        return redirect(address(office, monday))
    context = {"office": office, "offices": offices, "form": form if may_edit else None} | week(
        office, monday
    )
    return render(request, "submissions/urgent/duty.html", context, status=status)


def week(office, monday):
    return {
        "days": days_of(office, monday),
        "monday": monday,
        "before": monday - timedelta(days=7),
        "after": monday + timedelta(days=7),
        "now": timezone.now(),
    }


def address(office, monday):
    return f"{reverse('submissions:urgent_duty')}?office={office.pk}&week={monday}"


def week_of(text):
    """The Monday of a day spelled 2026-11-21; of today when it spells none."""
    try:
        day = parse_date(text)
    except ValueError:
        day = None
    day = day if day and 2000 <= day.year <= 2999 else timezone.localdate()
    return day - timedelta(days=day.weekday())


def midnight(day):
    return timezone.make_aware(datetime.combine(day, time.min))


def proposal(office, monday):
    """The next shift begins where the last one of the week ends."""
    week = Duty.objects.filter(office=office).between(midnight(monday), midnight(monday + timedelta(days=7)))
    last = week.order_by("-until").first()
    since = last.until if last else midnight(monday) + timedelta(hours=8)
    return {"since": since, "until": since + timedelta(days=1), "phone": last.phone if last else ""}


def days_of(office, monday):
    """[(day, [(since, until, duty or None)])]: the shifts of each day, with the holes between them."""
    start, end = midnight(monday), midnight(monday + timedelta(days=7))
    shifts = list(Duty.objects.filter(office=office).between(start, end).select_related("user"))
    return [(day, parts_of(shifts, day)) for day in (monday + timedelta(days=n) for n in range(7))]


def parts_of(shifts, day):
    start, end = midnight(day), midnight(day + timedelta(days=1))
    parts, at = [], start
    for shift in shifts:
        if shift.until <= start or shift.since >= end:
            continue
        if shift.since > at:
            parts.append((at, shift.since, None))
        parts.append((max(shift.since, start), min(shift.until, end), shift))
        at = shift.until
    return parts + ([(at, end, None)] if at < end else [])


@require_POST
def duty_copy(request):
    """复制到下周."""
    office, _ = office_of(request, *DUTY_ROLES)
    monday = week_of(request.POST.get("week", ""))
    added = urgent_duty.copy_week(by=request.user, office=office, start=midnight(monday))
    messages.success(
        request, f"已复制 {added} 班到下周。" if added else "没有可复制的班次，下周已经排好或本周没有排班。"
    )
    return redirect(address(office, monday + timedelta(days=7)))


@require_POST
def duty_remove(request, pk):
    found = get_object_or_404(Duty.objects.visible_to(request.user).select_related("office"), pk=pk)
    monday = week_of(str(timezone.localdate(found.since)))
    urgent_duty.remove_duty(found, by=request.user)
    messages.success(request, "已取消这一班。")
    return redirect(address(found.office, monday))


def rules(request):
    """报告时限: one row for each grade and phase; what is changed holds from now on."""
    office, offices = office_of(request)
    may_edit = request.user.holds_any(DUTY_ROLES, office)
    if request.method == "POST" and not may_edit:
        raise NotYours("报告时限由本单位的编辑或核签人设置。")
    data = request.POST if request.method == "POST" else None
    clocks = clock_forms(office, data)
    watch = WatchForm(data, initial={"ack_minutes": urgent_duty.ack_minutes(office)})
    valid = [form.is_valid() for form in (*clocks, watch)]  # every one, so that all mistakes are shown
    if all(valid):
        chosen = {(form.grade, form.phase): form.rule() for form in clocks}
        urgent_duty.set_clocks(by=request.user, office=office, rules=chosen, **watch.cleaned_data)
        messages.success(request, "已保存，自现在起执行；此前已作的判定不变。")
        return redirect(f"{reverse('submissions:urgent_rules')}?office={office.pk}")
    grades = [(label, [form for form in clocks if form.grade == grade]) for grade, label in Grade.choices]
    context = {"office": office, "offices": offices, "grades": grades, "watch": watch, "may_edit": may_edit}
    return render(request, "submissions/urgent/rules.html", context, status=422 if data else 200)


def clock_forms(office, data):
    known = clocks_of(office)[office.pk]
    found = []
    for grade in Grade.values:
        for phase in PHASES:
            rule = rule_of(known, grade, phase)
            start = {"basis": rule.basis, "minutes": rule.minutes or None, "times": "、".join(rule.times)}
            found.append(ClockForm(data, grade=grade, phase=phase, words=rule.words, initial=start))
    return found
