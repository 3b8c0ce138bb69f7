"""Editing: from accepted items to articles that wait for an issue."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render

from accounts.models import Event
from accounts.refusal import NotYours
from accounts.roles import Role
from bulletins.actions import articles as actions
from bulletins.forms.issues import DecisionForm
from bulletins.models import Article, ModelItem, Presence, Publication
from bulletins.models.material import sources_of
from bulletins.states import ARTICLE_MOVES, ARTICLE_OPEN, ArticleState
from bulletins.views.refusals import posted, said_on, status_of

PAGE = 30


def index(request):
    """稿件: the workshop's articles by state."""
    user, state = request.user, request.GET.get("state", "")
    kept = Publication.objects.kept_by(user)
    chosen = kept.filter(code=request.GET.get("publication", "")).first()
    found = Article.objects.visible_to(user).of(chosen)
    tally = found.tally()
    context = {
        "page": Paginator(found.in_state(state).listed(), PAGE).get_page(request.GET.get("page")),
        "state": state,
        "tabs": [(each, each.label, tally.get(each, 0)) for each in ArticleState],
        "open": sum(tally.get(each, 0) for each in ARTICLE_OPEN),
        "publications": kept,
        "chosen": chosen,
        "may_edit": Role.EDITOR in user.roles,
    }
    return render(request, "bulletins/articles.html", context)


def mine(request, pk):
    """The article, if this person's desk has it."""
    found = Article.objects.visible_to(request.user)
    return get_object_or_404(found.select_related("publication__office", "editor", "own_use"), pk=pk)


def article(request, pk):
    """The text beside its sources."""
    article = mine(request, pk)
    revisions = list(article.revisions.select_related("by"))
    present = Presence.objects.living().filter(article=article).exclude(person=request.user)
    context = {
        "article": article,
        "present": present.select_related("person"),
        "side": next((each for each in reversed(revisions) if each.is_side), None),
        "sources": sources_of(article),
        "former": article.former_sources.select_related("submission__filed", "submission__unit"),
        "model": ModelItem.objects.standing().filter(article=article).first(),
        "may_hold_up": article.state == ArticleState.PRINTED and article.allows("rework", request.user),
        "revisions": revisions,
        "moves": article.moves_for(request.user),
        "may_edit": article.may_be_edited_by(request.user),
        "history": Event.objects.about(article),
    }
    return render(request, "bulletins/article.html", context)


def move(request, pk, verb):
    """Say a verb of the article table; the page asks first where the table says so."""
    article, step = mine(request, pk), ARTICLE_MOVES[verb]
    if not article.allows(verb, request.user):
        raise NotYours(f"“{step.label}”由{'、'.join(role.label for role in step.by)}办理。")
    if request.method != "POST" and article.state not in step.start:
        messages.error(request, f"稿件现为“{article.get_state_display()}”，不能{step.label}。")
        return redirect(article)
    form = DecisionForm(posted(request), step=step, base=article.version)
    if form.is_valid():
        with said_on(form):
            actions.move(article, verb, by=request.user)
            messages.success(request, f"已{step.label}：《{article}》。")
            return redirect("bulletins:article", pk)
    context = {"thing": article, "step": step, "form": form, "back": article.get_absolute_url()}
    return render(request, "bulletins/decide.html", context, status=status_of(request, form))
