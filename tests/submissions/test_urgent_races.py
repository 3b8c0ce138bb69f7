"""Of several hands at one urgent report exactly one counts; the others are told whose."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import Event
from submissions.actions import urgent, urgent_duty, urgent_handling, urgent_marks, urgent_receiving
from submissions.models import Duty, Mark
from submissions.models.urgent import Receipt
from submissions.models.urgent_desk import Alarm
from submissions.urgent_states import Fault
from tests.submissions.test_races import at_once
from tests.submissions.urgent_stage import first, stage

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def world(transactional_db):
    return stage()


@pytest.fixture
def sent(world):
    return first(world, now=timezone.now())


def test_of_three_receipts_at_once_one_counts_and_two_are_told_whose(world, sent):
    desk = (world.editor, world.approver, world.second)

    answers = at_once([lambda by=by: urgent_receiving.acknowledge(sent, by=by) for by in desk])

    told = [answer for answer in answers if answer]
    assert len(told) == 2
    assert {f"{Receipt.objects.get().by}已于" in answer for answer in told} == {True}


def test_two_final_reports_at_once_close_the_chain_once(world, sent):
    def final(by):
        urgent.report(sent.incident, "final", by=by, event="已平息。", outcome="工资已付。")

    answers = at_once([lambda: final(world.informant), lambda: final(world.reviewer)])

    assert sorted(answer is None for answer in answers) == [False, True]
    assert [r.number for r in sent.incident.reports.all()] == [1, 2]


def test_ten_follow_ups_at_once_are_numbered_without_a_gap(world, sent):
    at_once(
        [
            lambda: urgent.report(sent.incident, "follow", by=world.informant, event="后续。")
            for _ in range(10)
        ]
    )

    assert [r.number for r in sent.incident.reports.all()] == [*range(1, 12)]


def test_four_sweeps_at_once_ring_each_step_once(world, sent):
    later = timezone.now() + timedelta(minutes=30)

    at_once([lambda: urgent_handling.escalate(later)] * 4)

    assert sorted(Alarm.objects.filter(report=sent).values_list("step", flat=True)) == ["desk", "leader"]
    assert Event.objects.filter(verb="urgent-alarm").count() == 2


def test_two_shifts_for_one_hour_make_one(world):
    now = timezone.now()
    shift = {"office": world.office, "since": now, "until": now + timedelta(hours=8), "phone": "010-55501000"}

    answers = at_once(
        [
            lambda person=person: urgent_duty.add_duty(by=world.editor, user=person, **shift)
            for person in (world.editor, world.approver, world.second)
        ]
    )

    assert (sum(answer is None for answer in answers), Duty.objects.count()) == (1, 1)


def test_two_editors_of_one_mind_find_one_fault(world, sent):
    at_once(
        [
            lambda by=by: urgent_marks.mark(sent.incident, Fault.FALSE, by=by, reason="人数不实")
            for by in (world.editor, world.approver, world.second)
        ]
    )

    assert Mark.objects.standing().count() == 1


def test_one_form_sent_four_times_makes_one_incident(world):
    key, now = "5f0c1b52-96a4-4f5b-9d7e-1f2f3a4b5c6d", timezone.now()

    answers = at_once([lambda: first(world, now=now, key=key)] * 4)

    assert answers == [None] * 4
    assert world.unit.incidents.get().reports.count() == 1
