"""检查和批注: an article paragraph by paragraph, what was found in it, and what the checker asks."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from accounts.models import Unit
from accounts.numbers import whole
from accounts.roles import Role
from bulletins.actions import marks as actions
from bulletins.actions import sending_back
from bulletins.forms.marking import BackForm, MarkForm
from bulletins.marking import line_of
from bulletins.marks_states import MarkState
from bulletins.models import Issue, Mark
from bulletins.models.marks import MARK_READERS, PASSAGE_LIMIT
from bulletins.proofing import proofread
from bulletins.states import IssueState, Use
from bulletins.views.articles import mine
from bulletins.views.refusals import posted, said_on, status_of
from submissions.lines import clean
from submissions.rich import parts_of


def checks(request, pk):
    """The page; beside the editor's form only the lists."""
    article = mine(request, pk)
    if request.htmx:
        return render(request, "bulletins/_checks.html", lists(request, article))
    form = MarkForm(initial=picked(request, article)) if may_mark(request.user, article) else None
    return page(request, article, form)


def page(request, article, form, status=200):
    context = lists(request, article)
    asked = {row.now_in for row in context["marks"] if row.state == MarkState.OPEN}
    context |= {"lines": numbered(article), "form": form, "asked": asked}
    context["may_edit"] = article.may_be_edited_by(request.user)
    return render(request, "bulletins/article_checks.html", context, status=status)


def lists(request, article):
    """What was found and what was asked; marks only for those who work with them."""
    rows = list(Mark.objects.visible_to(request.user).filter(article=article).with_people())
    for row in rows:
        row.moves = row.moves_for(request.user)
        row.now_in = line_of(article.title, article.body, row.passage, row.line)
    return {"article": article, "report": report_on(article), "marks": rows}


def report_on(article):
    sources = [source.submission.filed for source in article.sources.select_related("submission__filed")]
    units = Unit.objects.filter(path__startswith=article.publication.office.path)
    return proofread(
        article.title,
        article.body,
        article.note,
        is_brief=article.use == Use.BRIEF,
        sources=[f"{words.title}\n{words.body}" for words in sources if words],
        units=units.values_list("name", flat=True),
    )


def numbered(article):
    """The parts of the text with the numbers of their lines, as findings and marks count them."""
    lines = article.body.split("\n")
    numbers = [number for number, line in enumerate(lines) if clean(line)]
    found = []
    for part in parts_of(article.body, article.rich):
        mine, numbers = numbers[: len(part.lines)], numbers[len(part.lines) :]
        found.append({"first": mine[0], "more": mine[1:], "part": part})
    return found


def may_mark(user, article):
    issue = article.issue
    return bool(
        issue
        and issue.state == IssueState.CHECKING
        and issue.allows("check", user)
        and not issue.is_earlier_hand("check", user)
    )


def picked(request, article):
    """Without script a whole paragraph is picked by its link."""
    line, lines = whole(request.GET.get("line", "")), article.body.split("\n")
    if line is None or line >= len(lines):
        return {}
    return {"line": line, "passage": lines[line][:PASSAGE_LIMIT]}


@require_POST
def mark(request, pk):
    """Put a mark on a passage."""
    article = mine(request, pk)
    form = MarkForm(request.POST)
    if form.is_valid():
        with said_on(form):
            row = actions.mark(article, by=request.user, **form.cleaned_data)
            messages.success(request, f"已批注{row}。")
            return redirect(f"{reverse('bulletins:article_checks', args=[pk])}#mark-{row.pk}")
    return page(request, article, form, status=status_of(request, form))


@require_POST
def mark_move(request, pk, verb):
    """改了, 不改, 再提, 撤回."""
    row = get_object_or_404(Mark.objects.visible_to(request.user).with_people(), pk=pk)
    row = actions.answer(row, verb, by=request.user, reason=request.POST.get("reason", ""))
    if request.htmx:
        return render(request, "bulletins/_checks.html", lists(request, mine(request, row.article_id)))
    return redirect(f"{reverse('bulletins:article_checks', args=[row.article_id])}#mark-{row.pk}")


def back(request, pk):
    """The checker sends one article back to its editor."""
    article = mine(request, pk)
    actions.checked_issue_of(article, request.user)
    form = BackForm(posted(request))
    if form.is_valid():
        with said_on(form):
            row = sending_back.send_back(article, by=request.user, reason=form.cleaned_data["reason"])
            messages.success(request, f"已把《{article}》连同本期退回编辑。")
            return redirect(row.issue)
    context = {"article": article, "form": form}
    return render(request, "bulletins/article_back.html", context, status=status_of(request, form))


def worked_on(request, pk):
    """The issue, for whoever works with marks; to anybody else they do not exist."""
    offices = request.user.units_as(*MARK_READERS)
    return get_object_or_404(Issue.objects.filter(publication__office__in=offices).with_hands(), pk=pk)


def issue_marks(request, pk):
    """The open marks of an issue: a part of its page, or a page."""
    issue = worked_on(request, pk)
    context = {"issue": issue, "marks": open_marks(request, issue), "places": to_check(issue)}
    name = "bulletins/_issue_marks.html" if request.htmx else "bulletins/issue_marks.html"
    return render(request, name, context)


def to_check(issue):
    """The articles one by one, for the checker's round."""
    return issue.ordered() if issue.state == IssueState.CHECKING else ()


def open_marks(request, issue):
    return Mark.objects.visible_to(request.user).open().standing_in(issue).with_people()


def marks_pass(request, pk):
    """核对通过 with marks still open: they are named, and let pass one and all."""
    issue = worked_on(request, pk)
    rows = open_marks(request, issue)
    if request.method == "POST":
        done = sending_back.pass_despite(issue, by=request.user, base=whole(request.POST.get("base", "")))
        messages.success(request, f"已核对通过：{done}。")
        return redirect(done)
    may_pass = Role.CHECKER in request.user.roles and issue.state == IssueState.CHECKING
    context = {"issue": issue, "marks": rows, "may_pass": may_pass}
    return render(request, "bulletins/issue_marks.html", context | {"asks": True})
