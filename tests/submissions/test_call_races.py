"""Contradictory acts over one invitation at the same moment: one wins, the rows agree with each other."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from accounts.models import Event, Notice
from accounts.roles import Role
from submissions import actions
from submissions.actions import clock, commissions
from submissions.calling import CommissionState, Reply
from submissions.models import Commission
from submissions.states import State
from tests.calling import again, an_answer, an_invitation, editor_of
from tests.factories import UnitFactory, UserFactory
from tests.submissions.test_races import at_once

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def test_of_yes_and_no_at_once_one_stands_and_the_others_are_told_by_whom():
    unit = UnitFactory()
    people = [UserFactory(home=unit, role=Role.REVIEWER, name=f"审核{n}") for n in range(8)]
    invitation = an_invitation(unit)
    verbs = ["accept", "decline"]

    answers = at_once(
        [
            lambda by=by, verb=verbs[n % 2]: commissions.reply(
                invitation, verb, by=by, reason="人手不足", seen=Reply.INVITED
            )
            for n, by in enumerate(people)
        ]
    )

    told = [answer for answer in answers if answer]
    winner = Event.objects.about(invitation).last()
    assert len(told) == 7
    assert {winner.who.name in answer for answer in told} == {True}
    assert again(invitation).state == {"accept": Reply.ACCEPTED, "decline": Reply.DECLINED}[winner.verb]


@pytest.mark.parametrize("attempt", range(4))
def test_a_signature_and_a_cancellation_at_once_leave_no_half_answer(attempt):
    unit = UnitFactory()
    editor, reviewer = editor_of(unit.office), UserFactory(home=unit, role=Role.REVIEWER)
    invitation = an_invitation(unit, by=editor)
    item = an_answer(invitation)
    item = actions.move(item, "send", by=item.author)

    signed, cancelled = at_once(
        [
            lambda: actions.sign(item, by=reviewer, reviewed=True),
            lambda: commissions.move_commission(
                invitation.commission, "cancel", by=editor, reason="市里已约"
            ),
        ]
    )

    states = (again(item).state, again(invitation).state)
    assert cancelled is None
    assert Commission.objects.get().state == CommissionState.CANCELLED
    assert states == ((State.REVIEW, Reply.INVITED) if signed else (State.SUBMITTED, Reply.ANSWERED))
    assert signed is None or "已取消（市里已约）" in signed


def test_two_sweeps_at_once_remind_once_and_mark_once():
    unit = UnitFactory()
    UserFactory(home=unit, role=Role.INFORMANT)
    now = timezone.now()
    invitation = an_invitation(unit, deadline=now + timedelta(days=2))
    late = an_invitation(unit, deadline=now + timedelta(hours=1))
    for minutes, reminder in enumerate(invitation.reminders.all()):
        reminder.due_at = now + timedelta(minutes=minutes)
        reminder.save()

    with time_machine.travel(now + timedelta(hours=2), tick=True):
        at_once([clock.keep_time] * 6)

    assert Event.objects.filter(verb="remind").count() == 1
    assert Event.objects.about(late).filter(verb="miss").count() == 1
    assert Notice.objects.filter(cause__verb="remind").count() == 1
