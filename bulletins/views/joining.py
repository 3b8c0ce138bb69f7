"""Two texts of one article: what stands, and what somebody wrote beside it, brought together."""

from functools import partial
from urllib.parse import urlencode

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse

from accounts.numbers import whole
from bulletins.actions.writing import refuse_outsider
from bulletins.carried import FACTS, carried, in_words
from bulletins.models.uses import use_names
from bulletins.views.articles import mine
from submissions.merge import MINE, THEIRS
from submissions.rich import dress
from submissions.threeway import all_from, parts_of, result, row_of, shows


def join(request, pk):
    """现稿、另存稿: what one side changed is merged, what both changed is chosen here."""
    article = mine(request, pk)
    refuse_outsider(request.user, article.publication)
    side = side_of(article, request.GET.get("side", ""))
    if side is None:
        messages.info(request, "没有未并入的另存稿。")
        return redirect(article)
    parts = parts_of(side.base, carried(article), carried(side), FACTS)
    names = {"column": column_names(article), "use": use_names(article.publication.office)}
    say = partial(in_words, names=names)
    rows = [row_of(part, request.GET.get(part.key), say) for part in parts if shows(part)]
    context = {
        "article": article,
        "side": side,
        "facts": [row for row in rows if row["part"].is_fact],
        "body": [row for row in rows if not row["part"].is_fact],
        "open": sum(row["part"].is_open for row in rows),
    }
    return render(request, "bulletins/article_join.html", context)


def column_names(article):
    return {str(column.pk): column.name for column in article.publication.column_set.all()}


def side_of(article, number=""):
    """The side text of that number, or the newest, as long as it waits to be brought in."""
    waiting = article.revisions.filter(is_side=True).select_related("by")
    return (waiting.filter(number=whole(number)) if number else waiting).last()


def joined(request, article):
    """What the form starts from after a merge: nothing for an ordinary form, None while a choice is missing."""
    if request.method == "POST" or "now" not in request.GET:
        return {}
    side = side_of(article, request.GET.get("side", ""))
    if side is None:
        return {}
    if request.GET["now"] != str(article.version):
        messages.warning(request, "对照期间稿件又有更新的保存，请再看一遍。")
        return None
    words = words_of(article, side, request.GET)
    if words is None:
        messages.warning(request, "还有没选的地方，请逐处选好再继续。")
        return None
    return words | {"rich": dress(words["body"], article.rich + side.rich), "joins": side.number}


def words_of(article, side, choices):
    theirs, mine = carried(article), carried(side)
    if choices.get("all") in (THEIRS, MINE):
        return all_from(choices["all"], theirs, mine)
    return result(parts_of(side.base, theirs, mine, FACTS), choices)


def join_again(request, article):
    """Back to the choices, with those already made."""
    chosen = {key: value for key, value in request.GET.items() if key != "now"}
    return f"{reverse('bulletins:article_join', args=[article.pk])}?{urlencode(chosen)}"


def join_url(article, number):
    return f"{reverse('bulletins:article_join', args=[article.pk])}?side={number}"
