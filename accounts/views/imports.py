"""Loading from a spreadsheet: template, upload, preview, confirmation, passwords."""

from base64 import b64encode

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from accounts import spreadsheet, workbooks
from accounts.actions.importing import keep_upload, load_upload, planned
from accounts.duties import check_duty
from accounts.forms.keeping import UploadForm
from accounts.refusal import Refused
from accounts.roles import Role
from accounts.sheets import SHEETS

SHOWN = 200  # rows of each sheet in the preview


def template(request):
    check_duty(request.user, Role.SYSADMIN)
    response = HttpResponse(workbooks.template(), content_type=workbooks.MEDIA_TYPE)
    response["Content-Disposition"] = 'attachment; filename="import-template.xlsx"'
    return response


@never_cache
def upload(request):
    """The form; and, for a file, what it would create or every reason why not."""
    check_duty(request.user, Role.SYSADMIN)
    form = UploadForm(request.POST, request.FILES) if request.method == "POST" else UploadForm()
    if not form.is_valid():
        return start(request, form)
    file = form.cleaned_data["file"]
    try:
        book = spreadsheet.read(file)
    except spreadsheet.Unreadable as reason:
        form.add_error("file", str(reason))
        return start(request, form)
    plan = planned(book, by=request.user)
    if plan.problems:
        return start(request, form, problems=plan.problems, name=file.name)
    kept = keep_upload(book, by=request.user, name=file.name)
    return render(request, "accounts/import_preview.html", {"upload": kept, "sheets": preview(book)})


def start(request, form, **found):
    status = 422 if request.method == "POST" else 200
    return render(request, "accounts/import.html", {"form": form, **found}, status=status)


def preview(book):
    """Each sheet as it was read: headings, the first rows, how many more."""
    return [
        {
            "name": name,
            "headings": [column.heading for column in columns],
            "rows": [[row[column.field] for column in columns] for row in book.rows[name][:SHOWN]],
            "count": len(book.rows[name]),
            "more": max(0, len(book.rows[name]) - SHOWN),
        }
        for name, columns in SHEETS.items()
    ]


@never_cache
@require_POST
def load(request):
    """Load what was previewed. The passwords are in this one answer and nowhere else in readable form."""
    check_duty(request.user, Role.SYSADMIN)
    try:
        opened = load_upload(request.POST.get("key", ""), by=request.user)
    except Refused as refusal:
        form = UploadForm()
        return render(request, "accounts/import.html", {"form": form, "refusal": refusal}, status=409)
    sheet = b64encode(workbooks.passwords(opened)).decode()
    link = f"data:{workbooks.MEDIA_TYPE};base64,{sheet}"
    return render(request, "accounts/imported.html", {"opened": opened, "link": link})
