"""The head's word, the receipt, and the alarm when nobody signs."""

from datetime import timedelta

import pytest
import time_machine

from accounts.models import Event, Notice
from accounts.refusal import Refused
from accounts.roles import Role
from submissions.actions import (
    urgent_duty,
    urgent_handling,
    urgent_receiving,
)
from submissions.models import Incident
from submissions.models.urgent_desk import Alarm
from tests.factories import UserFactory
from tests.submissions.urgent_stage import NOON, chain, first, stage

pytestmark = pytest.mark.django_db


@pytest.fixture
def noon():
    with time_machine.travel(NOON, tick=False) as clock:
        yield clock


@pytest.fixture
def world(noon):
    return stage()


# ---- the head's word


def test_a_report_of_the_head_is_confirmed_by_itself(world, noon):
    sent = first(world, by=world.reviewer)

    assert (sent.confirmation.head, sent.confirmation.spoken) == (world.reviewer, False)


def test_agreement_by_mouth_is_written_down_by_name_and_told(world, noon):
    sent = first(world, head=world.reviewer)

    assert (sent.confirmation.head, sent.confirmation.by, sent.confirmation.spoken) == (
        world.reviewer,
        world.informant,
        True,
    )
    assert Notice.objects.filter(person=world.reviewer, text__contains="已同意报出").count() == 1


def test_agreement_of_somebody_who_is_no_reviewer_is_refused(world, noon):
    with pytest.raises(Refused, match="不是本单位审核人"):
        first(world, head=world.editor)
    assert Incident.objects.count() == 0


def test_without_it_the_head_is_asked_and_the_notice_dies_with_the_answer(world, noon):
    sent = first(world)
    asked = Notice.objects.get(person=world.reviewer)

    urgent_receiving.confirm(sent, by=world.reviewer)

    asked.refresh_from_db()
    assert asked.over_at is not None
    with pytest.raises(Refused, match="已经确认"):
        urgent_receiving.confirm(sent, by=world.reviewer)


# ---- receipt and alarm


def test_a_report_rings_at_the_duty_desk_and_mails_at_once(
    world, noon, mailoutbox, django_capture_on_commit_callbacks
):
    world.editor.email = "duty@example.cn"
    world.editor.mail_pace = "daily"
    world.editor.save()

    with django_capture_on_commit_callbacks(execute=True):
        first(world)

    assert [mail.to for mail in mailoutbox] == [["duty@example.cn"]]


def test_the_roster_decides_who_is_rung(world, noon):
    other = UserFactory(home=world.office, role=Role.EDITOR)
    urgent_duty.add_duty(
        by=world.editor,
        office=world.office,
        user=other,
        since=NOON - timedelta(hours=1),
        until=NOON + timedelta(hours=1),
        phone="010-55501000",
    )

    first(world)

    rung = Notice.objects.filter(text__startswith="【紧急】").values_list("person", flat=True)
    assert list(rung) == [other.pk]


def test_a_receipt_says_who_and_when_and_ends_the_noise(world, noon):
    sent = first(world)

    receipt = urgent_receiving.acknowledge(sent, by=world.editor)

    assert (receipt.by, receipt.at) == (world.editor, NOON)
    assert Notice.objects.filter(text__startswith="【紧急】", over_at=None).count() == 0
    with pytest.raises(Refused, match=f"{world.editor}已于11月18日 12:00 签收"):
        urgent_receiving.acknowledge(sent, by=world.approver)


@pytest.mark.parametrize(
    ("minutes", "steps"),
    [(9, []), (10, ["desk"]), (19, ["desk"]), (20, ["desk", "leader"]), (500, ["desk", "leader"])],
)
def test_what_nobody_signs_for_is_passed_on_each_step_once(world, noon, minutes, steps):
    first(world)
    noon.move_to(NOON + timedelta(minutes=minutes))

    for _ in range(3):
        urgent_handling.escalate()

    assert list(Alarm.objects.filter(report__isnull=False).values_list("step", flat=True)) == steps
    told = {person for n in Notice.objects.filter(text__contains="无人签收") for person in [n.person]}
    desk, leaders = {world.editor, world.approver, world.second}, {world.leader}
    assert told == (desk if "desk" in steps else set()) | (leaders if "leader" in steps else set())
    assert Event.objects.filter(verb="urgent-alarm").count() == len(steps)


def test_a_receipt_stops_the_escalation(world, noon):
    sent = first(world)
    urgent_receiving.acknowledge(sent, by=world.editor)
    noon.move_to(NOON + timedelta(hours=1))

    urgent_handling.escalate()

    assert Alarm.objects.filter(report=sent).count() == 0


def test_each_office_sets_its_own_patience(world, noon):
    urgent_duty.set_clocks(by=world.editor, office=world.office, rules={}, ack_minutes=3)
    first(world)
    noon.move_to(NOON + timedelta(minutes=3))

    urgent_handling.escalate()

    assert Alarm.objects.get().step == "desk"


def test_hours_that_come_and_pass_are_told_once_each(world, noon):
    incident = chain(world)
    incident.grade = "larger"
    incident.save()
    due = NOON + timedelta(hours=5)

    for moment in (due - timedelta(minutes=31), due - timedelta(minutes=30), due, due + timedelta(seconds=1)):
        noon.move_to(moment)
        urgent_handling.escalate()
        urgent_handling.escalate()

    steps = Alarm.objects.filter(report=None).values_list("step", "phase", "due_at")
    assert list(steps) == [("soon", "follow", due), ("over", "follow", due)]
