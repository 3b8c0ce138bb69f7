"""Reading urgent incidents, and the verbs said over them."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts import kept
from accounts.models import Event, Unit
from accounts.refusal import NotYours, Refused
from accounts.roles import OFFICE_ROLES, UNIT_ROLES
from submissions.actions import urgent as sending
from submissions.actions import urgent_handling, urgent_marks, urgent_receiving
from submissions.forms.urgent_office import IncidentFilter, ReportFilter, SayForm
from submissions.models import Incident, Onward, Submission, UrgentReport
from submissions.models.urgent_desk import Mark
from submissions.models.urgent_summary import bounds_of
from submissions.models.urgent_todos import dues, ringing, todos
from submissions.urgent_clocks import PHASES
from submissions.urgent_states import DUTY_ROLES, MOVES, State

PAGE = 30
DONE = 302


def index(request):
    """紧急信息: what waits for me, then every chain I may see, the newest news first."""
    form = IncidentFilter(request.GET, units_seen(request.user))
    chosen = form.chosen()
    month, state = chosen.pop("month", ""), chosen.pop("state", "")
    found = Incident.objects.visible_to(request.user).matching(**chosen)
    found = found.begun(*bounds_of(month)) if month else found
    tally = found.tally()
    rows = found.matching(state=state).with_news()
    context = {
        "form": form,
        "todos": todos(request.user),
        "tabs": [(value, label, tally.get(value, 0)) for value, label in State.choices],
        "total": sum(tally.values()),
        "state": state,
        "page": Paginator(rows, PAGE).get_page(request.GET.get("page")),
        **doors(request.user),
    }
    return render(request, "submissions/urgent/index.html", context)


def doors(user):
    """Which of the pages around the list this person has a key to."""
    return {
        "may_report": any(unit.office_id for unit in user.units_as(*UNIT_ROLES)),
        "may_register": bool(user.units_as(*DUTY_ROLES)),
        "in_office": bool(user.units_as(*OFFICE_ROLES)),
    }


def units_seen(user):
    """The units a filter can name: one's own, and those that report to one's offices."""
    own = Unit.objects.filter(pk__in=[unit.pk for unit in user.units_as()])
    return own | Unit.objects.filter(office__in=user.units_as(*OFFICE_ROLES))


def reports(request):
    """The reports behind a figure of the summary."""
    form = ReportFilter(request.GET, units_seen(request.user))
    chosen = form.chosen()
    month = chosen.pop("month", "")
    found = UrgentReport.objects.visible_to(request.user).matching(**chosen)
    found = found.between(*bounds_of(month)) if month else found
    page = Paginator(found.with_people().order_by("-at", "-pk"), PAGE)
    context = {"form": form, "page": page.get_page(request.GET.get("page")), **doors(request.user)}
    return render(request, "submissions/urgent/reports.html", context)


def incident(request, pk):
    """One incident: its chain, what is owed, what was found."""
    user = request.user
    found = get_object_or_404(Incident.objects.visible_to(user).select_related("unit", "office"), pk=pk)
    turned = getattr(found, "turned", None)
    readable = turned and Submission.objects.visible_to(user).filter(pk=turned.submission_id).exists()
    context = {
        "incident": found,
        "reports": found.reports.with_people(),
        "moves": found.moves_for(user),
        "dues": [(PHASES[phase], due_at) for phase, due_at in dues(found)],
        "now": timezone.now(),
        "may_receive": found.allows("acknowledge", user),
        "may_confirm": found.allows("confirm", user),
        "at_office": found.at_office(user),
        "marks": Mark.objects.visible_to(user).filter(incident=found).with_people().order_by("pk"),
        "onwards": Onward.objects.visible_to(user)
        .filter(incident=found)
        .select_related("written_by", "approved_by"),
        "turned": turned,
        "turned_readable": readable,
        "history": Event.objects.about(found),
    }
    return render(request, "submissions/urgent/incident.html", context)


@require_POST
def acknowledge(request, pk):
    """签收, from the incident's page or from the bar on any other."""
    report = get_object_or_404(
        UrgentReport.objects.visible_to(request.user).select_related("incident"), pk=pk
    )
    urgent_receiving.acknowledge(report, by=request.user)
    messages.success(request, f"已签收：《{report}》。")
    return redirect("submissions:urgent_incident", report.incident_id)


@require_POST
def confirm(request, pk):
    report = get_object_or_404(
        UrgentReport.objects.visible_to(request.user).select_related("incident"), pk=pk
    )
    urgent_receiving.confirm(report, by=request.user)
    messages.success(request, f"已确认：{report.label}《{report}》。")
    return redirect("submissions:urgent_incident", report.incident_id)


@require_POST
def turn(request, pk):
    found = get_object_or_404(Incident.objects.visible_to(request.user), pk=pk)
    item = urgent_handling.turn(found, by=request.user)
    messages.success(request, f"已转为信息草稿，由{item.author}完善后送审。")
    if item.author_id == request.user.pk:
        return redirect("submissions:edit", item.pk)
    return redirect("submissions:urgent_incident", pk)


ACTS = {
    "urge": lambda found, by, data: urgent_handling.urge(found, by=by, reason=data["reason"]),
    "reopen": lambda found, by, data: urgent_handling.reopen(found, by=by, reason=data["reason"]),
    "mark": lambda found, by, data: urgent_marks.mark(found, data["fault"], by=by, reason=data["reason"]),
}


def say(request, pk, verb):
    """A verb that needs words: the page that asks, and the deed."""
    found = get_object_or_404(Incident.objects.visible_to(request.user).select_related("unit"), pk=pk)
    sending.refuse_role(found, verb, request.user)
    if request.method == "GET":
        sending.refuse_state(found, verb)
    form = SayForm(kept.posted(request), verb=verb, user=request.user)
    status = (
        said(form, lambda data: ACTS[verb](found, request.user, data)) if request.method == "POST" else 200
    )
    if status == DONE:
        messages.success(request, f"已{MOVES[verb].label}。")
        return redirect("submissions:urgent_incident", pk)
    context = {"incident": found, "step": MOVES[verb], "form": form}
    return render(request, "submissions/urgent/say.html", context, status=status)


def said(form, act):
    """Do what a form asks; the status of the answer, with the refusal written into the form."""
    if not form.is_valid():
        return 422
    try:
        act(form.cleaned_data)
    except NotYours:
        raise
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return 409
    return DONE


def bar(request):
    """The red bar: asked for by every page of the desk each half minute."""
    if not request.user.units_as(*OFFICE_ROLES):
        raise Http404
    return render(request, "submissions/urgent/_bar.html", {"ringing": list(ringing(request.user)[:5])})
