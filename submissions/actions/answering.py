"""What an item answers: a topic of a call, an invitation of a commission. A closed call never costs a text."""

from django.db import transaction
from django.db.models import Min
from django.utils import timezone

from accounts.actions.notices import retire
from accounts.duties import in_place_of
from accounts.events import last_hand, record
from accounts.refusal import NotYours, Refused
from accounts.roles import Role
from submissions.actions.writing import refuse_foreign_pen
from submissions.calling import OWED, CallState, CommissionState, Reply
from submissions.models import Commission, Invitation, Revision, Submission, Topic
from submissions.states import State

SETTLING = ("sign", "withdraw", "discard", "reopen")  # verbs after which an invitation may stand otherwise
ORDINARY = "请点“解除关联”后作为一般信息送审"


@transaction.atomic
def link(item, *, by, topic=None, invitation=None):
    """Say of a draft what it answers; one of both, or both."""
    item = Submission.objects.select_for_update(of=("self",)).get(pk=item.pk)
    topic, invitation = as_they_stand(topic, invitation)
    why = (topic and why_closed(topic)) or (invitation and why_ended(invitation))
    if why:
        raise Refused(f"{why}，不能再关联新稿。")
    return put(item, by, topic, invitation)


def as_they_stand(topic, invitation):
    """Read anew: a page may have been open for long."""
    topic = topic and Topic.objects.select_related("call__office").get(pk=topic.pk)
    return topic, invitation and Invitation.objects.with_all().get(pk=invitation.pk)


@transaction.atomic
def take_up(item, *, by, topic=None, invitation=None):
    """A draft just begun from a call or an invitation; whether that still takes items is asked when it is sent."""
    item = Submission.objects.select_for_update(of=("self",)).get(pk=item.pk)
    known = (item.topic_id, item.invitation_id)
    if item.version > 1 or known == (topic and topic.pk, invitation and invitation.pk):
        return item
    return put(item, by, topic, invitation)


def put(item, by, topic, invitation):
    refuse_foreign_pen(item, by)
    if item.state != State.DRAFT or item.filed_id:
        raise Refused(f"《{item}》现为“{item.get_state_display()}”，只有草稿可以关联要点或约稿。")
    if topic and topic.call.office_id != item.office_id:
        raise Refused(f"“{topic.call}”不是《{item}》收稿单位发布的要点。")
    if invitation and invitation.unit_id != item.unit_id:
        raise Refused(f"这次约稿约的是“{invitation.unit}”，《{item}》由“{item.unit}”报送，不能关联。")
    item.topic, item.invitation = topic or item.topic, invitation or item.invitation
    item.save(update_fields=["topic", "invitation"])
    words = "；".join(f"“{thing}”" for thing in (topic, invitation and invitation.commission) if thing)
    record(by, "link", item, label="关联要点、约稿", unit=item.unit, note=words)
    return item


@transaction.atomic
def unlink(item, *, by):
    """From here on an ordinary item: by its author while writing, by the reviewer before signing."""
    item = Submission.objects.select_for_update(of=("self",)).get(pk=item.pk)
    at_review = item.state == State.REVIEW
    if at_review and not by.holds(Role.REVIEWER, item.unit):
        raise NotYours("已送审的信息由单位审核人解除关联，或由撰稿人撤回送审后再解除。")
    if not at_review:
        refuse_foreign_pen(item, by)
    if item.filed_id or not (at_review or item.writable):
        raise Refused(f"《{item}》已作为答复报送，不能解除关联；确需更改的，请先撤回报送。")
    item.topic = item.invitation = None
    item.version += at_review  # whoever has the page open to sign it sees that it is another thing now
    item.save(update_fields=["topic", "invitation", "version"])
    acting = in_place_of(by, [Role.REVIEWER], item.unit) if at_review else {}
    record(by, "unlink", item, label="解除关联", unit=item.unit, note="作为一般信息报送", **acting)
    return item


def why_closed(topic):
    """Why a topic takes no more items; empty while it does."""
    call = topic.call
    if call.published_at is None:
        return f"报送要点“{call}”还没有发布"
    if call.state == CallState.WITHDRAWN:
        return f"报送要点“{call}”已撤销（{call.reason}）"
    if call.until < timezone.localdate():
        return f"报送要点“{call}”已于{call.until.month}月{call.until.day}日到期截止"
    if call.state == CallState.CLOSED:
        return f"报送要点“{call}”已提前截止"
    return f"要点“{topic}”已撤下（{topic.struck_why}）" if topic.struck_at else ""


def why_ended(invitation):
    """Why a commission takes no more items; empty while it does. A passed deadline does not end it."""
    commission = invitation.commission
    if commission.state == CommissionState.CANCELLED:
        return f"约稿《{commission}》已取消（{commission.reason}）"
    return f"约稿《{commission}》已办结" if commission.state == CommissionState.CLOSED else ""


def refuse_closed(item):
    """On sending: an answer comes while it is asked for; what was filed in time may be reworked later."""
    if item.filed_id:
        return
    if item.topic and (why := why_closed(item.topic)):
        raise Refused(f"{why}，不能再作为它的来稿。{ORDINARY}，或请{item.topic.call.office}延长有效期。")
    if item.invitation and (why := why_ended(item.invitation)):
        office = item.invitation.commission.office
        raise Refused(f"{why}，不能再作为它的来稿。{ORDINARY}，或与{office}联系。")


def refuse_ended(item):
    """On signing: the office may have cancelled while the item lay with the reviewer; one of both is first."""
    if item.invitation_id is None or item.filed_id:
        return
    invitation = locked_invitation(item.invitation_id)
    if why := why_ended(invitation):
        who = last_hand(invitation.commission)
        raise Refused(f"{why}{who}。仍要报送的，请先点“解除关联”，再作为一般信息审签；或退回撰稿人。")


def locked_invitation(pk):
    """The commission first, then the invitation: everybody takes them in this order."""
    found = Invitation.objects.values_list("commission", flat=True).get(pk=pk)
    commission = Commission.objects.select_for_update(of=("self",)).select_related("office").get(pk=found)
    invitation = Invitation.objects.select_for_update(of=("self",)).select_related("unit").get(pk=pk)
    invitation.commission = commission
    return invitation


def settle_invitation(item, verb, by):
    """The invitation stands as its filed items say: answered at the first signature, or open again."""
    if item.invitation_id is None or verb not in SETTLING:
        return
    invitation = locked_invitation(item.invitation_id)
    first = first_signed(invitation)
    if first == invitation.answered_at:
        return
    invitation.answered_at = first
    note_answer(invitation, item, by) if first else note_loss(invitation, item, by)
    if not invitation.commission.invitations.filter(state__in=OWED).exists():
        retire(invitation.commission)


def first_signed(invitation):
    """When the first item that still answers was signed; rework after a return does not make it later."""
    answers = Submission.objects.standing().filter(invitation=invitation)
    return answers.filter(revisions__why=Revision.Why.SIGNED).aggregate(first=Min("revisions__at"))["first"]


def note_answer(invitation, item, by):
    """An item says more than an earlier no: its reason goes, the log keeps it."""
    invitation.state, invitation.missed_at, invitation.reason = Reply.ANSWERED, None, ""
    invitation.save()
    retire(invitation)
    label = f"报送约稿（{invitation.standing_label}）"
    record(by, "answer", invitation, label=label, unit=invitation.unit, note=f"《{item}》", item=item.pk)


def note_loss(invitation, item, by):
    """The clock decides again; a deadline that has passed is marked by the next sweep."""
    invitation.state = Reply.ACCEPTED
    invitation.replied_at = invitation.replied_at or timezone.now()
    invitation.save()
    record(
        by,
        "lose",
        invitation,
        label="来稿撤回，重新待报",
        unit=invitation.unit,
        note=f"《{item.filed or item}》",
    )
