"""编辑怎样改了我的稿: what was printed against what was filed, fetched by the item's own page."""

from django.shortcuts import get_object_or_404, render

from bulletins.models import Issue
from bulletins.printed import printings_of
from submissions.models import Submission


def edits(request, pk):
    """For whoever may read the item, once an issue with it is signed; a part of the item's page, or a page."""
    items = Submission.objects.visible_to(request.user).filter(filed__isnull=False)
    item = get_object_or_404(items.with_people(), pk=pk)
    printings = printings_of(item, Issue.objects.visible_to(request.user))
    context = {
        "item": item,
        "printings": printings,
        "has_redline": any(printing.sole for printing in printings),
        "split": request.GET.get("view") == "split",
    }
    page = "bulletins/_edits.html" if request.htmx else "bulletins/edits.html"
    return render(request, page, context)
