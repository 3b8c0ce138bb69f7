"""Two lists: what a unit wrote, and what lies on an office's desk."""

from urllib.parse import parse_qsl

from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.urls import reverse

from accounts.models import Unit
from accounts.roles import Role
from submissions.forms.desk import KeepFilterForm
from submissions.forms.filters import FilterForm
from submissions.models import SavedFilter, Submission
from submissions.states import DECISIONS, MOVES, TAKEN, TAKEN_LABEL, State
from submissions.views.queue import Queue
from submissions.views.recalling import latest

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
    State.ARCHIVED,
]
LABELS = dict(State.choices) | {TAKEN: TAKEN_LABEL}
PAGE = 30


def index(request):
    """本单位信息: everything of one's own, the newest first."""
    items = Submission.objects.visible_to(request.user).of_units(request.user)
    units = Unit.objects.filter(pk__in=[unit.pk for unit in request.user.units_as()])
    context = listing(request, items, units, UNIT_TABS, default="")
    return render(request, "submissions/index.html", context)


def inbox(request):
    """来稿筛选: what waits, since when; overdue first, then the longest waiting."""
    saved = list(SavedFilter.objects.visible_to(request.user))
    first = next((each for each in saved if each.is_default), None)
    if first and not request.GET:
        return redirect(f"{reverse('submissions:inbox')}?{first.query}")
    queue = Queue(request.user, request.GET)
    context = {
        "queue": queue,
        "form": queue.form,
        "state": queue.stage,
        "tabs": queue.tabs,
        "total": queue.total,
        "page": queue.page(after=request.GET.get("after", ""), before=request.GET.get("before", "")),
        "saved": saved,
        "keep": KeepFilterForm(initial={"query": queue.query}),
        "given": parse_qsl(queue.query, keep_blank_values=True),
        "ticked": request.GET.get("tick") == "all",
        "bulk": [(verb, MOVES[verb].label) for verb in DECISIONS] + [("claim", "领取")],
        "may_screen": Role.EDITOR in request.user.roles,
        "recall": latest(request),
    }
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
