"""Standing deputies (代理): a post like any other, told only while the other is away."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.actions import people
from accounts.actions import posts as actions
from accounts.models import Event, Post, User
from accounts.refusal import NotYours, Refused
from accounts.roles import Role
from tests.factories import PostFactory, UserFactory
from tests.world import office_with_people

pytestmark = pytest.mark.django_db


@pytest.fixture
def house():
    return office_with_people("云湖区总工会")


@pytest.fixture
def chief(house):
    return house.people[Role.REVIEWER]


@pytest.fixture
def deputy(house, chief):
    """Somebody of the unit who stands for its reviewer, granted."""
    person = UserFactory(home=house.unit, name="代理人")
    PostFactory(user=person, role=Role.REVIEWER, unit=house.unit, deputy_of=chief)
    return person


def enter(house, **facts):
    facts = {"role": Role.REVIEWER, "unit": house.unit, "deputy_of": house.people[Role.REVIEWER]} | facts
    return actions.enter_post(by=house.people[Role.SYSADMIN], **facts)


def told(house):
    return set(User.objects.holding(Role.REVIEWER, house.unit))


def test_a_deputy_has_the_right_only_after_two_hands(house, chief):
    person = UserFactory(home=house.unit)
    post = enter(house, user=person)
    before = User.objects.get(pk=person.pk).holds(Role.REVIEWER, house.unit)

    actions.grant_posts([post], by=house.people[Role.SECADMIN])

    after = User.objects.get(pk=person.pk)
    assert (before, after.holds(Role.REVIEWER, house.unit)) == (False, True)
    assert after.stands_for([Role.REVIEWER], house.unit) == chief
    assert Post.objects.get(pk=post.pk).duty == f"单位审核人（代{chief}）"


@pytest.mark.parametrize(
    "role", [role for role in Role if role not in (Role.REVIEWER, Role.EDITOR, Role.APPROVER)]
)
def test_only_three_posts_have_deputies(house, role):
    with pytest.raises(Refused):
        enter(house, user=UserFactory(home=house.unit), role=role)


def test_a_deputy_stands_for_somebody_who_holds_the_post(house):
    with pytest.raises(Refused, match="没有担任"):
        enter(house, user=UserFactory(home=house.unit), deputy_of=house.people[Role.INFORMANT])


def test_a_deputy_has_no_deputy(house, deputy):
    with pytest.raises(Refused, match="没有担任"):
        enter(house, user=UserFactory(home=house.unit), deputy_of=deputy)


def test_nobody_stands_for_themselves(house):
    editor = UserFactory(home=house.office, role=Role.EDITOR)
    with pytest.raises(Refused, match="不能代理本人"):
        enter(house, user=editor, role=Role.APPROVER, unit=house.office, deputy_of=editor)


def test_a_deputy_is_told_only_while_the_other_is_away(house, chief, deputy):
    present = told(house)
    today = timezone.localdate()

    people.set_away(chief, since=today, until=today)

    assert (present, told(house)) == ({chief}, {chief, deputy})


@pytest.mark.parametrize(("first", "last"), [(-3, -1), (1, 3)])
def test_an_absence_begins_and_ends_by_its_dates(house, chief, deputy, first, last):
    today = timezone.localdate()
    User.objects.filter(pk=chief.pk).update(
        away_since=today + timedelta(days=first), away_until=today + timedelta(days=last)
    )

    assert told(house) == {chief}
    assert User.objects.get(pk=chief.pk).is_away is False


def test_a_deputy_goes_with_whom_they_stand_for(house, chief, deputy):
    yesterday = timezone.localdate() - timedelta(days=1)
    Post.objects.update(since=yesterday)

    actions.end_post(chief.posts.get(), by=house.people[Role.SYSADMIN], until=yesterday)

    post = deputy.posts.get()
    assert (post.until, post.standing) == (yesterday, "已离任")
    assert Event.objects.about(post).get().note == f"{chief}不再任单位审核人，代理随之结束"


def test_a_revoked_post_takes_the_deputy_along_at_once(house, chief, deputy):
    actions.revoke_post(chief.posts.get(), by=house.people[Role.SECADMIN], reason="调离")

    assert deputy.posts.get().standing == "已收回"
    assert User.objects.get(pk=deputy.pk).holds(Role.REVIEWER, house.unit) is False


def test_who_holds_the_post_themselves_stands_for_nobody(house, chief):
    assert chief.stands_for([Role.REVIEWER], house.unit) is None


def test_an_absence_needs_both_days(chief):
    with pytest.raises(Refused, match="起止两个日期"):
        people.set_away(chief, since=timezone.localdate())


def test_an_absence_in_the_past_is_refused(chief):
    yesterday = timezone.localdate() - timedelta(days=1)
    with pytest.raises(Refused, match="不能早于"):
        people.set_away(chief, since=yesterday, until=yesterday)


def test_a_person_says_so_on_their_own_page(client, chief, deputy):
    client.force_login(chief)
    today = timezone.localdate()

    answer = client.post("/accounts/profile/away/", {"since": today, "until": today}, follow=True)

    page = answer.content.decode()
    assert User.objects.get(pk=chief.pk).is_away is True
    assert ("外出中" in page, "代理人：代理人" in page) == (True, True)
    assert Event.objects.get(verb="away").data["after"] == {
        "away_since": str(today),
        "away_until": str(today),
    }


def test_empty_days_end_an_absence(client, chief):
    today = timezone.localdate()
    people.set_away(chief, since=today, until=today)
    client.force_login(chief)

    client.post("/accounts/profile/away/", {"since": "", "until": ""})

    assert User.objects.get(pk=chief.pk).away_since is None


def test_a_deputy_cannot_be_entered_without_the_duty(house, chief):
    with pytest.raises(NotYours):
        actions.enter_post(
            by=chief,
            user=UserFactory(home=house.unit),
            role=Role.REVIEWER,
            unit=house.unit,
            deputy_of=chief,
        )


def test_the_administrator_enters_a_deputy_on_the_page(client, house, chief):
    person = UserFactory(home=house.unit)
    client.force_login(house.people[Role.SYSADMIN])
    data = {"user": person.pk, "role": "reviewer", "unit": house.unit.pk, "kind": "part"}

    client.post("/accounts/posts/new/", data | {"since": timezone.localdate(), "deputy_of": chief.pk})

    post = person.posts.get()
    assert (post.deputy_of, post.standing) == (chief, "待授权")
    client.force_login(house.people[Role.SECADMIN])
    page = client.get("/accounts/posts/", {"tab": "pending"}).content.decode()
    assert f"单位审核人（代{chief}）" in page
