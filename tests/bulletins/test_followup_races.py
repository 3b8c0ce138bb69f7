"""Contradicting verbs at once over one follow-up: exactly one wins, the other is told; nothing is said twice."""

from datetime import date, datetime
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
import time_machine

from accounts.models import Event
from bulletins.actions import feedback, followup_parts, followups, instructions
from bulletins.actions.followup_clock import keep_followups
from bulletins.followup_states import FollowUpState, PartState, Plea
from bulletins.models import Extension, FollowUp, Part
from tests.bulletins.conftest import open_office
from tests.bulletins.test_races import hold, waiting
from tests.following import a_followup, a_town, accepted, again, an_instruction, answered, in_days, received

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
SHANGHAI = ZoneInfo("Asia/Shanghai")


def won(answers):
    return sum(answer is None for answer in answers)


def test_a_report_and_the_end_at_once_leave_one_of_both():
    """The unit supplements its report while the office sends it back and ends: the report is never lost inside an end."""
    office = open_office()
    followup = a_followup(office)
    part = followup.parts.get()
    accepted(part, office.reviewer, office.editor)

    with waiting(
        lambda: followups.move(followup, "close", by=office.editor, reason="办结。"),
        lambda: followup_parts.send_back(part, by=office.approver, reason="缺数字"),
    ) as answers:
        hold(followup)

    followup, part = again(followup), again(part)
    assert won(answers) == 1
    assert (followup.state, part.state) in (
        (FollowUpState.CLOSED, PartState.ACCEPTED),
        (FollowUpState.OPEN, PartState.RETURNED),
    )


def test_a_newer_report_and_its_acceptance_at_once_never_accept_what_nobody_read():
    office = open_office()
    part = a_followup(office).parts.get()
    first = answered(part, office.reviewer)

    with waiting(
        lambda: feedback.answer(part, by=office.reviewer, text="补充。"),
        lambda: followup_parts.accept(part, by=office.editor, seen=first.pk),
    ) as answers:
        hold(part.followup)

    part = again(part)
    assert won(answers) == 1
    assert (part.state, part.feedback.count()) in ((PartState.ANSWERED, 2), (PartState.ACCEPTED, 1))


def test_two_who_end_it_at_once_end_it_once():
    office = open_office()
    followup = a_followup(office)
    accepted(followup.parts.get(), office.reviewer, office.editor)

    with waiting(
        lambda: followups.move(followup, "close", by=office.editor, reason="编辑办结。"),
        lambda: followups.move(followup, "close", by=office.approver, reason="核签办结。"),
    ) as answers:
        hold(followup)

    assert won(answers) == 1
    assert [refusal[:12] for refusal in answers if refusal] == ["这件督办现为“已办结”（"]
    assert Event.objects.filter(verb="followup-close").count() == 1


def test_two_who_sign_for_a_unit_at_once_sign_once():
    office = open_office()
    part = a_followup(office).parts.get()

    with waiting(
        lambda: received(part, office.reviewer), lambda: received(part, office.informant)
    ) as answers:
        hold(part.followup)

    assert won(answers) == 1
    assert Event.objects.filter(verb="part-receive").count() == 1


def test_the_leader_takes_the_words_back_while_the_editor_gives_them_out():
    office = open_office()
    asked = an_instruction(office, followup=True).followups.get()
    orders = {"task": "办", "deadline": in_days(9), "lead": office.town}

    with waiting(
        lambda: followups.assign(asked, by=office.editor, **orders),
        lambda: instructions.revoke(asked.instruction, by=office.leader, reason="写错"),
    ) as answers:
        hold(asked.instruction)

    asked = again(asked)
    assert won(answers) == 1
    assert (asked.state, bool(asked.instruction.revoked_at), asked.parts.count()) in (
        (FollowUpState.OPEN, False, 1),
        (FollowUpState.CANCELLED, True, 0),
    )


def test_two_transfers_at_once_leave_one_unit_in_charge():
    office = open_office()
    followup, towns = a_followup(office), [a_town(office.unit), a_town(office.unit)]

    with waiting(
        *(
            lambda town=town: followups.transfer(followup, town.unit, by=office.editor, reason="职责")
            for town in towns
        )
    ) as answers:
        hold(followup)

    assert answers == [None, None]
    assert Part.objects.living().filter(followup=followup, is_lead=True).count() == 1


def test_two_pleas_at_once_are_one():
    office = open_office()
    part = received(a_followup(office).parts.get(), office.reviewer)

    def ask():
        feedback.ask_extension(part, by=office.reviewer, wanted=in_days(30), reason="须开会")

    with waiting(ask, ask) as answers:
        hold(part.followup)

    assert (won(answers), Extension.objects.count()) == (1, 1)


def test_more_time_granted_while_the_clock_finds_it_overdue():
    """Whoever is first: the unit's day is the new one, and the clock has told of the old one at most once."""
    office = open_office()
    with time_machine.travel(datetime(2026, 12, 1, 10, tzinfo=SHANGHAI), tick=False):
        part = received(a_followup(office, deadline=date(2026, 12, 11)).parts.get(), office.reviewer)
        plea = feedback.ask_extension(part, by=office.reviewer, wanted=date(2026, 12, 25), reason="须开会")

    with time_machine.travel(datetime(2026, 12, 14, 8, tzinfo=SHANGHAI), tick=False):
        with waiting(
            lambda: feedback.decide_extension(plea, "grant", by=office.editor), keep_followups, keep_followups
        ) as answers:
            hold(part.followup)
        keep_followups()
        overdue = Part.objects.overdue().exists()

    assert (answers, overdue) == ([None] * 3, False)
    assert (again(plea).state, again(part).deadline) == (Plea.GRANTED, date(2026, 12, 25))
    assert Event.objects.filter(verb="part-remind").count() <= 1


def test_two_sweeps_at_once_remind_once():
    office = open_office()
    with time_machine.travel(datetime(2026, 12, 1, 10, tzinfo=SHANGHAI), tick=False):
        followup = a_followup(office, deadline=date(2026, 12, 11))

    morning = time_machine.travel(datetime(2026, 12, 11, 8, tzinfo=SHANGHAI), tick=False)
    with morning, waiting(keep_followups, keep_followups) as answers:
        hold(followup)

    assert (answers, Event.objects.filter(verb="part-remind").count()) == ([None, None], 1)


def test_a_form_sent_twice_at_once_opens_one():
    office, key = open_office(), uuid4()
    kept = an_instruction(office)

    with waiting(*(lambda: a_followup(office, instruction=kept, key=key) for _ in range(2))) as answers:
        hold(kept)

    assert (answers, FollowUp.objects.count()) == ([None, None], 1)
