"""Of two contradictory decisions on one filing exactly one wins; the other is told by whom and when."""

import pytest

from accounts.actions import roster as actions
from accounts.filing import Change, Filed
from accounts.models import Event, Post, RosterChange, User
from accounts.roles import Role
from tests.factories import UserFactory
from tests.submissions.test_races import at_once
from tests.world import office_with_people

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def house():
    return office_with_people("云湖区总工会")


def filed(house):
    return actions.file_change(
        by=house.people[Role.REVIEWER],
        unit=house.unit,
        change=Change.ADD,
        role=Role.INFORMANT,
        person=UserFactory(home=house.unit),
        reason="工作调整",
    )


def test_of_ten_contradictory_decisions_one_wins_and_nine_are_told_why(house):
    filing = filed(house)
    editors = [UserFactory(home=house.office, role=Role.EDITOR, name=f"编辑{n}") for n in range(10)]
    verbs = ["approve", "refuse"]
    acts = [
        lambda by=editor, verb=verbs[n % 2]: actions.move(
            filing, verb, by=by, reason="编制已满", seen=filing.seen
        )
        for n, editor in enumerate(editors)
    ]

    told = [answer for answer in at_once(acts) if answer]

    winner = Event.objects.about(filing).exclude(verb="file").get()
    assert len(told) == 9
    assert {winner.who.name in answer and winner.label in answer for answer in told} == {True}
    assert RosterChange.objects.get().state == winner.data["after"]


def test_a_filing_carried_out_twice_at_once_enters_one_post(house):
    filing = actions.move(filed(house), "approve", by=house.people[Role.EDITOR])
    keepers = [UserFactory(home=house.office, role=Role.SYSADMIN) for _ in range(4)]

    answers = at_once([lambda by=by: actions.carry_out(filing, by=by) for by in keepers])

    assert sum(answer is None for answer in answers) == 1
    assert Post.objects.filter(user=filing.person, granted_at=None).count() == 1
    assert RosterChange.objects.get().state == Filed.DONE


def test_an_account_is_opened_once(house):
    filing = actions.file_change(
        by=house.people[Role.REVIEWER],
        unit=house.unit,
        change=Change.ADD,
        role=Role.INFORMANT,
        name="新人甲",
        reason="增设",
    )
    filing = actions.move(filing, "approve", by=house.people[Role.EDITOR])
    account = {"username": "xinrenjia", "name": "新人甲", "home": house.unit}

    at_once([lambda: actions.carry_out(filing, by=house.people[Role.SYSADMIN], account=account)] * 3)

    assert User.objects.filter(name="新人甲").count() == 1
