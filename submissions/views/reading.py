"""Reading one item: its words, its road, its revisions."""

from django.shortcuts import get_object_or_404, render

from accounts.models import Event
from accounts.roles import DESK_ROLES
from submissions.diff import difference, paragraphs
from submissions.models import Revision, Submission
from submissions.states import State

OFFICE_SPOKE = {State.RETURNED: "return", State.HELD: "hold", State.REJECTED: "reject"}
INSIDE_UNIT = ("begin", "attach", "detach", "send", "recall", "turn-back")


def detail(request, pk):
    """One item as this person may read it."""
    user = request.user
    item = get_object_or_404(Submission.objects.visible_to(user).with_people(), pk=pk)
    text = item.text_for(user)
    history = list(history_for(item, text))
    context = {
        "item": item,
        "text": text,
        "moves": item.moves_for(user),
        "reason": reason_for(item, text, history),
        "is_author": item.author_id == user.pk,
        "attachments": item.attachments.visible_to(user).beside(text.rich),
        "revisions": revisions_for(item, text).select_related("by"),
        "history": history,
        "secrecy": item.secrecy_reviews.filter(revision=item.filed_id)
        .select_related("collector", "reviewer")
        .first(),
        "next_waiting": next_waiting(item, user),
        "at_desk": user.holds_any(DESK_ROLES, item.office),
    }
    return render(request, "submissions/detail.html", context)


def revisions_for(item, text):
    """The unit reads every revision, the office only what was signed."""
    return item.revisions.all() if text is item else item.revisions.filter(why=Revision.Why.SIGNED)


def history_for(item, text):
    events = Event.objects.about(item)
    return events if text is item else events.exclude(verb__in=INSIDE_UNIT)


def reason_for(item, text, history):
    """Why it stands where it stands; the office reads its own words, never what was said inside the unit."""
    if text is item:
        return item.reason
    said = [event.note for event in history if event.verb == OFFICE_SPOKE.get(item.state)]
    return said[-1] if said else ""


def next_waiting(item, user):
    """Where a screening editor goes on reading."""
    if not user.holds_any(DESK_ROLES, item.office):
        return None
    queue = Submission.objects.visible_to(user).of_office(user).in_stage(State.SUBMITTED)
    return queue.exclude(pk=item.pk).order_by("moved_at", "pk").first()


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
