"""督办: opened from an instruction, given to units, changed, ended and taken up again by the office."""

from django.db import transaction
from django.utils import timezone

from accounts.actions.notices import notify, retire
from accounts.actions.saving import save
from accounts.duties import in_place_of
from accounts.events import last_hand, record
from accounts.refusal import NotYours, Refused
from accounts.roles import Role
from bulletins.actions.articles import held
from bulletins.actions.followup_parts import add_part, hearers_of, hold_part, let_go, set_reminders
from bulletins.followup_states import FOLLOWUP_MOVES, OFFICE_HANDS, FollowUpState, PartState
from bulletins.models import FollowUp, Instruction
from submissions.actions.reaching import editors_of

STANDS_STILL = ("read",)


@transaction.atomic
def ask(instruction, *, by):
    """要求督办: one tick of the leader; the office's editors give it out."""
    [instruction] = held(Instruction, [instruction])
    if not (by.pk == instruction.person_id or by.holds_any((*OFFICE_HANDS, Role.LEADER), instruction.office)):
        raise NotYours("督办由批示领导或编发单位的编辑、核签人提出。")
    refuse_taken_back(instruction)
    if instruction.followups.filter(state=FollowUpState.ASKED).exists():
        raise Refused("这条批示已要求督办，正等责任编辑交办。")
    followup = FollowUp.objects.create(
        office=instruction.office, instruction=instruction, task=instruction.text, made_by=by
    )
    event = write_down(followup, by, "followup-ask", "要求督办")
    text = f"{instruction.leader}要求督办：{followup}，请交办"
    notify(editors_of(followup.office), event, text, followup.get_absolute_url())
    return followup


def refuse_taken_back(instruction):
    if instruction.revoked_at:
        raise Refused(f"这条批示已撤回{last_hand(instruction, besides=STANDS_STILL)}，不能督办。")


def write_down(followup, by, verb, label, note="", **data):
    """One act of the office in the history of the follow-up; a deputy's act names both."""
    acting = in_place_of(by, OFFICE_HANDS, followup.office)
    return record(by, verb, followup, label=label, unit=followup.office, note=note, **data, **acting)


@transaction.atomic
def open_followup(instruction, *, by, office=None, key=None, **orders):
    """Make a follow-up of an instruction and give it out at once; the same form makes it once."""
    [instruction] = held(Instruction, [instruction])
    office = office or instruction.office
    if office not in offices_for(instruction, by):
        raise NotYours("督办由编发单位的责任编辑或核签人交办。")
    refuse_taken_back(instruction)
    if key and (known := FollowUp.objects.filter(key=key, made_by=by).first()):
        return known
    followup = FollowUp.objects.create(
        office=office, instruction=instruction, task=orders["task"].strip(), made_by=by, key=key
    )
    write_down(followup, by, "followup-open", "督办立项")
    return assign(followup, by=by, **orders)


def offices_for(instruction, user):
    """Where this person may follow it up: the office it was written for first, then one whose items it concerns."""
    concerned = {instruction.office_id, *(item.office_id for item in instruction.submissions())}
    able = [office for office in user.units_as(*OFFICE_HANDS) if office.pk in concerned]
    return sorted(able, key=lambda office: office.pk != instruction.office_id)


def checked(followup, verb, by, reason=""):
    """Lock the follow-up and compare with the table."""
    rows = FollowUp.objects.select_for_update(of=("self",)).select_related("office", "instruction__person")
    followup, step = rows.get(pk=followup.pk), FOLLOWUP_MOVES[verb]
    if not followup.allows(verb, by):
        raise NotYours(f"“{step.label}”由{followup.office}的责任编辑或核签人办理。")
    if followup.state not in step.start:
        hand = last_hand(followup, besides=STANDS_STILL)
        raise Refused(f"这件督办现为“{followup.get_state_display()}”{hand}，不能{step.label}。")
    if step.needs_reason and not reason.strip():
        raise Refused(f"{step.label}须写明{'办结意见' if verb == 'close' else '原因'}。")
    return followup, step


@transaction.atomic
def assign(followup, *, by, task, deadline, lead, helpers=()):
    """交办: one unit in charge, others that help, one day."""
    held(Instruction, [followup.instruction])
    followup, step = checked(followup, "assign", by)
    refuse_taken_back(followup.instruction)
    if not task.strip():
        raise Refused("请填写督办事项。")
    refuse_past(deadline)
    helpers = [unit for unit in helpers if unit != lead]
    followup.task, followup.deadline = task.strip(), deadline
    followup.state, followup.assigned_at = step.end, timezone.now()
    save(followup)
    retire(followup)
    write_down(followup, by, "followup-assign", step.label, orders_of(lead, helpers, deadline))
    for unit in (lead, *helpers):
        add_part(followup, unit, by, is_lead=unit == lead)
    return followup


def orders_of(lead, helpers, deadline):
    aiding = f"；协办：{'、'.join(map(str, helpers))}" if helpers else ""
    return f"主办：{lead}{aiding}；限{deadline:%Y-%m-%d}前办理"


def refuse_past(deadline):
    if deadline < timezone.localdate():
        raise Refused("办理期限不能早于今天。")


@transaction.atomic
def add(followup, units, *, by):
    """Further units help, by the same day."""
    followup, step = checked(followup, "add", by)
    known = set(followup.parts.values_list("unit", flat=True))
    fresh = [unit for unit in units if unit.pk not in known]
    if not fresh:
        raise Refused("请选择尚未承办这件督办的单位。")
    refuse_past(followup.deadline)
    write_down(followup, by, "followup-add", step.label, "、".join(map(str, fresh)))
    for unit in fresh:
        add_part(followup, unit, by)
    return followup


@transaction.atomic
def transfer(followup, unit, *, by, reason, keep=True):
    """变更主办: another unit takes charge; the former one goes on helping, or is let go."""
    followup, step = checked(followup, "transfer", by, reason)
    former = followup.parts.living().filter(is_lead=True).select_related("unit").get()
    if former.unit == unit:
        raise Refused(f"{unit}已是主办单位，请选另一个单位。")
    write_down(followup, by, "followup-transfer", step.label, f"{former.unit} → {unit}：{reason.strip()}")
    former.is_lead = False
    former.save(update_fields=["is_lead"])
    if not keep:
        let_go(former, by, f"主办单位变更：{reason.strip()}")
    hold_part(followup, unit, by)
    return followup


@transaction.atomic
def move(followup, verb, *, by, reason=""):
    """办结, 撤销, and the ways back; each with a word that stays."""
    held(Instruction, [followup.instruction])
    followup, step = checked(followup, verb, by, reason)
    before, told = followup.state, hearers_of(followup)
    if verb == "close":
        refuse_unfinished(followup)
        followup.closing, followup.closed_by, followup.closed_at = reason.strip(), by, timezone.now()
    if verb == "restore":
        refuse_taken_back(followup.instruction)
    followup.state = step.again if step.again and followup.parts.exists() else step.end
    followup.reason = "" if verb == "close" else reason.strip()[:300]
    save(followup)
    settle(followup, verb)
    event = write_down(
        followup, by, f"followup-{verb}", step.label, reason.strip(), before=before, after=followup.state
    )
    tell(followup, verb, event, told)
    return followup


def refuse_unfinished(followup):
    """件件有着落: it ends when every unit's feedback was accepted, not before."""
    missing = followup.parts.living().exclude(state=PartState.ACCEPTED).select_related("unit")
    if missing:
        words = "、".join(f"{part.unit}（{part.get_state_display()}）" for part in missing)
        raise Refused(f"还有单位没有办完：{words}。请认可各单位的反馈，或免除其承办后再办结。")


def settle(followup, verb):
    """What was said before asks nothing any more; while it is over no clock runs."""
    retire(followup)
    for part in followup.parts.all():
        retire(part)
        if verb in ("reopen", "restore") and followup.is_open:
            set_reminders(part)


ENDS = {
    "close": "督办已办结：{followup}",
    "cancel": "督办已撤销：{followup}（{reason}）",
    "reopen": "督办恢复办理：{followup}（{reason}）",
    "restore": "督办恢复：{followup}（{reason}）",
}


def tell(followup, verb, event, told):
    """The units that work on it, and the leader whose words it follows."""
    text = ENDS[verb].format(followup=followup, reason=followup.reason)
    notify(told, event, text, followup.get_absolute_url())


def drop_asked(instruction, *, by):
    """Its instruction is being taken back: what was only asked for goes with it, what was given out stands in the way."""
    own = instruction.followups.filter(office=instruction.office)
    if own.filter(state=FollowUpState.OPEN).exists():
        raise Refused("这条批示正在督办，请先办结或撤销督办，再撤回批示。")
    for followup in own.select_for_update().filter(state=FollowUpState.ASKED):
        followup.state, followup.reason = FollowUpState.CANCELLED, "批示已撤回"
        save(followup)
        retire(followup)
        write_down(followup, by, "followup-cancel", "撤销督办", followup.reason)


def tell_offices_below(instruction, event):
    """They follow words that were taken back; whether they go on is theirs to decide."""
    below = instruction.followups.open().exclude(office=instruction.office).select_related("office")
    for followup in below:
        text = f"督办所依据的批示已撤回：{followup}"
        notify(editors_of(followup.office), event, text, followup.get_absolute_url())
