"""An answered return: what it changed is told where the item is read, and a late one is marked, never refused."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Role
from submissions import actions
from submissions.models import Submission
from submissions.states import State
from tests.factories import SubmissionFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def item():
    return SubmissionFactory(authors=["王芳", "李强"])


@pytest.fixture
def reviewer(item):
    return UserFactory(home=item.unit, role=Role.REVIEWER)


def sign(item, reviewer):
    actions.move(item, "send", by=item.author)
    return actions.sign(item, by=reviewer, reviewed=True)


@pytest.fixture
def returned(item, reviewer):
    """Signed, sent back with a request, set right, on its way again."""
    sign(item, reviewer)
    editor = UserFactory(home=item.office, role=Role.EDITOR)
    day = timezone.localdate()
    actions.move(item, "return", by=editor, reason="请补充参与人数", answer_by=day)
    item.refresh_from_db()
    changes = {"title": "新标题", "body": "第一段改了。\n第二段正文。\n加一段。", "authors": ["李强", "王芳"]}
    actions.write(item, by=item.author, base=item.version, **changes)
    item.refresh_from_db()
    return actions.move(item, "send", by=item.author), editor


TOLD = ["标题改了", "正文改写 1 段、增加 1 段", "作者由“王芳、李强”改为“李强、王芳”"]


def test_author_and_reviewer_see_what_the_answer_changed_before_it_is_signed(client, returned, reviewer):
    item, _ = returned

    for person, name in ((item.author, "detail"), (reviewer, "detail"), (reviewer, "sign")):
        client.force_login(person)
        page = client.get(reverse(f"submissions:{name}", args=[item.pk]))
        assert page.context["since"]["told"] == TOLD
        assert "退回时的意见：请补充参与人数" in page.content.decode()


def test_the_office_sees_it_once_it_is_signed(client, returned, reviewer):
    item, editor = returned
    client.force_login(editor)
    before = client.get(reverse("submissions:detail", args=[item.pk])).context["since"]

    actions.sign(item, by=reviewer, reviewed=True)
    page = client.get(reverse("submissions:detail", args=[item.pk]))
    since = page.context["since"]
    link = f"/submissions/{item.pk}/compare/?a={since['before'].number}&amp;b={since['after'].number}"

    assert (before, since["told"]) == (None, TOLD)
    assert link in page.content.decode()
    compared = client.get(link.replace("&amp;", "&")).content.decode()
    assert "<del>王芳、李强</del> → <ins>李强、王芳</ins>" in compared


def test_an_answer_that_changed_nothing_says_so(client, item, reviewer):
    sign(item, reviewer)
    actions.move(item, "return", by=UserFactory(home=item.office, role=Role.EDITOR), reason="请补充")
    item.refresh_from_db()
    actions.move(item, "send", by=item.author)
    client.force_login(reviewer)

    page = client.get(reverse("submissions:sign", args=[item.pk])).content.decode()

    assert "文字与上次报送的完全一样" in page


@pytest.mark.parametrize(("late", "days"), [(-1, 0), (0, 0), (1, 1), (5, 5)])
def test_an_answer_after_its_day_goes_and_is_marked(client, returned, reviewer, late, days):
    item, editor = returned
    Submission.objects.filter(pk=item.pk).update(answer_by=timezone.localdate() - timedelta(days=late))

    actions.sign(item, by=reviewer, reviewed=True)

    item.refresh_from_db()
    client.force_login(editor)
    page = client.get(reverse("submissions:detail", args=[item.pk])).content.decode()
    assert (item.state, item.days_late, f"逾期 {days} 天报回" in page) == (State.SUBMITTED, days, days > 0)


def test_the_next_return_begins_a_new_count(returned, reviewer):
    item, editor = returned
    Submission.objects.filter(pk=item.pk).update(answer_by=timezone.localdate() - timedelta(days=2))
    actions.sign(item, by=reviewer, reviewed=True)

    actions.move(item, "return", by=editor, reason="再补充")

    item.refresh_from_db()
    assert item.days_late == 0
