"""督办: only its tables move it, nothing of it is lost, and it ends when everybody's part is done."""

from contextlib import suppress
from itertools import product

import pytest
from django.db import transaction

from accounts.refusal import NotYours, Refused
from accounts.roles import Role
from bulletins.actions import feedback, followup_parts, followups
from bulletins.followup_states import (
    FOLLOWUP_MOVES,
    PART_MOVES,
    PLEA_MOVES,
    FollowUpState,
    PartState,
    Plea,
)
from bulletins.models import Extension
from tests.factories import UnitFactory, UserFactory
from tests.following import (
    a_followup,
    a_town,
    again,
    in_days,
    moved,
    part_of,
    put_followup,
    put_part,
)

pytestmark = pytest.mark.django_db

UNIT = (Role.INFORMANT, Role.REVIEWER)


def person(office, role):
    home = office.town if role in UNIT else office.unit
    return UserFactory(home=home, role=role)


# ---- the tables


def say_followup(followup, verb, by, other):
    orders = {
        "assign": lambda: followups.assign(
            followup, by=by, task="办理", deadline=in_days(9), lead=other.unit
        ),
        "add": lambda: followups.add(followup, [other.unit], by=by),
        "transfer": lambda: followups.transfer(followup, other.unit, by=by, reason="职责所在"),
    }
    return orders.get(verb, lambda: followups.move(followup, verb, by=by, reason="按规定办"))()


@pytest.mark.parametrize(("verb", "state"), [*product(FOLLOWUP_MOVES, FollowUpState)])
def test_only_the_table_moves_a_followup(office, verb, state):
    followup = put_followup(a_followup(office), state)
    step, other = FOLLOWUP_MOVES[verb], a_town(office.unit)

    ends = tried_by_all(office, lambda by: say_followup(followup, verb, by, other), followup)

    end = step.again or step.end if state in step.start else state
    assert ends == {role: end if role in step.by else state for role in Role}


def tried_by_all(office, act, row):
    """The state after each role tried by itself; whoever may not is refused."""
    ends = {}
    for role in Role:
        by = person(office, role)
        with transaction.atomic():
            with suppress(Refused):
                act(by)
            ends[role] = again(row).state
            transaction.set_rollback(True)
    return ends


def say_part(part, verb, by):
    says = {
        "receive": lambda: followup_parts.receive(part, by=by),
        "answer": lambda: feedback.answer(part, by=by, text="又办了一步。"),
        "ask": lambda: feedback.ask_extension(part, by=by, wanted=in_days(30), reason="须开会研究"),
        "accept": lambda: followup_parts.accept(part, by=by),
        "send-back": lambda: followup_parts.send_back(part, by=by, reason="缺数字"),
        "release": lambda: followup_parts.release(part, by=by, reason="职责不符"),
        "recall": lambda: followup_parts.recall(part, by=by),
    }
    return says[verb]()


@pytest.mark.parametrize(("verb", "state"), [*product(PART_MOVES, PartState)])
def test_only_the_table_moves_a_units_part(office, verb, state):
    town = a_town(office.unit)
    part = put_part(part_of(a_followup(office, town.unit), town.unit), state)
    step = PART_MOVES[verb]

    ends = tried_by_all(moved(office, town), lambda by: say_part(part, verb, by), part)

    end = step.end or state if state in step.start else state
    assert ends == {role: end if role in step.by else state for role in Role}


@pytest.mark.parametrize("state", PartState)
def test_only_the_head_asks_for_more_time_and_only_while_something_is_owed(office, state):
    part = put_part(a_followup(office).parts.get(), state)
    step = PART_MOVES["ask"]
    asked = set()

    for role in Role:
        with transaction.atomic():
            with suppress(Refused):
                say_part(part, "ask", person(office, role))
            asked |= {role} if part.pleas.exists() else set()
            transaction.set_rollback(True)

    assert asked == (set(step.by) if state in step.start else set())


@pytest.mark.parametrize(("verb", "state"), [*product(PLEA_MOVES, Plea)])
def test_only_the_table_decides_a_plea(office, verb, state):
    part = a_followup(office).parts.get()
    plea = Extension.objects.create(part=part, wanted=in_days(20), reason="开会", by=office.reviewer)
    Extension.objects.filter(pk=plea.pk).update(state=state, word="再议" if state == Plea.REFUSED else "")
    step, plea = PLEA_MOVES[verb], again(plea)

    def decide(by):
        feedback.decide_extension(plea, verb, by=by, word="同意")

    ends = tried_by_all(office, decide, plea)

    end = step.end if state in step.start else state
    assert ends == {role: end if role in step.by else state for role in Role}


@pytest.mark.parametrize("state", [state for state in FollowUpState if state != FollowUpState.OPEN])
def test_no_part_moves_once_the_followup_is_not_open(office, state):
    town = a_town(office.unit)
    followup = a_followup(office, town.unit)
    put_followup(followup, state, parts=True)

    for verb, step in PART_MOVES.items():
        part = put_part(part_of(followup, town.unit), step.start[0])
        by = town.reviewer if Role.REVIEWER in step.by else office.editor
        with pytest.raises(Refused, match="督办现为"):
            say_part(part, verb, by)


@pytest.mark.parametrize("role", UNIT)
def test_people_of_another_unit_do_not_act_on_a_part(office, role):
    stranger = UserFactory(home=UnitFactory(parent=office.unit), role=role)
    part = a_followup(office).parts.get()

    for verb in PART_MOVES:
        with pytest.raises(NotYours):
            say_part(part, verb, stranger)


def test_people_of_another_office_do_not_act_on_a_followup(office, elsewhere):
    followup, other = a_followup(office), a_town(office.unit)

    for role, verb in product(Role, FOLLOWUP_MOVES):
        with pytest.raises(NotYours):
            say_followup(followup, verb, person(elsewhere, role), other)
