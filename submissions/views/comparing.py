"""Two versions of one item: on a page of their own, and in short where the newer one is read."""

from django.shortcuts import get_object_or_404, render

from accounts.models import Event
from submissions.diff import difference, paragraphs
from submissions.facts import changed
from submissions.forms.opening import carried
from submissions.models import Revision, Submission
from submissions.models.joint import units_in_order
from submissions.since import told
from submissions.states import State

REPORTED = (Revision.Why.SIGNED, Revision.Why.WITHDRAWN)


def revisions_for(item, text):
    """The unit reads every revision, the office and partners only what was signed."""
    return item.revisions.all() if text is item else item.revisions.filter(why=Revision.Why.SIGNED)


def compare(request, pk):
    """Two revisions in one text and the facts they differ in; the newest two unless others are chosen."""
    item = get_object_or_404(Submission.objects.visible_to(request.user), pk=pk)
    text = item.text_for(request.user)
    known = list(revisions_for(item, text).select_related("by"))
    before, after = chosen_pair(known, request.GET)
    context = {"item": item, "text": text, "revisions": known, "before": before, "after": after}
    if before and after:
        context["title"] = difference(before.title, after.title)
        context["lines"] = paragraphs(difference(before.body, after.body))
        context["facts"] = changed(carried(before), carried(after), names_of(before, after))
    return render(request, "submissions/compare.html", context)


def chosen_pair(revisions, query):
    """The two revisions asked for by number; else the last two."""
    by_number = {str(revision.number): revision for revision in revisions}
    last = [None, None, *revisions][-2:]
    return by_number.get(query.get("a"), last[0]), by_number.get(query.get("b"), last[1])


def names_of(*contents):
    return {
        unit.pk: unit.name for unit in units_in_order([key for each in contents for key in each.partners])
    }


def since_last(item, text, revisions, history):
    """与上次报送的对照: what an answered return brought, for whoever reads the item again; else nothing."""
    after = standing(item, text, revisions)
    before = [each for each in revisions if after and each.number < after.number and each.why in REPORTED]
    if not before:
        return None
    asked = [event.note for event in history if event.verb == "return" and event.note]
    return {
        "before": before[-1],
        "after": after,
        "told": told(carried(before[-1]), carried(after), names_of(before[-1], after)),
        "asked": asked[-1] if asked else "",
    }


def since_at_signing(item):
    """The same for the reviewer, on the page where the unit signs."""
    history = Event.objects.about(item).filter(verb="return")
    return since_last(item, item, list(item.revisions.all()), history)


def standing(item, text, revisions):
    """The revision the page stands for: what waits for the signature, or what was signed last."""
    if text is item and item.state != State.REVIEW and item.writable:
        return None
    wanted = Revision.Why.SENT if text is item and item.state == State.REVIEW else Revision.Why.SIGNED
    return next((each for each in reversed(revisions) if each.why == wanted), None)
