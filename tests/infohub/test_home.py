"""The first page: what waits, in numbers that are the lists behind them."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from accounts.actions.roster import file_change
from accounts.roles import Role
from bulletins.actions import upward, upward_sending
from submissions import actions
from submissions.actions.commissions import commission
from submissions.actions.urgent import report_first
from submissions.states import State
from tests.bulletins.conftest import open_office
from tests.factories import PostFactory, SubmissionFactory, UserFactory

pytestmark = pytest.mark.django_db


def figures(client, user):
    client.force_login(user)
    return {figure.label: figure for figure in client.get(reverse("home")).context["figures"]}


@pytest.mark.parametrize("role", Role)
def test_every_number_opens_a_page_of_its_reader(client, role):
    item = SubmissionFactory(state=State.SUBMITTED)
    home = item.unit if role in (Role.INFORMANT, Role.REVIEWER) else item.office

    opened = {
        label: client.get(figure.url).status_code
        for label, figure in figures(client, UserFactory(home=home, role=role)).items()
    }

    assert set(opened.values()) <= {200}
    assert (opened == {}) == (role == Role.LEADER)


def test_the_editor_sees_what_waits_and_what_can_be_edited(client):
    item = SubmissionFactory(state=State.ACCEPTED)
    SubmissionFactory(author=item.author, state=State.ACCEPTED)
    SubmissionFactory(author=item.author, state=State.SUBMITTED)
    editor = UserFactory(home=item.office, role=Role.EDITOR)
    actions.take(item, by=editor)

    found = figures(client, editor)

    assert (found["来稿待筛选"].count, found["来稿拟采用"].count) == (1, 1)
    assert found["来稿待筛选"].hot


def test_a_pending_post_waits_for_the_security_administrator(client):
    keeper = UserFactory(role=Role.SECADMIN)
    PostFactory(user=UserFactory(home=keeper.home), granted_at=None)

    assert figures(client, keeper)["待授权岗位"].count == 1


def test_whoever_has_no_post_is_told_whom_to_ask(client):
    client.force_login(UserFactory())

    assert "您还没有岗位" in client.get(reverse("home")).content.decode()


def test_the_load_balancer_is_answered_without_log_in(client):
    assert client.get(reverse("health")).content == b"ok"


def test_what_is_urgent_asked_for_or_filed_waits_on_the_first_page(client):
    item = SubmissionFactory()
    reviewer = UserFactory(home=item.unit, role=Role.REVIEWER)
    editor = UserFactory(home=item.office, role=Role.EDITOR)
    now = timezone.now()
    report_first(
        by=item.author, unit=item.unit, title="仓库冒烟", category="safety", learned_at=now, event="冒烟。"
    )
    commission(
        by=editor,
        office=item.office,
        units=[item.unit],
        deadline=now + timedelta(days=3),
        title="骑手入会情况",
        requirements="写清人数。",
        contact="编辑 010-55500001",
    )
    post = item.author.posts.get()
    file_change(
        by=reviewer, unit=item.unit, change="end", role=Role.INFORMANT, post=post, reason="调离本单位"
    )

    def waiting(user):
        client.force_login(user)
        page = client.get(reverse("home"))
        return {name: len(page.context[name]) for name in ("urgent", "invitations", "filings")}

    assert waiting(reviewer) == {"urgent": 2, "invitations": 1, "filings": 0}
    assert waiting(editor)["filings"] == 1
    assert figures(client, editor)["人员备案待审"].count == 1
    assert figures(client, item.author)["待报约稿"].count == 1


def test_an_editor_is_told_of_commissions_units_still_owe(client):
    item = SubmissionFactory()
    editor = UserFactory(home=item.office, role=Role.EDITOR)
    now = timezone.now()
    facts = {"title": "骑手入会情况", "requirements": "写清人数。", "contact": "编辑 010-55500001"}
    commission(by=editor, office=item.office, units=[item.unit], deadline=now + timedelta(hours=1), **facts)
    assert "逾期约稿" not in figures(client, editor)

    with time_machine.travel(now + timedelta(hours=2)):
        figure = figures(client, editor)["逾期约稿"]
        shown = client.get(figure.url).context["page"].object_list

    assert (figure.count, len(shown)) == (1, 1)


def test_what_the_press_asks_stands_on_the_first_page_until_it_is_done(client):
    office = open_office()
    report = upward.draft(office.article(ready=True), by=office.editor, recipient="省委办公厅")
    report = upward.move(report, "submit", by=office.editor)

    asked = [todo.url for todo in first_page(client, office.approver)["press"]]
    upward_sending.sign(report, by=office.approver, reviewed=True)

    assert asked == [report.get_absolute_url()]
    assert list(first_page(client, office.approver)["press"]) == []


def first_page(client, user):
    client.force_login(user)
    return client.get(reverse("home")).context


def test_an_issue_waits_for_its_readers_until_they_open_it(client):
    office = open_office()
    issue = office.signed()

    before = figures(client, office.reviewer)["未读刊物"]
    waiting = client.get(before.url).context["unread_issues"]
    client.get(issue.number_url)

    assert (before.count, len(waiting)) == (1, 1)
    assert "未读刊物" not in figures(client, office.reviewer)
