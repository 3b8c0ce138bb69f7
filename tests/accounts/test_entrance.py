"""Log-in, lock-out, log-out and the password."""

import pytest
from django.urls import reverse

from accounts.models import Event, User
from accounts.roles import Role
from tests.factories import PASSWORD, UserFactory

LOGIN = "/accounts/login/"


def enter(client, user, password=PASSWORD, **more):
    return client.post(LOGIN, {"username": user.username, "password": password, **more})


def told(verb):
    return [(event.who, event.label) for event in Event.objects.filter(verb=verb)]


def test_the_entrance_shows_the_masthead_and_the_secrecy_sentence(client, db):
    page = client.get(LOGIN).content.decode()

    assert '<p class="masthead">信息报送</p>' in page
    assert '<strong class="text-danger">涉密信息不上网，上网信息不涉密。</strong>' in page
    assert 'class="entrance"' in page


def test_a_right_password_opens_the_house_and_is_written_down(client, house):
    response = enter(client, house.informant)

    assert response.url == "/"
    assert told("login") == [(house.informant, "登录")]
    assert Event.objects.get(verb="login").address == "127.0.0.1"


def test_the_user_name_may_be_typed_in_capitals_and_full_width(client, house):
    user = UserFactory(username="lin01", home=house.street)

    response = client.post(LOGIN, {"username": " ＬＩＮ０１ ", "password": PASSWORD})

    assert response.url == "/"
    assert told("login") == [(user, "登录")]


def test_a_wrong_password_is_told_and_written_down_under_nobodys_name(client, house):
    response = enter(client, house.informant, "wrong")

    event = Event.objects.get(verb="login-failed")
    assert response.status_code == 422
    assert "用户名或密码不正确" in response.content.decode()
    assert (event.who, event.thing_id, event.unit) == (None, house.informant.pk, house.street)


def test_an_unknown_name_is_kept_shortened_since_it_may_be_a_password(client, house):
    client.post(LOGIN, {"username": "MySecret-99", "password": "x"})

    event = Event.objects.get(verb="login-failed")
    assert (event.thing_id, event.unit, event.data) == (None, None, {"typed": "my…"})


def test_a_closed_account_is_answered_like_a_wrong_password(client, house):
    User.objects.filter(pk=house.informant.pk).update(is_active=False)

    response = enter(client, house.informant)

    assert response.status_code == 422
    assert "用户名或密码不正确" in response.content.decode()


def test_a_name_with_a_nul_byte_is_read_without_it(client, house):
    user = UserFactory(username="lin", home=house.street)

    response = client.post(LOGIN, {"username": "l\0in", "password": "x"})

    assert response.status_code == 422
    assert [event.thing_id for event in Event.objects.filter(verb="login-failed")] == [user.pk]


@pytest.mark.parametrize(
    ("wanted", "given"),
    [
        ("/accounts/profile/", "/accounts/profile/"),
        ("https://evil.example/", "/"),
        ("//evil.example/", "/"),
        ("javascript:alert(1)", "/"),
        ("", "/"),
    ],
)
def test_log_in_leads_on_only_within_this_site(client, house, wanted, given):
    assert enter(client, house.informant, next=wanted).url == given


def test_who_is_already_in_is_sent_on(client, house):
    client.force_login(house.informant)

    assert client.get(LOGIN + "?next=/accounts/profile/").url == "/accounts/profile/"


@pytest.mark.usefixtures("lockout")
def test_five_wrong_passwords_lock_the_account_and_the_right_one_no_longer_helps(client, house):
    codes = [enter(client, house.informant, "wrong").status_code for _ in range(5)]
    response = enter(client, house.informant)

    assert codes == [422, 422, 422, 422, 429]
    assert response.status_code == 429
    assert "账号已锁定" in response.content.decode()
    assert told("lock") == [(None, "账号锁定")]


@pytest.mark.usefixtures("lockout")
def test_capitals_do_not_buy_more_guesses(client, house):
    names = ["lin", "LIN", "Lin", "lIn", "liN"]
    UserFactory(username="lin", home=house.street)

    codes = [client.post(LOGIN, {"username": name, "password": "wrong"}).status_code for name in names]

    assert codes == [422, 422, 422, 422, 429]


@pytest.mark.usefixtures("lockout")
@pytest.mark.parametrize("typed", ["lin", "ＬＩＮ", "l\u200bin"])
def test_hammering_a_locked_account_does_not_fill_the_log(client, house, typed):
    UserFactory(username="lin", home=house.street)

    for _ in range(9):
        client.post(LOGIN, {"username": typed, "password": "wrong"})

    assert [Event.objects.filter(verb=verb).count() for verb in ("login-failed", "lock")] == [5, 1]


@pytest.mark.usefixtures("lockout")
def test_the_security_administrator_unlocks_and_the_person_comes_in(client, house):
    for _ in range(5):
        enter(client, house.informant, "wrong")
    client.force_login(house.secadmin)
    listed = client.get("/accounts/people/?state=locked").context["page"].object_list
    client.post(reverse("accounts:person_unlock", args=[house.informant.pk]))
    client.logout()

    assert [person.name for person in listed] == ["林晓燕"]
    assert enter(client, house.informant).url == "/"
    assert told("person-unlock") == [(house.secadmin, "解除锁定")]


def test_log_out_ends_the_session_and_is_written_down(client, house):
    client.force_login(house.informant)

    response = client.post("/accounts/logout/")

    assert response.url == LOGIN
    assert client.get("/accounts/profile/").status_code == 302
    assert told("logout") == [(house.informant, "退出")]


def test_log_out_needs_a_form_and_forgives_a_session_that_has_ended(client, house):
    late = client.post("/accounts/logout/")
    client.force_login(house.informant)

    assert late.url == "/accounts/login/?next=%2F"
    assert client.get("/accounts/logout/").status_code == 405
    assert Event.objects.count() == 0


def test_the_first_log_in_leads_to_the_password_and_nowhere_else(client, house):
    user = UserFactory(home=house.street, role=Role.INFORMANT, must_change_password=True)
    enter(client, user)

    assert client.get("/accounts/profile/").url == "/accounts/password/"
    page = client.get("/accounts/password/").content.decode()
    assert "新密码至少8位，须含小写字母、大写字母、数字、符号中的三类" in page
    assert "您用的是一次性密码" in page


def change(client, old, new, again=None):
    data = {"old_password": old, "new_password1": new, "new_password2": again or new}
    return client.post("/accounts/password/", data)


def test_after_the_change_the_person_works_on_in_the_same_session(client, house):
    user = UserFactory(home=house.street, role=Role.INFORMANT, must_change_password=True)
    enter(client, user)

    response = change(client, PASSWORD, "Qingbo-2027")

    assert response.url == "/"
    assert client.get("/accounts/profile/").status_code == 200
    assert told("password") == [(user, "修改密码")]
    assert User.objects.get(pk=user.pk).must_change_password is False


@pytest.mark.parametrize(
    ("new", "again", "sentence"),
    [
        ("Qb-2027", None, "密码至少8位。"),
        ("qingbojiedao", None, "密码须含小写字母、大写字母、数字、符号中的三类"),
        ("Qingbo-2027", "Qingbo-2028", "两次输入的新密码不一致"),
        (PASSWORD, None, "新密码不能与现用密码相同"),
        ("User-liu-1", None, "相似"),
    ],
)
def test_a_bad_new_password_is_refused_in_words(client, house, new, again, sentence):
    user = UserFactory(username="user-liu-1", home=house.street)
    client.force_login(user)

    response = change(client, PASSWORD, new, again)

    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert User.objects.get(pk=user.pk).check_password(PASSWORD)


def test_the_present_password_is_asked_for(client, house):
    client.force_login(house.informant)

    response = change(client, "wrong", "Qingbo-2027")

    assert response.status_code == 422
    assert "现用密码不正确" in response.content.decode()


def test_other_sessions_end_with_the_old_password(client, house):
    other = type(client)()
    other.force_login(house.informant)
    client.force_login(house.informant)

    change(client, PASSWORD, "Qingbo-2027")

    assert other.get("/accounts/profile/").url == "/accounts/login/?next=/accounts/profile/"
