"""Ranking groups: who is ranked with whom, since when, and what each should reach."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.models import Unit
from accounts.refusal import NotYours, Refused
from scoring import actions
from scoring.forms.groups import GroupForm, MoveForm, PlaceForm, TargetForm
from scoring.models import Group, Membership
from scoring.reading import Reader


def index(request):
    """All groups with their present members; the scorer adds one here."""
    reader = Reader.of(request)
    form = GroupForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and added(request, reader, form):
        return redirect(request.get_full_path())
    today = timezone.localdate()
    context = {
        "groups": Group.objects.visible_to(request.user).filter(office=reader.office).with_members(today),
        "ungrouped": ungrouped(reader.office),
        "form": form,
        "reader": reader,
        "office": reader.office,
    }
    return render(request, "scoring/groups.html", context, status=422 if request.method == "POST" else 200)


def added(request, reader, form):
    """Both refusals of the form and of the action stand beside what was typed."""
    try:
        group = actions.add_group(reader.office, by=request.user, **form.cleaned_data)
    except NotYours:
        raise
    except Refused as refusal:
        form.add_error("name", str(refusal))
        return False
    messages.success(request, f"已新建组别“{group}”，请编入单位。")
    return True


def ungrouped(office):
    """Active units of the office that are in no group now."""
    placed = Membership.objects.on(timezone.localdate()).values("unit")
    return Unit.objects.reporting_to(office).active().exclude(pk__in=placed)


def units(request):
    """The groups of today as buttons that tick their units in somebody's form."""
    reader, today = Reader.of(request), timezone.localdate()
    groups = Group.objects.visible_to(request.user).filter(office=reader.office).with_members(today)
    return render(request, "scoring/_group_units.html", {"groups": groups})


def for_scorer(request, pk):
    groups = Group.objects.visible_to(request.user).select_related("office")
    group = get_object_or_404(groups, pk=pk)
    if not Reader(request.user, group.office).keeps_score:
        raise NotYours(f"组别由{group.office}的积分管理员维护。")
    return group


def edit(request, pk):
    """Name and place of a group, its members and their targets."""
    group = for_scorer(request, pk)
    form = GroupForm(request.POST or None, instance=group)
    if request.method == "POST" and form.is_valid() and renamed(request, group, form):
        return redirect("scoring:group_edit", group.pk)
    return page(request, group, form=form, status=422 if request.method == "POST" else 200)


def renamed(request, group, form):
    try:
        actions.save_group(group, by=request.user, **form.cleaned_data)
    except Refused as refusal:
        form.add_error("name", str(refusal))
        return False
    messages.success(request, "已保存。")
    return True


def page(request, group, *, form=None, place_form=None, status=200):
    group = Group.objects.select_related("office").get(pk=group.pk)
    context = {
        "group": group,
        "members": group.memberships.on(timezone.localdate())
        .select_related("unit", "counts_for")
        .order_by("unit__order", "unit_id"),
        "coming": group.memberships.upcoming(timezone.localdate()).select_related("unit"),
        "past": group.memberships.ended(timezone.localdate()).select_related("unit"),
        "form": form or GroupForm(instance=group),
        "place_form": place_form or PlaceForm(units=ungrouped(group.office), others=reporting(group)),
    }
    return render(request, "scoring/group_edit.html", context, status=status)


def reporting(group):
    return Unit.objects.reporting_to(group.office)


@require_POST
def place(request, pk):
    group = for_scorer(request, pk)
    form = PlaceForm(request.POST, units=reporting(group), others=reporting(group))
    if not form.is_valid():
        return page(request, group, place_form=form, status=422)
    try:
        actions.place(group=group, by=request.user, **form.cleaned_data)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return page(request, group, place_form=form, status=422)
    messages.success(request, f"已将“{form.cleaned_data['unit']}”编入“{group}”。")
    return redirect("scoring:group_edit", group.pk)


def membership_for_scorer(request, pk):
    memberships = Membership.objects.visible_to(request.user).select_related("group__office", "unit")
    membership = get_object_or_404(memberships, pk=pk)
    for_scorer(request, membership.group_id)
    return membership


@require_POST
def target(request, pk):
    membership = membership_for_scorer(request, pk)
    form = TargetForm(request.POST)
    if form.is_valid():
        actions.set_target(membership, form.cleaned_data["target"], by=request.user)
        messages.success(request, f"“{membership.unit}”的全年目标已保存。")
    else:
        messages.error(request, f"全年目标应为不小于0的数，最多两位小数；“{membership.unit}”的未保存。")
    return redirect("scoring:group_edit", membership.group_id)


@require_POST
def cancel(request, pk):
    membership = membership_for_scorer(request, pk)
    try:
        actions.cancel_move(membership, by=request.user)
        messages.success(request, f"“{membership.unit}”的调组已取消。")
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("scoring:group_edit", membership.group_id)


def move(request, pk):
    """To another group or out of all, from a day on; the past stays."""
    membership = membership_for_scorer(request, pk)
    others = Group.objects.filter(office=membership.group.office).exclude(pk=membership.group_id)
    form = MoveForm(request.POST or None, membership=membership, groups=others)
    if request.method == "POST" and form.is_valid() and moved(request, membership, form):
        messages.success(request, f"“{membership.unit}”已调整。")
        return redirect("scoring:group_edit", membership.group_id)
    context = {"membership": membership, "group": membership.group, "form": form}
    return render(request, "scoring/move.html", context, status=422 if request.method == "POST" else 200)


def moved(request, membership, form):
    group, since = form.group(), form.cleaned_data["since"]
    try:
        if group:
            names = ("since", "quota_class", "heads", "counts_for")
            words = {name: form.cleaned_data[name] for name in names}
            actions.place(membership.unit, group, target=membership.target, by=request.user, **words)
        else:
            actions.leave(membership, since=since, by=request.user)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return False
    return True
