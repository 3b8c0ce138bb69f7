"""Logging in again inside a page whose session has ended: sentences for a dialog, and nobody else's log-in."""

import pytest
from django.urls import reverse

from accounts.kept import writer_key
from accounts.models import Event
from tests.factories import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db

ADDRESS = "/accounts/login/again/"


@pytest.fixture
def writer():
    return UserFactory(username="lin")


def enter(client, user, password=PASSWORD, page_of=None):
    data = {"username": user.username, "password": password, "writer": writer_key(page_of or user)}
    return client.post(ADDRESS, data, headers={"X-Requested-With": "autosave"})


def test_the_writer_comes_in_and_the_page_goes_on(client, writer):
    answer = enter(client, writer)

    assert (answer.status_code, answer.json()) == (200, {"name": writer.name})
    assert client.get(reverse("accounts:profile")).status_code == 200
    assert Event.objects.filter(verb="login", who=writer).count() == 1


def test_a_wrong_password_is_a_sentence(client, writer):
    answer = enter(client, writer, password="Falsch-2026")

    assert answer.status_code == 422
    assert answer.json() == {"message": "用户名或密码不正确。连续输错五次，账号将锁定三十分钟。"}
    assert Event.objects.filter(verb="login-failed").count() == 1


def test_the_lock_out_is_a_sentence_too(client, writer, lockout):
    answers = [enter(client, writer, password="Falsch-2026") for _ in range(5)]
    locked = enter(client, writer)

    assert [answer.status_code for answer in answers] == [422, 422, 422, 422, 429]
    assert (locked.status_code, "账号已锁定三十分钟" in locked.json()["message"]) == (429, True)
    assert "sessionid" not in client.session


def test_an_empty_password_is_answered(client, writer):
    answer = enter(client, writer, password="")

    assert (answer.status_code, list(answer.json())) == (422, ["message"])


def test_another_person_does_not_come_in_on_this_page(client, writer):
    answer = enter(client, UserFactory(), page_of=writer)

    assert answer.status_code == 409
    assert answer.json()["message"].startswith("这一页是另一位同事打开的")
    assert client.get(reverse("accounts:profile")).status_code == 302


def test_whose_password_was_reset_is_sent_to_change_it(client, writer):
    writer.must_change_password = True
    writer.save()

    answer = enter(client, writer)

    assert (answer.status_code, answer.json()["url"]) == (409, "/accounts/password/")


def test_the_address_takes_forms_only(client):
    assert client.get(ADDRESS).status_code == 405
