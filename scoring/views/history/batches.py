"""The registers of an office: the list, one of them, its file, its faults, taking it back."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.models import Event
from accounts.refusal import NotYours
from accounts.workbooks import MEDIA_TYPE
from bulletins.views.files import sent
from bulletins.views.refusals import posted, said_on, status_of
from scoring.actions.history import keeping, loading, receiving, undoing
from scoring.actions.history.checking import progress_of
from scoring.forms.history import RegisterForm, UndoForm
from scoring.history.sheets import template_of, wrong_rows
from scoring.history_states import HANDS, HISTORY_MOVES, HistoryState
from scoring.models import History, HistoryRow
from scoring.reading import Reader
from scoring.views.history.preview import preview_of

PAGE, ROWS = 20, 50
STEPS = {HistoryState.UPLOADED: "scoring:history_columns", HistoryState.MAPPED: "scoring:history_names"}


def keeper(request):
    """The office whose registers this person brings in."""
    reader = Reader.of(request)
    if not request.user.holds_any(HANDS, reader.office):
        raise NotYours("历史登记由积分管理员或责任编辑导入。")
    return reader


def mine(request, pk):
    return get_object_or_404(History.objects.visible_to(request.user).with_people(), pk=pk)


@never_cache
def index(request):
    """What was brought in, and the form that brings more."""
    reader = keeper(request)
    form = RegisterForm(posted(request), request.FILES or None)
    if form.is_valid():
        given = form.cleaned_data
        with said_on(form):
            batch = receiving.receive(
                reader.office, given["kind"], given["file"], by=request.user, key=given["key"]
            )
            return redirect(batch)
    found = History.objects.visible_to(request.user).filter(office=reader.office).listed().with_people()
    context = {
        "form": form,
        "reader": reader,
        "office": reader.office,
        "page": Paginator(found, PAGE).get_page(request.GET.get("page")),
        "kinds": History.Kind.choices,
    }
    return render(request, "scoring/history.html", context, status=status_of(request, form))


@require_safe
def template(request):
    """An empty table of a kind, with an example and notes; not obligatory."""
    keeper(request)
    asked = request.GET.get("kind", "")
    kind = asked if asked in History.Kind.values else History.Kind.USES
    name = f"历史{History.Kind(kind).label}登记表模板.xlsx"
    return sent(template_of(kind), MEDIA_TYPE, name, attached=True)


@never_cache
@require_safe
def batch(request, pk):
    """Wherever it stands: at work, at the next step, to be looked at, loaded."""
    batch = mine(request, pk)
    if batch.is_at_work:
        page = "scoring/_history_work.html" if request.htmx else "scoring/history_work.html"
        return render(request, page, {"batch": batch, "done": progress_of(batch)})
    if request.htmx:
        return again(batch)
    if batch.state in STEPS:
        return redirect(STEPS[batch.state], batch.pk)
    context = {
        "batch": batch,
        "moves": batch.moves_for(request.user),
        "history": Event.objects.about(batch),
        "what": request.GET.get("rows", ""),
    }
    if batch.state == HistoryState.CHECKED:
        context |= preview_of(batch) | faults_of(request, batch)
    return render(request, "scoring/history_batch.html", context)


def again(batch):
    """The work is over: the page around the progress is asked for anew."""
    response = redirect(batch)
    response.status_code = 200
    response["HX-Redirect"] = batch.get_absolute_url()
    return response


def faults_of(request, batch):
    """Every row that is wrong, or that would be passed over."""
    asked = request.GET.get("rows", "")
    verdict = asked if asked in (HistoryRow.Verdict.WRONG, HistoryRow.Verdict.SKIPPED) else "wrong"
    rows = batch.rows.filter(verdict=verdict)
    return {"faults": Paginator(rows, ROWS).get_page(request.GET.get("page")), "verdict": verdict}


@require_safe
def errors(request, pk):
    """The wrong rows as they were, with what is wrong beside them."""
    batch = mine(request, pk)
    rows = batch.rows.filter(verdict=HistoryRow.Verdict.WRONG).iterator(chunk_size=500)
    content = wrong_rows(batch.headings, rows)
    return sent(content, MEDIA_TYPE, f"{batch.name.rsplit('.', 1)[0]}_错误.xlsx", attached=True)


@require_safe
def file(request, pk):
    """The register as it was uploaded; taking it away is written down."""
    batch = mine(request, pk)
    keeping.note_read(batch, by=request.user)
    response = FileResponse(batch.file.open(), as_attachment=True, filename=batch.name)
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response


@require_POST
def load(request, pk):
    """Carry out what was looked at."""
    batch = loading.ask_to_load(mine(request, pk), by=request.user)
    batch.refresh_from_db()
    if batch.state == HistoryState.LOADED:
        messages.success(request, f"“{batch}”已全部导入。")
    return redirect(batch)


@never_cache
def undo(request, pk):
    """Take a whole register back; what stands in the way is listed first."""
    batch = mine(request, pk)
    receiving.refuse_stranger(request.user, batch.office)
    form = UndoForm(posted(request))
    if form.is_valid():
        with said_on(form):
            undoing.ask_to_undo(batch, by=request.user, reason=form.cleaned_data["reason"])
            return redirect(batch)
    loaded = batch.state == HistoryState.LOADED
    context = {
        "batch": batch,
        "form": form,
        "loaded": loaded,
        "obstacles": undoing.obstacles(batch) if loaded else [],
    }
    return render(request, "scoring/history_undo.html", context, status=status_of(request, form))


def drop(request, pk):
    """Give up a register that was not loaded."""
    batch = mine(request, pk)
    receiving.refuse_stranger(request.user, batch.office)
    if request.method == "POST":
        receiving.drop(batch, by=request.user)
        messages.success(request, "已放弃，系统内没有任何改变。")
        return redirect("scoring:history")
    return render(request, "scoring/history_drop.html", {"batch": batch, "step": HISTORY_MOVES["drop"]})
