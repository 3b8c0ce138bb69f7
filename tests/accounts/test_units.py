"""Units and the tree they stand in."""

import pytest

from accounts.actions.units import save_unit
from accounts.models import Event, Unit
from accounts.refusal import NotYours, Refused
from accounts.roles import Level, Role
from tests.factories import OfficeFactory, PostFactory, UnitFactory, UserFactory


def shape(*units):
    """Path and receiving office of each, as stored."""
    stored = [Unit.objects.get(pk=unit.pk) for unit in units]
    return [(unit.path, unit.office and unit.office.name) for unit in stored]


def test_a_new_unit_stands_below_its_parent_and_reports_to_the_office_above(house):
    unit = save_unit(by=house.sysadmin, parent=house.street, name="第一社区工会", level=Level.GRASSROOTS)

    event = Event.objects.get(verb="unit-new")
    assert shape(unit) == [(f"{house.street.path}{unit.pk}/", "云湖区总工会")]
    assert (event.who, event.unit, event.data["after"]["name"]) == (house.sysadmin, unit, "第一社区工会")


def test_moving_a_branch_takes_every_descendant_along(house):
    lower_office = OfficeFactory(name="园区总工会", parent=house.office)
    community = UnitFactory(name="社区", parent=house.street)
    group = UnitFactory(name="小组", parent=community)

    save_unit(house.street, by=house.sysadmin, parent=lower_office)

    top = f"{lower_office.path}{house.street.pk}/"
    assert shape(house.street, community, group) == [
        (top, "园区总工会"),
        (f"{top}{community.pk}/", "园区总工会"),
        (f"{top}{community.pk}/{group.pk}/", "园区总工会"),
    ]


def test_an_office_inside_the_moved_branch_keeps_its_own_units(house):
    inner = OfficeFactory(name="园区总工会", parent=house.street)
    firm = UnitFactory(name="企业", parent=inner)
    other = UnitFactory(name="翠湖街道", parent=house.office)

    save_unit(house.street, by=house.sysadmin, parent=other)

    assert [office for _, office in shape(house.street, inner, firm)] == [
        "云湖区总工会",
        "云湖区总工会",
        "园区总工会",
    ]


def test_becoming_an_office_gathers_the_units_below(house):
    community = UnitFactory(name="社区", parent=house.street)

    save_unit(house.street, by=house.sysadmin, is_office=True)

    assert [office for _, office in shape(house.street, community)] == ["云湖区总工会", "清波街道总工会"]


def test_a_change_writes_down_what_was_before_and_what_is_after(house):
    save_unit(house.street, by=house.sysadmin, name="清波街道工会", is_direct_point=True, order=100)

    event = Event.objects.get(verb="unit-change")
    assert event.data == {
        "before": {"name": "清波街道总工会", "is_direct_point": False},
        "after": {"name": "清波街道工会", "is_direct_point": True},
    }


def test_saving_without_a_change_writes_nothing(house):
    save_unit(house.street, by=house.sysadmin, name=house.street.name, parent=house.office)

    assert Event.objects.count() == 0


@pytest.mark.parametrize("where", ["itself", "below"])
def test_a_unit_is_never_below_itself(house, where):
    community = UnitFactory(name="社区", parent=house.street)
    target = house.street if where == "itself" else community
    before = shape(house.street, community)

    with pytest.raises(Refused, match="不能作它的上级单位"):
        save_unit(house.street, by=house.sysadmin, parent=target)

    assert shape(house.street, community) == before


def test_a_unit_is_not_above_its_parents_level(house):
    with pytest.raises(Refused, match="不能高于上级单位"):
        save_unit(by=house.sysadmin, parent=house.office, name="市总", level=Level.CITY)


def test_a_deep_tree_has_an_end(house):
    unit = house.street
    for depth in range(8):
        unit = UnitFactory(name=f"第{depth}层", parent=unit)

    with pytest.raises(Refused, match="最多10层"):
        save_unit(by=house.sysadmin, parent=unit, name="再下一层", level=Level.GRASSROOTS)


def test_sisters_have_different_names(house):
    with pytest.raises(Refused, match="同一上级下已有同名单位。"):
        save_unit(by=house.sysadmin, parent=house.office, name="清波街道总工会", level=Level.GRASSROOTS)

    assert Unit.objects.filter(name="清波街道总工会").count() == 1


def test_a_unit_with_posts_or_active_units_below_is_not_switched_off(house):
    empty = UnitFactory(name="空单位", parent=house.office)
    UnitFactory(name="下级", parent=empty)

    with pytest.raises(Refused, match="还有1个未结束的岗位"):
        save_unit(house.street, by=house.sysadmin, is_active=False)
    with pytest.raises(Refused, match="之下还有在用的单位"):
        save_unit(empty, by=house.sysadmin, is_active=False)


def test_an_empty_unit_is_switched_off_and_on_again(house):
    empty = UnitFactory(name="空单位", parent=house.office)

    off = save_unit(empty, by=house.sysadmin, is_active=False)
    on = save_unit(empty, by=house.sysadmin, is_active=True)

    assert (off.is_active, on.is_active) == (False, True)


def test_nothing_is_set_up_below_a_unit_that_is_switched_off(house):
    closed = UnitFactory(name="旧单位", parent=house.office, is_active=False)

    with pytest.raises(Refused, match="已停用"):
        save_unit(by=house.sysadmin, parent=closed, name="新单位", level=Level.GRASSROOTS)


def test_an_office_with_editors_stays_an_office(house):
    PostFactory(user=UserFactory(home=house.office), role=Role.EDITOR)

    with pytest.raises(Refused, match="还有编辑、核签等岗位"):
        save_unit(house.office, by=house.sysadmin, is_office=False)


def test_nobody_who_files_is_left_without_an_office(house):
    with pytest.raises(Refused, match="没有可报送的编发单位"):
        save_unit(house.office, by=house.sysadmin, is_office=False)

    assert shape(house.street) == [(house.street.path, "云湖区总工会")]


def test_a_unit_is_not_moved_out_of_the_administrators_tree_nor_into_it(house):
    with pytest.raises(NotYours, match="不在您管理的范围内"):
        save_unit(house.street, by=house.sysadmin, parent=house.elsewhere)
    with pytest.raises(NotYours, match="不在您管理的范围内"):
        save_unit(house.elsewhere, by=house.sysadmin, parent=house.office)


def form_data(unit, **changes):
    data = {"parent": unit.parent_id, "name": unit.name, "level": unit.level, "order": 100, "is_active": "on"}
    return {**data, **changes}


def test_the_form_saves_and_says_so(client, house):
    client.force_login(house.sysadmin)

    response = client.post(
        f"/accounts/units/{house.street.pk}/edit/", form_data(house.street, short_name=" 清波　街道 ")
    )

    assert response.url == f"/accounts/units/{house.street.pk}/"
    assert Unit.objects.get(pk=house.street.pk).short_name == "清波 街道"
    assert "“清波 街道”已保存。" in client.get(response.url).content.decode()


def test_a_refusal_leaves_the_form_as_it_was_typed(client, house):
    client.force_login(house.sysadmin)

    data = form_data(house.street, name="别的名称")
    del data["is_active"]
    response = client.post(f"/accounts/units/{house.street.pk}/edit/", data)

    page = response.content.decode()
    assert response.status_code == 422
    assert "还有1个未结束的岗位，请先结束岗位再停用。" in page
    assert 'value="别的名称"' in page
    assert "修改单位：清波街道总工会" in page


def test_a_double_name_is_shown_on_the_form_not_as_an_error_page(client, house):
    client.force_login(house.sysadmin)
    other = UnitFactory(name="翠湖街道", parent=house.office)

    response = client.post(f"/accounts/units/{other.pk}/edit/", form_data(other, name="清波街道总工会"))

    assert response.status_code == 422
    assert "同一上级下已有同名单位。" in response.content.decode()


def test_the_choice_of_parents_is_the_own_tree_without_the_unit_and_what_is_below_it(client, house):
    UnitFactory(name="社区", parent=house.street)
    UnitFactory(name="翠湖街道", parent=house.office)
    client.force_login(house.sysadmin)

    form = client.get(f"/accounts/units/{house.street.pk}/edit/").context["form"]

    assert [str(label) for _, label in form.fields["parent"].choices] == ["云湖区总工会", "　翠湖街道"]


def test_the_top_of_the_tree_is_changed_without_choosing_a_parent(client, house):
    client.force_login(house.sysadmin)

    response = client.post(
        f"/accounts/units/{house.office.pk}/edit/",
        {"name": "云湖总工会", "level": "county", "order": 1, "is_office": "on", "is_active": "on"},
    )

    stored = Unit.objects.get(pk=house.office.pk)
    assert response.status_code == 302
    assert (stored.name, stored.parent) == ("云湖总工会", None)


def test_the_list_is_the_tree_with_its_counts(client, house):
    UnitFactory(name="社区", parent=house.street)
    UserFactory(home=house.street, is_active=False)
    client.force_login(house.sysadmin)

    rows = client.get("/accounts/units/").context["page"].object_list

    assert [(unit.indent + unit.name, unit.head_count) for unit in rows] == [
        ("云湖区总工会", 3),
        ("　清波街道总工会", 1),
        ("　　社区", 0),
    ]


def test_the_list_can_be_narrowed_by_name_and_by_who_is_missing(client, house):
    UnitFactory(name="社区", parent=house.street)
    client.force_login(house.secadmin)

    def names(query):
        return [unit.name for unit in client.get(f"/accounts/units/?{query}").context["page"].object_list]

    assert names("q=清波") == ["清波街道总工会"]
    assert names("without=informant") == ["社区"]
    assert names("without=reviewer") == ["清波街道总工会", "社区"]
    assert names("without=nonsense") == ["云湖区总工会", "清波街道总工会", "社区"]


def test_the_list_costs_the_same_for_a_few_units_and_for_many(client, house, cost):
    client.force_login(house.sysadmin)
    few = cost("/accounts/units/")
    for number in range(40):
        UnitFactory(name=f"街道{number}", parent=house.office)

    assert (cost("/accounts/units/"), few <= 5) == (few, True)


def test_a_unit_page_shows_who_serves_and_costs_the_same_for_many(client, house, cost):
    url = f"/accounts/units/{house.street.pk}/"
    client.force_login(house.secadmin)
    few = cost(url)
    for _ in range(12):
        UserFactory(home=house.street, role=Role.REVIEWER)

    page = client.get(url)

    assert (cost(url), few <= 9) == (few, True)
    assert (len(page.context["posts"]), len(page.context["people"])) == (13, 13)
