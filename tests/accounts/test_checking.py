"""What a spreadsheet would do, told without a database."""

import datetime as dt

import pytest

from accounts.checking import Known, check
from accounts.places import Place
from accounts.spreadsheet import read
from tests.accounts.sheets import PERSON, POST, UNIT, book

OFFICE = Place("u1", "云湖区总工会", None, "county", True, has_office=False)
STREET = Place("u2", "清波街道总工会", "u1", "grassroots", False, has_office=True)
CLOSED = Place("u3", "旧街道", "u1", "grassroots", False, has_office=True, is_active=False)


def known(**changes):
    start = {
        "places": [OFFICE, STREET, CLOSED],
        "people": {"zhouming", "sysadmin", "audit"},
        "taken": {"zhouming"},
        "posts": {("zhouming", "reviewer", "u2"), ("audit", "auditor", "u1")},
        "own": "sysadmin",
        "today": dt.date(2026, 3, 31),
    }
    return Known(**{**start, **changes})


def plan(units=(), people=(), posts=(), **changes):
    return check(read(book(units, people, posts)), known(**changes))


def problems(*sheets, **changes):
    return [(problem.place, problem.text) for problem in plan(*sheets, **changes).problems]


def unit(name="翠湖街道", parent="云湖区总工会", level="基层", office="", order=""):
    return [name, "", parent, level, office, "", "", order]


def person(username="lin", home="清波街道总工会", phone="", email="", name="林晓"):
    return [username, name, home, "", phone, email]


def post(user="zhouming", role="信息员", place="清波街道总工会", since=None):
    return [user, role, place, "", since]


def test_a_right_sheet_becomes_a_plan():
    made = plan([UNIT], [PERSON], [POST])

    assert made.problems == []
    assert (made.units[0]["key"], made.units[0]["parent"], made.units[0]["order"]) == ("r2", "u1", 20)
    assert (made.people[0]["username"], made.people[0]["home"]) == ("linxiao", "r2")
    assert made.posts == [
        {"user": "linxiao", "role": "informant", "unit": "r2", "kind": "full", "since": dt.date(2026, 3, 1)}
    ]


def test_a_unit_may_stand_above_its_parent_in_the_sheet():
    made = plan([unit("社区", parent="翠湖街道"), unit("翠湖街道")])

    assert made.problems == []
    assert [facts["name"] for facts in made.units] == ["翠湖街道", "社区"]


def test_namesakes_are_told_apart_by_their_parent():
    rows = [unit("翠湖街道"), unit("第一社区", "清波街道总工会"), unit("第一社区", "翠湖街道")]

    assert problems(rows, [person(home="翠湖街道/第一社区")]) == []
    assert problems(rows, [person(home="第一社区")]) == [
        ("人员 第2行 C“所在单位”列", "有2个单位都叫“第一社区”，请写成“上级单位/第一社区”")
    ]


@pytest.mark.parametrize(
    ("row", "place", "text"),
    [
        (unit(name=""), "单位 第2行 A“单位名称”列", "不能为空"),
        (unit(parent=""), "单位 第2行 C“上级单位”列", "不能为空"),
        (unit(level=""), "单位 第2行 D“层级”列", "不能为空"),
        (
            unit(parent="外地总工会"),
            "单位 第2行 C“上级单位”列",
            "没有找到单位“外地总工会”，请先登记该单位，或检查名称是否写错",
        ),
        (unit(parent="旧街道"), "单位 第2行 C“上级单位”列", "单位“旧街道”已停用"),
        (unit(parent="翠湖街道"), "单位 第2行 C“上级单位”列", "“翠湖街道”和它的上级单位互为上级，请改正"),
        (unit(level="市级"), "单位 第2行 D“层级”列", "层级不能高于上级单位“云湖区总工会”"),
        (
            unit(name="清波街道总工会"),
            "单位 第2行 A“单位名称”列",
            "“云湖区总工会”之下的“清波街道总工会”已经登记，请删去这一行",
        ),
        (unit(order="第一"), "单位 第2行 H“排序”列", "须填写整数"),
    ],
)
def test_a_wrong_unit_is_told_at_its_cell(row, place, text):
    assert problems([row]) == [(place, text)]


def test_units_that_stand_above_each_other_are_told():
    rows = [unit("甲", parent="乙"), unit("乙", parent="甲")]

    assert [place for place, _ in problems(rows)] == ["单位 第2行 C“上级单位”列", "单位 第3行 C“上级单位”列"]


def test_a_unit_twice_in_the_sheet_is_told_at_both_places():
    text = "“云湖区总工会”之下的“翠湖街道”本表中重复"

    assert problems([unit(), unit()]) == [
        ("单位 第2行 A“单位名称”列", text),
        ("单位 第3行 A“单位名称”列", text),
    ]


@pytest.mark.parametrize(
    ("row", "place", "text"),
    [
        (person(username=""), "人员 第2行 A“用户名”列", "不能为空"),
        (
            person(username="lin xiao"),
            "人员 第2行 A“用户名”列",
            "用户名为2至40个英文字母、数字或汉字，可含 . _ - @，不区分大小写",
        ),
        (person(username="ZhouMing"), "人员 第2行 A“用户名”列", "用户名“zhouming”已有人使用，请另取一个"),
        (person(name=""), "人员 第2行 B“姓名”列", "不能为空"),
        (
            person(home="翠湖街道"),
            "人员 第2行 C“所在单位”列",
            "没有找到单位“翠湖街道”，请先登记该单位，或检查名称是否写错",
        ),
        (person(home="旧街道"), "人员 第2行 C“所在单位”列", "单位“旧街道”已停用"),
        (
            person(phone="打座机"),
            "人员 第2行 E“联系电话”列",
            "电话只含数字、空格和 + - ( ) 转，如 13800001234、010-55501000转12",
        ),
        (person(email="lin@"), "人员 第2行 F“电子邮箱”列", "“lin@”不是有效的邮箱地址"),
    ],
)
def test_a_wrong_person_is_told_at_their_cell(row, place, text):
    assert problems([], [row]) == [(place, text)]


def test_a_user_name_twice_in_the_sheet_is_told_whatever_its_capitals():
    text = "用户名“lin”在本表中出现了2次"

    assert problems([], [person("lin"), person("ＬＩＮ")]) == [
        ("人员 第2行 A“用户名”列", text),
        ("人员 第3行 A“用户名”列", text),
    ]


@pytest.mark.parametrize(
    ("row", "place", "text"),
    [
        (post(user="nobody"), "岗位 第2行 A“用户名”列", "没有用户名为“nobody”的人员，或其账号已停用"),
        (post(user="sysadmin"), "岗位 第2行 A“用户名”列", "不能为自己登记岗位"),
        (post(role=""), "岗位 第2行 B“岗位”列", "不能为空"),
        (
            post(role="责任编辑"),
            "岗位 第2行 B“岗位”列",
            "责任编辑须设在编发刊物的单位，请先在单位资料中勾选“编发刊物”",
        ),
        (
            post(place="云湖区总工会"),
            "岗位 第2行 B“岗位”列",
            "该单位之上没有编发刊物的单位，不能设信息员",
        ),
        (
            post(role="单位审核人"),
            "岗位 第2行 B“岗位”列",
            "“zhouming”已任或已登记该单位的这一岗位，请删去这一行",
        ),
        (
            post(user="audit", role="安全管理员"),
            "岗位 第2行 B“岗位”列",
            "系统管理员、安全管理员、审计员须由三人分别担任",
        ),
        (post(since="2062-03-01"), "岗位 第2行 E“任职起”列", "日期2062-03-01不合常理，请检查年份"),
        (post(since="1262-03-01"), "岗位 第2行 E“任职起”列", "日期1262-03-01不合常理，请检查年份"),
    ],
)
def test_a_wrong_post_is_told_at_its_cell(row, place, text):
    assert problems([], [], [row]) == [(place, text)]


def test_a_post_twice_in_the_sheet_is_told():
    assert [place for place, _ in problems([], [], [post(), post()])] == ["岗位 第3行 B“岗位”列"]


def test_two_administrators_posts_for_one_newcomer_are_told():
    rows = [post("lin", "系统管理员"), post("lin", "审计员")]

    assert problems([], [person()], rows) == [
        ("岗位 第3行 B“岗位”列", "系统管理员、安全管理员、审计员须由三人分别担任")
    ]


def test_a_post_may_be_at_an_office_that_the_same_sheet_sets_up():
    rows = [unit("园区总工会", office="是"), unit("园区企业", parent="园区总工会")]

    assert (
        problems(rows, [person()], [post("lin", "责任编辑", "园区总工会"), post("lin", "信息员", "园区企业")])
        == []
    )


def test_everything_wrong_is_told_at_once_in_the_order_of_the_sheets():
    found = problems(
        [unit(parent="外地"), unit("社区", parent="翠湖街道")],
        [person(username="x", email="y"), person(home="=A1")],
        [post(user="z", since="昨天")],
    )

    assert [place for place, _ in found] == [
        "单位 第2行 C“上级单位”列",
        "人员 第2行 A“用户名”列",
        "人员 第2行 F“电子邮箱”列",
        "人员 第3行 C“所在单位”列",
        "岗位 第2行 A“用户名”列",
        "岗位 第2行 E“任职起”列",
    ]
