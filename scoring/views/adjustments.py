"""加减分: events the book prices and points by hand, proposed by a scorer, agreed to by somebody else."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header

from accounts.models import Event, Unit
from accounts.refusal import NotYours, Refused
from scoring.actions import adjustments as actions
from scoring.adjustment_states import ADJUSTMENT_MOVES, AdjustmentState
from scoring.forms.adjustments import AdjustmentForm, EventForm, RegisterFilter, WordForm
from scoring.ledger import bookcase_of
from scoring.models import Adjustment
from scoring.previewing import worth_of
from scoring.reading import Reader
from scoring.registerbook import MEDIA_TYPE, register_xlsx
from submissions.models import Submission

PAGE = 30


def listed(request):
    """The register as far as this person may read it, narrowed by the row above the list."""
    reader = Reader.of(request)
    found = Adjustment.objects.visible_to(request.user).filter(office=reader.office)
    events = found.events().order_by("event_name").values_list("event", "event_name").distinct()
    units = Unit.objects.filter(pk__in=found.order_by().values("unit"))
    form = RegisterFilter(request.GET, units=units, events=events)
    return reader, form, found.matching(**form.chosen())


def index(request):
    reader, form, found = listed(request)
    state, tally = request.GET.get("state", ""), found.tally()
    context = {
        "form": form,
        "page": Paginator(found.in_state(state).with_names(), PAGE).get_page(request.GET.get("page")),
        "state": state if state in AdjustmentState.values else "",
        "tabs": [(each, each.label, tally.get(each, 0)) for each in AdjustmentState],
        "all": sum(tally.values()),
        "narrowed": any(form.chosen().values()),
        "reader": reader,
        "office": reader.office,
    }
    return render(request, "scoring/adjustments.html", context)


def xlsx(request):
    """The same rows as a workbook."""
    reader, form, found = listed(request)
    state = request.GET.get("state", "")
    rows = found.in_state(state).with_names()
    said = "，".join(str(form.cleaned_data[name]) for name in ("unit",) if form.cleaned_data.get(name))
    answer = HttpResponse(register_xlsx(reader.office, rows, said), content_type=MEDIA_TYPE)
    name = f"加减分登记{timezone.localdate():%Y%m%d}.xlsx"
    answer["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    return answer


def scorer(request):
    reader = Reader.of(request)
    if not reader.keeps_score:
        raise NotYours(f"加减分由{reader.office}的积分管理员提出。")
    return reader


def new(request):
    """So many points, where no book says anything."""
    reader = scorer(request)
    form = AdjustmentForm(request.POST or None, request.FILES or None, office=reader.office)
    made = kept(request, reader, form, actions.propose)
    context = {"form": form, "reader": reader, "office": reader.office}
    return made or render(request, "scoring/adjustment_new.html", context, status=status_of(request))


def event(request):
    """What happened, with what the book would make of it before it is proposed."""
    reader = scorer(request)
    shelved = bookcase_of(reader.office).on(timezone.localdate())
    form = EventForm(
        request.POST or None, request.FILES or None, office=reader.office, book=shelved and shelved.rules
    )
    looking = "look" in request.POST
    made = None if looking else kept(request, reader, form, actions.register)
    worth = worth_of(form.draft()) if looking and form.is_valid() else None
    context = {"form": form, "worth": worth, "reader": reader, "office": reader.office}
    status = 200 if worth else status_of(request)
    return made or render(request, "scoring/adjustment_event.html", context, status=status)


def kept(request, reader, form, act):
    """Proposed and told; nothing where the form has to be shown again with what was typed."""
    if request.method != "POST" or not form.is_valid():
        return None
    try:
        made = act(reader.office, by=request.user, **form.cleaned_data)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return None
    messages.success(request, "已提出，待另一位同志复核后计入积分。")
    return redirect(made)


def status_of(request):
    return 422 if request.method == "POST" else 200


def found_for(request, pk):
    return get_object_or_404(Adjustment.objects.visible_to(request.user).with_names(), pk=pk)


def adjustment(request, pk):
    found = found_for(request, pk)
    live = found.state in (AdjustmentState.PROPOSED, AdjustmentState.IN_FORCE)
    reader = Reader(request.user, found.office)
    context = {
        "adjustment": found,
        "worth": worth_of(found) if found.is_event and live and reader.sees_all else None,
        "item": Submission.objects.visible_to(request.user).filter(pk=found.submission_id).first(),
        "moves": found.moves_for(request.user),
        "history": Event.objects.about(found),
        "reader": reader,
    }
    return render(request, "scoring/adjustment.html", context)


def move(request, pk, verb):
    """Asks first; a refusal keeps what was typed."""
    found, step = found_for(request, pk), ADJUSTMENT_MOVES[verb]
    actions.refuse_hand(found, verb, request.user)
    form = WordForm(request.POST or None if step.needs_reason else {}, step=step)
    if request.method == "POST" and form.is_valid():
        try:
            reason = form.cleaned_data.get("reason", "")
            actions.move(found, verb, by=request.user, reason=reason)
            messages.success(request, f"已{step.label}。")
            return redirect(found)
        except Refused as refusal:
            form.add_error(None, str(refusal))
    worth = worth_of(found) if found.is_event and verb == "agree" else None
    context = {"adjustment": found, "step": step, "form": form, "worth": worth}
    return render(request, "scoring/adjustment_move.html", context, status=status_of(request))


def file(request, pk):
    found = get_object_or_404(Adjustment.objects.visible_to(request.user).exclude(file=""), pk=pk)
    actions.note_read(found, by=request.user)
    response = FileResponse(
        found.file.open(), as_attachment=True, filename=found.file_name, content_type=found.file_type
    )
    response["Cache-Control"] = "private, no-store"
    return response
