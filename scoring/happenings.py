"""Events for which a book may take or give points: faults of reporting, late answers, what was registered by hand."""

from django.db.models import DateField, F, Min, OuterRef, Q, Subquery
from django.db.models.functions import TruncDate
from django.utils import timezone

from bulletins.followup_states import OWED, FollowUpState
from bulletins.models import Feedback, Part
from scoring.models import Adjustment
from scoring.terms import Fact
from submissions.calling import CommissionState, Reply
from submissions.models import Invitation, Mark, Submission

FAULTS = {"late": "late", "missed": "missed", "false": "false", "concealed": "concealed"}


def events_between(office, first, last):
    """Every event of the office's units whose day lies in the period."""
    days = office, first, last
    for sort in (faults, missed_commissions, late_answers, missed_feedback, late_feedback, registered):
        yield from sort(*days)


def event(key, event, unit, on, **facts):
    return Fact(key=f"event:{key}", kind="event", event=event, unit=unit, on=on, **facts)


def faults(office, first, last):
    """迟报、漏报、谎报、瞒报 of urgent reports, by the day of the fault; with the item the incident became."""
    marks = Mark.objects.standing().between(first, last).filter(office=office).order_by("on", "pk")
    for mark in marks.annotate(item=F("incident__turned__submission")):
        yield event(
            f"mark.{mark.pk}", FAULTS[mark.fault], mark.unit_id, mark.on, item=mark.item, note=mark.about
        )


def missed_commissions(office, first, last):
    """约稿未交, by the day of the deadline that was missed."""
    missed = Invitation.objects.missed_between(office, first, last).select_related("commission")
    for invitation in missed.order_by("missed_at", "pk"):
        on = timezone.localdate(invitation.missed_at)
        note = str(invitation.commission)
        yield event(f"invitation.{invitation.pk}", "commission_missed", invitation.unit_id, on, note=note)


def late_answers(office, first, last):
    """约稿迟交, by the day on which the answer came at last; with the item that answers."""
    answers = Submission.objects.standing().filter(invitation=OuterRef("pk")).order_by("submitted_at", "pk")
    late = Invitation.objects.filter(
        commission__office=office,
        state=Reply.ANSWERED,
        answered_at__gt=F("commission__deadline"),
        answered_at__date__range=(first, last),
    ).exclude(commission__state=CommissionState.CANCELLED)
    late = late.annotate(item=Subquery(answers.values("pk")[:1])).select_related("commission")
    for one in late.order_by("answered_at", "pk"):
        on, note = timezone.localdate(one.answered_at), str(one.commission)
        yield event(f"answer.{one.pk}", "commission_late", one.unit_id, on, item=one.item, note=note)


def missed_feedback(office, first, last):
    """批示反馈未报: a part of a follow-up that is still owed after its day, by that day."""
    ended = Q(followup__state=FollowUpState.CLOSED, followup__closed_at__date__gt=F("deadline"))
    owed = Part.objects.filter(
        Q(followup__state=FollowUpState.OPEN) | ended,
        followup__office=office,
        state__in=OWED,
        deadline__range=(first, last),
        deadline__lt=timezone.localdate(),
    )
    for part in owed.select_related("followup__instruction").order_by("deadline", "pk"):
        told = {"item": part.followup.instruction.submission_id, "note": str(part.followup)}
        yield event(f"part.{part.pk}", "feedback_missed", part.unit_id, part.deadline, **told)


def late_feedback(office, first, last):
    """批示反馈迟报: what came after its day, once for each day that was set, by the day on which it came."""
    came = TruncDate("at", output_field=DateField())
    first_for_day = (
        Feedback.objects.filter(part=OuterRef("part"), due=OuterRef("due")).order_by().values("part")
    )
    late = Feedback.objects.annotate(
        came=came, first_at=Subquery(first_for_day.annotate(at_first=Min("at")).values("at_first"))
    ).filter(part__followup__office=office, came__range=(first, last), came__gt=F("due"), at=F("first_at"))
    late = late.exclude(part__followup__state=FollowUpState.CANCELLED).exclude(part__state="released")
    for one in late.select_related("part__followup__instruction").order_by("at", "pk"):
        part = one.part
        told = {"item": part.followup.instruction.submission_id, "note": str(part.followup)}
        yield event(f"feedback.{one.pk}", "feedback_late", part.unit_id, one.came, **told)


def registered(office, first, last):
    """What a scorer registered and a second person agreed to (奖惩事项)."""
    found = Adjustment.objects.in_force().events().filter(office=office, on__range=(first, last))
    for one in found.order_by("on", "pk"):
        yield fact_of(one)


def fact_of(adjustment):
    """A registered event as the reckoning sees it; also of one that is only proposed, to say what it would earn."""
    return event(
        f"adjustment.{adjustment.pk or 'new'}",
        adjustment.event,
        adjustment.unit_id,
        adjustment.on,
        item=adjustment.submission_id,
        person=adjustment.person_id,
        level=adjustment.level or None,
        note=adjustment.reason,
    )
