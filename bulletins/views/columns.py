"""栏目: the standing headings of a publication, on a page of their own."""

from django.contrib import messages
from django.db.models import Count
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from accounts.roles import Role
from bulletins.actions import columns as actions
from bulletins.forms.columns import ColumnForm, wanted_order
from bulletins.views.publications import mine
from bulletins.views.refusals import posted, said_on, status_of


def columns(request, code):
    """The list in its order; posting the form at its foot adds one."""
    publication, form = mine(request, code), ColumnForm(posted(request))
    if form.is_valid():
        with said_on(form):
            column = actions.add(publication, form.cleaned_data["name"], by=request.user)
            messages.success(request, f"已增设栏目“{column}”。")
            return redirect("bulletins:columns", code)
    return page(request, publication, form, adds=form)


@require_POST
def column(request, code, pk):
    """Another name."""
    publication = mine(request, code)
    column = get_object_or_404(publication.column_set, pk=pk)
    form = ColumnForm(request.POST, instance=get_object_or_404(publication.column_set, pk=pk))
    if form.is_valid():
        with said_on(form):
            actions.rename(column, form.cleaned_data["name"], by=request.user)
            messages.success(request, "栏目名称已保存。")
            return redirect("bulletins:columns", code)
    return page(request, publication, form, renamed=(pk, form))


@require_POST
def move(request, code, pk, verb):
    """停用, 恢复, 删除."""
    publication = mine(request, code)
    column = get_object_or_404(publication.column_set, pk=pk)
    actions.VERBS[verb](column, by=request.user)
    messages.success(
        request,
        {"retire": f"“{column}”已停用。", "restore": f"“{column}”已恢复使用。"}.get(
            verb, f"“{column}”已删除。"
        ),
    )
    return redirect("bulletins:columns", code)


@require_POST
def order(request, code):
    """The whole order as one list."""
    publication = mine(request, code)
    was, wanted = wanted_order(request.POST)
    actions.reorder(publication, wanted, by=request.user, was=was)
    return redirect("bulletins:columns", code)


def page(request, publication, form, *, adds=None, renamed=(None, None)):
    """The list, with the form that was refused as it was typed."""
    found = list(publication.column_set.annotate(used=Count("articles")))
    for each in found:
        each.form = renamed[1] if each.pk == renamed[0] else ColumnForm(instance=each)
    context = {
        "publication": publication,
        "columns": found,
        "form": adds or ColumnForm(),
        "may_edit": request.user.holds(Role.EDITOR, publication.office),
    }
    return render(request, "bulletins/columns.html", context, status=status_of(request, form))
