"""Reading a signed issue: every reading is in the log, the first one is the receipt."""

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from accounts.actions import notices
from accounts.events import record
from accounts.models import Notice
from accounts.refusal import NotYours
from accounts.roles import Role
from bulletins.models import Delivery, Receipt
from bulletins.states import IssueState


@transaction.atomic
def read(issue, *, by):
    """The page of an issue was opened (domain §10: reading is recorded too)."""
    record(by, "read", issue, label="阅读", unit=issue.publication.office)
    take_note(issue, by=by)


@transaction.atomic
def take_note(issue, *, by):
    """Somebody has it before their eyes, on the page or as a file; what asked them to read it is done."""
    if issue.state != IssueState.SIGNED:
        return
    now = timezone.now()
    Delivery.objects.filter(issue=issue, person=by, read_at=None).update(read_at=now)
    receipt, is_first = Receipt.objects.get_or_create(issue=issue, person=by, kind=Receipt.Kind.READ)
    if not is_first:
        Receipt.objects.filter(pk=receipt.pk).update(times=F("times") + 1, last_at=now)
    notices.read(Notice.objects.visible_to(by).about(issue))


@transaction.atomic
def initial(issue, *, by):
    """圈阅: a leader has read it and has nothing to add; once is enough."""
    if Role.LEADER not in by.roles:
        raise NotYours("圈阅由领导本人办理。")
    receipt, is_first = Receipt.objects.get_or_create(issue=issue, person=by, kind=Receipt.Kind.INITIALLED)
    if is_first:
        record(by, "initial", issue, label="圈阅", unit=issue.publication.office)
        Delivery.objects.filter(issue=issue, person=by, read_at=None).update(read_at=receipt.at)
    return receipt


@transaction.atomic
def read_all(*, by):
    """Put away everything that waits for oneself, unopened: said in the log, and told apart on the receipts."""
    waiting = Delivery.objects.unread_by(by).select_related("issue__publication")
    issues = [each.issue for each in waiting.order_by("pk")]
    if issues:
        Delivery.objects.filter(person=by, issue__in=issues).unread().update(read_at=timezone.now())
        note = "；".join(str(issue) for issue in issues)[:500]
        record(
            by, "read-all", by, label="全部标为已读", unit=by.home, note=note, issues=[i.pk for i in issues]
        )
        asked = Notice.objects.visible_to(by).filter(cause__thing_type="bulletins.issue")
        notices.read(asked.filter(cause__thing_id__in=[issue.pk for issue in issues]))
    return len(issues)
