"""Instructions and follow-ups for tests: made by the product's own actions, valid and dull."""

from dataclasses import dataclass, replace
from datetime import timedelta

from django.utils import timezone

from accounts.models import Unit, User
from accounts.roles import Role
from bulletins.actions import feedback, followup_parts, followups, instructions
from bulletins.followup_states import FollowUpState, PartState
from bulletins.models import Feedback, FollowUp, Instruction, Part
from tests.factories import UnitFactory, UserFactory


@dataclass
class Town:
    """A reporting unit with its two people."""

    unit: Unit
    reviewer: User
    informant: User


def a_town(office_unit, **fields):
    unit = UnitFactory(parent=office_unit, **fields)
    return Town(unit, *(UserFactory(home=unit, role=role) for role in (Role.REVIEWER, Role.INFORMANT)))


def in_days(count):
    return timezone.localdate() + timedelta(days=count)


def an_instruction(office, **facts):
    """A leader's words, on an accepted item of the office's town unless the test names something else."""
    place = {} if "issue" in facts or "submission" in facts else {"submission": office.item()}
    facts = {"by": office.leader, "text": "请认真研究。", "level": "county"} | place | facts
    return instructions.instruct(**facts)


def a_followup(office, /, *helpers, **orders):
    """Given to the office's town, with others that help."""
    orders = {"task": "研究推广做法，形成办法。", "deadline": in_days(14), "lead": office.town} | orders
    by = orders.pop("by", office.editor)
    instruction = orders.pop("instruction", None) or an_instruction(office)
    return followups.open_followup(instruction, by=by, helpers=list(helpers), **orders)


def part_of(followup, unit):
    return Part.objects.get(followup=followup, unit=unit)


def again(row):
    return type(row).objects.get(pk=row.pk)


def received(part, by):
    return followup_parts.receive(part, by=by)


def answered(part, reviewer, text="已经办理。", **facts):
    """Received and answered by the unit's reviewer."""
    part = again(part)
    if part.state == PartState.ASSIGNED:
        received(part, reviewer)
    return feedback.answer(part, by=reviewer, text=text, **facts)


def accepted(part, reviewer, editor):
    answered(part, reviewer)
    return followup_parts.accept(part, by=editor)


def put_part(part, state):
    """Put a part into a state as the database demands it."""
    if state not in (PartState.ASSIGNED, PartState.RECEIVED) and not part.feedback.exists():
        part.feedback.create(number=1, text="已办。", due=part.deadline, by=part.followup.made_by)
    reason = "缺数字" if state in (PartState.RETURNED, PartState.RELEASED) else ""
    Part.objects.filter(pk=part.pk).update(state=state, reason=reason)
    return again(part)


def put_followup(followup, state, *, parts=False):
    """Put a follow-up into a state as the database demands it; its parts are accepted, so that it could end."""
    for part in followup.parts.all():
        put_part(part, PartState.ACCEPTED)
    if state == FollowUpState.ASKED and not parts:
        Feedback.objects.filter(part__followup=followup).delete()
        followup.parts.all().delete()
    known = {FollowUpState.CLOSED: {"closing": "已办结。", "closed_at": timezone.now()}}
    known |= {FollowUpState.CANCELLED: {"reason": "重复"}}
    FollowUp.objects.filter(pk=followup.pk).update(state=state, **known.get(state, {}))
    return again(followup)


def seen_by(user):
    return set(Instruction.objects.visible_to(user))


def moved(office, town):
    """The same office seen from another of its units."""
    return replace(office, town=town.unit, reviewer=town.reviewer, informant=town.informant)
