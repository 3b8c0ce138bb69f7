"""Reminders, extensions and endings: each reminder once, no failure of what was cancelled."""

from datetime import datetime, timedelta

import pytest
import time_machine
from django.utils import timezone

from accounts.models import Event, Notice
from accounts.refusal import Refused
from accounts.roles import Role
from submissions.actions import clock, commissions
from submissions.calling import Reply
from submissions.models import Invitation, Reminder
from tests.calling import (
    DEADLINE,
    MOMENT,
    SENT,
    SHANGHAI,
    again,
    an_answer,
    an_invitation,
    at,
    editor_of,
    file,
    person,
)
from tests.factories import UnitFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def unit():
    return UnitFactory()


@pytest.fixture
def december(unit):
    """A commission of 1 December with its deadline on the 8th at six in the evening."""
    with time_machine.travel(SENT, tick=False):
        UserFactory(home=unit, role=Role.INFORMANT)
        UserFactory(home=unit, role=Role.REVIEWER)
        return an_invitation(unit, deadline=DEADLINE)


def test_reminders_come_once_each_three_days_and_one_day_before_and_on_the_day(december):
    told = []
    for day in range(1, 10):
        for hour in (8, 9, 12):
            with at(datetime(2026, 12, day, hour, 31, tzinfo=SHANGHAI)):
                clock.keep_time()
                clock.keep_time()
                told += Notice.objects.filter(cause__verb="remind", at=timezone.now()).values_list(
                    "text", flat=True
                )

    title = "约稿《欠薪治理的做法》{}截止（12月8日 18:00），尚未答复是否接受"
    assert told == [
        title.format(when) for when in ("还有3天", "还有3天", "还有1天", "还有1天", "今天", "今天")
    ]


def test_of_several_reminders_that_became_due_one_is_sent(december):
    with at(datetime(2026, 12, 7, 12, tzinfo=SHANGHAI)):
        clock.keep_time()

    assert Event.objects.filter(verb="remind").count() == 1
    assert Reminder.objects.filter(sent_at=None).count() == 1


@pytest.mark.parametrize("reason", ["answered", "declined", "cancelled"])
def test_nobody_is_reminded_of_what_is_done(december, reason):
    with at(SENT):
        if reason == "answered":
            file(an_answer(december))
        elif reason == "declined":
            commissions.reply(december, "decline", by=person(Role.REVIEWER, december.unit), reason="忙")
        else:
            editor = editor_of(december.unit.office)
            commissions.move_commission(december.commission, "cancel", by=editor, reason="市里已约")
    with at(datetime(2026, 12, 8, 9, tzinfo=SHANGHAI)):
        clock.keep_time()

    assert Event.objects.filter(verb="remind").count() == 0


def test_a_short_deadline_sets_no_reminder_in_the_past(unit):
    with at(datetime(2026, 12, 7, 12, tzinfo=SHANGHAI)):
        an_invitation(unit, deadline=DEADLINE)

    assert [timezone.localtime(r.due_at).day for r in Reminder.objects.all()] == [8]


def test_extending_forgives_what_was_missed_and_reminds_anew(december):
    later = DEADLINE + timedelta(days=4)
    with at(DEADLINE + timedelta(hours=1)):
        clock.keep_time()
        commissions.extend(december.commission, by=editor_of(december.unit.office), deadline=later)

        invitation = again(december)
        assert (invitation.state, invitation.missed_at, invitation.standing) == ("invited", None, "invited")
        assert invitation.commission.first_deadline == DEADLINE
        told = Notice.objects.filter(person__home=december.unit).unread()
        assert {n.text for n in told} == {"约稿《欠薪治理的做法》延期到12月12日 18:00"}
    assert Reminder.objects.filter(sent_at=None, due_at__gt=DEADLINE).count() == 3
    assert Invitation.objects.missed_between(december.unit.office, SENT.date(), later.date()).count() == 0


def test_an_extension_makes_a_late_answer_one_in_time(december):
    with at(DEADLINE + timedelta(hours=1)):
        file(an_answer(december))
        assert again(december).standing == "late"
        editor = editor_of(december.unit.office)
        commissions.extend(december.commission, by=editor, deadline=DEADLINE + timedelta(days=1))

        assert again(december).standing == "on_time"


def test_a_deadline_is_not_moved_forward(december):
    with at(SENT), pytest.raises(Refused, match="须晚于原定"):
        commissions.extend(
            december.commission, by=editor_of(december.unit.office), deadline=DEADLINE - timedelta(days=1)
        )


def test_closing_early_does_not_cut_off_who_still_has_time(december):
    editor = editor_of(december.unit.office)
    with at(SENT), pytest.raises(Refused, match="1个单位尚未报送"):
        commissions.move_commission(december.commission, "close", by=editor)

    with at(DEADLINE + MOMENT):
        commissions.move_commission(december.commission, "close", by=editor)

        assert again(december).state == Reply.MISSED
        assert list(Invitation.objects.visible_to(editor).overdue()) == []
        assert Notice.objects.filter(person__home=december.unit).unread().count() == 0


def test_a_cancelled_commission_is_nobodys_failure(december):
    editor = editor_of(december.unit.office)
    with at(DEADLINE + MOMENT):
        clock.keep_time()
        assert list(Invitation.objects.visible_to(editor).overdue()) == [december]
        commissions.move_commission(december.commission, "cancel", by=editor, reason="选题取消")

        assert again(december).standing == "cancelled"
        assert list(Invitation.objects.visible_to(editor).overdue()) == []
        assert Invitation.objects.missed_between(editor.home, SENT.date(), DEADLINE.date()).count() == 0
