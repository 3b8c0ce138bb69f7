"""Many rows at once: each is done or refused on its own, and says so."""

import re

import pytest
from django.urls import reverse

from accounts.roles import Role
from submissions import actions
from submissions.actions import claiming
from submissions.models import Submission
from submissions.states import DECISIONS, MOVES, State
from tests.factories import SubmissionFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def item():
    return SubmissionFactory(state=State.SUBMITTED, title="关于暖心驿站建设的做法")


@pytest.fixture
def editor(item):
    return UserFactory(home=item.office, role=Role.EDITOR, name="胡编辑")


@pytest.fixture
def colleague(item):
    return UserFactory(home=item.office, role=Role.EDITOR, name="刘编辑")


def now(item):
    return Submission.objects.get(pk=item.pk)


@pytest.fixture
def three(item):
    return [item, *(SubmissionFactory(author=item.author, state=State.SUBMITTED) for _ in range(2))]


def bulk(client, items, verb, **data):
    data |= {"items": [each.pk for each in items], "verb": verb}
    return client.post(reverse("submissions:bulk"), data)


@pytest.mark.parametrize("verb", DECISIONS)
def test_many_are_decided_and_each_row_says_what_became_of_it(client, three, editor, colleague, verb):
    actions.move(three[1], "reject", by=colleague, reason="内容陈旧")
    client.force_login(editor)
    seen = {f"seen-{each.pk}": each.seen for each in three}

    results = bulk(client, three, verb, words="要素不全", **seen).context["results"]

    assert [(each.pk, fine) for each, fine, _ in results] == list(
        zip([each.pk for each in three], [True, False, True], strict=True)
    )
    assert "刘编辑" in results[1][2]
    assert [now(each).state for each in three] == [MOVES[verb].end, State.REJECTED, MOVES[verb].end]


def test_the_page_of_many_asks_first_and_keeps_what_was_ticked(client, three, editor):
    client.force_login(editor)
    query = {"items": [each.pk for each in three[:2]], "verb": "reject", "state": "waiting"}

    page = client.get(reverse("submissions:bulk"), query)

    assert [each.pk for each in page.context["items"]] == [each.pk for each in three[:2]]
    assert bulk(client, three, "reject").status_code == 422
    assert {now(each).state for each in three} == {State.SUBMITTED}


def test_many_are_taken_back_together(client, three, editor, colleague):
    client.force_login(editor)
    bar = bulk(client, three, "reject", words="过时").context["recall"]
    actions.move(now(three[0]), "restore", by=colleague)

    results = client.post(reverse("submissions:take_back"), {"items": bar["items"]}).context["results"]

    assert {each.pk: fine for each, fine, _ in results} == {
        three[0].pk: False,
        three[1].pk: True,
        three[2].pk: True,
    }
    assert {now(each).state for each in three} == {State.SUBMITTED}


def test_many_are_claimed_and_the_taken_are_named(client, three, editor, colleague):
    claiming.claim(three[0], by=colleague)
    client.force_login(editor)

    results = bulk(client, three, "claim").context["results"]

    assert [fine for _, fine, _ in results] == [False, True, True]
    assert "已由刘编辑于" in results[0][2]


def test_what_lies_on_no_desk_of_ours_is_not_among_the_many(client, three, editor):
    elsewhere = SubmissionFactory(state=State.SUBMITTED)
    client.force_login(editor)

    bulk(client, [*three, elsewhere], "reject", words="过时")

    assert now(elsewhere).state == State.SUBMITTED
    assert bulk(client, [elsewhere], "reject", words="过时").status_code == 302


def test_without_script_a_link_ticks_the_whole_page(client, three, editor):
    client.force_login(editor)

    page = client.get("/submissions/inbox/?tick=all").content.decode()

    assert len(re.findall(r'name="items"[^>]*checked', page)) == 3
