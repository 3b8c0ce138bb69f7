"""补录: adoptions entered afterwards; singly from an item, or many from a table."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from accounts import spreadsheet
from accounts.refusal import NotYours, Refused
from accounts.roles import Role
from accounts.workbooks import MEDIA_TYPE
from bulletins.actions import late as actions
from bulletins.forms.facts import RevokeForm
from bulletins.forms.late import LateForm
from bulletins.late_sheets import COLUMNS, SHEETS
from bulletins.late_sheets import template as template_of
from bulletins.models import LateTable
from bulletins.models.uses import uses_for
from bulletins.views.files import sent
from bulletins.views.refusals import posted, said_on, status_of

PAGE, SHOWN = 30, 200  # loaded tables on a page; rows of a table in its preview


def editing(user):
    """The offices for which this person enters adoptions."""
    offices = user.units_as(Role.EDITOR)
    if not offices:
        raise NotYours("补录由责任编辑办理。")
    return offices


def index(request):
    """What was entered by table, and the ways to enter more."""
    editing(request.user)
    tables = LateTable.objects.visible_to(request.user).loaded().with_people().with_counts()
    page = Paginator(tables.order_by("-loaded_at"), PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "form": LateForm(user=request.user)}
    return render(request, "bulletins/late.html", context)


def template(request):
    """The table to fill in, with the names this office uses."""
    offices = editing(request.user)
    chosen = {str(office.pk): office for office in offices}
    office = chosen.get(request.GET.get("office", ""), offices[0])
    units = [unit.name for unit in actions.units_of(office)]
    carriers = [each.name for each in actions.carriers_of(request.user) if each.office_id != office.pk]
    uses = [name for _, name in uses_for(office)]
    return sent(template_of(units, carriers, uses), MEDIA_TYPE, "采用补录模板.xlsx", attached=True)


@never_cache
def upload(request):
    """The form; and, for a file, what it would enter or every reason why not."""
    editing(request.user)
    form = LateForm(posted(request), request.FILES or None, user=request.user)
    book = read(form) if form.is_valid() else None
    if book is None:
        return start(request, form)
    file, office = form.cleaned_data["file"], form.cleaned_data["office"]
    [(name, rows)] = book.rows.items()
    plan = actions.planned(rows, book.columns[name], office, by=request.user)
    problems = sorted([*book.problems, *plan.problems], key=lambda each: each.row)
    if problems:
        return start(request, form, problems=problems, name=file.name)
    return preview(request, form, book, file)


def read(form):
    """The rows of the file; None, and why on the form, if it is no table or was loaded before."""
    file = form.cleaned_data["file"]
    with said_on(form):
        actions.refuse_loaded(form.cleaned_data["office"], actions.hash_of(file.read()))
        try:
            return spreadsheet.read(file, SHEETS)
        except spreadsheet.Unreadable as reason:
            form.add_error("file", str(reason))
    return None


def start(request, form, **found):
    context = {"form": form, **found}
    return render(request, "bulletins/late_import.html", context, status=status_of(request, form))


def preview(request, form, book, file):
    """The rows as they were read, to be confirmed."""
    file.seek(0)
    with said_on(form):
        table = actions.keep_table(
            book,
            by=request.user,
            office=form.cleaned_data["office"],
            name=file.name,
            content=file.read(),
        )
        return render(request, "bulletins/late_preview.html", {"table": table, **sheet_of(table)})
    return start(request, form)


def sheet_of(table):
    """Headings, the first rows, and how many more."""
    return {
        "headings": [column.heading for column in COLUMNS],
        "rows": [[row[column.field] for column in COLUMNS] for row in table.rows[:SHOWN]],
        "count": len(table.rows),
        "more": max(0, len(table.rows) - SHOWN),
    }


@never_cache
@require_POST
def load(request):
    """Enter what was previewed, all of it or nothing."""
    editing(request.user)
    try:
        table = actions.load_table(request.POST.get("key", ""), by=request.user)
    except NotYours:
        raise
    except Refused as refusal:
        form = LateForm(user=request.user)
        context = {"form": form, "refusal": refusal}
        return render(request, "bulletins/late_import.html", context, status=409)
    messages.success(request, f"“{table}”已导入，补录采用 {len(table.rows)} 条。")
    return redirect(table)


def mine(request, pk):
    found = LateTable.objects.visible_to(request.user).loaded().with_people()
    return get_object_or_404(found, pk=pk)


def table(request, pk):
    """One loaded table with the adoptions it entered."""
    table = mine(request, pk)
    rows = table.adoptions.with_names().order_by("pk")
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    standing = table.adoptions.standing().count()
    context = {"table": table, "page": page, "standing": standing}
    return render(request, "bulletins/late_table.html", context)


def undo(request, pk):
    """Take a whole table back, with a reason."""
    table = mine(request, pk)
    actions.refuse_stranger(request.user, table.office)
    form = RevokeForm(posted(request))
    if form.is_valid():
        with said_on(form):
            actions.undo_table(table, by=request.user, reason=form.cleaned_data["reason"])
            messages.success(request, f"“{table}”的导入已撤销，采用和积分随之撤销。")
            return redirect(table)
    standing = table.adoptions.standing().count()
    context = {"table": table, "form": form, "standing": standing}
    return render(request, "bulletins/late_undo.html", context, status=status_of(request, form))
