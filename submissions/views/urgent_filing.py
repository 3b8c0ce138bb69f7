"""Sending an urgent report: the form with its clock, what is kept while it is typed, the call at the desk."""

import uuid
from functools import partial

from django.contrib import messages
from django.http import JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.views.decorators.http import require_POST

from accounts import kept
from accounts.models import Unit, User
from accounts.refusal import NotYours, Refused
from accounts.roles import UNIT_ROLES, Role
from submissions.actions import urgent, urgent_drafts
from submissions.actions.urgent_duty import on_duty
from submissions.forms.urgent import TOLD, CallForm, FirstForm, ReportForm
from submissions.models.urgent import Incident, UrgentDraft
from submissions.models.urgent_desk import Duty, clocks_of, rule_of
from submissions.urgent_clocks import PHASES, Times, due
from submissions.urgent_states import DUTY_ROLES, MOVES, REPORTS, THRESHOLDS, Grade, Kind

KEPT = (*TOLD, "unit", "head", "clearance", "at", "caller")
CARRIED = (
    "category",
    "grade",
    "place",
    "occurred_at",
    "dead",
    "badly_hurt",
    "hurt",
    "missing",
    "loss",
    "scope",
)
CARRIED += ("leaders", "contact", "contact_phone")


def new(request):
    """报送紧急信息: for informants and reviewers, at once."""
    units = units_of(request.user)
    if not units:
        raise NotYours("紧急信息由信息员或单位审核人报送。")
    form = form_for(request, FirstForm, {}, units=units, heads=heads_of(request.user, *units))
    show = partial(page, request, form, "报送紧急信息", offices=[unit.office for unit in units])
    if request.method == "POST" and form.is_valid():
        unit = form.cleaned_data.get("unit") or units[0]
        return sent(request, form, partial(urgent.report_first, unit=unit), show)
    return show()


def units_of(user):
    """The units a person may report for, ready for a choice field."""
    own = [unit.pk for unit in user.units_as(*UNIT_ROLES) if unit.office_id]
    return Unit.objects.active().filter(pk__in=own).select_related("office")


def heads_of(user, *units):
    """Whose agreement can be written down: the reviewers, unless one of them is the reporter."""
    if any(user.holds(Role.REVIEWER, unit) for unit in units):
        return []
    return [head for unit in units for head in User.objects.holding(Role.REVIEWER, unit)]


def call(request):
    """电话报告登记: the duty desk writes down what it was told."""
    desk = request.user.units_as(*DUTY_ROLES)
    if not desk:
        raise NotYours("电话报告由接报单位的编辑或核签人登记。")
    units = Unit.objects.active().filter(office__in=desk)
    start = {"at": now_to_the_minute()}
    form = form_for(request, CallForm, start, units=units)
    show = partial(page, request, form, "电话报告登记", offices=[])
    if request.method == "POST" and form.is_valid():
        unit = form.cleaned_data["unit"]
        return sent(request, form, partial(urgent.register_call, unit=unit), show)
    return show()


def report(request, pk, verb):
    """A further report of a chain, by a verb of the table."""
    incident = get_object_or_404(
        Incident.objects.visible_to(request.user).select_related("unit", "office"), pk=pk
    )
    urgent.refuse_role(incident, verb, request.user)
    if request.method == "GET":  # a form already filled in is answered with its words in it
        urgent.refuse_state(incident, verb)
    kind = Kind.FIRST if verb == "first" else REPORTS[verb]
    form_class = CallForm if verb == "call" else ReportForm
    heads = [] if verb == "call" else heads_of(request.user, incident.unit)
    form = form_for(request, form_class, carried(incident, verb), kind=kind, heads=heads)
    show = partial(page, request, form, MOVES[verb].label, incident=incident, offices=[incident.office])
    if request.method == "POST" and form.is_valid():
        return sent(request, form, partial(urgent.report, incident, verb), show)
    return show()


def carried(incident, verb):
    """What the last report said is not asked again; a correction starts from all of it."""
    last = incident.reports.order_by("-number").first()
    names = TOLD if verb == "correct" else CARRIED
    start = {name: getattr(last, name) for name in names}
    if verb == "first":
        start |= {"event": last.event, "learned_at": last.learned_at}
    return start | ({"at": now_to_the_minute()} if verb == "call" else {})


def now_to_the_minute():
    return timezone.now().replace(second=0, microsecond=0)


def form_for(request, form_class, start, **options):
    """Posted, given back after a lost session, or taken up from what was being typed."""
    user, draft = request.user, UrgentDraft.objects.visible_to(request.user).newest(request.path)
    initial = {"key": uuid.uuid4(), "learned_at": now_to_the_minute(), "contact_phone": user.phone, **start}
    if request.method == "POST":
        needs = bool(urgent.markers_of(request.POST.dict()))
        return form_class(request.POST, user=user, needs_clearance=needs, **options)
    found = kept.posted(request)
    if found is not None:
        initial |= found.dict()
    elif draft:
        initial |= draft.data | {"key": draft.key}
        request.urgent_draft = draft
    return form_class(user=user, initial=initial, **options)


def sent(request, form, act, show):
    """Send; a refusal leaves every word in the form."""
    head, key = form.cleaned_data.get("head"), form.cleaned_data["key"]
    options = {"head": head} if head else {}
    try:
        done = act(by=request.user, key=key, **form.told(), **options)
    except NotYours:
        raise
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return show(status=409)
    late = f"，超过时限 {done.late_minutes} 分钟" if done.late_minutes else ""
    messages.success(
        request,
        f"{done.label}已{'登记' if done.way == 'phone' else '报出'}（{timezone.localtime(done.at):%H:%M}）{late}。",
    )
    return redirect("submissions:urgent_incident", done.incident_id)


def page(request, form, heading, *, offices, incident=None, status=None):
    context = {
        "form": form,
        "heading": heading,
        "incident": incident,
        "duty": [(office, list_of_duty(office)) for office in dict.fromkeys(offices)],
        "clock": clock_for(form, offices, incident),
        "thresholds": [(Grade(grade).label, words) for grade, words in THRESHOLDS.items()],
        "draft": getattr(request, "urgent_draft", None),
        "back": reverse("submissions:urgent_incident", args=[incident.pk])
        if incident
        else reverse("submissions:urgent"),
    }
    return render(
        request, "submissions/urgent/form.html", context, status=status or (422 if form.is_bound else 200)
    )


def list_of_duty(office):
    """Who answers now and under which number; without a roster every editor."""
    rostered = Duty.objects.filter(office=office).at(timezone.now()).manned().select_related("user")
    return [(duty.user, duty.phone) for duty in rostered] or [
        (person, person.phone) for person in on_duty(office)
    ]


def clock_for(form, offices, incident):
    """What the clock on the page needs: the rule of each grade, and the hour it comes to as far as known."""
    if not offices or form.kind == Kind.CORRECTION:
        return None
    rules = clocks_of(offices[0])[offices[0].pk]
    grades = {grade: rule_of(rules, grade, form.kind) for grade in Grade.values}
    learned = incident.learned_at if incident else moment(form["learned_at"].value())
    times = Times(learned, incident and incident.occurred_at, incident and incident.last_at)
    hours = {grade: due(rule, times, timezone.get_current_timezone()) for grade, rule in grades.items()}
    chosen = form["grade"].value() if form["grade"].value() in grades else Grade.GENERAL
    return {
        "phase": PHASES[form.kind],
        "now": timezone.now(),
        "due": hours[chosen],
        "words": grades[chosen].words,
        "table": [(Grade(grade).label, rule.words, hours[grade]) for grade, rule in grades.items()],
        "data": {"zone": offset(), "running": incident is None, "rules": spelled(grades, hours)},
    }


def spelled(grades, hours):
    """For the script: basis, minutes, words and hour of every grade."""
    return {
        grade: [rule.basis, rule.minutes, rule.words, hours[grade] and hours[grade].isoformat()]
        for grade, rule in grades.items()
    }


def offset():
    """The office's own time zone, whatever the browser's is: +08:00."""
    text = f"{timezone.localtime():%z}"
    return f"{text[:3]}:{text[3:]}"


def moment(value):
    """What stands in the field: a moment, or text of a draft that may be anything."""
    if not isinstance(value, str):
        return value or now_to_the_minute()
    try:
        found = parse_datetime(value)
    except ValueError:
        found = None
    return timezone.make_aware(found) if found else now_to_the_minute()


@require_POST
def autosave(request):
    """Keep what is in the form just now; JSON for the script."""
    data = {name: request.POST[name] for name in KEPT if request.POST.get(name)}
    try:
        key = uuid.UUID(request.POST.get("key", ""))
    except ValueError:
        return JsonResponse({"message": "没有保存成功，请刷新页面。"}, status=422)
    draft = urgent_drafts.keep_draft(
        by=request.user, key=key, page=request.POST.get("page", "")[:100], data=data
    )
    at = draft.saved_at if draft else timezone.now()
    return JsonResponse({"saved": f"{timezone.localtime(at):%H:%M}"})


@require_POST
def drop(request, key):
    """Start afresh: the words kept of this form go."""
    draft = get_object_or_404(UrgentDraft.objects.visible_to(request.user), key=key)
    urgent_drafts.drop_draft(by=request.user, key=key)
    return redirect(draft.page if draft.page.startswith("/submissions/urgent/") else "submissions:urgent")
