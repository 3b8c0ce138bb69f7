"""Of contradictory moves at once exactly one wins; the others are told by whom."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from accounts.events import verify
from accounts.models import Event
from accounts.refusal import Refused
from accounts.roles import Role
from submissions import actions
from submissions.actions import claiming, desk
from submissions.actions.deciding import take_back
from submissions.models import Reason, SavedFilter, Submission
from submissions.states import REASONS, State
from tests.factories import SubmissionFactory, UserFactory

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def at_once(acts):
    """Run the acts in as many threads, all let go at the same moment; each one's refusal or None."""
    gate = Barrier(len(acts))

    def run(act):
        try:
            gate.wait(timeout=20)
            act()
        except Refused as refusal:
            return str(refusal)
        finally:
            connection.close()
        return None

    with ThreadPoolExecutor(len(acts)) as threads:
        return list(threads.map(run, acts))


def test_of_twelve_contradictory_moves_one_wins_and_eleven_are_told_why():
    item = SubmissionFactory(state=State.SUBMITTED)
    editors = [UserFactory(home=item.office, role=Role.EDITOR, name=f"编辑{n}") for n in range(11)]
    verbs = ["accept", "reject", "return", "hold"]
    acts = [
        lambda by=editor, verb=verbs[n % 4]: actions.move(
            item, verb, by=by, reason="内容陈旧", seen=item.seen
        )
        for n, editor in enumerate(editors)
    ]
    acts.append(lambda: actions.move(item, "withdraw", by=item.author))

    answers = at_once(acts)

    told = [answer for answer in answers if answer]
    winner = Event.objects.about(item).get()
    assert len(told) == 11
    assert {winner.who.name in answer and winner.label in answer for answer in told} == {True}
    assert Submission.objects.get(pk=item.pk).state == winner.data["after"]
    assert verify().whole


def test_two_reviewers_signing_at_once_make_one_signature():
    item = SubmissionFactory(state=State.REVIEW)
    reviewers = [UserFactory(home=item.unit, role=Role.REVIEWER) for _ in range(6)]

    answers = at_once([lambda by=by: actions.sign(item, by=by, reviewed=True) for by in reviewers])

    assert sum(answer is None for answer in answers) == 1
    assert item.secrecy_reviews.count() == 1


def test_a_double_click_on_a_new_form_makes_one_draft():
    author, key = UserFactory(role=Role.INFORMANT), "5f0c1b52-96a4-4f5b-9d7e-1f2f3a4b5c6d"

    at_once([lambda: actions.begin(by=author, unit=author.home, key=key, title="标题", body="正文")] * 4)

    assert Submission.objects.count() == 1


def test_of_eight_editors_claiming_at_once_one_has_it_and_seven_are_told_who():
    item = SubmissionFactory(state=State.SUBMITTED)
    editors = [UserFactory(home=item.office, role=Role.EDITOR, name=f"编辑{n}") for n in range(8)]

    answers = at_once([lambda by=by: claiming.claim(item, by=by) for by in editors])

    told, winner = [answer for answer in answers if answer], Submission.objects.get(pk=item.pk).claimed_by
    assert [by for by, answer in zip(editors, answers, strict=True) if answer is None] == [winner]
    assert len(told) == 7
    assert {f"已由{winner}于" in answer for answer in told} == {True}


def test_a_decision_is_either_taken_back_or_worked_on():
    item = SubmissionFactory(state=State.SUBMITTED)
    editor = UserFactory(home=item.office, role=Role.EDITOR)
    actions.move(item, "accept", by=editor)

    answers = at_once([lambda: take_back(item, by=editor), lambda: actions.take(item, by=editor)])

    stands = Submission.objects.get(pk=item.pk)
    assert sum(answer is None for answer in answers) == 1
    assert (stands.state, stands.taken_at is None) in [(State.SUBMITTED, True), (State.ACCEPTED, False)]


def test_editors_who_change_the_reasons_for_the_first_time_at_once_begin_one_list():
    office = SubmissionFactory().office
    editors = [UserFactory(home=office, role=Role.EDITOR) for _ in range(4)]

    answers = at_once(
        [lambda n=n, by=by: desk.add_reason(office, f"意见{n}", [], by=by) for n, by in enumerate(editors)]
    )

    assert answers == [None] * 4
    assert Reason.objects.of(office).count() == len(REASONS) + 4


def test_one_filter_saved_under_a_name_in_two_windows_is_kept_once():
    editor = UserFactory(role=Role.EDITOR)

    answers = at_once([lambda q=q: desk.save_filter("待办", q, by=editor) for q in ("?a=1", "?b=2", "?c=3")])

    assert answers == [None] * 3
    assert SavedFilter.objects.visible_to(editor).count() == 1
