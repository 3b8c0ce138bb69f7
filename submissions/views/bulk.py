"""Many rows at once: each is done or refused on its own, and says so."""

from django.http import Http404
from django.shortcuts import redirect, render

from accounts import kept
from accounts.numbers import whole
from submissions import actions
from submissions.actions.claiming import claim
from submissions.forms.deciding import ReasonForm
from submissions.models import Reason, Submission
from submissions.states import DECISIONS, MOVES
from submissions.views.moves import preview
from submissions.views.queue import Queue
from submissions.views.recalling import latest, remember, said

CLAIM = "claim"
LIMIT = 100


def bulk(request):
    """What was ticked in the list, what is to be done, and then what became of each."""
    queue, given = Queue(request.user, request.GET), request.POST if request.method == "POST" else request.GET
    items, verb = ticked(request.user, given), given.get("verb", "")
    if verb not in (CLAIM, *DECISIONS):
        raise Http404
    if not items:
        return redirect(queue.url("submissions:inbox"))
    form = None if verb == CLAIM else bulk_form(request, verb, items[0])
    if request.method != "POST" or given.get("then") == "preview":
        return ask(request, queue, items, verb, form)
    if form is not None and not form.is_valid():
        return ask(request, queue, items, verb, form, status=422)
    return answer(request, queue, items, verb, form)


def ticked(user, given):
    """The rows ticked, as far as they lie on this person's desk, in the order of the list."""
    wanted = [number for pk in given.getlist("items")[:LIMIT] if (number := whole(pk))]
    rows = Submission.objects.visible_to(user).of_office(user).filter(pk__in=wanted).with_people()
    known = {item.pk: item for item in rows.select_related("claimed_by")}
    return [known[pk] for pk in dict.fromkeys(wanted) if pk in known]


def bulk_form(request, verb, item):
    texts = Reason.objects.texts_for(item.office, verb) if MOVES[verb].needs_reason else ()
    return ReasonForm(kept.posted(request), verb=verb, catalogue=texts)


def label_of(verb):
    return "领取" if verb == CLAIM else MOVES[verb].label


def ask(request, queue, items, verb, form, status=200):
    context = {"queue": queue, "items": items, "verb": verb, "label": label_of(verb), "form": form}
    context |= {"writer": kept.writer_key(request.user), "query": request.GET.urlencode()}
    if form:
        context |= preview(items[0], verb, form)
    page = "submissions/_preview.html" if request.htmx else "submissions/bulk.html"
    return render(request, page, context, status=status)


def answer(request, queue, items, verb, form):
    """Row by row, in its own transaction; nothing is undone because a neighbour was refused."""
    results = [(item, *one(request, item, verb, form)) for item in items]
    done = [item for item, fine, _ in results if fine]
    if done and form:
        remember(request, label_of(verb), done)
    context = {"queue": queue, "results": results, "recall": latest(request)}
    return render(request, "submissions/bulk_done.html", context)


def one(request, item, verb, form):
    if form is None:
        return said(claim, item, by=request.user)
    given = form.settled() | {"reason": form.reason(), "verb": verb}
    return said(actions.move, item, by=request.user, seen=request.POST.get(f"seen-{item.pk}", ""), **given)
