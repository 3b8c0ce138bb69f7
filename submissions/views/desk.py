"""Keeping the desk: the catalogue of reasons, the patience, and one's own filters."""

from django.contrib import messages
from django.http import Http404, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from accounts.numbers import whole
from accounts.refusal import NotYours, Refused
from accounts.roles import Role
from submissions.actions import desk as actions
from submissions.forms.desk import KeepFilterForm, ReasonEntryForm
from submissions.models import Desk, Reason, SavedFilter
from submissions.models.desk import DEFAULT_PATIENCE, PATIENCE_CHOICES, WITH_REASONS
from submissions.states import MOVES, REASONS, WAITING
from submissions.views.queue import Queue


def settings(request):
    """筛选设置: what an office's editors keep together."""
    office = office_of(request)
    form = ReasonEntryForm(request.POST if request.POST.get("do") == "add" else None)
    status = 200
    if request.method == "POST":
        if request.POST.get("do") != "add" or form.is_valid():
            return saved(request, office, form)
        status = 422
    return page(request, office, form, status=status)


def office_of(request):
    """The office meant, or the first where this person edits."""
    offices = request.user.units_as(Role.EDITOR)
    if not offices:
        raise NotYours("筛选设置由收稿单位的责任编辑维护。")
    wanted = whole(request.GET.get("office", ""))
    return next((office for office in offices if office.pk == wanted), offices[0])


def saved(request, office, form):
    """One of the three small forms of the page was sent."""
    do, user = request.POST.get("do"), request.user
    if do == "add":
        return added(request, office, form)
    if do == "begin":
        actions.begin_catalogue(office, by=user)
    elif do == "patience" and whole(request.POST.get("patience", "")) in PATIENCE_CHOICES:
        actions.set_patience(office, whole(request.POST["patience"]), by=user)
        messages.success(request, "筛选时限已保存。")
    else:
        raise Http404
    return redirect(settings_url(office))


def added(request, office, form):
    try:
        actions.add_reason(office, form.cleaned_data["text"], form.cleaned_data["verbs"], by=request.user)
    except Refused as refusal:
        form.add_error("text", f"{refusal}")
        return page(request, office, form, status=409)
    return redirect(settings_url(office))


def settings_url(office):
    return f"{reverse('submissions:desk')}?office={office.pk}"


def page(request, office, form, *, changing=None, status=200):
    desk = Desk.objects.visible_to(request.user).filter(office=office).first()
    context = {
        "office": office,
        "offices": request.user.units_as(Role.EDITOR),
        "rows": Reason.objects.visible_to(request.user).of(office),
        "defaults": REASONS,
        "form": form,
        "changing": changing,
        "patience": desk.patience if desk else DEFAULT_PATIENCE,
        "choices": PATIENCE_CHOICES,
        "verbs": [(verb, MOVES[verb].label) for verb in WITH_REASONS],
    }
    return render(request, "submissions/desk.html", context, status=status)


def reason(request, pk):
    """One line: its form, or one of its buttons."""
    row = get_object_or_404(Reason.objects.visible_to(request.user).select_related("office"), pk=pk)
    do = request.POST.get("do", "")
    if do in BUTTONS:
        BUTTONS[do](row, by=request.user)
        return redirect(settings_url(row.office))
    start = {"text": row.text, "verbs": row.verbs}
    form = ReasonEntryForm(request.POST if request.method == "POST" else None, initial=start)
    if request.method == "POST" and form.is_valid():
        return changed(request, row, form)
    return page(request, row.office, form, changing=row, status=422 if form.is_bound else 200)


def changed(request, row, form):
    try:
        actions.change_reason(row, form.cleaned_data["text"], form.cleaned_data["verbs"], by=request.user)
    except Refused as refusal:
        form.add_error("text", f"{refusal}")
        return page(request, row.office, form, changing=row, status=409)
    return redirect(settings_url(row.office))


def up(row, *, by):
    actions.shift_reason(row, -1, by=by)


def down(row, *, by):
    actions.shift_reason(row, +1, by=by)


def back(row, *, by):
    actions.retire_reason(row, by=by, active=True)


BUTTONS = {"up": up, "down": down, "retire": actions.retire_reason, "back": back}


@require_POST
def keep_filter(request):
    """Keep the present way of looking under a name."""
    form = KeepFilterForm(request.POST)
    if not form.is_valid():
        raise Refused("请给这个筛选条件起个名称，不超过 20 字。")
    data = QueryDict(form.cleaned_data["query"], mutable=True)
    data.setdefault("state", WAITING)  # an address without any condition would open the default again
    name, query = form.cleaned_data["name"], Queue(request.user, data).query
    kept = actions.save_filter(name, query, by=request.user, first=form.cleaned_data["first"])
    messages.success(request, f"筛选条件“{kept}”已保存。")
    return redirect(f"{reverse('submissions:inbox')}?{kept.query}")


@require_POST
def change_filter(request, pk):
    """Put it first, no longer first, or drop it."""
    kept = get_object_or_404(SavedFilter.objects.visible_to(request.user), pk=pk)
    if request.POST.get("do") == "drop":
        actions.drop_filter(kept, by=request.user)
        messages.success(request, f"筛选条件“{kept}”已删去。")
    else:
        actions.put_first(kept, by=request.user, first=not kept.is_default)
    return redirect(f"{reverse('submissions:inbox')}?state={WAITING}")
