"""The signature and the clock decide who answered a commission in time, late or not at all."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from accounts.models import Event, Notice
from accounts.refusal import Refused
from accounts.roles import Role
from submissions import actions
from submissions.actions import answering, clock, commissions
from submissions.calling import REPLY_MOVES, Reply, Standing
from submissions.models import Invitation, Submission
from submissions.states import State
from tests.calling import (
    DEADLINE,
    MOMENT,
    SENT,
    again,
    an_answer,
    an_invitation,
    at,
    editor_of,
    file,
    person,
)
from tests.factories import SubmissionFactory, UnitFactory, UserFactory

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


@pytest.mark.parametrize(
    ("moment", "standing"),
    [(DEADLINE - MOMENT, "on_time"), (DEADLINE, "on_time"), (DEADLINE + MOMENT, "late")],
)
def test_the_moment_of_the_deadline_is_still_in_time(december, moment, standing):
    item = an_answer(december)
    with at(moment):
        item = file(item)

    invitation = again(december)
    assert (invitation.state, invitation.standing, invitation.answered_at) == ("answered", standing, moment)
    assert Event.objects.about(invitation).last().label == f"报送约稿（{Standing(standing).label}）"


@pytest.mark.parametrize(("moment", "standing"), [(DEADLINE, "invited"), (DEADLINE + MOMENT, "missed")])
def test_an_invitation_is_missed_by_the_clock_even_before_the_sweep(december, moment, standing):
    with at(moment):
        assert again(december).standing == standing
        clock.keep_time()
        assert again(december).standing == standing
        assert again(december).state == standing


def test_the_sweep_writes_a_missed_deadline_down_once_and_tells_both_sides(december):
    unit, editor = december.unit, editor_of(december.unit.office)
    with at(DEADLINE + timedelta(minutes=1)):
        clock.keep_time()
        clock.keep_time()

        assert again(december).missed_at == DEADLINE
        assert Event.objects.about(december).filter(verb="miss").count() == 1
        told = Notice.objects.filter(over_at=None, cause__verb="miss")
        assert {n.person.home for n in told} == {unit}
        assert Notice.objects.visible_to(editor).unread().get().text == (
            "约稿《欠薪治理的做法》到期：已报送0个单位，未报送1个单位"
        )
    first, last = DEADLINE.date(), DEADLINE.date()
    assert list(Invitation.objects.missed_between(unit.office, first, last)) == [december]


def test_sending_is_not_filing(december):
    item = an_answer(december)

    with at(DEADLINE - MOMENT):
        actions.move(item, "send", by=item.author)

    assert again(december).state == Reply.INVITED


def test_withdrawing_the_answer_reopens_the_invitation(december):
    with at(SENT):
        item = file(an_answer(december))
        assert again(december).state == Reply.ANSWERED
        actions.move(item, "withdraw", by=item.author)

        invitation = again(december)
        assert (invitation.state, invitation.answered_at) == (Reply.ACCEPTED, None)
        assert list(Invitation.objects.awaiting(item.author)) == [invitation]


def test_with_two_answers_the_invitation_stands_by_the_one_that_remains(december):
    with at(SENT):
        first, second = file(an_answer(december)), an_answer(december)
    with at(DEADLINE + MOMENT):
        file(second)
        assert again(december).standing == "on_time"
        actions.move(first, "withdraw", by=first.author)

        assert again(december).standing == "late"


def test_reworking_a_returned_answer_after_the_deadline_does_not_make_it_late(december):
    with at(SENT):
        item = file(an_answer(december))
        item = actions.move(item, "return", by=editor_of(item.office), reason="补充数字")
    with at(DEADLINE + timedelta(days=1)):
        file(item)

        assert again(december).standing == "on_time"


def test_throwing_a_returned_answer_away_reopens_the_invitation_and_taking_it_back_closes_it(december):
    with at(SENT):
        item = file(an_answer(december))
        item = actions.move(item, "return", by=editor_of(item.office), reason="补充数字")
        item = actions.write(item, by=item.author, base=item.version, title="还没有报送的新标题")
        item = actions.move(item, "discard", by=item.author)
        assert again(december).state == Reply.ACCEPTED
        assert Event.objects.about(december).last().note == f"《{item.filed}》"  # the office reads this too

        actions.move(item, "reopen", by=item.author)

        assert again(december).state == Reply.ANSWERED


def test_an_item_of_another_unit_answers_nothing(december):
    stranger = UserFactory(home=UnitFactory(parent=december.unit.office), role=Role.INFORMANT)

    with pytest.raises(Refused, match="这次约稿约的是"):
        answering.link(SubmissionFactory(author=stranger), by=stranger, invitation=december)


def test_an_answer_to_a_cancelled_commission_is_refused_with_a_way_on(december):
    with at(SENT):
        item = an_answer(december)
        editor = editor_of(item.office)
        commissions.move_commission(december.commission, "cancel", by=editor, reason="市里已约")

        with pytest.raises(Refused, match=r"已取消（市里已约）.*解除关联"):
            actions.move(item, "send", by=item.author)
        item = answering.unlink(item, by=item.author)

        assert file(item).state == State.SUBMITTED


def test_a_reviewer_meets_a_cancelled_commission_and_unlinks_in_one_click(december, client):
    with at(SENT):
        item = an_answer(december)
        item = actions.move(item, "send", by=item.author)
        reviewer = UserFactory(home=item.unit, role=Role.REVIEWER)
        seen = item.seen
        editor = UserFactory(home=item.office, role=Role.EDITOR, name="胡编辑")
        commissions.move_commission(december.commission, "cancel", by=editor, reason="市里已约")
        with pytest.raises(Refused, match="已取消（市里已约）（胡编辑于"):
            actions.sign(item, by=reviewer, reviewed=True)

        client.force_login(reviewer)
        client.post(reverse("submissions:unlink", args=[item.pk]))

        with pytest.raises(Refused, match="有了变动"):
            actions.sign(item, by=reviewer, reviewed=True, seen=seen)
        assert actions.sign(again(item), by=reviewer, reviewed=True).invitation is None


def test_a_passed_deadline_refuses_yes_and_no_but_not_the_item(december):
    with at(DEADLINE + MOMENT):
        for verb in REPLY_MOVES:
            with pytest.raises(Refused, match="仍可补报"):
                commissions.reply(december, verb, by=person(Role.REVIEWER, december.unit), reason="忙")
        file(an_answer(december))

        assert again(december).standing == "late"


def test_an_item_says_more_than_an_earlier_no(december):
    with at(SENT):
        item = an_answer(december)
        commissions.reply(december, "decline", by=person(Role.REVIEWER, december.unit), reason="人手不足")
        file(item)

    assert (again(december).state, again(december).reason) == (Reply.ANSWERED, "")


def test_an_answer_taken_back_after_the_end_is_missed_and_asks_nobody(december):
    with at(DEADLINE):
        item = file(an_answer(december))
    with at(DEADLINE + timedelta(hours=1)):
        commissions.move_commission(december.commission, "close", by=editor_of(item.office))
        actions.move(item, "withdraw", by=item.author)
        clock.keep_time()
        clock.keep_time()

    found = again(december)
    assert (found.state, found.missed_at, found.standing) == (Reply.MISSED, DEADLINE, "missed")
    assert Event.objects.about(december).filter(verb="miss").count() == 1
    assert Notice.objects.filter(cause__verb__in=("miss", "commission-due")).count() == 0


def test_editors_are_told_of_everything_that_is_missing_not_of_the_last_loss(december):
    editor, other = editor_of(december.unit.office), UnitFactory(parent=december.unit.office)
    with at(SENT):
        commissions.invite(december.commission, [other], by=editor)
        item = file(an_answer(december))
    with at(DEADLINE + MOMENT):
        clock.keep_time()
        actions.move(item, "withdraw", by=item.author)
        clock.keep_time()

        told = Notice.objects.filter(person=editor, cause__verb="commission-due").order_by("pk")
        assert [notice.text.partition("：")[2] for notice in told] == [
            "已报送1个单位，未报送1个单位",
            "已报送0个单位，未报送2个单位",
        ]


def test_a_reworked_answer_waits_for_its_reviewer_without_the_mark_of_a_passed_deadline(december):
    with at(SENT):
        item = file(an_answer(december))
        item = actions.move(item, "return", by=editor_of(item.office), reason="补充数字")
        actions.move(item, "send", by=item.author)
        late = an_answer(an_invitation(item.unit, deadline=DEADLINE), author=item.author)
        actions.move(late, "send", by=late.author)
    with at(DEADLINE + MOMENT):
        reviewer = UserFactory(home=item.unit, role=Role.REVIEWER)
        queue = Submission.objects.to_review(reviewer).pressing_first()

        assert [(each.pk, each.pressing) for each in queue] == [(late.pk, 0), (item.pk, 1)]
