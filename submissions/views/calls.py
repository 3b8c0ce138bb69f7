"""Reading calls: a unit's page of what is asked of it, the office's list, one call, one topic."""

from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from accounts.models import Event, Unit
from accounts.numbers import whole
from accounts.roles import UNIT_ROLES, Role
from submissions.calling import CallState
from submissions.counting import STAGES, UNSENT, answers, call_tables, in_stage, is_at_desk, topic_rows
from submissions.forms.calling import DraftTopicForm
from submissions.models import Call, Invitation, Topic
from submissions.views.asking import PAGE, spreadsheet

TODO, CURRENT, PAST, DONE = "todo", "current", "past", "done"


def index(request):
    """要点与约稿: what the office asks of one's unit, the open requests first."""
    user = request.user
    invitations = Invitation.objects.visible_to(user).of_units(user)
    calls = Call.objects.visible_to(user).for_units(user)
    lists = {
        TODO: ("待报约稿", invitations.awaiting(user)),
        CURRENT: ("当前要点", calls.current()),
        DONE: ("已办约稿", invitations.settled().order_by("-commission__deadline", "-pk")),
        PAST: ("往期要点", calls.past()),
    }
    tabs = [(name, label, found.count()) for name, (label, found) in lists.items()]
    tab = request.GET.get("tab")
    if tab not in lists:
        tab = TODO if tabs[0][2] else CURRENT
    found = lists[tab][1]
    found = found.with_all() if tab in (TODO, DONE) else found.select_related("office")
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    context = {"tabs": tabs, "tab": tab, "page": page, "invitations": tab in (TODO, DONE)}
    return render(request, "submissions/calls.html", context)


def desk(request):
    """报送要点 of the office, by state; what has run out stands among the closed ones."""
    calls = Call.objects.visible_to(request.user).of_office(request.user)
    stages = [*CallState.choices, ("", "全部")]
    asked = request.GET.get("state", "")
    stage = asked if asked in CallState.values else ""
    found = calls.in_stage(stage).select_related("office", "made_by")
    context = {
        "tabs": [(value, label, calls.in_stage(value).count()) for value, label in stages],
        "state": stage,
        "page": Paginator(found, PAGE).get_page(request.GET.get("page")),
        "may_write": Role.EDITOR in request.user.roles,
    }
    return render(request, "submissions/call_desk.html", context)


def found_call(request, pk):
    calls = Call.objects.visible_to(request.user).select_related("office", "made_by")
    return get_object_or_404(calls.prefetch_related("topics"), pk=pk)


def reads_all(user, office):
    """The desk and the leaders of the office see the figures of every unit."""
    return is_at_desk(user, office) or user.holds(Role.LEADER, office)


def reports_to(office, user, *roles):
    """Does this person hold one of the roles in a unit that files with the office?"""
    return any(unit.office_id == office.pk for unit in user.units_as(*roles))


def detail(request, pk):
    """One call: for a unit what to write about, for the office what came."""
    call, user = found_call(request, pk), request.user
    topics = list(call.topics.all())
    reports = reports_to(call.office, user, *UNIT_ROLES)
    context = {
        "call": call,
        "topics": topics,
        "moves": call.moves_for(user),
        "may_correct": call.may("add-topic", user),
        "may_extend": call.may("extend", user),
        "may_edit": call.state == CallState.DRAFT and call.allows("publish", user),
        "history": Event.objects.about(call, *topics) if reads_all(user, call.office) else [],
    }
    if reads_all(user, call.office):
        context["tables"] = call_tables(call, linked=is_at_desk(user, call.office))
    if reports and not is_at_desk(user, call.office):
        context["rows"] = topic_rows(call, answers(user, call))
        context["link_form"] = link_form(user, call)
        context["may_write"] = call.is_open and reports_to(call.office, user, Role.INFORMANT)
    return render(request, "submissions/call.html", context)


def link_form(user, call, data=None):
    """Offered while there is a draft to link and a topic to link it to."""
    form = DraftTopicForm(data, user=user, office=call.office, topics=call.topics.standing())
    if call.is_open and (data is not None or form.fields["item"].queryset.exists()):
        return form
    return None


def call_xlsx(request, pk):
    """The tables of the page; only for who sees them there."""
    call = get_object_or_404(
        Call.objects.visible_to(request.user).of_office(request.user).select_related("office"), pk=pk
    )
    subtitle = f"{call.office}　{call.period}　统计时间{timezone.localtime():%Y-%m-%d %H:%M}"
    return spreadsheet(f"{call}来稿统计", subtitle, call_tables(call, linked=False))


def topic(request, pk):
    """The items behind a figure of a call, under the same conditions as the figure."""
    found = Topic.objects.visible_to(request.user).select_related("call__office")
    topic = get_object_or_404(found, pk=pk)
    at_desk = is_at_desk(request.user, topic.call.office)
    stages = {name: label for name, label in STAGES.items() if name != UNSENT or not at_desk}
    items = answers(request.user, topic.call).filter(topic=topic)
    unit = Unit.objects.filter(pk=whole(request.GET.get("unit", "")) or 0).first() if at_desk else None
    items = items.filter(unit=unit) if unit else items
    asked = request.GET.get("stage")
    stage = asked if asked in stages else next(iter(stages))
    shown = in_stage(items, stage).with_people().order_by("-moved_at", "-pk")
    context = {
        "topic": topic,
        "call": topic.call,
        "unit": unit,
        "at_desk": at_desk,
        "stage": stage,
        "tabs": [(name, label, in_stage(items, name).count()) for name, label in stages.items()],
        "page": Paginator(shown, PAGE).get_page(request.GET.get("page")),
    }
    return render(request, "submissions/topic.html", context)
