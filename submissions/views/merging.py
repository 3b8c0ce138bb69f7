"""Two texts of one item: a newer save, and what its writer had in another window, brought together."""

from functools import partial
from urllib.parse import urlencode

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from accounts.numbers import whole
from accounts.refusal import NotYours
from submissions.facts import in_words
from submissions.forms.opening import carried
from submissions.merge import MINE, THEIRS
from submissions.models import Revision, Submission
from submissions.models.joint import units_in_order
from submissions.rich import dress
from submissions.threeway import all_from, parts_of, result, row_of, shows


def merge(request, pk):
    """他处保存的、我刚写的: what one side changed is merged, what both changed is chosen here."""
    item = get_object_or_404(Submission.objects.visible_to(request.user).with_people(), pk=pk)
    if item.author_id != request.user.pk:
        raise NotYours("两份文字由撰稿人本人合并。")
    side = side_of(item, request.GET.get("side", ""))
    if side is None:
        messages.info(request, "没有未并入的另存稿。")
        return redirect("submissions:detail", pk)
    parts = parts_of(side.base, carried(item), carried(side))
    names = {unit.pk: unit.name for unit in units_in_order([*item.partners, *side.partners])}
    say = partial(in_words, units=names)
    rows = [row_of(part, request.GET.get(part.key), say) for part in parts if shows(part)]
    context = {
        "item": item,
        "side": side,
        "facts": [row for row in rows if row["part"].is_fact],
        "body": [row for row in rows if not row["part"].is_fact],
        "open": sum(row["part"].is_open for row in rows),
    }
    return render(request, "submissions/merge.html", context)


def side_of(item, number=""):
    """The side text of that number, or the newest, as long as it waits to be merged."""
    waiting = item.revisions.filter(why=Revision.Why.SIDE)
    return (waiting.filter(number=whole(number)) if number else waiting).last()


def merged(request, item):
    """What the form shows of a merge: nothing for an ordinary form, None while a choice is missing."""
    if request.method == "POST" or "now" not in request.GET:
        return {}
    side = side_of(item, request.GET.get("side", ""))
    if side is None:
        return {}
    if request.GET["now"] != str(item.version):
        messages.warning(request, "对照期间别处又有更新的保存，请再看一遍。")
        return None
    words = words_of(item, side, request.GET)
    if words is None:
        messages.warning(request, "还有没选的地方，请逐处选好再继续。")
        return None
    rich = dress(words["body"], carried_dress(item, side))
    return words | {"rich": rich, "joins": side.number}


def words_of(item, side, choices):
    theirs, mine = carried(item), carried(side)
    if choices.get("all") in (THEIRS, MINE):
        return all_from(choices["all"], theirs, mine)
    return result(parts_of(side.base, theirs, mine), choices)


def carried_dress(*texts):
    """What the lines of several texts wear, one after the other: a line finds its dress wherever it came from."""
    return "".join(text.rich for text in texts)


def merge_again(request, item):
    """Back to the choices, with those already made."""
    chosen = {key: value for key, value in request.GET.items() if key != "now"}
    return f"{reverse('submissions:merge', args=[item.pk])}?{urlencode(chosen)}"


def merge_url(newer):
    return f"{reverse('submissions:merge', args=[newer.item.pk])}?side={newer.side.number}"
