"""Deciding: what the informant will see is shown first, and there is a minute to take it back."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from accounts.kept import writer_key
from accounts.models import Event, Notice
from accounts.refusal import Refused
from accounts.roles import Role
from infohub.tasks import sweep
from submissions import actions
from submissions.actions import claiming
from submissions.actions.deciding import take_back
from submissions.models import Submission
from submissions.states import State
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


# What will be seen


def test_the_page_of_a_decision_shows_what_the_informant_will_read(client, item, editor):
    client.force_login(editor)
    data = {"reasons": ["要素不全"], "words": "请补数字", "answer_by": "2099-01-31", "then": "preview"}

    shown = client.post(url("return", item), data)

    assert (shown.status_code, now(item).state) == (200, State.SUBMITTED)
    page = re.sub(r"\s+", " ", shown.content.decode())
    assert '<span class="state state-returned">退回修改</span>' in page
    assert "<b>退回修改意见：</b>要素不全。请补数字（请于 2099年1月31日前修改报回）" in page
    assert "《关于暖心驿站建设的做法》被退回修改：要素不全。请补数字（请于1月31日前修改报回）" in page
    assert 'value="要素不全" checked' in page or "checked" in page
    assert "请补数字</textarea>" in page


def test_what_was_previewed_is_what_is_told(client, item, editor):
    client.force_login(editor)
    data = {"words": "请补数字", "answer_by": "2099-01-31"}
    preview = client.post(url("return", item), data | {"then": "preview"})

    client.post(url("return", item), data)

    with time_machine.travel(timezone.now() + MINUTE):
        assert told(item.author) == [preview.context["notice"]]
    client.force_login(item.author)
    page = client.get(f"/submissions/{item.pk}/")
    assert page.context["reason"] == preview.context["after"].reason


def test_the_preview_alone_is_a_fragment(client, item, editor):
    client.force_login(editor)

    answer = client.post(
        url("reject", item), {"words": "过时", "then": "preview"}, headers={"HX-Request": "true"}
    )

    assert answer.content.decode().startswith('<div id="preview"')
    assert now(item).state == State.SUBMITTED


def test_the_preview_does_not_show_what_the_unit_is_still_writing(client, item, editor):
    actions.move(item, "return", by=editor, reason="补充")
    actions.write(now(item), by=item.author, base=now(item).version, title="尚未审签的新标题")
    client.force_login(editor)

    assert "尚未审签" not in client.get(url("reject", item)).content.decode()


# A minute to take it back


def test_nobody_is_told_before_the_minute_is_over(item, editor):
    item.author.email = "author@example.org"
    item.author.save()
    actions.move(item, "reject", by=editor, reason="内容陈旧")
    sweep()
    assert (told(item.author), mail.outbox) == ([], [])

    with time_machine.travel(timezone.now() + MINUTE):
        sweep()
        assert (told(item.author), len(mail.outbox)) == ([f"《{item}》未予采用：内容陈旧"], 1)


def test_a_decision_taken_back_is_never_told_and_both_stay_in_the_history(client, item, editor):
    client.force_login(editor)
    client.post(url("reject", item), {"words": "手滑"})

    client.post(reverse("submissions:take_back"), {"items": item.pk})

    assert now(item).state == State.SUBMITTED
    with time_machine.travel(timezone.now() + 2 * MINUTE):
        assert told(item.author) == []
    assert [event.label for event in Event.objects.about(item)] == ["退稿", "撤销退稿"]


def test_a_second_decision_silences_the_first(item, editor):
    actions.move(item, "reject", by=editor, reason="内容陈旧")
    actions.move(item, "restore", by=editor)
    actions.move(item, "return", by=editor, reason="请补数字")

    with time_machine.travel(timezone.now() + MINUTE):
        assert told(item.author) == [f"《{item}》被退回修改：请补数字"]


def test_after_the_minute_only_the_declared_reverse_helps(item, editor):
    actions.move(item, "reject", by=editor, reason="内容陈旧")

    with time_machine.travel(timezone.now() + MINUTE):
        with pytest.raises(Refused, match="已过 60 秒"):
            take_back(item, by=editor)
        actions.move(item, "restore", by=editor)

    assert [event.label for event in Event.objects.about(item)] == ["退稿", "恢复待筛选"]


def test_nobody_takes_back_anothers_decision(item, editor, colleague):
    actions.move(item, "reject", by=editor, reason="内容陈旧")

    with pytest.raises(Refused, match="由胡编辑作出"):
        take_back(item, by=colleague)


def test_what_has_moved_on_is_not_taken_back(item, editor):
    item = actions.move(item, "return", by=editor, reason="请补数字")
    actions.move(item, "send", by=item.author)

    with pytest.raises(Refused, match="已无可撤销的决定"):
        take_back(item, by=editor)


def test_what_is_part_of_an_article_is_not_taken_back(item, editor):
    actions.take(actions.move(item, "accept", by=editor), by=editor)

    with pytest.raises(Refused, match="已列入编发"):
        take_back(item, by=editor)


def test_what_was_never_decided_is_not_taken_back(item, editor):
    with pytest.raises(Refused, match="已无可撤销的决定"):
        take_back(item, by=editor)


def test_a_claim_in_between_does_not_stand_in_the_way(item, editor, colleague):
    actions.move(item, "hold", by=editor)
    claiming.claim(item, by=colleague)

    assert take_back(item, by=editor).state == State.SUBMITTED


def test_the_bar_is_on_the_next_items_page_and_its_minute_is_running(client, item, editor):
    following = SubmissionFactory(author=item.author, state=State.SUBMITTED)
    client.force_login(editor)

    page = client.post(url("reject", item), {"words": "过时"}, follow=True)

    assert page.redirect_chain[0][0] == f"/submissions/{following.pk}/"
    bar = page.context["recall"]
    assert (bar["items"], bar["words"], 55 < bar["left"] <= 60) == ([item.pk], f"已退稿：《{item}》", True)


def test_an_items_own_page_offers_its_own_decision(client, item, editor):
    other = SubmissionFactory(author=item.author, state=State.SUBMITTED)
    client.force_login(editor)
    for each in (item, other):
        client.post(url("reject", each), {"words": "过时"})

    assert client.get(f"/submissions/{item.pk}/").context["recall"]["items"] == [item.pk]
    assert client.get("/submissions/inbox/?state=").context["recall"]["items"] == [other.pk]


def test_after_the_last_item_the_list_says_so(client, item, editor):
    client.force_login(editor)

    page = client.post(url("hold", item, "?state=waiting"), {}, follow=True)

    assert page.redirect_chain[0][0] == "/submissions/inbox/?state=waiting"
    assert "这一列已全部筛选完" in page.content.decode()


# Refused


def test_what_cannot_be_decided_any_more_is_said_where_the_item_stands(client, item, editor, colleague):
    actions.move(item, "accept", by=colleague)
    client.force_login(editor)

    asked = client.get(url("reject", item, "?state=waiting"), follow=True)
    restored = client.post(url("restore", now(item)), {"seen": item.seen}, follow=True)

    assert asked.redirect_chain[0][0] == f"/submissions/{item.pk}/?state=waiting"
    assert "现为“拟采用”，不能退稿" in asked.content.decode()
    assert restored.redirect_chain[0][0] == f"/submissions/{item.pk}/"
    assert "有了变动" in restored.content.decode()


def test_a_refused_decision_shows_no_button_that_cannot_work(client, item, editor, colleague):
    client.force_login(editor)
    actions.move(item, "accept", by=colleague)

    page = client.post(url("return", item), {"words": "打了一大段意见"})

    assert page.status_code == 409
    assert ("打了一大段意见" in page.content.decode(), "data-confirm" in page.content.decode()) == (
        True,
        False,
    )


def test_words_kept_over_an_ended_session_come_back_even_when_they_are_too_late(
    client, item, editor, colleague
):
    client.post(url("return", item), {"words": "写好的意见", "writer": writer_key(editor)})
    actions.move(item, "accept", by=colleague)
    session = client.session
    kept = session["kept"]
    client.force_login(editor)
    session = client.session
    session["kept"] = kept
    session.save()

    assert "写好的意见" in client.get(url("return", item)).content.decode()
