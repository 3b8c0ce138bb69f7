"""Three administrators, three duties, one tree: each person × each act."""

import pytest

from accounts.actions.people import open_account
from accounts.models import Event, Post, Unit, User
from accounts.refusal import NotYours
from accounts.roles import Role
from tests.factories import OfficeFactory, PostFactory, UserFactory

SYS, SEC, AUD, INF = "sysadmin", "secadmin", "auditor", "informant"
EVERYBODY = (SYS, SEC, AUD, INF)

PAGES = {  # who may open what; {street}, {person}, {post} are of the own tree
    "": {SYS, SEC, AUD},
    "units/": {SYS, SEC},
    "units/new/": {SYS},
    "units/{street}/": {SYS, SEC},
    "units/{street}/edit/": {SYS},
    "people/": {SYS, SEC},
    "people/new/": {SYS},
    "people/{person}/": {SYS, SEC},
    "people/{person}/edit/": {SYS},
    "people/{person}/reset/": {SYS},
    "people/{person}/switch/": {SYS},
    "people/{keeper}/reset/": {SEC},
    "people/{keeper}/switch/": {SEC},
    "posts/": {SYS, SEC},
    "posts/new/": {SYS},
    "posts/{post}/end/": {SYS, SEC},
    "import/": {SYS},
    "import/template/": {SYS},
    "log/": {AUD},
    "log/export/": {AUD},
    "profile/": set(EVERYBODY),
    "notices/": set(EVERYBODY),
    "password/": set(EVERYBODY),
}
ACTS = {  # what is posted, and by whom it is done
    "units/new/": ({"name": "新单位", "parent": "{street}", "level": "grassroots", "order": 1}, {SYS}),
    "people/new/": ({"username": "newone", "name": "新人", "home": "{street}"}, {SYS}),
    "people/{person}/reset/": ({}, {SYS}),
    "people/{person}/switch/": ({"active": "0"}, {SYS}),
    "people/{person}/unlock/": ({}, {SEC}),
    "posts/new/": (
        {
            "user": "{person}",
            "role": "reviewer",
            "unit": "{street}",
            "kind": "full",
            "since": "2026-01-01",
        },
        {SYS},
    ),
    "posts/grant/": ({"all": "1"}, {SEC}),
    "posts/{post}/end/": ({"until": "2999-01-01", "reason": "调离"}, {SYS, SEC}),
    "import/load/": ({"key": "x"}, {SYS}),
    "log/verify/": ({}, {AUD}),
}


@pytest.fixture
def names(house):
    """A second person of the street, so that nobody meets only themselves."""
    person = UserFactory(name="周明", home=house.street)
    post = PostFactory(user=person, unit=house.street, role=Role.INFORMANT)
    keeper = UserFactory(name="下级审计员", home=house.street, role=Role.AUDITOR)
    return {"street": house.street.pk, "person": person.pk, "post": post.pk, "keeper": keeper.pk}


def rows():
    """What an act leaves behind in this room."""
    posts = list(Post.objects.order_by("pk").values_list("pk", "until", "granted_at", "revoked_on"))
    people = list(User.objects.order_by("pk").values_list("pk", "password", "is_active", "home"))
    return posts, people, Unit.objects.count(), Event.objects.count()


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("who", EVERYBODY)
def test_each_page_opens_for_those_whose_duty_it_is(client, house, names, who, path):
    client.force_login(getattr(house, who))

    code = client.get(f"/accounts/{path.format(**names)}").status_code

    # an informant does not even see that the other people and posts are there
    unseen = who == INF and "{" in path and "{street}" not in path
    assert code == (200 if who in PAGES[path] else 404 if unseen else 403)


@pytest.mark.parametrize("path", ACTS)
@pytest.mark.parametrize("who", EVERYBODY)
def test_each_act_is_done_by_those_whose_duty_it_is(client, house, names, who, path):
    data, whose = ACTS[path]
    client.force_login(getattr(house, who))
    before = rows()

    response = client.post(
        f"/accounts/{path.format(**names)}",
        {key: str(value).format(**names) for key, value in data.items()},
    )

    refused = response.status_code in (403, 404)
    assert refused is (who not in whose)
    assert (rows() == before) is (
        refused or path in ("import/load/", "people/{person}/unlock/", "posts/grant/")
    )


FOREIGN = [path for path in PAGES if "{" in path]


@pytest.mark.parametrize("path", FOREIGN)
@pytest.mark.parametrize("who", [SYS, SEC, AUD])
def test_an_administrator_of_another_tree_finds_nothing(client, house, who, path):
    keeper = PostFactory(
        user=UserFactory(home=house.elsewhere), unit=house.elsewhere, role=Role.AUDITOR, until=None
    )
    foreign = {
        "street": house.elsewhere.pk,
        "person": house.stranger.pk,
        "post": house.stranger.posts.get().pk,
        "keeper": keeper.user_id,
    }
    client.force_login(getattr(house, who))

    codes = {
        getattr(client, verb)(f"/accounts/{path.format(**foreign)}").status_code for verb in ("get", "post")
    }

    assert codes == {404}


@pytest.mark.parametrize("path", ["", "units/", "people/", "posts/?tab=all", "posts/new/", "people/new/"])
def test_no_list_or_choice_names_another_tree(client, house, path):
    for role in (Role.SYSADMIN, Role.SECADMIN, Role.AUDITOR):
        UserFactory(name="外地管理员", home=house.elsewhere.parent, role=role)
    client.force_login(house.sysadmin)

    page = client.get(f"/accounts/{path}").content.decode()

    assert "外地" not in page


def test_the_log_shows_the_own_tree_and_log_in_names_nobody_knows(client, house):
    for unit, person in ((house.elsewhere, house.stranger), (house.street, house.informant)):
        Event.objects.create(who=person, verb="x", label="办事", unit=unit)
    client.post("/accounts/login/", {"username": "nobody-here", "password": "x"})
    client.force_login(house.auditor)

    rows = client.get("/accounts/log/").context["rows"]

    assert [(event.who, event.label) for event in rows] == [(None, "登录失败"), (house.informant, "办事")]


def test_an_administrator_of_a_lower_unit_acts_below_it_and_not_beside_or_above(client, house):
    lower = UserFactory(home=house.street, role=Role.SYSADMIN)
    facts = {"username": "new", "name": "新人", "title": "", "phone": "", "email": ""}

    person, _ = open_account(by=lower, **facts, home=house.street)

    assert person.home == house.street
    with pytest.raises(NotYours, match="“云湖区总工会”不在您管理的范围内"):
        open_account(by=lower, **{**facts, "username": "other"}, home=house.office)


def test_an_administrator_whose_post_is_not_granted_has_no_duty_yet(client, house):
    office = OfficeFactory(name="第三家")
    keeper = UserFactory(home=office)
    PostFactory(user=keeper, unit=office, role=Role.SYSADMIN, granted_at=None)
    client.force_login(keeper)

    assert client.get("/accounts/").status_code == 403
