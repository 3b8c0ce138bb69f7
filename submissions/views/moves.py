"""Saying a verb of the table: a page that asks and shows what will be seen, a POST that does."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render

from accounts import kept
from accounts.refusal import NotYours, Refused
from accounts.roles import DESK_ROLES
from submissions import actions
from submissions.actions.deciding import foreseen
from submissions.actions.telling import words_of
from submissions.forms.deciding import ReasonForm
from submissions.models import Reason, Submission
from submissions.states import MOVES
from submissions.views import signing
from submissions.views.checking import look_over
from submissions.views.queue import Queue
from submissions.views.recalling import latest, remember


def move(request, pk, verb):
    """Ask for a reason or a confirmation where the table wants one, then act."""
    item = found(request, pk)
    step = MOVES[verb]
    refuse_role(item, verb, request.user)
    form = decision_form(request, step, verb, item) if step.needs_reason or step.preview else None
    if item.state not in step.start and not (form and form.is_bound):
        name = shown_name(request, item)
        return turned_away(request, item, f"《{name}》现为“{item.stage_label}”，不能{step.label}。")
    if request.method != "POST" or request.POST.get("then") == "preview":
        return ask(request, item, verb, form)
    if form is not None and not form.is_valid():
        return ask(request, item, verb, form, status=422)
    return decide(request, item, verb, form)


def found(request, pk):
    items = Submission.objects.visible_to(request.user).ranked().with_people()
    return get_object_or_404(items.select_related("claimed_by"), pk=pk)


def refuse_role(item, verb, user):
    """Not theirs to do: told at the door, before any form is filled in."""
    if not item.allows(verb, user):
        raise NotYours(f"“{MOVES[verb].label}”不在您的岗位职责之内。")


def decision_form(request, step, verb, item):
    texts = Reason.objects.texts_for(item.office, verb) if step.needs_reason else ()
    meant = list(item.chosen.values()) or [item.filed.suggested] if verb == "accept" and item.filed else []
    return ReasonForm(kept.posted(request), verb=verb, catalogue=texts, initial={"publications": meant})


def decide(request, item, verb, form):
    """Do it; a refusal keeps what was typed, or leads back to the item where nothing was."""
    if verb == "send" and look_over(item, request.user).found:
        return redirect("submissions:check", item.pk)
    queue = Queue(request.user, request.GET) if MOVES[verb].preview else None
    following = queue.beside(item).following if queue else None
    place = signing.Place.of(item, request.user) if verb == "turn-back" else None
    try:
        done = act(item, verb, request, form)
    except NotYours:
        raise
    except Refused as refusal:
        if form is None:
            return turned_away(request, item, refusal)
        return ask(request, found(request, item.pk), verb, form, refusal, status=409)
    if queue:
        remember(request, MOVES[verb].label, [done])
        return redirect(onward(request, queue, following))
    messages.success(request, f"已{MOVES[verb].label}：《{shown_name(request, done)}》。")
    return signing.onward(request, place) if place else redirect(after(request, done))


def act(item, verb, request, form):
    given = form.settled() | {"reason": form.reason()} if form else {}
    return actions.move(item, verb, by=request.user, seen=request.POST.get("seen", ""), **given)


def onward(request, queue, following):
    """Straight to the next item of the queue; at its end back to the list."""
    if following:
        return queue.url("submissions:detail", following)
    messages.success(request, "这一列已全部筛选完。")
    return queue.url("submissions:inbox")


def shown_name(request, item):
    return item.text_for(request.user) or item


def turned_away(request, item, words):
    """What cannot be done now is said where the item stands, not on the page of the deed."""
    messages.error(request, f"{words}")
    return redirect(after(request, item))


def ask(request, item, verb, form, refusal=None, status=200):
    step = MOVES[verb]
    context = {
        "item": item,
        "text": shown_name(request, item),
        "writer": kept.writer_key(request.user),
        "step": step,
        "verb": verb,
        "form": form,
        "refusal": refusal,
        "possible": item.state in step.start,
        "seen": item.seen,
        "query": request.GET.urlencode(),
        "recall": latest(request),
    }
    if step.preview:
        context |= preview(item, verb, form)
    page = "submissions/_preview.html" if request.htmx else "submissions/move.html"
    return render(request, page, context, status=status)


def preview(item, verb, form):
    """The item and the notice as their author will find them, with what is written so far."""
    given = {}
    if form.is_bound:
        form.is_valid()
        given = form.settled() | {"reason": form.reason()}
    after = foreseen(item, verb, **given)
    return {"after": after, "notice": words_of(after, verb)}


def after(request, item):
    """Back to the item; if it left this person's sight, to the list they work from."""
    if not Submission.objects.visible_to(request.user).filter(pk=item.pk).exists():
        return "submissions:index"
    if request.user.holds_any(DESK_ROLES, item.office):
        return Queue(request.user, request.GET).url("submissions:detail", item.pk)
    return f"/submissions/{item.pk}/"
