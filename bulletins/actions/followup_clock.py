"""限时: what the clock says of follow-ups is told once each, to more people the longer it lasts."""

from django.db import transaction
from django.utils import timezone

from accounts.actions.notices import notify, retire
from accounts.models import User
from accounts.roles import Role
from bulletins.actions.followup_parts import desk_of, leader_of, locked, people_of, spell, write_down
from bulletins.followup_states import OWED, PartState, Step
from bulletins.models import FollowUpReminder, Part

AT_ONCE = 200  # a minute's work; the next sweep goes on


def keep_followups():
    """Safe to repeat, and by two sweeps at once: every row is asked again under its lock."""
    for pk in FollowUpReminder.objects.due().order_by().values_list("part", flat=True).distinct()[:AT_ONCE]:
        remind(pk)


@transaction.atomic
def remind(pk):
    """The latest step however many have become due; who has answered is left in peace."""
    part = locked(Part.objects.get(pk=pk))
    due = list(part.reminders.due().filter(deadline=part.deadline).order_by("due_at"))
    if not part.reminders.due().update(sent_at=timezone.now()) or not due:
        return
    if not part.followup.is_open or part.state not in OWED:
        return
    tell(part, due[-1].step)


def tell(part, step):
    late = step in (Step.OVER, Step.LONG)
    text = f"督办{words_of(part, step)}：{part.followup}，{lacking(part)}"
    retire(part, verbs=("part-remind",))
    event = write_down(part, None, "part-remind", f"督办{Step(step).label}", words_of(part, step))
    notify(hearers_of(part, step), event, text, part.followup.get_absolute_url(), urgent=late)


def words_of(part, step):
    days = (part.deadline - timezone.localdate()).days
    if step == Step.SOON:
        return f"还有{days}天到期（{spell(part.deadline)}）"
    if step == Step.TODAY:
        return f"今天到期（{spell(part.deadline)}）"
    return f"已逾期{-days}天（{spell(part.deadline)}到期）"


def lacking(part):
    if part.state == PartState.ASSIGNED:
        return f"{part.unit}尚未签收"
    return f"{part.unit}尚未{'补报' if part.state == PartState.RETURNED else '反馈'}"


def hearers_of(part, step):
    """First who signed for it and the unit's reviewers; on the day all of the unit; then the desk, then the leader."""
    people = people_of(part)
    if step == Step.SOON and part.received_by in people:
        people = [part.received_by, *User.objects.holding(Role.REVIEWER, part.unit)]
    if step in (Step.OVER, Step.LONG):
        people += desk_of(part)
    if step == Step.LONG:
        approvers = User.objects.holding(Role.APPROVER, part.followup.office)
        people += [*approvers, *leader_of(part.followup)]
    return people
