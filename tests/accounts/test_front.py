"""The administrators' first page and one's own pages."""

import pytest

from accounts.models import Event, Post, User
from accounts.roles import Role
from tests.factories import PostFactory, UnitFactory, UserFactory


@pytest.fixture
def busy(house):
    """Something of everything that waits, and the same in another tree."""
    for street, top in ((house.street, house.office), (house.elsewhere, house.elsewhere.parent)):
        PostFactory(user=UserFactory(home=street), unit=street, role=Role.REVIEWER, granted_at=None)
        UserFactory(home=street)
        UserFactory(home=street, is_active=False)
        UnitFactory(name="社区", parent=street)
        UnitFactory(name="旧街道", parent=top, is_active=False)
    return house


def listed(client, url):
    context = client.get(url).context
    page = context["page"]
    return page.paginator.count


@pytest.mark.parametrize("who", ["sysadmin", "secadmin"])
def test_every_count_equals_the_list_it_opens(client, busy, who):
    client.force_login(getattr(busy, who))

    figures = [figure for row in client.get("/accounts/").context["rows"] for figure in row]

    assert [(figure.label, figure.count) for figure in figures] == [
        ("待授权岗位", 1),
        ("待办理备案", 0),
        ("锁定的账号", 0),
        ("没有岗位的人员", 1),
        ("缺信息员的单位", 1),
        ("缺审核人的单位", 2),
        ("单位", 4),
        ("人员", 7),
        ("在任岗位", 4),
    ]
    assert [listed(client, figure.url) for figure in figures] == [figure.count for figure in figures]


@pytest.mark.usefixtures("lockout")
def test_a_locked_account_is_counted_and_listed(client, busy):
    for _ in range(5):
        client.post("/accounts/login/", {"username": busy.informant.username.upper(), "password": "wrong"})
    client.force_login(busy.secadmin)

    figure = client.get("/accounts/").context["rows"][0][2]

    assert (figure.label, figure.count, figure.hot) == ("锁定的账号", 1, True)
    assert listed(client, figure.url) == 1


def test_the_front_page_costs_the_same_for_few_and_many(client, busy, cost):
    client.force_login(busy.sysadmin)
    few = cost("/accounts/")
    for number in range(20):
        UserFactory(home=UnitFactory(name=f"街道{number}", parent=busy.office), role=Role.INFORMANT)

    assert (cost("/accounts/"), few <= 13) == (few, True)


@pytest.mark.parametrize(
    ("who", "tabs"),
    [
        ("sysadmin", ["管理首页", "单位", "人员", "岗位", "人员备案", "表格导入"]),
        ("secadmin", ["管理首页", "单位", "人员", "岗位", "人员备案"]),
        ("auditor", ["管理首页", "日志"]),
    ],
)
def test_each_administrator_sees_only_the_tabs_of_their_duty(client, house, who, tabs):
    client.force_login(getattr(house, who))

    page = client.get("/accounts/").content.decode()

    bar = page.partition('<nav class="tabs"')[2].partition("</nav>")[0]
    assert [part.partition("</a>")[0].rpartition(">")[2] for part in bar.split("<a ")[1:]] == tabs


def test_the_profile_shows_ones_own_facts_and_every_post(client, house):
    PostFactory(
        user=house.informant,
        unit=house.street,
        role=Role.REVIEWER,
        since="2024-01-01",
        until="2024-12-31",
    )
    client.force_login(house.informant)

    response = client.get("/accounts/profile/")

    assert [(post.get_role_display(), post.standing) for post in response.context["posts"]] == [
        ("信息员", "在任"),
        ("单位审核人", "已离任"),
    ]
    assert "清波街道总工会" in response.content.decode()


def test_a_person_keeps_telephone_and_mail_right_and_nothing_else(client, house):
    client.force_login(house.informant)

    data = {
        "phone": "０１０-55501234",
        "email": "lin@example.cn",
        "mail_pace": "each",
        "name": "改名",
        "home": house.office.pk,
    }
    response = client.post("/accounts/profile/", data)

    stored = User.objects.get(pk=house.informant.pk)
    event = Event.objects.get(verb="profile")
    assert response.url == "/accounts/profile/"
    assert (stored.phone, stored.email) == ("010-55501234", "lin@example.cn")
    assert (stored.name, stored.home) == ("林晓燕", house.street)
    assert event.data["before"] == {"phone": "13800001234", "email": ""}


@pytest.mark.parametrize(
    ("data", "sentence"),
    [({"phone": "call me"}, "电话只含数字"), ({"email": "nobody"}, "输入一个有效的 Email 地址。")],
)
def test_a_bad_telephone_or_address_is_told_and_kept_in_the_form(client, house, data, sentence):
    client.force_login(house.informant)

    response = client.post("/accounts/profile/", data)

    page = response.content.decode()
    assert response.status_code == 422
    assert (sentence in page, next(iter(data.values())) in page) == (True, True)
    assert Event.objects.count() == 0


def test_the_profile_costs_the_same_for_one_post_and_many(client, house, cost):
    client.force_login(house.informant)
    few = cost("/accounts/profile/")
    for number in range(10):
        Post.objects.create(
            user=house.informant, unit=UnitFactory(name=f"{number}", parent=house.office), role="informant"
        )

    assert (cost("/accounts/profile/"), few <= 7) == (few, True)
