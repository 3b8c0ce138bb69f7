"""Compiling: the desk's list of issues and the workshop of one issue."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from accounts.kept import take
from accounts.models import Event
from accounts.numbers import whole
from accounts.refusal import NotYours, Refused
from accounts.roles import Role
from bulletins.actions import documents
from bulletins.actions import issues as actions
from bulletins.compose import paper_of
from bulletins.forms.issues import IssueForm, NewIssueForm
from bulletins.hands import hands_of
from bulletins.models import Article, Issue, Publication
from bulletins.models.due import publications_due
from bulletins.states import IN_WORK, IssueState
from bulletins.views.files import sent
from bulletins.views.refusals import posted, said_on, status_of
from bulletins.views.workshop import workshop

PAGE = 30


def desk(request):
    """编发: what waits for this person first, then the other issues in work; past ones by state."""
    user, state = request.user, request.GET.get("state", "")
    issues = Issue.objects.at_desk_of(user)
    tally = issues.tally()
    waiting = issues.awaiting(user).listed().order_by("moved_at") if not state else []
    found = issues.in_state(state).exclude(pk__in=[issue.pk for issue in waiting])
    rows = found.listed().order_by("-moved_at")
    context = {
        "waiting": waiting,
        "page": Paginator(rows, PAGE).get_page(request.GET.get("page")),
        "state": state,
        "tabs": [(each, each.label, tally.get(each, 0)) for each in IssueState],
        "in_work": sum(tally.get(each, 0) for each in IN_WORK),
        "may_open": Role.EDITOR in user.roles,
        "publications": publications_due(Publication.objects.kept_by(user)),
    }
    return render(request, "bulletins/desk.html", context)


def new(request):
    """开始组稿."""
    if Role.EDITOR not in request.user.roles:
        raise NotYours("组稿由责任编辑办理。")
    form = NewIssueForm(posted(request), user=request.user, initial=request.GET.dict())
    if form.is_valid():
        with said_on(form):
            issue = actions.open_issue(by=request.user, **form.cleaned_data)
            return redirect(issue)
    return render(request, "bulletins/issue_new.html", {"form": form}, status=status_of(request, form))


def mine(request, pk):
    return get_object_or_404(Issue.objects.visible_to(request.user).with_hands(), pk=pk)


def issue(request, pk):
    """The workshop; what has a number is read at its own address."""
    issue = mine(request, pk)
    if issue.number:
        return redirect(issue.number_url)
    user = request.user
    history = list(Event.objects.about(issue).exclude(verb="read").select_related("who"))
    context = {
        "issue": issue,
        "paper": paper_of(issue),
        "moves": issue.moves_for(user),
        "shut_out": issue.shuts_out(user),
        "next_line": issue.publication.next_line(issue.series),
        "placements": issue.ordered(),
        "history": history,
        "hands": hands_of(issue, history),
    }
    if issue.may_be_compiled_by(user):
        context |= workshop(request, issue)
    return render(request, "bulletins/issue.html", context)


def edit(request, pk):
    """Tag, editor's note, lists, copies."""
    issue = mine(request, pk)
    if not issue.allows("submit", request.user):
        raise NotYours("组稿由责任编辑办理。")
    data = posted(request) or take(request)
    if data is None:
        actions.refuse_compiling(issue, request.user)
    form = IssueForm(data, instance=mine(request, pk), user=request.user, base=issue.version)
    if request.method == "POST" and form.is_valid():
        with said_on(form):
            actions.describe(issue, by=request.user, base=form.cleaned_data["base"], **form.words())
            messages.success(request, "本期信息已保存。")
            return redirect(issue)
    context = {"issue": issue, "form": form}
    return render(request, "bulletins/issue_edit.html", context, status=status_of(request, form))


@require_POST
def place(request, pk):
    """Put the ticked articles at the end of the issue."""
    issue = mine(request, pk)
    wanted = [number for pk in request.POST.getlist("articles") if (number := whole(pk))]
    found = Article.objects.visible_to(request.user).in_bulk(wanted)
    if not found:
        raise Refused("请先勾选要编入的稿件。")
    actions.place(issue, *(found[pk] for pk in wanted if pk in found), by=request.user)
    messages.success(request, f"已编入 {len(found)} 篇。")
    return redirect(issue)


@require_POST
def lift(request, pk, article):
    """Take an article out of the issue."""
    issue = mine(request, pk)
    article = get_object_or_404(Article.objects.visible_to(request.user), pk=article)
    actions.lift(issue, article, by=request.user)
    messages.success(request, f"《{article}》已移出本期，回到待编发。")
    return redirect(issue)


@never_cache
def proof(request, pk):
    """清样: the pages as they would be printed now."""
    issue = mine(request, pk)
    if issue.number:
        return redirect(issue.number_url)
    paper = paper_of(issue)
    documents.read_proof(issue, by=request.user)
    return sent(documents.proof_of(paper), "application/pdf", f"{paper.name}.pdf")
