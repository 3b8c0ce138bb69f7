"""The first page: what waits, in numbers that are the lists behind them."""

import pytest
from django.urls import reverse

from accounts.roles import Role
from submissions import actions
from submissions.states import State
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
