"""Ordering an issue: one list saved at once; a list that comes too late is shown beside the one that stands."""

from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST
from django_htmx.http import reswap, retarget

from accounts.models import Event
from accounts.refusal import NotYours, Refused
from bulletins import arranging
from bulletins.actions import issues as actions
from bulletins.forms.issues import OrderForm
from bulletins.models import Article
from bulletins.views.issues import mine
from bulletins.views.workshop import torn_columns


@require_POST
def order(request, pk):
    """Save order and columns together."""
    issue, form = mine(request, pk), OrderForm(request.POST)
    if not form.is_valid():
        raise Refused("次序不完整，请刷新页面后再排序。")
    now, base = actions.order_of(issue), form.cleaned_data["base"]
    wanted = form.wanted(now, actions.ranks_of(issue.publication))
    try:
        issue = actions.reorder(
            issue,
            [entry.article for entry in wanted],
            by=request.user,
            base=base,
            columns={entry.article: entry.column for entry in wanted},
        )
    except NotYours:
        raise
    except Refused as refusal:
        return overtaken(request, mine(request, pk), wanted, base, refusal)
    if request.htmx:
        return render(request, "bulletins/_order_saved.html", saved(issue, request.user))
    return redirect(f"{issue.get_absolute_url()}#order")


def saved(issue, user):
    """What the page needs to go on: the new version, and the buttons that speak of it."""
    return {"issue": issue, "moves": issue.moves_for(user), "torn": torn_columns(issue)}


def overtaken(request, issue, wanted, base, refusal):
    """Who changed what since the page was opened, and both orders; nothing of either is lost."""
    now = actions.order_of(issue)
    merged = merge(now, wanted, actions.ranks_of(issue.publication))
    shown = labelled(request.user, issue, now=now, wanted=wanted, merged=merged)
    since = Event.objects.about(issue).filter(verb__in=actions.CHANGES).select_related("who").order_by("-pk")
    context = {
        "issue": issue,
        "refusal": refusal,
        "since": list(since[: max(issue.version - base, 1)])[::-1],
        "may_save": issue.may_be_compiled_by(request.user),
        **shown,
    }
    page = "_order_conflict.html" if request.htmx else "order_conflict.html"
    answer = render(request, f"bulletins/{page}", context, status=409)
    return retarget(reswap(answer, "outerHTML"), "#order") if request.htmx else answer


def merge(now, wanted, ranks):
    """The wanted order without what was taken out, and with what was put in meanwhile."""
    here, known = {entry.article for entry in now}, {entry.article for entry in wanted}
    merged = [entry for entry in wanted if entry.article in here]
    for entry in now:
        if entry.article not in known:
            merged = arranging.placed(merged, entry, ranks)
    return merged


def labelled(user, issue, **orders):
    """Titles and names of columns for lists of entries, in two queries for all of them."""
    pks = {entry.article for order in orders.values() for entry in order}
    titles = Article.objects.visible_to(user).in_bulk(pks)
    columns = {column.pk: column for column in issue.publication.column_set.all()}
    here = {entry.article for entry in orders["now"]}
    return {
        name: [
            {
                "article": titles[each.article],
                "column": columns.get(each.column),
                "here": each.article in here,
            }
            for each in order
            if each.article in titles
        ]
        for name, order in orders.items()
    }
