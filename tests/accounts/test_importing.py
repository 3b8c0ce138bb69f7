"""Loading an office: preview, confirmation, all of it or nothing."""

import re
from base64 import b64decode
from datetime import timedelta
from io import BytesIO

import pytest
from django.utils import timezone
from openpyxl import load_workbook

from accounts.models import Event, Post, Unit, Upload, User
from accounts.roles import Role
from tests.accounts.sheets import PERSON, POST, UNIT, book, good
from tests.factories import UnitFactory, UserFactory

IMPORT, LOAD = "/accounts/import/", "/accounts/import/load/"


@pytest.fixture
def keeper(client, house):
    client.force_login(house.sysadmin)
    return client


def counts():
    return [model.objects.count() for model in (Unit, User, Post)]


def previewed(client, file):
    return client.post(IMPORT, {"file": file}).context["upload"].key


def test_the_template_is_handed_out(keeper):
    response = keeper.get("/accounts/import/template/")

    assert response["Content-Disposition"] == 'attachment; filename="import-template.xlsx"'
    assert load_workbook(BytesIO(response.content)).sheetnames == ["单位", "人员", "岗位", "说明"]


def test_the_preview_shows_what_will_be_and_loads_nothing(keeper):
    before = counts()

    response = keeper.post(IMPORT, {"file": good()})

    page = response.content.decode()
    assert counts() == before
    assert [(sheet["name"], sheet["count"]) for sheet in response.context["sheets"]] == [
        ("单位", 1),
        ("人员", 1),
        ("岗位", 1),
    ]
    assert ("翠湖街道总工会" in page, "13800005678" in page) == (True, True)


def test_confirming_loads_units_people_and_pending_posts(keeper, house):
    response = keeper.post(LOAD, {"key": previewed(keeper, good())})

    unit = Unit.objects.get(name="翠湖街道总工会")
    person = User.objects.get(username="linxiao")
    post = Post.objects.get(user=person)
    assert response.status_code == 200
    assert (unit.parent, unit.office, unit.is_direct_point, unit.order) == (
        house.office,
        house.office,
        True,
        20,
    )
    assert (person.home, person.phone, person.must_change_password) == (unit, "13800005678", True)
    assert (post.role, post.unit, post.kind, post.standing) == (Role.INFORMANT, unit, "full", "待授权")
    assert post.entered_by == house.sysadmin
    assert Event.objects.get(verb="import").data == {"units": 1, "people": 1, "posts": 1}


def test_the_passwords_are_on_the_page_and_in_its_sheet_and_nowhere_else(keeper):
    response = keeper.post(LOAD, {"key": previewed(keeper, good())})

    page = response.content.decode()
    shown = re.search(r"<code>(\S+)</code>", page).group(1)
    sheet = load_workbook(BytesIO(b64decode(re.search(r"base64,([^\"]+)", page).group(1)))).active
    assert [cell.value for cell in sheet[2]] == ["林晓", "翠湖街道总工会", "linxiao", shown]
    assert User.objects.get(username="linxiao").check_password(shown)
    assert shown not in str(list(Event.objects.values()))
    assert "no-store" in response["Cache-Control"]


def test_a_second_click_loads_nothing_twice(keeper):
    key = previewed(keeper, good())
    keeper.post(LOAD, {"key": key})
    loaded = counts()

    again = keeper.post(LOAD, {"key": key})

    assert again.status_code == 409
    assert "这份预览已导入、已过期或已被新上传的表格取代" in again.content.decode()
    assert counts() == loaded
    assert Upload.objects.count() == 0


@pytest.mark.parametrize("key", ["", "x", "00000000-0000-0000-0000-000000000000"])
def test_a_key_that_was_never_given_loads_nothing(keeper, key):
    previewed(keeper, good())
    before = counts()

    assert keeper.post(LOAD, {"key": key}).status_code == 409
    assert counts() == before


def test_another_administrator_cannot_confirm_what_they_did_not_see(keeper, house, client):
    key = previewed(keeper, good())
    other = UserFactory(home=house.office, role=Role.SYSADMIN)
    client.force_login(other)
    before = counts()

    assert client.post(LOAD, {"key": key}).status_code == 409
    assert counts() == before


def test_a_preview_does_not_last_for_ever_and_is_cleared_away(keeper, house):
    key = previewed(keeper, good())
    Upload.objects.update(at=timezone.now() - timedelta(hours=3))
    late = keeper.post(LOAD, {"key": key})
    keeper.force_login(UserFactory(home=house.office, role=Role.SYSADMIN))
    previewed(keeper, good())

    assert late.status_code == 409
    assert Upload.objects.filter(owner=house.sysadmin).count() == 0


def test_a_newer_upload_takes_the_place_of_the_older(keeper):
    old = previewed(keeper, good())
    previewed(keeper, book([UNIT]))

    assert keeper.post(LOAD, {"key": old}).status_code == 409


def test_a_broken_row_is_named_and_nothing_is_loaded(keeper):
    before = counts()
    wrong = ["lin xiao", "林晓", "没有的街道", "", "", ""]

    response = keeper.post(IMPORT, {"file": book([UNIT], [PERSON, wrong], [POST])})

    page = response.content.decode()
    assert response.status_code == 422
    assert "“名册.xlsx”有2处问题，没有导入任何内容" in page
    assert ("人员 第3行 A“用户名”列" in page, "人员 第3行 C“所在单位”列" in page) == (True, True)
    assert (counts(), Upload.objects.count()) == (before, 0)


def test_what_changed_between_preview_and_confirmation_stops_all_of_it(keeper, house):
    key = previewed(keeper, good())
    UserFactory(username="LinXiao", home=house.street)
    before = counts()

    response = keeper.post(LOAD, {"key": key})

    assert response.status_code == 409
    assert "人员 第2行 A“用户名”列用户名“linxiao”已有人使用" in response.content.decode()
    assert counts() == before


def test_a_refusal_in_the_middle_undoes_all_that_came_before(keeper, house):
    parent = house.street
    for depth in range(8):
        parent = UnitFactory(name=f"第{depth}层", parent=parent)
    too_deep = ["再下一层", "", "第7层", "基层", "", "", "", ""]
    key = previewed(keeper, book([UNIT, too_deep], [PERSON], [POST]))
    before = counts()

    response = keeper.post(LOAD, {"key": key})

    assert response.status_code == 409
    assert "单位最多10层" in response.content.decode()
    assert counts() == before


@pytest.mark.parametrize(
    ("name", "content"), [("名册.xls", b"\xd0\xcf\x11\xe0"), ("名册.csv", b"a,b"), ("名册.xlsx", b"%PDF-1.7")]
)
def test_another_kind_of_file_is_told_whatever_its_name(keeper, name, content):
    file = good()
    file.name, file.file, file.size = name, BytesIO(content), len(content)

    response = keeper.post(IMPORT, {"file": file})

    assert response.status_code == 422
    assert "这不是 .xlsx 文件" in response.content.decode()


def test_no_file_and_an_empty_file_are_told(keeper):
    empty = good()
    empty.file, empty.size = BytesIO(), 0

    assert "这个字段是必填项。" in keeper.post(IMPORT, {}).content.decode()
    assert "提交的是空文件。" in keeper.post(IMPORT, {"file": empty}).content.decode()


def test_units_people_and_user_names_of_another_tree_are_not_there_to_be_named(keeper, house):
    rows = [["new", "新人", house.elsewhere.name, "", "", ""]]
    posts = [[house.stranger.username, "信息员", house.street.name, "", ""]]

    response = keeper.post(IMPORT, {"file": book([], rows, posts)})

    assert [problem.text for problem in response.context["problems"]] == [
        "没有找到单位“外地街道总工会”，请先登记该单位，或检查名称是否写错",
        f"没有用户名为“{house.stranger.username}”的人员，或其账号已停用",
    ]


def test_a_whole_office_is_loaded_in_one_go(keeper, house):
    units = [[f"街道{n:03}", "", "云湖区总工会", "基层", "", "", "", n] for n in range(60)]
    people = [[f"person{n:03}", f"人员{n}", f"街道{n % 60:03}", "", "", ""] for n in range(180)]
    posts = [[f"person{n:03}", "信息员", f"街道{n % 60:03}", "", ""] for n in range(180)]

    response = keeper.post(LOAD, {"key": previewed(keeper, book(units, people, posts))})

    passwords = {password for _, password in response.context["opened"]}
    assert (Unit.objects.reporting_to(house.office).count(), Post.objects.pending().count()) == (61, 180)
    assert len(passwords) == 180
