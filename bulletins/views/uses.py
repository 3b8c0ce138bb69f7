"""用法目录: the kinds of use an office offers, on a page of their own."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from accounts.refusal import NotYours
from accounts.roles import DESK_ROLES
from bulletins.actions import uses as actions
from bulletins.forms.uses import NameForm, UseForm, wanted_order
from bulletins.models.uses import KNOWN, lines_of
from bulletins.views.refusals import posted, said_on, status_of

SAID = {"retire": "已停用，不再供选用。", "restore": "已恢复使用。"}


def office_of(request):
    """The office whose list it is: the one asked for, or the first at whose desk this person sits."""
    offices = {str(unit.pk): unit for unit in request.user.units_as(*DESK_ROLES)}
    if not offices:
        raise NotYours("用法目录由编审单位管理。")
    asked = request.GET.get("office", "")
    if asked and asked not in offices:
        raise Http404
    return offices[asked] if asked else next(iter(offices.values()))


def back(request, office):
    query = f"?office={office.pk}" if "office" in request.GET else ""
    return redirect(reverse("bulletins:uses") + query)


def uses(request):
    """The list in its order; posting the form at its foot adds one."""
    office, form = office_of(request), UseForm(posted(request))
    if form.is_valid():
        with said_on(form):
            made = actions.add(office, by=request.user, **form.cleaned_data)
            messages.success(request, f"已增加用法“{made}”。")
            return back(request, office)
    return page(request, office, form)


@require_POST
def rename(request):
    """Another name for a word of the office's own."""
    office, form = office_of(request), NameForm(request.POST)
    if not form.is_valid():
        messages.error(request, "；".join(form.errors["name"]))
        return back(request, office)
    code = request.POST.get("code", "")
    line = actions.rename(office, code, form.cleaned_data["name"], by=request.user)
    messages.success(request, f"名称已保存：{line}。")
    return back(request, office)


@require_POST
def move(request, verb):
    """停用, 恢复."""
    office = office_of(request)
    line = actions.VERBS[verb](office, request.POST.get("code", ""), by=request.user)
    messages.success(request, f"“{line}”{SAID[verb]}")
    return back(request, office)


@require_POST
def order(request):
    """The whole order as one list."""
    office = office_of(request)
    was, wanted = wanted_order(request.POST)
    actions.reorder(office, wanted, by=request.user, was=was)
    return back(request, office)


def page(request, office, form):
    """The list, with the form that was refused as it was typed."""
    lines = lines_of(office)
    for line in lines:
        line.is_built_in = line.code in KNOWN
        line.may_retire = line.is_active and line.code not in actions.ALWAYS
    context = {
        "office": office,
        "lines": lines,
        "form": form,
        "may_keep": request.user.holds_any(actions.KEEPERS, office),
        "query": f"?office={office.pk}" if "office" in request.GET else "",
    }
    return render(request, "bulletins/uses.html", context, status=status_of(request, form))
