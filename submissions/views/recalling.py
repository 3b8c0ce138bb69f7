"""The minute in which a decision can be taken back: offered on every page of the desk."""

import time

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.numbers import whole
from accounts.refusal import NotYours, Refused
from submissions.actions.deciding import take_back as recall
from submissions.actions.telling import PAUSE
from submissions.models import Submission
from submissions.states import DECISIONS, DESK_NOTES
from submissions.views.queue import Queue

KEPT = "decided"


def remember(request, label, items):
    """What was just decided, for the bar on the next page; the session is read anyway."""
    name = f"《{items[0].filed}》" if len(items) == 1 else f"{len(items)} 篇"
    until = time.time() + PAUSE.total_seconds()
    request.session[KEPT] = {
        "items": [item.pk for item in items],
        "words": f"已{label}：{name}",
        "until": until,
    }


def latest(request):
    """The bar's words while the minute lasts."""
    bar = request.session.get(KEPT)
    return ticking(bar) if bar else None


def of_item(request, item, history):
    """On the item's own page its own decision is offered, also when others followed."""
    said = [event for event in history if event.verb not in DESK_NOTES][-1:]
    if not said or said[0].verb not in DECISIONS or said[0].who_id != request.user.pk:
        return latest(request)
    until = (said[0].at + PAUSE).timestamp()
    bar = {"items": [item.pk], "words": f"已{said[0].label}：《{item.filed}》", "until": until}
    return ticking(bar) or latest(request)


def ticking(bar):
    left = int(bar["until"] - timezone.now().timestamp())
    return bar | {"left": left, "of": PAUSE.seconds} if left > 0 else None


@require_POST
def take_back(request):
    """Recall what was decided a moment ago, one item or many; each answers for itself."""
    wanted = [number for pk in request.POST.getlist("items")[:200] if (number := whole(pk))]
    mine = Submission.objects.visible_to(request.user).of_office(request.user)
    items = list(mine.filter(pk__in=wanted).with_people().order_by("moved_at", "pk"))
    if not items:
        raise Http404
    request.session.pop(KEPT, None)
    queue = Queue(request.user, request.GET)
    if len(items) > 1:
        return render(
            request, "submissions/bulk_done.html", {"results": each(items, request.user), "queue": queue}
        )
    done = recall(items[0], by=request.user)
    messages.success(request, f"已撤销，《{done.filed}》仍为“{done.get_state_display()}”，没有发出消息。")
    return redirect(queue.url("submissions:detail", done.pk))


def each(items, user):
    return [(item, *said(recall, item, by=user)) for item in items]


def said(act, item, **given):
    """Whether an act was done to one of many, and what there is to say about it."""
    try:
        act(item, **given)
    except (Refused, NotYours) as refusal:
        return False, str(refusal)
    return True, "已办理"
