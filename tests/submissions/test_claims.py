"""Whose item it is, and what the desk found out about it; the unit reads none of it."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from accounts.models import Event, Notice
from accounts.refusal import NotYours, Refused
from accounts.roles import Role
from submissions import actions
from submissions.actions import claiming
from submissions.models import Submission
from submissions.states import State, Verification
from tests.factories import SubmissionFactory, UserFactory

pytestmark = pytest.mark.django_db
MINUTE = timedelta(seconds=60)


@pytest.fixture
def item():
    return SubmissionFactory(state=State.SUBMITTED, title="关于暖心驿站建设的做法")


@pytest.fixture
def editor(item):
    return UserFactory(home=item.office, role=Role.EDITOR, name="胡编辑")


@pytest.fixture
def colleague(item):
    return UserFactory(home=item.office, role=Role.EDITOR, name="刘编辑")


def url(verb, item, query=""):
    return reverse("submissions:move", args=[item.pk, verb]) + query


def told(person):
    return [notice.text for notice in Notice.objects.visible_to(person).unread()]


def now(item):
    return Submission.objects.get(pk=item.pk)


# Whose item it is


def test_a_claim_is_told_to_the_next_who_comes(item, editor, colleague):
    claiming.claim(item, by=editor)

    with pytest.raises(Refused, match=r"已由胡编辑于\d\d月\d\d日 \d\d:\d\d领取"):
        claiming.claim(item, by=colleague)
    assert now(item).claimed_by == editor


def test_a_claim_locks_nobody_out_but_the_claimer_is_told(client, item, editor, colleague):
    claiming.claim(item, by=editor)
    client.force_login(colleague)
    assert "胡编辑于" in client.get(url("reject", item)).content.decode()

    client.post(url("reject", item), {"words": "内容陈旧"})

    with time_machine.travel(timezone.now() + MINUTE):
        assert told(editor) == [f"您领取的《{item}》已由刘编辑办理：退稿"]


def test_taking_over_tells_whom_it_was_taken_from(client, item, editor, colleague):
    claiming.claim(item, by=editor)
    client.force_login(colleague)

    client.post(reverse("submissions:claim", args=[item.pk]), {"how": "take-over"})

    assert (now(item).claimed_by, told(editor)) == (colleague, [f"《{item}》已由刘编辑接手筛选"])
    with pytest.raises(Refused, match="不在您名下"):
        claiming.unclaim(item, by=editor)


def test_an_item_is_handed_to_a_named_colleague_with_a_word(client, item, editor, colleague):
    client.force_login(editor)
    address = reverse("submissions:hand_over", args=[item.pk])
    assert [each.pk for each in client.get(address).context["form"].fields["to"].queryset] == [colleague.pk]

    client.post(address, {"to": colleague.pk, "note": "请核实人数"})

    assert (now(item).claimed_by, told(colleague)) == (
        colleague,
        [f"胡编辑把《{item}》移交给您筛选：请核实人数"],
    )


def test_nobody_hands_on_what_a_colleague_has_claimed(item, editor, colleague):
    claiming.claim(item, by=colleague)
    third = UserFactory(home=item.office, role=Role.EDITOR)

    with pytest.raises(Refused, match="请先“接手”再移交"):
        claiming.hand_over(item, to=third, by=editor)


def test_an_item_is_handed_only_to_an_editor_of_the_same_office(item, editor):
    with pytest.raises(Refused, match="只能移交给"):
        claiming.hand_over(item, to=UserFactory(role=Role.EDITOR), by=editor)


@pytest.mark.parametrize("act", [claiming.claim, claiming.take_over, claiming.unclaim])
def test_only_editors_of_the_desk_claim(item, act):
    with pytest.raises(NotYours):
        act(item, by=UserFactory(home=item.office, role=Role.CHECKER))


@pytest.mark.parametrize("name", ["claim", "hand_over", "verify", "propose"])
def test_a_checker_may_read_the_desk_but_not_keep_it(client, item, name):
    client.force_login(UserFactory(home=item.office, role=Role.CHECKER))

    assert client.post(reverse(f"submissions:{name}", args=[item.pk])).status_code == 403


# What the desk found out


def test_the_last_finding_counts_and_the_history_keeps_all(client, item, editor):
    client.force_login(editor)
    address = reverse("submissions:verify", args=[item.pk])

    client.post(address, {"verdict": "doubtful", "note": "人数前后不一"})
    client.post(address, {"verdict": "verified", "note": "已电话核实"})

    found = now(item)
    assert (found.verification, found.verification_note, found.verified_by) == (
        Verification.VERIFIED,
        "已电话核实",
        editor,
    )
    assert [(event.label, event.note) for event in Event.objects.about(item)] == [
        ("存疑", "人数前后不一"),
        ("已核实", "已电话核实"),
    ]


def test_a_doubt_needs_a_word_and_what_was_typed_stays(client, item, editor):
    client.force_login(editor)
    address = reverse("submissions:verify", args=[item.pk])

    bare = client.post(address, {"verdict": "doubtful", "note": " "})
    long = client.post(address, {"verdict": "verified", "note": "长" * 201})

    assert (bare.status_code, long.status_code) == (409, 422)
    assert "长" * 201 in long.content.decode()
    assert now(item).verification == Verification.UNVERIFIED


def test_the_unit_does_not_read_what_the_desk_notes(client, item, editor, colleague):
    claiming.verify(item, Verification.DOUBTFUL, by=editor, note="内部存疑不外传")
    claiming.hand_over(item, to=colleague, by=editor, note="内部附言不外传")
    client.force_login(item.author)

    page = client.get(f"/submissions/{item.pk}/").content.decode()

    assert ("不外传" in page, "移交" in page, "筛选台" in page) == (False, False, False)


def test_a_withdrawn_item_leaves_the_desk_with_all_the_desk_noted(item, editor):
    claiming.claim(item, by=editor)
    claiming.verify(item, Verification.VERIFIED, by=editor, note="已电话核实")
    claiming.propose(item, {"briefing": "工会信息"}, by=editor)
    actions.move(now(item), "return", by=editor, reason="补数据", answer_by=timezone.localdate())
    actions.move(now(item), "restore", by=editor)

    actions.move(now(item), "withdraw", by=item.author)

    item = now(item)
    assert [item.claimed_by, item.verification, item.verified_by, item.verification_note] == [
        None,
        Verification.UNVERIFIED,
        None,
        "",
    ]
    assert [item.chosen, item.answer_by] == [{}, None]


@pytest.mark.parametrize("act", ["accept", "take-over"])
def test_who_has_left_the_desk_is_told_nothing_of_it(item, editor, colleague, act):
    claiming.claim(item, by=editor)
    today = timezone.localdate()
    editor.posts.update(since=today - timedelta(days=9), until=today - timedelta(days=1))

    if act == "accept":
        actions.move(item, "accept", by=colleague)
    else:
        claiming.take_over(item, by=colleague)

    assert not Notice.objects.filter(person=editor).exists()
