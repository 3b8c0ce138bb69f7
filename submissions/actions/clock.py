"""What the clock says is written down once a minute: calls that ran out, deadlines missed, reminders due."""

from django.db import transaction
from django.utils import timezone

from submissions.actions.answering import locked_invitation
from submissions.actions.calls import lapse
from submissions.actions.commissions import mark_missed, tell, tell_editors
from submissions.actions.reaching import moment, people_of
from submissions.calling import OWED, CommissionState, Reply
from submissions.models import Call, Commission, Invitation, Reminder

AT_ONCE = 200  # a minute's work; the next sweep goes on


def keep_time():
    """Safe to repeat, and by two sweeps at once: every row is asked again under its lock."""
    for call in Call.objects.run_out()[:AT_ONCE]:
        lapse(call)
    for pk in (
        Invitation.objects.unmarked().order_by().values_list("commission", flat=True).distinct()[:AT_ONCE]
    ):
        miss(pk)
    for pk in Reminder.objects.due().order_by().values_list("invitation", flat=True).distinct()[:AT_ONCE]:
        remind(pk)


@transaction.atomic
def miss(pk):
    asked = Commission.objects.select_for_update(of=("self",)).select_related("office").get(pk=pk)
    if mark_missed(asked) and asked.is_open:
        tell_editors(asked)


@transaction.atomic
def remind(pk):
    """One reminder however many have become due; who has filed or declined is left in peace."""
    invitation = locked_invitation(pk)
    if not invitation.reminders.due().update(sent_at=timezone.now()):
        return
    asked = invitation.commission
    if asked.state != CommissionState.OPEN or invitation.state not in OWED or asked.is_due:
        return
    days = (timezone.localdate(asked.deadline) - timezone.localdate()).days
    when = f"还有{days}天" if days else "今天"
    todo = "尚未答复是否接受" if invitation.state == Reply.INVITED else "尚未报送"
    text = f"约稿《{asked}》{when}截止（{moment(asked.deadline)}），{todo}"
    people = people_of([invitation.unit_id])[invitation.unit_id]
    tell(invitation, people, None, "remind", text, label="约稿提醒", note=when)
