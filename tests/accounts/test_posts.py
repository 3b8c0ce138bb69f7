"""Posts: entered by one, granted by another, ended, never deleted."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.actions.people import switch
from accounts.actions.posts import end_post, enter_post, grant_posts, revoke_post
from accounts.models import Event, Notice, Post, User
from accounts.refusal import NotYours, Refused
from accounts.roles import Role
from tests.factories import OfficeFactory, PostFactory, UnitFactory, UserFactory

TODAY = timezone.localdate
GRANT = "/accounts/posts/grant/"


def fresh(user):
    return User.objects.get(pk=user.pk)


@pytest.fixture
def newcomer(house):
    return UserFactory(name="周明", home=house.street)


@pytest.fixture
def pending(house, newcomer):
    return enter_post(by=house.sysadmin, user=newcomer, role=Role.REVIEWER, unit=house.street)


def test_an_entered_post_gives_no_right_until_it_is_granted(house, newcomer, pending):
    before = fresh(newcomer).roles

    grant_posts([pending], by=house.secadmin)

    assert (before, fresh(newcomer).roles) == (set(), {Role.REVIEWER})
    assert [event.label for event in Event.objects.order_by("pk")] == ["登记岗位", "授权岗位"]
    assert Notice.objects.get(person=newcomer).text == "您的岗位已授权：清波街道总工会 单位审核人"


def test_whoever_entered_a_post_cannot_grant_it(house, pending):
    Post.objects.filter(user=house.sysadmin).update(role=Role.SECADMIN)

    with pytest.raises(NotYours, match="登记人与授权人须为两人"):
        grant_posts([pending], by=fresh(house.sysadmin))


def test_nobody_grants_or_enters_a_post_of_their_own(house):
    own = PostFactory(
        user=house.secadmin, unit=house.office, role=Role.EDITOR, granted_at=None, entered_by=house.sysadmin
    )

    with pytest.raises(NotYours, match="也不能给自己授权"):
        grant_posts([own], by=house.secadmin)
    with pytest.raises(NotYours, match="不能为自己登记岗位"):
        enter_post(by=house.sysadmin, user=house.sysadmin, role=Role.EDITOR, unit=house.office)


@pytest.mark.parametrize(
    "values",
    [
        {"granted_by": "sysadmin", "entered_by": "sysadmin"},
        {"until": "2020-01-01"},
    ],
)
def test_the_database_itself_keeps_the_rules_of_posts(house, pending, values):
    values = {name: getattr(house, value, value) for name, value in values.items()}

    with pytest.raises(IntegrityError), transaction.atomic():
        Post.objects.filter(pk=pending.pk).update(**values)


def test_the_database_knows_one_administrators_post_a_person(house):
    with pytest.raises(IntegrityError), transaction.atomic():
        PostFactory(user=house.auditor, unit=house.street, role=Role.SECADMIN)


def test_granting_twice_is_told(house, pending):
    grant_posts([pending], by=house.secadmin)

    with pytest.raises(Refused, match="现为“在任”，不需要授权"):
        grant_posts([pending], by=house.secadmin)


def test_one_that_cannot_be_granted_leaves_all_ungranted(house, newcomer, pending):
    own = PostFactory(
        user=house.secadmin, unit=house.office, role=Role.EDITOR, granted_at=None, entered_by=house.sysadmin
    )

    with pytest.raises(NotYours):
        grant_posts([pending, own], by=house.secadmin)

    assert Post.objects.pending().count() == 2


@pytest.mark.parametrize(
    ("role", "unit", "sentence"),
    [
        (Role.EDITOR, "street", "责任编辑须设在编发刊物的单位"),
        (Role.LEADER, "street", "领导须设在编发刊物的单位"),
        (Role.INFORMANT, "office", "没有编发刊物的单位，不能设信息员"),
        (Role.REVIEWER, "office", "没有编发刊物的单位，不能设单位审核人"),
    ],
)
def test_a_post_suits_its_unit(house, newcomer, role, unit, sentence):
    with pytest.raises(Refused, match=sentence):
        enter_post(by=house.sysadmin, user=newcomer, role=role, unit=getattr(house, unit))


def test_a_post_is_held_once(house, newcomer, pending):
    with pytest.raises(Refused, match="已任“清波街道总工会”的单位审核人"):
        enter_post(by=house.sysadmin, user=newcomer, role=Role.REVIEWER, unit=house.street)


def test_the_three_administrators_are_three_people(house):
    with pytest.raises(Refused, match="须由三人分别担任"):
        enter_post(by=house.sysadmin, user=house.auditor, role=Role.SECADMIN, unit=house.street)


def test_a_closed_account_or_unit_gets_no_post(house, newcomer):
    closed = UnitFactory(name="旧单位", parent=house.office, is_active=False)

    with pytest.raises(Refused, match="“旧单位”已停用"):
        enter_post(by=house.sysadmin, user=newcomer, role=Role.INFORMANT, unit=closed)
    newcomer.is_active = False
    with pytest.raises(Refused, match="“周明”已停用"):
        enter_post(by=house.sysadmin, user=newcomer, role=Role.INFORMANT, unit=house.street)


def test_the_last_day_still_counts_and_the_day_after_does_not(house):
    post = house.informant.posts.get()

    end_post(post, by=house.sysadmin, until=TODAY())

    assert fresh(house.informant).roles == {Role.INFORMANT}
    assert list(Post.objects.current(TODAY() + timedelta(days=1)).filter(user=house.informant)) == []
    assert Event.objects.get(verb="post-end").data["after"]["until"] == str(TODAY())


def test_a_post_does_not_end_before_it_began(house):
    with pytest.raises(Refused, match="任职止不能早于任职起"):
        end_post(house.informant.posts.get(), by=house.sysadmin, until=TODAY() - timedelta(days=1))


def test_a_revoked_right_is_gone_the_same_moment_and_the_roster_keeps_the_post(house):
    post = house.informant.posts.get()

    revoke_post(post, by=house.secadmin, reason="调离")

    assert fresh(house.informant).roles == set()
    assert [p.standing for p in fresh(house.informant).posts.all()] == ["已收回"]
    assert Event.objects.get(verb="post-revoke").note == "调离"


def test_yesterday_a_right_revoked_today_was_in_force(house):
    yesterday = TODAY() - timedelta(days=1)
    post = house.informant.posts.get()
    Post.objects.filter(pk=post.pk).update(since=yesterday)

    revoke_post(post, by=house.secadmin, reason="调离")

    assert list(Post.objects.current(yesterday).filter(user=house.informant)) == [post]


def test_revoking_needs_a_reason(house):
    with pytest.raises(Refused, match="请写明收回岗位权限的原因"):
        revoke_post(house.informant.posts.get(), by=house.secadmin, reason="  ")


def test_turning_down_a_pending_post_takes_it_from_the_list(house, pending):
    revoke_post(pending, by=house.secadmin, reason="未经领导同意")

    assert list(Post.objects.pending()) == []
    with pytest.raises(Refused, match="现为“已收回”"):
        grant_posts([pending], by=house.secadmin)


def test_a_post_that_ended_can_be_held_again(house):
    revoke_post(house.informant.posts.get(), by=house.secadmin, reason="误设")

    again = enter_post(by=house.sysadmin, user=house.informant, role=Role.INFORMANT, unit=house.street)
    grant_posts([again], by=house.secadmin)

    assert fresh(house.informant).roles == {Role.INFORMANT}


def test_the_system_administrator_does_not_end_an_administrators_post(house):
    with pytest.raises(NotYours, match="管理员的岗位由安全管理员收回"):
        end_post(house.auditor.posts.get(), by=house.sysadmin, until=TODAY())


def test_nobody_ends_their_own_post(house):
    with pytest.raises(NotYours, match="不能结束自己的岗位"):
        revoke_post(house.secadmin.posts.get(), by=house.secadmin, reason="不干了")


@pytest.mark.parametrize("who", ["sysadmin", "auditor"])
def test_the_last_administrator_of_a_kind_stays(house, who):
    person = getattr(house, who)
    UserFactory(home=house.street, role=person.posts.get().role)  # reaches less
    PostFactory(user=UserFactory(), unit=house.office, role=person.posts.get().role, granted_at=None)
    sentence = f"是“云湖区总工会”现任唯一的{person.posts.get().get_role_display()}，请先另设一位"

    with pytest.raises(Refused, match=sentence):
        revoke_post(person.posts.get(), by=house.secadmin, reason="调离")
    keeper = PostFactory(user=UserFactory(), unit=house.office, role=Role.SECADMIN).user
    with pytest.raises(Refused, match=sentence):
        switch(person, by=keeper, active=False)


def test_an_administrator_goes_once_another_reaches_as_far(house):
    lower = UserFactory(home=house.street, role=Role.AUDITOR)
    UserFactory(name="审计员乙", home=house.office, role=Role.AUDITOR)

    revoke_post(house.auditor.posts.get(), by=house.secadmin, reason="调离")
    switch(lower, by=house.secadmin, active=False)

    current = Post.objects.current().filter(role=Role.AUDITOR, user__is_active=True)
    assert [post.user.name for post in current] == ["审计员乙"]


def test_two_security_administrators_do_not_remove_each_other(house):
    other = UserFactory(home=house.office, role=Role.SECADMIN)
    assert other.roles == {Role.SECADMIN}  # read when their request came in
    revoke_post(other.posts.get(), by=house.secadmin, reason="调离")

    with pytest.raises(NotYours):
        revoke_post(house.secadmin.posts.get(), by=other, reason="调离")
    with pytest.raises(NotYours):
        switch(house.secadmin, by=other, active=False)


def test_a_post_to_come_gives_no_right_yet(house, newcomer):
    post = enter_post(
        by=house.sysadmin,
        user=newcomer,
        role=Role.REVIEWER,
        unit=house.street,
        since=TODAY() + timedelta(days=3),
    )
    (granted,) = grant_posts([post], by=house.secadmin)

    assert (granted.standing, fresh(newcomer).roles) == ("未到任", set())


def test_the_page_grants_what_was_ticked(client, house, newcomer, pending):
    other = enter_post(by=house.sysadmin, user=newcomer, role=Role.INFORMANT, unit=house.street)
    client.force_login(house.secadmin)

    response = client.post("/accounts/posts/grant/", {"post": [pending.pk]})

    assert response.url == "/accounts/posts/"
    assert list(Post.objects.pending()) == [other]
    assert "已授权1个岗位。" in client.get("/accounts/posts/").content.decode()


def test_granting_all_lists_the_own_tree_first_and_grants_what_was_listed(client, house, newcomer, pending):
    foreign = PostFactory(user=house.stranger, unit=house.elsewhere, role=Role.REVIEWER, granted_at=None)
    own = PostFactory(user=house.secadmin, unit=house.office, role=Role.EDITOR, granted_at=None)
    client.force_login(house.secadmin)

    page = client.post(GRANT, {"all": "1"})
    untouched = Post.objects.pending().count()
    late = enter_post(by=house.sysadmin, user=newcomer, role=Role.INFORMANT, unit=house.street)
    response = client.post(GRANT, {"listed": page.context["listed"]})

    assert (page.context["rows"], untouched) == ([pending], 3)
    assert "确认授权以上1个岗位" in page.content.decode()
    assert response.url == "/accounts/posts/"
    assert set(Post.objects.pending()) == {foreign, own, late}


def test_granting_all_when_only_ones_own_entries_wait_says_so(client, house):
    PostFactory(user=house.secadmin, unit=house.office, role=Role.EDITOR, granted_at=None)
    client.force_login(house.secadmin)

    response = client.post(GRANT, {"all": "1"}, headers={"referer": "/accounts/posts/"}, follow=True)

    assert "没有选中待授权的岗位" in response.content.decode()


@pytest.mark.parametrize(
    "data", [{}, {"post": ["x"]}, {"post": ["987654321"]}, {"listed": "x,,9"}, {"listed": "9" * 30}]
)
def test_granting_nothing_says_what_to_do(client, house, pending, data):
    client.force_login(house.secadmin)

    response = client.post("/accounts/posts/grant/", data, headers={"referer": "/accounts/posts/"})

    assert "没有选中待授权的岗位" in client.get(response.url, follow=True).content.decode()


def test_the_page_enters_a_post_for_the_person_it_was_opened_for(client, house, newcomer):
    client.force_login(house.sysadmin)
    form = client.get(f"/accounts/posts/new/?person={newcomer.pk}").context["form"]
    start = {name: form[name].value() for name in ("user", "unit")}

    data = {
        "user": newcomer.pk,
        "unit": house.street.pk,
        "role": "informant",
        "kind": "full",
        "since": "2026-03-01",
    }
    response = client.post("/accounts/posts/new/", data)

    assert start == {"user": newcomer.pk, "unit": house.street.pk}
    assert response.url == f"/accounts/people/{newcomer.pk}/"
    assert str(Post.objects.pending().get().since) == "2026-03-01"


def test_a_refused_post_keeps_the_form(client, house, newcomer):
    client.force_login(house.sysadmin)

    data = {
        "user": newcomer.pk,
        "unit": house.street.pk,
        "role": "editor",
        "kind": "full",
        "since": "2026-03-01",
    }
    response = client.post("/accounts/posts/new/", data)

    assert response.status_code == 422
    assert "责任编辑须设在编发刊物的单位" in response.content.decode()
    assert response.context["form"]["role"].value() == "editor"


def test_each_administrator_ends_a_post_in_their_own_way(client, house):
    url = f"/accounts/posts/{house.informant.posts.get().pk}/end/"
    client.force_login(house.sysadmin)
    dated = client.get(url).context["form"].fields
    client.force_login(house.secadmin)
    reasoned = client.get(url).context["form"].fields
    response = client.post(url, {"reason": "调离"})

    assert (list(dated), list(reasoned)) == (["until"], ["reason"])
    assert response.status_code == 302
    assert client.post(url, {"reason": "调离"}).status_code == 403


@pytest.mark.parametrize("data", [{"until": "2020-01-01"}, {"until": "someday"}, {}])
def test_a_bad_last_day_is_told_on_the_form(client, house, data):
    client.force_login(house.sysadmin)

    response = client.post(f"/accounts/posts/{house.informant.posts.get().pk}/end/", data)

    assert response.status_code == 422
    assert Post.objects.filter(user=house.informant).current().count() == 1


def test_the_tabs_count_what_they_list(client, house, pending):
    revoke_post(house.informant.posts.get(), by=house.secadmin, reason="调离")
    client.force_login(house.secadmin)

    tabs = client.get("/accounts/posts/").context["tabs"]
    lists = [len(client.get(f"/accounts/posts/?tab={key}").context["rows"]) for key, _, _ in tabs]

    assert [(key, count) for key, _, count in tabs] == [
        ("pending", 1),
        ("current", 3),
        ("ended", 1),
        ("all", 5),
    ]
    assert lists == [1, 3, 1, 5]


def test_the_roster_is_narrowed_by_role_and_words(client, house, pending):
    client.force_login(house.sysadmin)

    def rows(query):
        return [str(post) for post in client.get(f"/accounts/posts/?tab=all&{query}").context["rows"]]

    assert rows("role=reviewer") == ["清波街道总工会 单位审核人 周明"]
    assert rows("q=林晓") == ["清波街道总工会 信息员 林晓燕"]


def test_the_roster_costs_the_same_for_a_few_posts_and_for_many(client, house, cost):
    client.force_login(house.secadmin)
    few = cost("/accounts/posts/")
    for _ in range(30):
        UserFactory(home=house.street, role=Role.INFORMANT)

    assert (cost("/accounts/posts/"), few <= 10) == (few, True)


def test_only_people_and_units_of_the_own_tree_can_be_chosen(client, house):
    OfficeFactory(name="第三家")
    client.force_login(house.sysadmin)

    form = client.get("/accounts/posts/new/").context["form"]

    assert sorted(form.fields["user"].queryset.values_list("name", flat=True)) == [
        "安全员",
        "审计员",
        "林晓燕",
    ]
    assert sorted(form.fields["unit"].queryset.values_list("name", flat=True)) == [
        "云湖区总工会",
        "清波街道总工会",
    ]
