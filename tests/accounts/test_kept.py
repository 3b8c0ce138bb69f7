"""A form posted after the session had ended comes back after log-in, to its writer only."""

import pytest
from django.contrib.sessions.models import Session

from accounts.kept import writer_key
from accounts.models import User
from tests.factories import PASSWORD, UserFactory

PROFILE = "/accounts/profile/"


@pytest.fixture
def expired(client, house):
    """The informant typed a telephone, the session ended, the form was sent."""
    client.force_login(house.informant)
    page = client.get(PROFILE)
    writer = page.context["form"]["writer"].value()
    Session.objects.all().delete()
    data = {"phone": "010-55501999", "email": "lin@example.cn", "writer": writer}
    return client.post(PROFILE, data)


def enter(client, user, response):
    return client.post(response.url, {"username": user.username, "password": PASSWORD, "next": PROFILE})


def test_the_form_is_kept_and_the_person_is_told(client, house, expired):
    page = client.get(expired.url).content.decode()

    assert expired.url == "/accounts/login/?next=/accounts/profile/"
    assert "登录已过期。重新登录后，您刚才填写的内容会原样找回。" in page


def test_its_writer_finds_every_word_again_and_once_only(client, house, expired):
    entered = enter(client, house.informant, expired)
    again = client.get(entered.url)
    later = client.get(PROFILE)

    assert entered.url == PROFILE
    assert (again.context["form"]["phone"].value(), again.context["form"]["email"].value()) == (
        "010-55501999",
        "lin@example.cn",
    )
    assert "您刚才填写的内容已找回" in again.content.decode()
    assert later.context["form"]["phone"].value() == "13800001234"
    assert User.objects.get(pk=house.informant.pk).phone == "13800001234"


def test_somebody_else_on_the_same_machine_finds_nothing(client, house, expired):
    other = UserFactory(home=house.street, phone="13900000000")

    entered = enter(client, other, expired)
    page = client.get(entered.url)

    assert page.context["form"]["phone"].value() == "13900000000"
    assert "010-55501999" not in page.content.decode()
    assert "kept" not in client.session


def test_a_forged_writer_gives_nothing_back(client, house):
    client.post(PROFILE, {"phone": "010-55501999", "writer": writer_key(house.stranger)[:-1] + "x"})
    client.post("/accounts/login/", {"username": house.informant.username, "password": PASSWORD})

    assert client.get(PROFILE).context["form"]["phone"].value() == "13800001234"


def test_a_button_pressed_too_late_leads_back_to_its_page_not_to_its_address(client, house):
    client.force_login(house.secadmin)
    Session.objects.all().delete()

    response = client.post(
        "/accounts/posts/grant/", {"all": "1"}, headers={"referer": "http://testserver/accounts/posts/"}
    )

    assert response.url == "/accounts/login/?next=http%3A%2F%2Ftestserver%2Faccounts%2Fposts%2F"
    assert "刚才的操作没有执行" in client.get(response.url).content.decode()
    data = {"username": house.secadmin.username, "password": PASSWORD}
    assert client.post(response.url, data).url == "http://testserver/accounts/posts/"


def test_a_fragment_asked_for_too_late_takes_nobody_off_what_they_are_typing(client, db):
    response = client.get("/accounts/people/", headers={"HX-Request": "true"})

    assert (response.status_code, response.content.decode()) == (401, "登录已过期")
    assert "HX-Redirect" not in response
