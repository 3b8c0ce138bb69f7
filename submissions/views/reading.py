"""Reading one item: its words, its road, its revisions."""

from django.shortcuts import get_object_or_404, render

from accounts.models import Event
from accounts.roles import DESK_ROLES, Role
from submissions.diff import difference, paragraphs
from submissions.models import Revision, Submission
from submissions.states import DESK_NOTES, State
from submissions.views.queue import Queue
from submissions.views.recalling import of_item

OFFICE_SPOKE = {State.RETURNED: "return", State.HELD: "hold", State.REJECTED: "reject"}
ON_THE_PAGE = ("claimed_by", "verified_by", "filed__secrecy__collector", "filed__secrecy__reviewer")
INSIDE_UNIT = ("begin", "attach", "detach", "clear", "send", "recall", "turn-back")


def detail(request, pk):
    """One item as this person may read it."""
    user = request.user
    items = Submission.objects.visible_to(user).ranked().with_people().with_answered()
    item = get_object_or_404(items.select_related(*ON_THE_PAGE), pk=pk)
    text = item.text_for(user)
    at_desk = user.holds_any(DESK_ROLES, item.office)
    history = list(history_for(item, text, at_desk))
    context = {
        "item": item,
        "text": text,
        "moves": item.moves_for(user),
        "reason": reason_for(item, text, history),
        "is_author": item.author_id == user.pk,
        "attachments": item.attachments.visible_to(user),
        "revisions": revisions_for(item, text).select_related("by"),
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


def revisions_for(item, text):
    """The unit reads every revision, the office only what was signed."""
    return item.revisions.all() if text is item else item.revisions.filter(why=Revision.Why.SIGNED)


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


def compare(request, pk):
    """Two revisions side by side in one text; the newest two unless others are chosen."""
    item = get_object_or_404(Submission.objects.visible_to(request.user), pk=pk)
    known = list(revisions_for(item, item.text_for(request.user)).select_related("by"))
    before, after = beside(item, known, request.GET) or chosen_pair(known, request.GET)
    context = {
        "item": item,
        "text": item.text_for(request.user),
        "revisions": known,
        "before": before,
        "after": after,
        "side": "side" in request.GET,
    }
    if before and after:
        context["title"] = difference(before.title, after.title)
        context["lines"] = paragraphs(difference(before.body, after.body))
    return render(request, "submissions/compare.html", context)


def beside(item, revisions, query):
    """The working copy and a wording that came too late, when one was kept beside it."""
    side = [r for r in revisions if str(r.number) == query.get("side")]
    return (item, side[0]) if side else None


def chosen_pair(revisions, query):
    """The two revisions asked for by number; else the last two."""
    by_number = {str(revision.number): revision for revision in revisions}
    last = [None, None, *revisions][-2:]
    return by_number.get(query.get("a"), last[0]), by_number.get(query.get("b"), last[1])
