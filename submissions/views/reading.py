"""Reading one item: its words, its road, its revisions."""

from django.shortcuts import get_object_or_404, render

from accounts.models import Event
from accounts.roles import DESK_ROLES, Role
from submissions.models import Submission
from submissions.models.joint import units_in_order
from submissions.states import DESK_NOTES, State
from submissions.views.comparing import revisions_for, since_last
from submissions.views.queue import Queue
from submissions.views.recalling import of_item

OFFICE_SPOKE = {State.RETURNED: "return", State.HELD: "hold", State.REJECTED: "reject"}
ON_THE_PAGE = (
    "claimed_by",
    "verified_by",
    "filed__secrecy__collector",
    "filed__secrecy__reviewer",
    "filed__secrecy__stands_for",
)
INSIDE_UNIT = ("begin", "attach", "detach", "clear", "send", "recall", "turn-back", "amend", "new-pen")


def detail(request, pk):
    """One item as this person may read it."""
    user = request.user
    items = Submission.objects.visible_to(user).ranked().with_people().with_answered()
    item = get_object_or_404(items.select_related(*ON_THE_PAGE), pk=pk)
    text = item.text_for(user)
    at_desk = user.holds_any(DESK_ROLES, item.office)
    history = list(history_for(item, text, at_desk))
    revisions = list(revisions_for(item, text).select_related("by"))
    context = {
        "item": item,
        "text": text,
        "moves": item.moves_for(user),
        "reason": reason_for(item, text, history),
        "is_author": item.author_id == user.pk,
        "attachments": item.attachments.visible_to(user).beside(text.rich),
        "revisions": revisions,
        "since": since_last(item, text, revisions, history),
        "partners": units_in_order(text.partners),
        "history": history,
        "secrecy": getattr(item.filed, "secrecy", None),
        "at_desk": at_desk,
    }
    return render(request, "submissions/detail.html", context | desk_context(request, item, history))


def desk_context(request, item, history):
    """Where a screening editor goes on, what can be taken back, and who is at it."""
    user = request.user
    if not user.holds_any(DESK_ROLES, item.office):
        return {}
    queue = Queue(user, request.GET)
    return {
        "queue": queue,
        "beside": queue.beside(item),
        "may_screen": user.holds(Role.EDITOR, item.office),
        "recall": of_item(request, item, history),
    }


def history_for(item, text, at_desk):
    """Everybody's own house in full; of the other what was said across the threshold."""
    events = Event.objects.about(item)
    events = events if at_desk else events.exclude(verb__in=DESK_NOTES)
    return events if text is item else events.exclude(verb__in=INSIDE_UNIT)


def reason_for(item, text, history):
    """Why it stands where it stands; the office reads its own words, never what was said inside the unit."""
    if text is item:
        return item.reason
    said = [event.note for event in history if event.verb == OFFICE_SPOKE.get(item.state)]
    return said[-1] if said else ""
