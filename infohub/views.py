"""The first page: what waits for this person, and what is new."""

from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.http import HttpResponse
from django.shortcuts import redirect, render

from accounts.kept import keep
from bulletins.models import Article, Issue
from scoring.models import Period
from submissions.models import Submission

SHOWN = 8


def home(request):
    """To-dos computed from states, the newest bulletins, the newest closed months."""
    user = request.user
    context = {
        "waiting": Submission.objects.awaiting(user).with_people().order_by("moved_at")[:SHOWN],
        "waiting_count": Submission.objects.awaiting(user).count(),
        "issues_waiting": Issue.objects.awaiting(user)
        .select_related("publication")
        .order_by("moved_at")[:SHOWN],
        "issues_waiting_count": Issue.objects.awaiting(user).count(),
        "ready_count": Article.objects.visible_to(user).open().count(),
        "newest": Issue.objects.visible_to(user).signed().select_related("publication")[:SHOWN],
        "periods": Period.objects.visible_to(user)[:3],
    }
    return render(request, "infohub/home.html", context)


@login_not_required
def health(request):
    """For the load balancer: the database answers."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok", content_type="text/plain")


@login_not_required
def csrf_failure(request, reason=""):
    """The page was too old to be accepted: keep what was typed and show the form again."""
    keep(request)
    return redirect(request.path if request.user.is_authenticated else "accounts:login")
