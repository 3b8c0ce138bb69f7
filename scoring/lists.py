"""The rows behind a count, with titles, for those who may read them."""

from django.db.models import Exists, OuterRef, Prefetch, Q

from bulletins.models import Adoption, Instruction, Issue
from scoring.bookcase import end_of
from submissions.models import Invitation, Submission
from submissions.states import State


def items(standing, reader, what, span, units, carrier=""):
    """The list a figure opens, as a query."""
    ids = standing.tally.ids(span, what, units, carrier)
    return LISTS[what](standing, reader, span, units).filter(pk__in=ids)


def submitted(standing, reader, span, units, what="submitted"):
    """A unit reads what counts for it, also what it filed jointly under another unit's name."""
    own = Q(pk__in=standing.tally.ids(span, what, reader.units)) | Q(author=reader.user)
    filed = Submission.objects.all() if reader.sees_all else Submission.objects.filter(own)
    return filed.select_related("unit", "author", "filed").order_by("-submitted_on", "-pk")


def adopted(standing, reader, span, units):
    """Items with their uses in the span: an item used twice is one item."""
    counted = standing.tally.ids(span, "used", units)
    uses = Adoption.objects.filter(pk__in=counted).with_names()
    return submitted(standing, reader, span, units, "adopted").prefetch_related(
        Prefetch("adoptions", uses.order_by("on", "pk"), to_attr="uses")
    )


def used(standing, reader, span, units):
    adoptions = Adoption.objects.visible_to(reader.user)
    return adoptions.with_names().order_by("-on", "-pk")


def instructed(standing, reader, span, units):
    """What was credited to a unit stays in its list, even when the issue it was written on is void by now."""
    credited = standing.tally.ids(span, "instructed", None if reader.sees_all else reader.units)
    readable = Instruction.objects.visible_to(reader.user).values("pk")
    issue = Issue.objects.visible_to(reader.user).filter(pk=OuterRef("issue"))
    found = Instruction.objects.filter(Q(pk__in=credited) | Q(pk__in=readable)).annotate(opens=Exists(issue))
    return found.select_related("issue__publication", "submission__filed").order_by("-on", "-pk")


def sent(standing, reader, span, units):
    return submitted(standing, reader, span, units, "sent")


def invited(standing, reader, span, units):
    """The desk and leaders read whom the office asked; a unit what was asked of it."""
    own = Invitation.objects.all() if reader.sees_all else Invitation.objects.filter(unit__in=reader.units)
    return own.with_all().order_by("-commission__deadline", "-pk")


LISTS = {
    "submitted": submitted,
    "adopted": adopted,
    "used": used,
    "instructed": instructed,
    "sent": sent,
    "asked": invited,
    "answered": invited,
}


def undecided(office, month):
    """What may still become a fact: items that wait for a decision, issues that wait for a signature."""
    waiting = Submission.objects.filter(
        office=office, state=State.SUBMITTED, submitted_on__lte=end_of(month)
    ).with_people()
    issues = Issue.objects.in_work().filter(publication__office=office).select_related("publication")
    return waiting.order_by("submitted_on", "pk"), issues.order_by("moved_at")
