"""Accounts and who may keep them."""

import re
from datetime import timedelta

import pytest
from django.contrib.auth import authenticate
from django.test import RequestFactory
from django.utils import timezone

from accounts.actions.people import change_person, open_account, reset_password, switch, unlock
from accounts.models import Event, Notice, Post, User
from accounts.refusal import NotYours, Refused
from accounts.roles import Role
from tests.factories import PASSWORD, PostFactory, UnitFactory, UserFactory


def facts(house, **changes):
    start = {
        "username": "zhouming",
        "name": "周明",
        "home": house.street,
        "phone": "",
        "email": "",
        "title": "",
    }
    return {**start, **changes}


def test_a_new_account_opens_once_with_its_password_and_then_asks_for_another(client, house):
    person, password = open_account(by=house.sysadmin, **facts(house, username=" ZhouMing "))

    response = client.post("/accounts/login/", {"username": "zhouming", "password": password})
    assert response.url == "/"
    assert client.get("/").url == "/accounts/password/"
    assert re.fullmatch(r"(\w{4}-){2}\w{4}", password)
    assert password not in User.objects.get(pk=person.pk).password
    assert password not in str(list(Event.objects.values_list("data", "note")))


def test_a_one_time_password_is_hashed_at_full_strength_once_it_has_been_used(house, settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]
    person, password = open_account(by=house.sysadmin, **facts(house))
    before = person.password.split("$")[1]

    authenticate(RequestFactory().post("/"), username="zhouming", password=password)

    after = User.objects.get(pk=person.pk).password.split("$")[1]
    assert (int(before), int(after)) == (20_000, 1_000_000)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"username": "林 晓"}, "用户名为2至40个英文字母"),
        ({"username": "x"}, "用户名为2至40个英文字母"),
        ({"username": "lıxia"}, "用户名为2至40个英文字母"),
        ({"username": "lin\u0430"}, "用户名为2至40个英文字母"),
        ({"phone": "call me"}, "电话只含数字"),
        ({"email": "nobody"}, "电子邮箱"),
        ({"name": ""}, "姓名"),
        ({"name": "林" * 31}, "姓名"),
    ],
)
def test_facts_that_cannot_be_are_refused_in_words(house, changes, sentence):
    with pytest.raises(Refused, match=sentence):
        open_account(by=house.sysadmin, **facts(house, **changes))

    assert User.objects.filter(name__startswith="周").count() == 0


@pytest.mark.parametrize("typed", ["lixia", " LiXia", "ｌｉＸＩＡ"])
def test_an_account_is_found_by_any_spelling_of_its_name(house, typed):
    user = UserFactory(username="lixia", home=house.street)

    assert User.objects.get_by_natural_key(typed) == user


@pytest.mark.parametrize("typed", ["lıxia", "lİxia", "líxia"])
def test_a_letter_that_only_looks_alike_finds_nobody(house, typed):
    UserFactory(username="lixia", home=house.street)

    with pytest.raises(User.DoesNotExist):
        User.objects.get_by_natural_key(typed)


def test_two_accounts_never_differ_in_capitals_only(house):
    UserFactory(username="ZhouMing", home=house.street)

    with pytest.raises(Refused, match="这个用户名已有人使用。"):
        open_account(by=house.sysadmin, **facts(house))


def test_nobody_is_entered_into_a_closed_unit(house):
    closed = UnitFactory(name="旧单位", parent=house.office, is_active=False)

    with pytest.raises(Refused, match="“旧单位”已停用"):
        open_account(by=house.sysadmin, **facts(house, home=closed))


def test_a_change_writes_down_before_and_after(house):
    change_person(house.informant, by=house.sysadmin, name="林小燕", phone="13800001234", home=house.office)

    event = Event.objects.get(verb="person-change")
    assert event.data == {
        "before": {"name": "林晓燕", "home": "清波街道总工会"},
        "after": {"name": "林小燕", "home": "云湖区总工会"},
    }


def test_a_person_is_not_moved_out_of_the_tree(house):
    with pytest.raises(NotYours, match="不在您管理的范围内"):
        change_person(house.informant, by=house.sysadmin, home=house.elsewhere)


def test_a_reset_ends_the_old_password_tells_the_person_and_is_written_down(client, house):
    client.force_login(house.informant)

    password = reset_password(house.informant, by=house.sysadmin)

    user = User.objects.get(pk=house.informant.pk)
    assert (user.check_password(password), user.check_password(PASSWORD)) == (True, False)
    assert user.must_change_password is True
    assert client.get("/accounts/profile/").url.startswith("/accounts/login/")
    assert Notice.objects.get().text.startswith("您的密码已由管理员重设")
    assert Event.objects.get(verb="person-reset").who == house.sysadmin


def test_an_administrators_account_is_kept_by_the_security_administrator_only(house):
    with pytest.raises(NotYours, match="此事由安全管理员办理"):
        reset_password(house.auditor, by=house.sysadmin)
    with pytest.raises(NotYours, match="此事由系统管理员办理"):
        reset_password(house.informant, by=house.secadmin)

    assert reset_password(house.auditor, by=house.secadmin)


def test_nobody_keeps_their_own_account(house):
    with pytest.raises(NotYours, match="不能办理自己的账号"):
        reset_password(house.secadmin, by=house.secadmin)


def test_a_password_that_opens_doors_above_ones_tree_is_not_ones_to_reset(house):
    lower = UserFactory(home=house.street, role=Role.SYSADMIN)
    PostFactory(user=house.informant, unit=house.office, role=Role.EDITOR)

    with pytest.raises(NotYours, match="“云湖区总工会”不在您管理的范围内"):
        reset_password(User.objects.get(pk=house.informant.pk), by=lower)


def keeper_above(house, **post):
    """Lives in the street, is security administrator of the office above; and the street's own keeper."""
    person = UserFactory(name="安全员乙", home=house.street)
    PostFactory(user=person, unit=house.office, role=Role.SECADMIN, **post)
    return person, UserFactory(home=house.street, role=Role.SYSADMIN)


def test_a_closed_account_is_still_not_for_an_administrator_below_its_posts(house):
    person, lower = keeper_above(house)
    switch(person, by=house.secadmin, active=False)
    person = User.objects.get(pk=person.pk)

    for act in (reset_password, lambda person, by: switch(person, by=by, active=True)):
        with pytest.raises(NotYours, match="此事由安全管理员办理"):
            act(person, by=lower)


@pytest.mark.parametrize("changes", [{"username": "gone"}, {"email": "else@example.cn"}, {"name": "无名"}])
def test_the_facts_of_who_serves_above_are_not_changed_from_below(client, house, changes):
    person, lower = keeper_above(house)
    client.force_login(lower)

    with pytest.raises(NotYours, match="“云湖区总工会”不在您管理的范围内"):
        change_person(person, by=lower, **changes)

    assert client.get(f"/accounts/people/{person.pk}/").context["may_edit"] is False
    assert client.get(f"/accounts/people/{person.pk}/edit/").status_code == 403


@pytest.mark.parametrize("post", [{"since": timezone.localdate() + timedelta(days=1)}, {"granted_at": None}])
def test_an_account_with_a_post_to_come_is_kept_like_one_that_holds_it(house, post):
    person, lower = keeper_above(house, **post)

    with pytest.raises(NotYours, match="此事由安全管理员办理"):
        reset_password(person, by=lower)

    assert reset_password(person, by=house.secadmin)


def test_a_closed_account_is_out_at_once_and_its_posts_stay_on_the_roster(client, house):
    client.force_login(house.informant)

    switch(house.informant, by=house.sysadmin, active=False)

    assert client.get("/accounts/profile/").url.startswith("/accounts/login/")
    assert Post.objects.filter(user=house.informant).current().count() == 1
    assert User.objects.holding(Role.INFORMANT, house.street).count() == 0


def test_switching_twice_is_told(house):
    switch(house.informant, by=house.sysadmin, active=False)

    with pytest.raises(Refused, match="的账号已是停用状态"):
        switch(house.informant, by=house.sysadmin, active=False)


def test_unlocking_who_is_not_locked_is_told(house):
    with pytest.raises(Refused, match="没有被锁定"):
        unlock(house.informant, by=house.secadmin)


def test_the_password_of_a_new_account_is_shown_once_and_never_again(client, house):
    client.force_login(house.sysadmin)

    response = client.post("/accounts/people/new/", {**facts(house), "home": house.street.pk})

    password = response.context["password"]
    person = User.objects.get(username="zhouming")
    assert f'id="one-time">{password}<' in response.content.decode()
    assert response["Cache-Control"] == "max-age=0, no-cache, no-store, must-revalidate, private"
    assert password not in client.get(f"/accounts/people/{person.pk}/").content.decode()
    assert person.check_password(password)


def test_sending_the_form_twice_says_that_the_name_is_taken(client, house):
    client.force_login(house.sysadmin)
    data = {**facts(house), "home": house.street.pk}
    client.post("/accounts/people/new/", data)

    again = client.post("/accounts/people/new/", data)

    assert again.status_code == 422
    assert again.context["form"].errors == {"username": ["这个用户名已有人使用。"]}
    assert User.objects.filter(username="zhouming").count() == 1


def test_the_form_names_every_wrong_field_and_keeps_the_rest(client, house):
    client.force_login(house.sysadmin)

    data = {**facts(house), "home": house.elsewhere.pk, "phone": "call me", "email": "x"}
    response = client.post("/accounts/people/new/", data)

    assert response.status_code == 422
    assert sorted(response.context["form"].errors) == ["email", "home", "phone"]
    assert 'value="周明"' in response.content.decode()


def test_lists_mask_the_telephone_and_the_file_shows_it(client, house):
    client.force_login(house.sysadmin)

    listed = client.get("/accounts/people/").content.decode()
    file = client.get(f"/accounts/people/{house.informant.pk}/").content.decode()

    assert ("138****1234" in listed, "13800001234" in listed) == (True, False)
    assert "13800001234" in file


@pytest.mark.parametrize(
    ("post", "shown"),
    [
        ({"since": "2020-01-01", "until": "2020-12-31"}, "138****2222"),
        ({"since": "2020-01-01"}, "13811112222"),
        ({"since": "2999-01-01"}, "13811112222"),
    ],
)
def test_the_file_of_who_lives_elsewhere_shows_the_telephone_while_they_serve_here(
    client, house, post, shown
):
    person = UserFactory(home=house.elsewhere, phone="13811112222")
    PostFactory(user=person, unit=house.office, role=Role.EDITOR, **post)
    client.force_login(house.secadmin)

    page = client.get(f"/accounts/people/{person.pk}/")

    assert page.context["phone"] == shown
    assert ("13811112222" in page.content.decode()) is (shown == "13811112222")


@pytest.mark.parametrize(("phone", "shown"), [("", ""), ("8888666", "****"), ("13800001234", "138****1234")])
def test_a_number_is_masked_whatever_its_length(phone, shown):
    assert User(phone=phone).masked_phone == shown


def names(client, query):
    return sorted(p.name for p in client.get(f"/accounts/people/?{query}").context["page"].object_list)


def test_people_are_found_by_name_user_name_unit_post_and_state(client, house):
    UserFactory(name="无岗", home=house.street, username="nobody")
    UserFactory(name="已停", home=house.street, is_active=False)
    client.force_login(house.sysadmin)

    assert names(client, "q=林晓") == ["林晓燕"]
    assert names(client, "q=NOBODY") == ["无岗"]
    assert names(client, "q=清波") == ["已停", "无岗", "林晓燕"]
    assert names(client, "role=auditor") == ["审计员"]
    assert names(client, "state=off") == ["已停"]
    assert names(client, "state=postless") == ["无岗"]


def test_a_pending_post_is_work_to_come_and_an_ended_one_is_not(client, house):
    UserFactory(name="等授权", home=house.street, role=Role.REVIEWER)
    Post.objects.filter(user__name="等授权").update(granted_at=None)
    left = UserFactory(name="已离任", home=house.street, role=Role.REVIEWER)
    Post.objects.filter(user=left).update(since="2025-01-01", until="2025-06-30")
    client.force_login(house.sysadmin)

    assert names(client, "state=postless") == ["已离任"]


def test_long_lists_have_pages(client, house):
    for _ in range(60):
        UserFactory(home=house.street)
    client.force_login(house.sysadmin)

    pages = [client.get(f"/accounts/people/?page={n}").context["page"] for n in (1, 2)]

    assert [len(page.object_list) for page in pages] == [50, 14]


def test_the_list_costs_the_same_for_a_few_people_and_for_many(client, house, cost):
    client.force_login(house.sysadmin)
    few = cost("/accounts/people/")
    for _ in range(30):
        UserFactory(home=house.street, role=Role.INFORMANT)

    assert (cost("/accounts/people/"), few <= 7) == (few, True)


def test_the_file_costs_the_same_for_one_post_and_for_many(client, house, cost):
    url = f"/accounts/people/{house.informant.pk}/"
    client.force_login(house.secadmin)
    few = cost(url)
    for number in range(12):
        PostFactory(user=house.informant, unit=UnitFactory(name=f"街道{number}", parent=house.office))

    assert (cost(url), few <= 11) == (few, True)
