"""Editing: from accepted items to articles that wait for an issue."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from accounts.models import Event
from accounts.numbers import whole
from accounts.refusal import NotYours
from accounts.roles import Role
from bulletins.actions import articles as actions
from bulletins.forms.articles import NewArticleForm
from bulletins.forms.issues import DecisionForm
from bulletins.models import Article, Presence, Publication
from bulletins.models.articles import first_for, fresh_material_for, material_for, meant_for
from bulletins.states import ARTICLE_MOVES, ARTICLE_OPEN, ArticleState
from bulletins.versions import NOW, compared, wordings_of
from bulletins.views.refusals import posted, said_on, status_of
from submissions.models import Submission

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
        "material": fresh_material_for(user).count(),
    }
    return render(request, "bulletins/articles.html", context)


def new(request):
    """Pick accepted items and make articles of them."""
    if Role.EDITOR not in request.user.roles:
        raise NotYours("建稿由责任编辑办理。")
    wanted = [number for pk in request.GET.getlist("items") if (number := whole(pk))]
    form = NewArticleForm(posted(request), user=request.user, initial={"items": wanted})
    if form.is_valid():
        with said_on(form):
            words = {"use": form.cleaned_data["use"] or None, "key": form.cleaned_data["key"]}
            made = actions.draft_each(*form.order(), by=request.user, **words)
            messages.success(request, f"已建稿 {len(made)} 篇。")
            return (
                redirect("bulletins:article", made[0].pk)
                if len(made) == 1
                else redirect("bulletins:articles")
            )
    pool = material_for(request.user)
    context = material(request, pool.filter(pk__in=wanted) if wanted else pool)
    context |= {"form": form, "picked": {str(pk) for pk in form["items"].value() or []}}
    if context["wanted"]:
        form.initial["publication"] = context["wanted"].pk
    return render(request, "bulletins/article_new.html", context, status=status_of(request, form))


def material(request, items):
    """The accepted items to pick from: fresh ones, or all, by words in the title."""
    everything, q = request.GET.get("all", ""), request.GET.get("q", "").strip()[:50]
    own = Publication.objects.edited_by(request.user)
    wanted = own.filter(code=request.GET.get("for", "")).first()
    found = items.filter(meant_for(wanted)) if wanted else items
    found = found.matching(q=q)
    found = found if everything else found.filter(taken_at=None)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    return {"page": page, "q": q, "all": everything, "own": own, "wanted": wanted}


def mine(request, pk):
    """The article, if this person's desk has it."""
    found = Article.objects.visible_to(request.user)
    return get_object_or_404(found.select_related("publication__office", "editor"), pk=pk)


def article(request, pk):
    """The text beside its sources."""
    article = mine(request, pk)
    revisions = list(article.revisions.select_related("by"))
    present = Presence.objects.living().filter(article=article).exclude(person=request.user)
    context = {
        "article": article,
        "present": present.select_related("person"),
        "side": next((each for each in reversed(revisions) if each.is_side), None),
        "sources": article.sources.select_related(
            "submission__filed", "submission__unit", "submission__author"
        ),
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


def merge(request, pk):
    """Pick one more accepted item for this article."""
    article = mine(request, pk)
    actions.refuse_outsider(request.user, article.publication)
    actions.refuse_closed(article)
    items = material_for(request.user).filter(office=article.publication.office)
    if request.method == "POST":
        wanted = request.POST.get("item", "")
        item = get_object_or_404(items, pk=whole(wanted) or 0)
        actions.merge(article, item, by=request.user)
        messages.success(request, f"已并入《{item.filed}》，来稿文字附在正文末尾，请编辑成文。")
        return redirect("bulletins:article_edit", pk)
    items = first_for(article.publication, items.exclude(sources__article=article))
    context = material(request, items)
    return render(request, "bulletins/article_merge.html", context | {"article": article})


@require_POST
def unmerge(request, pk, item):
    """Take a source out again."""
    article = mine(request, pk)
    source = get_object_or_404(Submission.objects.visible_to(request.user), pk=item)
    actions.unmerge(article, source, by=request.user)
    messages.success(request, f"已移出《{source.filed}》，正文没有改动，请检查署名和正文。")
    return redirect("bulletins:article", pk)


def compare(request, pk):
    """The article against one of its sources, or one wording against another."""
    article = mine(request, pk)
    texts = wordings_of(article)
    a, b = request.GET.get("a", ""), request.GET.get("b", "")
    a = a if a in texts else next(iter(texts))
    b = b if b in texts else NOW
    context = {"article": article, "texts": texts, "a": a, "b": b, "changes": compared(texts[a], texts[b])}
    return render(request, "bulletins/article_compare.html", context)
