"""A report has arrived: the office's receipt, and the word of the unit's head."""

from django.db import transaction
from django.utils import timezone

from accounts.actions.notices import retire
from accounts.events import record
from accounts.refusal import Refused
from submissions.actions.urgent import TOLD, checked
from submissions.models.urgent import Confirmation, Receipt
from submissions.urgent_states import Way

LOUD = ("urgent-first", "urgent-follow", "urgent-final", "urgent-correct", "urgent-alarm")


@transaction.atomic
def acknowledge(sent, *, by):
    """A hand of the office has the report; of two at once the first, the other is told by whom."""
    incident = checked(sent.incident, "acknowledge", by)
    if sent.way == Way.PHONE:
        raise Refused("电话报告由登记人接听，不必签收。")
    earlier = Receipt.objects.filter(report=sent).select_related("by").first()
    if earlier:
        at = timezone.localtime(earlier.at)
        raise Refused(f"{earlier.by}已于{at.month}月{at.day}日 {at:%H:%M} 签收，不必再签收。")
    receipt = Receipt.objects.create(report=sent, by=by)
    record(
        by,
        TOLD["acknowledge"],
        incident,
        label="签收",
        unit=incident.unit,
        note=sent.label,
        report=sent.number,
    )
    if not incident.reports.unreceived().exists():
        retire(incident, verbs=LOUD)
    return receipt


@transaction.atomic
def confirm(sent, *, by):
    """The head stands behind a report that has left already."""
    incident = checked(sent.incident, "confirm", by)
    earlier = Confirmation.objects.filter(report=sent).select_related("head").first()
    if earlier:
        raise Refused(f"{earlier.head}已经确认，不必再确认。")
    done = Confirmation.objects.create(report=sent, head=by, by=by)
    record(
        by,
        TOLD["confirm"],
        incident,
        label="负责人确认",
        unit=incident.unit,
        note=sent.label,
        report=sent.number,
    )
    if not incident.reports.unconfirmed().exists():
        retire(incident, verbs=("urgent-ask",))
    return done
