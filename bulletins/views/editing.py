"""The editor of an article: its form, its autosave, and giving back what a lost session kept."""

import json

from django.contrib import messages
from django.http import JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts import kept
from accounts.numbers import whole
from accounts.refusal import NotYours, Refused
from bulletins.actions import writing
from bulletins.actions.presence import enter, let_go
from bulletins.carried import carried
from bulletins.forms.wording import ArticleForm
from bulletins.proofing import BRIEF_LIMIT
from bulletins.versions import compared
from bulletins.views.articles import mine
from bulletins.views.joining import join_again, join_url, joined, side_of
from bulletins.views.refusals import said_on, status_of


def edit(request, pk):
    """The form for whoever has the pen; for the next one the text to read, and who is writing it."""
    article = mine(request, pk)
    writing.refuse_outsider(request.user, article.publication)
    start = joined(request, article)
    if start is None:
        return redirect(join_again(request, article))
    data = kept.posted(request)
    if data is None:
        writing.refuse_closed(article)
    standing = enter(article, by=request.user)
    if data is None and not standing.has_pen:
        return held(request, article, standing)
    form = form_of(request, pk, article, data, start)
    if request.method == "POST" and form.is_valid() and stored(request, article, form):
        return onward(request, article)
    return page(request, article, form, standing)


def held(request, article, standing):
    """Somebody else is writing: read along, or take over."""
    context = {"article": article, "pen": standing.pen, "readers": standing.readers}
    return render(request, "bulletins/article_held.html", context)


def form_of(request, pk, article, data, start):
    """Over a copy of the article: validating a ModelForm writes into its instance."""
    initial = {"opened": carried(article)} | start
    form = ArticleForm(
        data, instance=mine(request, pk), user=request.user, base=article.version, initial=initial
    )
    form.unsaved = bool(start) or form.is_bound
    return form


def stored(request, article, form):
    """Whether the words stand now; if not, the form says why and keeps them."""
    base = whole(request.POST.get("over", "")) or form.cleaned_data["base"]  # over a wording seen beside it
    with said_on(form):
        writing.write(article, by=request.user, base=base, window=form.window(), **form.words())
        return True
    return False


def onward(request, article):
    """Saved and closed: the pen is free for the next one."""
    let_go(article, by=request.user)
    messages.success(request, "稿件已保存。")
    checks = request.POST.get("then") == "checks"
    return redirect("bulletins:article_checks" if checks else "bulletins:article", article.pk)


def page(request, article, form, standing):
    newer = newer_beside(form)
    side = getattr(getattr(form, "refusal", None), "side", None) or side_of(article)
    context = {
        "article": article,
        "form": form,
        "newer": newer,
        "side": None if form.unsaved and not newer else side,
        "standing": standing,
        "brief_limit": BRIEF_LIMIT,
    }
    return render(request, "bulletins/article_edit.html", context, status=status_of(request, form))


def newer_beside(form):
    """After a conflict: what stands against this text, which goes on being kept beside until one decides."""
    refusal = getattr(form, "refusal", None)
    if not isinstance(refusal, writing.Newer):
        return None
    form.data = form.data.copy()
    form.data["late"] = form.data["joins"] = refusal.side.number
    return compared(refusal.article, refusal.side)


@require_POST
def autosave(request, pk):
    """Saved, newer exists, or what is wrong: JSON for the script of the form."""
    article = mine(request, pk)
    form = ArticleForm(request.POST, instance=mine(request, pk), user=request.user, base=article.version)
    wrong = form.mistakes
    if wrong and not form.can_wait:
        return JsonResponse({"message": wrong, "foreign": form.is_foreign}, status=422)
    base = form.cleaned_data.get("base") or 0
    try:
        article = writing.write(article, by=request.user, base=base, window=form.window(), **form.words())
    except writing.Newer as newer:
        side = newer.side.number
        answer = {"message": str(newer), "compare": join_url(newer.article, side), "late": side}
        return JsonResponse(answer, status=409)
    except NotYours:
        raise
    except Refused as refusal:
        return JsonResponse({"message": str(refusal)}, status=409)
    return JsonResponse(saved(article) | ({"message": wrong} if wrong else {}))


def saved(article):
    """What the form goes on from: its version, the words it now stands on, its address."""
    return {
        "version": article.version,
        "saved": f"{timezone.localtime(article.saved_at):%H:%M}",
        "opened": json.dumps(carried(article), ensure_ascii=False),
        "edit": reverse("bulletins:article_edit", args=[article.pk]),
        "autosave": reverse("bulletins:article_autosave", args=[article.pk]),
    }
