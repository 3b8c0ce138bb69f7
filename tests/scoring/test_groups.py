"""Groups: moves are dated, closed months keep theirs, and only the scorer arranges them."""

from datetime import date
from decimal import Decimal

import pytest
import time_machine
from django.urls import reverse

from accounts.refusal import Refused
from accounts.roles import Role
from scoring import actions
from scoring.models import Group, Membership
from scoring.standings import standing
from tests.factories import OfficeFactory, UnitFactory, UserFactory
from tests.scoring.pages import tables, words
from tests.scoring.stage import NOVEMBER_5, OCTOBER, SEPTEMBER, stage

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_november():
    with time_machine.travel(NOVEMBER_5, tick=False):
        yield


@pytest.fixture
def scene(client):
    made = stage(book=False)
    made.book(since=SEPTEMBER)
    client.force_login(made.scorer)
    return made


def spans():
    return [(str(one.group), one.since, one.until) for one in Membership.objects.order_by("since")]


def groups_of(scene, month):
    table = standing(scene.office, month).table
    return {row["name"]: group["name"] for group in table["groups"] for row in group["rows"]}


def test_moving_a_unit_ends_one_membership_and_begins_another(scene):
    towns, bureaus = scene.group("乡镇"), scene.group("机关", 2)
    unit = scene.unit("甲镇总工会", towns)
    actions.place(unit, bureaus, since=date(2026, 10, 15), by=scene.scorer)
    assert spans() == [
        ("乡镇", date(2026, 1, 1), date(2026, 10, 14)),
        ("机关", date(2026, 10, 15), None),
    ]
    assert groups_of(scene, SEPTEMBER) == {"甲镇总工会": "乡镇"}
    assert groups_of(scene, OCTOBER) == {"甲镇总工会": "机关"}


def test_a_move_on_the_day_of_arrival_replaces_it(scene):
    towns, bureaus = scene.group("乡镇"), scene.group("机关", 2)
    unit = scene.unit("甲镇总工会", towns, since=OCTOBER)
    actions.place(unit, bureaus, since=OCTOBER, by=scene.scorer)
    assert spans() == [("机关", OCTOBER, None)]


def test_a_unit_is_not_moved_before_it_arrived(scene):
    towns, bureaus = scene.group("乡镇"), scene.group("机关", 2)
    unit = scene.unit("甲镇总工会", towns, since=OCTOBER)
    with pytest.raises(Refused) as refusal:
        actions.place(unit, bureaus, since=date(2026, 9, 20), by=scene.scorer)
    assert str(refusal.value) == "“甲镇总工会”自2026年10月01日编入“乡镇”，调组日期不能早于这一天。"


def test_a_closed_month_is_not_regrouped(scene):
    towns = scene.group("乡镇")
    unit = scene.unit("甲镇总工会")
    actions.close_month(scene.office, SEPTEMBER, by=scene.scorer)
    with pytest.raises(Refused) as refusal:
        actions.place(unit, towns, since=date(2026, 9, 15), by=scene.scorer)
    assert str(refusal.value) == "2026年9月及以前已关账，调组日期须在此之后。"


@pytest.mark.parametrize("since", [date(26, 10, 1), date(2024, 12, 31), date(2062, 1, 1)])
def test_a_mistyped_date_moves_nobody(scene, since):
    towns = scene.group("乡镇")
    unit = scene.unit("甲镇总工会", towns, since=date(2025, 1, 1))
    for move in (
        lambda: actions.place(scene.unit("乙街道总工会"), towns, since=since, by=scene.scorer),
        lambda: actions.leave(unit.memberships.get(), since=since, by=scene.scorer),
    ):
        with pytest.raises(Refused) as refusal:
            move()
        assert str(refusal.value) == "调组日期须在2025年01月01日至2027年11月06日之间，请核对年份。"
    assert spans() == [("乡镇", date(2025, 1, 1), None)]


def test_a_unit_is_not_placed_into_days_it_spent_in_another_group(scene):
    towns, bureaus = scene.group("乡镇"), scene.group("机关", 2)
    unit = scene.unit("甲镇总工会", towns)
    actions.leave(unit.memberships.get(), since=date(2026, 10, 15), by=scene.scorer)
    with pytest.raises(Refused) as refusal:
        actions.place(unit, bureaus, since=date(2026, 10, 14), by=scene.scorer)
    assert str(refusal.value) == "“甲镇总工会”到2026年10月14日为止编在“乡镇”，编入日期须在此之后。"
    actions.place(unit, bureaus, since=date(2026, 10, 15), by=scene.scorer)
    assert [Membership.objects.on(date(2026, 10, day)).count() for day in (14, 15)] == [1, 1]


def move_later(scene):
    towns, bureaus = scene.group("乡镇"), scene.group("机关", 2)
    unit = scene.unit("甲镇总工会", towns)
    return unit, actions.place(unit, bureaus, since=date(2026, 12, 1), by=scene.scorer)


def test_a_move_to_come_is_listed_and_can_be_cancelled(client, scene):
    _, coming = move_later(scene)
    page = client.get(reverse("scoring:group_edit", args=[coming.group_id]))
    url = reverse("scoring:membership_cancel", args=[coming.pk])
    assert tables(page) == [[["单位", "自", ""], ["甲镇总工会", "2026-12-01", "取消"]]]
    assert url in page.content.decode()
    client.post(url)
    assert spans() == [("乡镇", date(2026, 1, 1), None)]


def test_a_leave_to_come_is_cancelled_where_the_unit_is_now(client, scene):
    membership = scene.unit("甲镇总工会", scene.group("乡镇")).memberships.get()
    actions.leave(membership, since=date(2026, 12, 1), by=scene.scorer)
    url = reverse("scoring:membership_cancel", args=[membership.pk])
    assert url in client.get(reverse("scoring:group_edit", args=[membership.group_id])).content.decode()
    client.post(url)
    assert spans() == [("乡镇", date(2026, 1, 1), None)]


def test_what_has_begun_is_not_cancelled(client, scene):
    unit, coming = move_later(scene)
    with time_machine.travel(date(2026, 12, 2), tick=False):
        client.force_login(scene.scorer)
        answer = client.post(reverse("scoring:membership_cancel", args=[coming.pk]), follow=True)
    assert "“甲镇总工会”没有尚未生效的调组。" in answer.content.decode()
    assert unit.memberships.count() == 2


def test_a_unit_leaves_its_group_from_a_day_on(client, scene):
    unit = scene.unit("甲镇总工会", scene.group("乡镇"))
    membership = unit.memberships.get()
    url = reverse("scoring:membership_move", args=[membership.pk])
    client.post(url, {"to": "none", "since": "2026-10-01"})
    assert spans() == [("乡镇", date(2026, 1, 1), date(2026, 9, 30))]
    assert groups_of(scene, OCTOBER) == {"甲镇总工会": "未分组"}


def test_leaving_is_never_the_silent_default(client, scene):
    membership = scene.unit("甲镇总工会", scene.group("乡镇")).memberships.get()
    url = reverse("scoring:membership_move", args=[membership.pk])
    assert client.post(url, {"to": "", "since": "2026-10-01"}).status_code == 422
    assert spans() == [("乡镇", date(2026, 1, 1), None)]


def test_a_target_moves_with_its_unit(client, scene):
    towns, bureaus = scene.group("乡镇"), scene.group("机关", 2)
    membership = scene.unit("甲镇总工会", towns).memberships.get()
    client.post(reverse("scoring:membership_target", args=[membership.pk]), {"target": "120"})
    url = reverse("scoring:membership_move", args=[membership.pk])
    client.post(url, {"to": bureaus.pk, "since": "2026-10-01"})
    assert Membership.objects.get(until=None).target == Decimal(120)


@pytest.mark.parametrize("target", ["-1", "1.234", "很多", "99999999"])
def test_a_target_that_is_no_number_is_refused(client, scene, target):
    membership = scene.unit("甲镇总工会", scene.group("乡镇")).memberships.get()
    answer = client.post(
        reverse("scoring:membership_target", args=[membership.pk]), {"target": target}, follow=True
    )
    assert "“甲镇总工会”的未保存。" in answer.content.decode()
    assert Membership.objects.get().target is None


def test_a_group_is_made_on_screen_and_takes_units(client, scene):
    unit = scene.unit("甲镇总工会")
    client.post("/scoring/groups/", {"name": "乡镇", "order": "1"})
    group = Group.objects.get()
    client.post(
        reverse("scoring:group_place", args=[group.pk]),
        {"unit": unit.pk, "since": "2026-10-01", "target": "60"},
    )
    page = client.get("/scoring/groups/")
    assert "乡镇 1 个单位 维护 甲镇总工会 （目标60）" in words(page.content.decode())


def test_two_groups_do_not_share_a_name(client, scene):
    scene.group("乡镇")
    page = client.post("/scoring/groups/", {"name": "乡镇", "order": "3"})
    assert page.status_code == 422
    assert page.context["form"].errors["name"] == ["已有名为“乡镇”的组别。"]


def test_a_unit_of_another_office_is_not_placed(client, scene):
    group = scene.group("乡镇")
    other = UnitFactory(parent=OfficeFactory(name="邻区"))
    page = client.post(
        reverse("scoring:group_place", args=[group.pk]), {"unit": other.pk, "since": "2026-10-01"}
    )
    assert page.status_code == 422
    with pytest.raises(Refused):
        actions.place(other, group, since=OCTOBER, by=scene.scorer)


@pytest.mark.parametrize(
    "name", ["group_edit", "group_place", "membership_target", "membership_move", "membership_cancel"]
)
def test_only_the_scorer_arranges_groups(client, scene, name):
    group = scene.group("乡镇")
    membership = scene.unit("甲镇总工会", group).memberships.get()
    pk = membership.pk if name.startswith("membership") else group.pk
    client.force_login(UserFactory(home=scene.office, role=Role.LEADER))
    assert client.post(reverse(f"scoring:{name}", args=[pk])).status_code == 403
    client.force_login(UserFactory(home=OfficeFactory(name="邻区"), role=Role.SCORER))
    assert client.post(reverse(f"scoring:{name}", args=[pk])).status_code == 404
