"""Each unit's part in a follow-up: given, received, answered, judged, extended, let go."""

from datetime import datetime, time

from django.db import transaction
from django.utils import timezone

from accounts.actions.notices import notify, retire
from accounts.actions.saving import save
from accounts.duties import in_place_of
from accounts.events import last_hand, record
from accounts.models import User
from accounts.refusal import NotYours, Refused
from accounts.roles import Role
from bulletins.followup_states import PART_MOVES, STEP_DAYS, PartState, Plea
from bulletins.models import FollowUp, FollowUpReminder, Part
from submissions.actions.reaching import editors_of, everybody_of
from submissions.workdays import workdays_from

MORNING = time(7, 30)  # before the daily mail at eight, which then brings it in time


def write_down(part, by, verb, label, note="", **data):
    """One act in the history of one unit's part; a deputy's act names both."""
    step = PART_MOVES.get(verb.removeprefix("part-"))
    acting = in_place_of(by, step.by, part.place_of(step)) if step else {}
    return record(by, verb, part, label=label, unit=part.unit, note=note, **data, **acting)


def people_of(part):
    return everybody_of([part.unit])


def hearers_of(followup):
    """The people of every living part, and the leader."""
    units = [part.unit for part in followup.parts.living().select_related("unit")]
    return [*everybody_of(units), *leader_of(followup)]


def leader_of(followup):
    """Whose words it follows; what an office below makes of them is its own affair."""
    words = followup.instruction
    return [words.person] if words.person and words.office_id == followup.office_id else []


def add_part(followup, unit, by, *, is_lead=False):
    """A unit is responsible from now on; nothing is given where nobody could receive it."""
    refuse_unit(followup, unit)
    part = Part(followup=followup, unit=unit, is_lead=is_lead, deadline=followup.deadline)
    save(part)
    set_reminders(part)
    tell_given(part, by)
    return part


def refuse_unit(followup, unit):
    if unit.office_id != followup.office_id or not unit.is_active:
        raise Refused(f"“{unit}”不是{followup.office}所属的报送单位，不能交办。")
    if not User.objects.holding(Role.REVIEWER, unit).exists():
        raise Refused(f"“{unit}”没有在任的单位审核人，交办后无人反馈；请先由管理员登记单位审核人。")


def tell_given(part, by, note=""):
    office = part.followup.office
    event = write_down(part, by, "part-assign", f"交办（{part.kind}）", note)
    text = f"{office}交办督办（{part.kind}）：{part.followup}，请于{spell(part.deadline)}前反馈"
    notify(people_of(part), event, text, part.followup.get_absolute_url(), urgent=True)


def spell(day):
    return f"{day.month}月{day.day}日"


def set_reminders(part):
    """Rows first: some days before, on the day, after it; none in the past, none twice for one deadline."""
    part.reminders.filter(sent_at=None).delete()
    now, rows = timezone.now(), []
    for step, days in STEP_DAYS.items():
        at = timezone.make_aware(datetime.combine(workdays_from(part.deadline, days), MORNING))
        rows.append(FollowUpReminder(part=part, step=step, deadline=part.deadline, due_at=at))
    FollowUpReminder.objects.bulk_create([row for row in rows if row.due_at > now], ignore_conflicts=True)


def hold_part(followup, unit, by):
    """The unit is in charge from now on, whether it helped before, was let go, or is new."""
    part = followup.parts.filter(unit=unit).first()
    if part is None:
        return add_part(followup, unit, by, is_lead=True)
    part.is_lead = True
    if part.state == PartState.RELEASED:
        begin_again(part)
    save(part)
    retire(part)
    tell_given(part, by, "变更为主办单位")
    return part


def begin_again(part):
    refuse_unit(part.followup, part.unit)
    part.state, part.reason, part.moved_at = PartState.ASSIGNED, "", timezone.now()
    part.received_at = part.received_by = None
    set_reminders(part)


def let_go(part, by, reason):
    """Not this unit's any more: the row stays with what was reported, and asks for nothing."""
    part.state, part.reason, part.moved_at = PartState.RELEASED, reason[:300], timezone.now()
    save(part)
    end_pleas(part)
    retire(part)
    event = write_down(part, by, "part-release", "免除承办", reason)
    text = f"督办不再由本单位承办：{part.followup}（{reason}）"
    notify(people_of(part), event, text, part.followup.get_absolute_url())


def end_pleas(part):
    part.pleas.pending().update(state=Plea.MOOT, decided_at=timezone.now())


def locked(part):
    """The follow-up first, then the part: everybody takes them in this order."""
    followups = FollowUp.objects.select_for_update(of=("self",)).select_related(
        "office", "instruction__person"
    )
    followup = followups.get(pk=part.followup_id)
    part = Part.objects.select_for_update(of=("self",)).select_related("unit").get(pk=part.pk)
    part.followup = followup
    return part


def checked(part, verb, by, reason=""):
    """Lock the part and compare with the table."""
    part, step = locked(part), PART_MOVES[verb]
    if not part.allows(verb, by):
        words = "、".join(role.label for role in step.by)
        raise NotYours(f"“{step.label}”由{part.place_of(step)}的{words}办理。")
    if not part.followup.is_open:
        hand = last_hand(part.followup, besides=("read",))
        raise Refused(f"这件督办现为“{part.followup.get_state_display()}”{hand}，不能{step.label}。")
    if part.state not in step.start:
        hand = last_hand(part, besides=("read", "part-remind"))
        raise Refused(f"{part.unit}承办的部分现为“{part.get_state_display()}”{hand}，不能{step.label}。")
    if step.needs_reason and not reason.strip():
        raise Refused(f"{step.label}须写明原因。")
    return part, step


def put(part, step, by, verb, note=""):
    """The new state, and what was said before is over."""
    before, part.state, part.moved_at = part.state, step.end, timezone.now()
    save(part)
    retire(part)
    return write_down(part, by, f"part-{verb}", step.label, note, before=before, after=part.state)


@transaction.atomic
def receive(part, *, by):
    """签收: somebody of the unit has read it, and when."""
    part, step = checked(part, "receive", by)
    part.received_at, part.received_by = timezone.now(), by
    put(part, step, by, "receive")
    return part


@transaction.atomic
def accept(part, *, by, seen=None):
    """认可: of the very report that was read; a newer one must be read first."""
    part, step = checked(part, "accept", by)
    newest = part.feedback.order_by("-number").first()
    if seen is not None and newest.pk != seen:
        raise Refused(f"{part.unit}刚补充了反馈，请看过第{newest.number}次反馈再认可。")
    part.reason = ""
    event = put(part, step, by, "accept")
    text = f"督办反馈已认可：{part.followup}"
    notify(people_of(part), event, text, part.followup.get_absolute_url())
    return part


@transaction.atomic
def send_back(part, *, by, reason, deadline=None):
    """退回补办: what is missing, and by when; a day that is over is no deadline."""
    part, step = checked(part, "send-back", by, reason)
    set_deadline(part, deadline)
    part.reason = reason.strip()[:300]
    event = put(part, step, by, "send-back", f"{reason.strip()}（限{part.deadline:%Y-%m-%d}）")
    text = f"督办反馈退回补办：{part.followup}：{part.reason}，请于{spell(part.deadline)}前反馈"
    notify(people_of(part), event, text, part.followup.get_absolute_url(), urgent=True)
    return part


def set_deadline(part, deadline):
    """A new day if one is named; the old one only while it has not passed."""
    if (deadline or part.deadline) < timezone.localdate():
        raise Refused(
            "补办期限不能早于今天。" if deadline else "原定期限已过，请写明补办期限（不早于今天）。"
        )
    part.deadline = deadline or part.deadline
    set_reminders(part)


@transaction.atomic
def release(part, *, by, reason):
    """免除承办: given by mistake, or done by others; the unit in charge must be changed first."""
    part, _ = checked(part, "release", by, reason)
    if part.is_lead:
        raise Refused("主办单位不能免除，请先变更主办单位。")
    let_go(part, by, reason.strip())
    return part


@transaction.atomic
def recall(part, *, by, deadline=None):
    """恢复承办: the unit is to sign for it anew."""
    part, step = checked(part, "recall", by)
    set_deadline(part, deadline)
    part.is_lead = False
    begin_again(part)
    put(part, step, by, "recall")
    tell_given(part, by, "恢复承办")
    return part


def desk_of(part):
    """Who judges: the office's editors, and whoever made the follow-up."""
    maker = part.followup.made_by
    able = maker.holds_any(PART_MOVES["accept"].by, part.followup.office)
    return [*editors_of(part.followup.office), *([maker] if able else [])]
