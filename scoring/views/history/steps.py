"""Saying what a register means: its columns, then the names in it."""

from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from bulletins.views.refusals import posted, said_on, status_of
from scoring.actions.history import checking, receiving
from scoring.forms.history import ColumnsForm, SheetForm
from scoring.history_states import HistoryState
from scoring.views.history.batches import mine
from scoring.views.history.naming import asked_names, said_names

SHOWN = 5  # rows below the headings, as an example


@never_cache
def columns(request, pk):
    """Which column carries what, guessed and to be put right."""
    batch = mine(request, pk)
    receiving.refuse_stranger(request.user, batch.office)
    if not batch.is_open:
        return redirect(batch)
    form = ColumnsForm(posted(request), batch=batch)
    if form.is_valid():
        with said_on(form):
            checking.map_columns(batch, form.columns(), form.options(), by=request.user)
            return redirect(batch)
    rows = receiving.first_rows(batch)
    context = {
        "batch": batch,
        "form": form,
        "sheet_form": SheetForm(batch=batch, rows=rows),
        "examples": [cells for number, cells in rows if number > batch.heading][:SHOWN],
    }
    return render(request, "scoring/history_columns.html", context, status=status_of(request, form))


@require_POST
def sheet(request, pk):
    """Another sheet, or another row of headings; what the columns mean is guessed anew."""
    batch = mine(request, pk)
    form = SheetForm(request.POST, batch=batch, rows=receiving.first_rows(batch))
    if form.is_valid():
        given = form.cleaned_data
        receiving.reread(batch, by=request.user, sheet=given.get("sheet"), heading=given["heading"])
    return redirect("scoring:history_columns", batch.pk)


@never_cache
def names(request, pk):
    """What the names mean that nobody here goes by."""
    batch = mine(request, pk)
    receiving.refuse_stranger(request.user, batch.office)
    if batch.state not in (HistoryState.MAPPED, HistoryState.CHECKED):
        return redirect(batch)
    sorts = asked_names(batch, request.user)
    if request.method == "POST":
        checking.say_names(batch, said_names(sorts, request.POST), by=request.user)
        return redirect(batch)
    return render(request, "scoring/history_names.html", {"batch": batch, "sorts": sorts})
