"""The rows behind a count, with titles, for those who may read them."""

from django.db.models import Exists, OuterRef, Prefetch, Q

from bulletins.models import Adoption, Instruction, Issue
from scoring.bookcase import end_of
from submissions.models import Invitation, Submission
from submissions.states import State


def items(scope, what, carrier=""):
    """The list a figure opens, as a query."""
    return LISTS[what](scope).filter(pk__in=scope.ids(what, carrier))


def submitted(scope, what="submitted"):
    """A unit reads what counts for it, also what it filed jointly under another unit's name."""
    reader = scope.reader
    counted = scope.view.tally.ids(scope.span, what, reader.units)
    own = Q(pk__in=counted) | Q(author=reader.user)
    filed = Submission.objects.all() if reader.sees_all else Submission.objects.filter(own)
    return filed.select_related("unit", "author", "filed").order_by("-submitted_on", "-pk")


def adopted(scope):
    """Items with their uses in the span: an item used twice is one item."""
    uses = Adoption.objects.filter(pk__in=scope.ids("used")).select_related(
        "publication", "issue__publication"
    )
    return submitted(scope, "adopted").prefetch_related(
        Prefetch("adoptions", uses.order_by("on", "pk"), to_attr="uses")
    )


def used(scope):
    adoptions = Adoption.objects.visible_to(scope.reader.user)
    return adoptions.select_related("unit", "publication", "issue__publication").order_by("-on", "-pk")


def instructed(scope):
    """What was credited to a unit stays in its list, even when the issue it was written on is void by now."""
    reader = scope.reader
    credited = scope.view.tally.ids(scope.span, "instructed", None if reader.sees_all else reader.units)
    credited |= scope.view.people.ids(scope.span, "instructed", [reader.user.pk])
    readable = Instruction.objects.visible_to(reader.user).values("pk")
    issue = Issue.objects.visible_to(reader.user).filter(pk=OuterRef("issue"))
    found = Instruction.objects.filter(Q(pk__in=credited) | Q(pk__in=readable)).annotate(opens=Exists(issue))
    return found.select_related("issue__publication", "submission__filed").order_by("-on", "-pk")


def sent(scope):
    return submitted(scope, "sent")


def invited(scope):
    """The desk and leaders read whom the office asked; a unit what was asked of it."""
    reader = scope.reader
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
