"""The first page: what waits for this person, and what is new."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.db import connection
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode

from accounts.filing import Filed
from accounts.kept import keep
from accounts.models import RosterChange
from accounts.roles import ADMIN_ROLES, DESK_ROLES, UNIT_ROLES, Role
from accounts.views.front import Figure, auditing, keeping
from bulletins.models import Article, Issue
from infohub.forms import SearchForm
from infohub.press_todos import press_figures, press_todos
from infohub.score_todos import score_figures, score_todos
from infohub.searching import MOST, found, hits
from scoring.models import Period
from submissions.bigrams import terms
from submissions.models import Commission, Invitation, Submission
from submissions.models.urgent_todos import todos
from submissions.states import State

SHOWN = 8
PAGE = 20


def home(request):
    """To-dos computed from states, the newest bulletins, the newest closed months."""
    user = request.user
    waiting = Submission.objects.awaiting(user).with_people().order_by("moved_at")[:SHOWN]
    for item in waiting:
        item.shown = item.text_for(user)
    urgent = todos(user)
    context = {
        "urgent": urgent[:SHOWN],
        "invitations": Invitation.objects.awaiting(user).with_all()[:SHOWN],
        "press": [*press_todos(user, SHOWN), *score_todos(user, SHOWN)],
        "filings": RosterChange.objects.awaiting(user).with_names()[:SHOWN],
        "waiting": waiting,
        "issues_waiting": Issue.objects.awaiting(user)
        .select_related("publication")
        .order_by("moved_at")[:SHOWN],
        "figures": figures(user, urgent),
        "works": user.roles.difference(ADMIN_ROLES) or not user.roles,
        "newest": Issue.objects.visible_to(user).signed().select_related("publication")[:SHOWN],
        "periods": Period.objects.visible_to(user).select_related("office")[:3],
    }
    return render(request, "infohub/home.html", context)


def figures(user, urgent=()):
    """Each number comes from the very query of the list behind it."""
    ringing = [Figure("紧急待办", len(urgent), reverse("submissions:urgent"), True)] if urgent else []
    return [
        *ringing,
        *unit_figures(user),
        *desk_figures(user),
        *press_figures(user),
        *score_figures(user),
        *keeper_figures(user),
    ]


def unit_figures(user):
    if not user.roles.intersection(UNIT_ROLES):
        return []
    tally = Submission.objects.visible_to(user).of_units(user).tally()
    shown = [State.DRAFT, State.REVIEW, State.RETURNED, State.SUBMITTED]
    url = reverse("submissions:index")
    hot = {State.RETURNED} | ({State.REVIEW} if Role.REVIEWER in user.roles else set())
    asked = Invitation.objects.awaiting(user).count()
    return [
        *(Figure(s.label, tally.get(s, 0), f"{url}?state={s}", s in hot and s in tally) for s in shown),
        Figure("待报约稿", asked, f"{reverse('submissions:calls')}?tab=todo", asked > 0),
    ]


def desk_figures(user):
    if not user.roles.intersection(DESK_ROLES):
        return []
    tally = Submission.objects.visible_to(user).of_office(user).tally()
    url = reverse("submissions:inbox")
    shown = [
        Figure(
            f"来稿{s.label}",
            tally.get(s, 0),
            f"{url}?state={s}",
            s == State.SUBMITTED and s in tally and Role.EDITOR in user.roles,
        )
        for s in (State.SUBMITTED, State.ACCEPTED)
    ]
    articles = Article.objects.visible_to(user).open().count()
    issues = Issue.objects.at_desk_of(user).in_work().count()
    return [
        *shown,
        Figure("在编稿件", articles, reverse("bulletins:articles")),
        Figure("在编各期", issues, reverse("bulletins:desk")),
        *overdue_figures(user),
        *filing_figures(user),
    ]


def overdue_figures(user):
    """Commissions whose day has passed while units still owe an item."""
    late = Commission.objects.visible_to(user).in_stage("overdue").count()
    if not late or Role.EDITOR not in user.roles:
        return []
    return [Figure("逾期约稿", late, f"{reverse('submissions:commissions')}?state=overdue", True)]


def filing_figures(user):
    """Changes of a unit's people that wait for the office's word."""
    if Role.EDITOR not in user.roles:
        return []
    filed = RosterChange.objects.visible_to(user).in_state(Filed.FILED).count()
    return [Figure("人员备案待审", filed, f"{reverse('accounts:roster')}?state={Filed.FILED}", filed > 0)]


def keeper_figures(user):
    """What waits for an administrator: the first row of the page where they work."""
    if Role.AUDITOR in user.roles:
        return auditing(user)[0]
    return keeping(user)[0] if user.roles.intersection(ADMIN_ROLES) else []


def search(request):
    """Every word this person may read, wherever it stands; the newest first, to a limit nobody turns beyond."""
    form = SearchForm(request.GET, user=request.user)
    asked = form.asked()
    rows = found(request.user, asked)
    page = Paginator(rows[:MOST], PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "filters": [form[name] for name in ("what", "unit", "kind", "state", "since", "until")],
        "page": page,
        "hits": hits(page.object_list, request.user, asked.q),
        "more": len(rows) > MOST,
        "searched": bool(terms(asked.q)),
        "only_words": urlencode({"q": asked.q}),
    }
    return render(request, "infohub/search.html", context)


@login_not_required
def health(request):
    """For the load balancer: the database answers."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok", content_type="text/plain")


@login_not_required
def csrf_failure(request, reason=""):
    """The page was too old to be accepted: keep what was typed and show the form again."""
    if request.headers.get("X-Requested-With") == "autosave":
        return HttpResponse("页面已过期", status=401, content_type="text/plain; charset=utf-8")
    kept = keep(request)
    messages.warning(
        request, "页面已过期，内容已保留，请检查后再提交一次。" if kept else "页面已过期，请再做一次。"
    )
    return redirect(request.path if request.user.is_authenticated else "accounts:login")
