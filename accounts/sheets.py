"""The columns of the one spreadsheet that loads an office: the template, the reader and the checks agree."""

from dataclasses import dataclass

from accounts.roles import Level, Role

YES, NO = "是", "否"
KINDS = {"专职": "full", "兼职": "part", "特约": "invited"}  # as in Post.Kind
LEVELS = {level.label: level.value for level in Level}
ROLES = {role.label: role.value for role in Role}


@dataclass(frozen=True)
class Column:
    """One column: its heading, the fact it carries, what may stand in it."""

    heading: str
    field: str
    hint: str
    required: bool = False
    choices: tuple[str, ...] = ()
    is_day: bool = False
    longest: int = 60
    width: int = 16


def yes_or_no(heading, field, hint):
    return Column(heading, field, hint, choices=(YES, NO), width=10)


UNITS = (
    Column("单位名称", "name", "全称", required=True, width=28),
    Column("简称", "short_name", "列表和排名中使用，可不填", longest=20),
    Column(
        "上级单位", "parent", "已登记或本表中的单位名称；有重名的写“上级/本级”", True, longest=130, width=28
    ),
    Column("层级", "level", "从下拉列表中选", required=True, choices=tuple(LEVELS), width=10),
    yes_or_no("编发刊物", "is_office", "下级单位的信息报送到这里的填“是”，不填为否"),
    yes_or_no("直报点", "is_direct_point", "不填为否"),
    yes_or_no("联系点", "is_contact_point", "不填为否"),
    Column("排序", "order", "同级中数字小的在前，不填为100", longest=6, width=8),
)
PEOPLE = (
    Column("用户名", "username", "用于登录，全系统不重复，如姓名拼音或工号", required=True, longest=40),
    Column("姓名", "name", "", required=True, longest=30, width=12),
    Column("所在单位", "home", "已登记或“单位”表中的单位名称", required=True, longest=130, width=28),
    Column("职务", "title", "可不填", longest=40, width=22),
    Column("联系电话", "phone", "可不填", longest=30, width=18),
    Column("电子邮箱", "email", "可不填；填写后待办提醒同时发邮件", longest=254, width=24),
)
POSTS = (
    Column("用户名", "user", "已登记或“人员”表中的用户名", required=True, longest=40),
    Column("岗位", "role", "从下拉列表中选", required=True, choices=tuple(ROLES), width=14),
    Column("单位", "unit", "在哪个单位任此岗位", required=True, longest=130, width=28),
    Column("性质", "kind", "专职、兼职或特约，不填为兼职", choices=tuple(KINDS), width=10),
    Column("任职起", "since", "日期，如2026-03-01；不填为导入当天", is_day=True, width=14),
)
SHEETS = {"单位": UNITS, "人员": PEOPLE, "岗位": POSTS}


@dataclass(frozen=True)
class Problem:
    """What is wrong and where, so that it can be put right in the file."""

    text: str
    sheet: str = ""
    row: int = 0
    column: str = ""  # letter and heading: B“姓名”

    @property
    def place(self):
        row = f"第{self.row}行" if self.row else ""
        column = f" {self.column}列" if self.column else ""
        return f"{self.sheet} {row}{column}".strip() or "文件"
