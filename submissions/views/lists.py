"""Two lists: what a unit wrote, and what lies on an office's desk."""

from django.core.paginator import Paginator
from django.shortcuts import render

from accounts.models import Unit
from submissions.forms.filters import FilterForm
from submissions.models import Submission
from submissions.states import TAKEN, TAKEN_LABEL, State

UNIT_TABS = [
    State.DRAFT,
    State.REVIEW,
    State.SUBMITTED,
    State.RETURNED,
    State.ACCEPTED,
    TAKEN,
    State.HELD,
    State.REJECTED,
    State.DISCARDED,
]
OFFICE_TABS = [State.SUBMITTED, State.HELD, State.ACCEPTED, TAKEN, State.RETURNED, State.REJECTED]
LABELS = dict(State.choices) | {TAKEN: TAKEN_LABEL}
PAGE = 30


def index(request):
    """本单位信息: everything of one's own, the newest first."""
    items = Submission.objects.visible_to(request.user).of_units(request.user)
    units = Unit.objects.filter(pk__in=[unit.pk for unit in request.user.units_as()])
    context = listing(request, items, units, UNIT_TABS, default="")
    return render(request, "submissions/index.html", context)


def inbox(request):
    """来稿筛选: what waits, since when; the longest waiting first."""
    items = Submission.objects.visible_to(request.user).of_office(request.user)
    units = Unit.objects.filter(office__in=request.user.offices)
    context = listing(request, items, units, OFFICE_TABS, default=State.SUBMITTED)
    return render(request, "submissions/inbox.html", context)


def listing(request, items, units, tabs, default):
    """Filters, tabs with counts and one page, all from the same query."""
    form = FilterForm(request.GET, units=units)
    chosen = form.chosen()
    state = chosen.pop("state", "") if "state" in request.GET else default
    found = items.matching(**{k: v for k, v in chosen.items() if k != "state"})
    tally = found.tally()
    order = ("moved_at", "pk") if state == State.SUBMITTED else ("-moved_at", "-pk")
    page = Paginator(found.in_stage(state).with_people().order_by(*order), PAGE)
    return {
        "form": form,
        "state": state,
        "tabs": [(tab, LABELS[tab], tally.get(tab, 0)) for tab in tabs],
        "total": sum(tally.values()),
        "page": page.get_page(request.GET.get("page")),
    }
