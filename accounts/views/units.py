"""Units: the tree, one unit, entering and changing."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render

from accounts import kept
from accounts.actions.units import save_unit
from accounts.duties import PEOPLE_KEEPERS, check_duty, may
from accounts.forms.filters import UnitFilter
from accounts.forms.keeping import UnitForm
from accounts.models import Post, Unit, User
from accounts.refusal import Refused
from accounts.roles import Role
from accounts.tree import in_tree_order

PAGE = 200


def units(request):
    """The tree this administrator keeps, or the units in it that lack somebody."""
    check_duty(request.user, *PEOPLE_KEEPERS)
    narrowing = UnitFilter(request.GET)
    found = Unit.objects.kept_by(request.user).matching(narrowing.text("q"))
    if role := narrowing.value("without"):
        found = found.without(role)
    rows = in_tree_order(found.with_counts().select_related("office"))
    context = {
        "filter": narrowing,
        "page": Paginator(rows, PAGE).get_page(request.GET.get("page")),
        "keeps": Role.SYSADMIN in request.user.roles,
    }
    return render(request, "accounts/units.html", context)


def unit(request, pk):
    """One unit: its place, its flags, who lives there, who serves there."""
    unit = get_object_or_404(Unit.objects.visible_to(request.user).select_related("parent", "office"), pk=pk)
    check_duty(request.user, *PEOPLE_KEEPERS, unit=unit)
    context = {
        "unit": unit,
        "children": unit.children.order_by("order", "pk"),
        "posts": Post.objects.unended().filter(unit=unit).select_related("user", "deputy_of"),
        "people": User.objects.active().filter(home=unit).with_posts(),
        "keeps": may(check_duty, request.user, Role.SYSADMIN, unit=unit),
    }
    return render(request, "accounts/unit.html", context)


def unit_new(request):
    check_duty(request.user, Role.SYSADMIN)
    start = {"parent": request.GET.get("parent"), "writer": kept.writer_key(request.user)}
    form = UnitForm(kept.posted(request), by=request.user, initial=start)
    return unit_page(request, form, None)


def unit_edit(request, pk):
    unit = get_object_or_404(Unit.objects.visible_to(request.user), pk=pk)
    check_duty(request.user, Role.SYSADMIN, unit=unit)
    copy = Unit.objects.get(pk=pk)  # validating a form writes into its instance
    start = {"writer": kept.writer_key(request.user)}
    form = UnitForm(kept.posted(request), by=request.user, instance=copy, initial=start)
    return unit_page(request, form, unit)


def unit_page(request, form, unit):
    if request.method == "POST" and form.is_valid():
        try:
            saved = save_unit(unit, by=request.user, **form.changes())
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"“{saved}”已保存。")
            return redirect("accounts:unit", saved.pk)
    status = 422 if request.method == "POST" else 200
    return render(request, "accounts/unit_form.html", {"form": form, "unit": unit}, status=status)
