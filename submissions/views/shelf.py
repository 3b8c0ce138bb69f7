"""保鲜期: how long an office thinks news of each kind is fresh."""

from django.contrib import messages
from django.shortcuts import redirect, render

from submissions.actions.shelf import set_shelf_lives
from submissions.forms.checking import ShelfForm
from submissions.models import ShelfLife
from submissions.views.desk import office_of


def shelf(request):
    """One small form for the office; whoever is no editor there has no such page."""
    office = office_of(request)
    form = ShelfForm(request.POST or None, limits=ShelfLife.objects.table_of(office))
    if request.method == "POST" and form.is_valid():
        changed = set_shelf_lives(office, form.cleaned_data, by=request.user)
        messages.success(request, "保鲜期已保存。" if changed else "没有改动。")
        return redirect(f"{request.path}?office={office.pk}")
    status = 422 if form.is_bound else 200
    return render(request, "submissions/shelf.html", {"office": office, "form": form}, status=status)
