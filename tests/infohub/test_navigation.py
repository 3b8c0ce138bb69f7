"""The bar leads everybody only where they may go, and says where they are."""

import pytest
from django.test import RequestFactory

from accounts.roles import ADMIN_ROLES, Role
from infohub.navigation import navigation
from tests.factories import OfficeFactory, UnitFactory, UserFactory

pytestmark = pytest.mark.django_db


def person(role):
    office = OfficeFactory()
    home = UnitFactory(parent=office) if role in (Role.INFORMANT, Role.REVIEWER) else office
    return UserFactory(home=home, role=role)


def bar(user, path="/"):
    request = RequestFactory().get(path)
    request.user = user
    return navigation(request)


def marked(user, path):
    """The entry and the page that say: here."""
    found = bar(user, path)
    names = [[each.label for each, here in found[name] if here] for name in ("navigation", "subnavigation")]
    return tuple(name for labels in names for name in labels)


@pytest.mark.parametrize("role", Role)
def test_every_page_of_the_bar_opens_for_whom_it_is_shown(client, role):
    user = person(role)
    client.force_login(user)
    entries = [entry for entry, _ in bar(user)["navigation"]]
    addresses = {entry.url for entry in entries}
    addresses |= {page.url for entry in entries for page in entry.pages if page.opens_for(user)}

    assert {url: client.get(url, follow=True).status_code for url in addresses} == dict.fromkeys(
        addresses, 200
    )


@pytest.mark.parametrize(
    ("path", "here"),
    [
        ("/", ("首页",)),
        ("/submissions/inbox/", ("来稿筛选",)),
        ("/submissions/7/", ("来稿筛选",)),
        ("/submissions/calls/7/", ("征集约稿",)),
        ("/bulletins/articles/7/edit/", ("稿件", "稿件")),
        ("/bulletins/candidates/gonghui/7/", ("稿件", "拟采用库")),
        ("/bulletins/issues/7/", ("编发", "各期")),
        ("/bulletins/calendar/", ("编发", "编发日历")),
        ("/bulletins/gonghui/2026/29/", ("刊物", "刊物")),
        ("/bulletins/models/", ("刊物", "范文库")),
        ("/bulletins/upward/7/", ("采用上报", "上报")),
        ("/bulletins/followups/7/", ("批示督办", "督办")),
        ("/scoring/2026/9/", ("积分排名", "积分排名")),
        ("/bulletins/figures/", ("积分排名", "年度数据")),
    ],
)
def test_an_editor_is_told_where_they_are(path, here):
    assert marked(person(Role.EDITOR), path) == here


def test_an_informant_has_no_page_of_the_workshop():
    labels = [entry.label for entry, _ in bar(person(Role.INFORMANT))["navigation"]]

    assert labels == [
        "首页",
        "本单位信息",
        "要点约稿",
        "紧急信息",
        "刊物",
        "采用上报",
        "批示督办",
        "积分排名",
    ]


@pytest.mark.parametrize("role", ADMIN_ROLES)
def test_an_administrator_reads_nothing(role):
    assert [entry.label for entry, _ in bar(person(role))["navigation"]] == ["首页", "管理"]
