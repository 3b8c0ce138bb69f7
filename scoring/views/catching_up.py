"""逐月关账: asked for once, followed while it goes on."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.refusal import NotYours, Refused
from scoring.actions import catching_up as actions
from scoring.closing import blocking, stops_at
from scoring.due import due_months
from scoring.forms.periods import CatchUpForm
from scoring.models import CatchUp
from scoring.reading import Reader
from scoring.views.periods import EITHER, around, overview


@require_http_methods(EITHER)
def new(request):
    """Which months are due and what is undecided in each, then begin."""
    reader = Reader.of(request)
    if not reader.keeps_score:
        raise NotYours(f"关账由{reader.office}的积分管理员办理。")
    form = CatchUpForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            return redirect(actions.ask(reader.office, by=request.user, **form.cleaned_data))
        except Refused as refusal:
            messages.error(request, str(refusal))
            return redirect(overview(reader))
    months = due_months(reader.office)
    context = {"form": form, "months": months, "stop": stops_at(reader.office, months)}
    if months:
        context["undecided"] = blocking(reader.office, months[-1])
    return render(request, "scoring/catch_up_new.html", context | around(reader))


@require_safe
@never_cache
def progress(request, pk):
    """How far it has come; asks again by itself while it goes on."""
    found = get_object_or_404(CatchUp.objects.visible_to(request.user).with_people(), pk=pk)
    page = "scoring/_catch_up.html" if request.htmx else "scoring/catch_up.html"
    reader = Reader(request.user, found.office)
    return render(request, page, {"catch_up": found, **around(reader)})
