"""One password for everybody in the demo, and a list of who is worth being."""

from dataclasses import dataclass
from unicodedata import east_asian_width

from django.contrib.auth.hashers import make_password
from django.db.models import Count, Q

from accounts.models import Unit, User
from accounts.roles import Role
from infohub.demo.office import office as office_spec
from submissions.states import State

PASSWORD = "Demo-2026!"
TRIES = {
    Role.INFORMANT: "写一篇信息、送审；看退回修改的意见",
    Role.REVIEWER: "审签本单位的稿件，作保密审查",
    Role.EDITOR: "筛选来稿、编辑合并、组稿、登记上级采用",
    Role.CHECKER: "核对一期，通过或退回",
    Role.APPROVER: "签发一期：期号、日期、Word 和 PDF 随即产生",
    Role.SCORER: "看排名、试改考核办法、关账",
    Role.LEADER: "读刊物、写批示、看排名",
    Role.SYSADMIN: "单位、人员、岗位登记",
    Role.SECADMIN: "岗位授权、重设密码",
    Role.AUDITOR: "查日志、核验封签",
}
HEADINGS = ("岗位", "姓名", "单位", "用户名", "密码", "可以试试")


@dataclass(frozen=True)
class Key:
    """One account to try."""

    role: str
    name: str
    unit: str
    username: str
    hint: str

    @property
    def cells(self) -> tuple[str, ...]:
        return self.role, self.name, self.unit, self.username, PASSWORD, self.hint


def hand_out() -> None:
    """The demo's only short cut past the actions: a password everybody knows, for all but one without a change."""
    User.objects.update(password=make_password(PASSWORD), must_change_password=False)
    newcomer = User.objects.filter(posts__role=Role.INFORMANT).order_by("-pk").first()
    newcomer.must_change_password = True
    newcomer.save(update_fields=["must_change_password"])


def keys() -> list[Key]:
    """The table; empty where there is no demo."""
    office = Unit.objects.filter(name=office_spec().name).first()
    if office is None:
        return []
    unit = busy_unit(office)
    places = {Role.INFORMANT: unit, Role.REVIEWER: unit}
    found = [key_for(role, places.get(role, office), hint) for role, hint in TRIES.items()]
    above = key_for(Role.EDITOR, office.parent, "上级单位的编辑：只看得到下级上报来的")
    return [*found, above, *newcomers()]


def busy_unit(office: Unit) -> Unit:
    """One where both the informant and the reviewer find something to do."""
    states = {"signing": State.REVIEW, "mending": State.RETURNED}
    counts = {name: Count("submissions", Q(submissions__state=state)) for name, state in states.items()}
    units = Unit.objects.reporting_to(office).annotate(all=Count("submissions"), **counts)
    return max(units, key=lambda unit: (bool(unit.signing) + bool(unit.mending), unit.all))


def key_for(role: Role, unit: Unit, hint: str) -> Key:
    """Whoever holds the post; of several, the one whose item was returned."""
    returned = Count("submissions", Q(submissions__state=State.RETURNED, submissions__unit=unit))
    holders = User.objects.filter(pk__in=User.objects.holding(role, unit)).annotate(returned=returned)
    user = holders.order_by("-returned", "pk").first()
    return Key(role.label, user.name, str(unit), user.username, hint)


def newcomers() -> list[Key]:
    waiting = User.objects.filter(must_change_password=True).select_related("home")
    return [
        Key(Role.INFORMANT.label, user.name, str(user.home), user.username, "首次登录，须先改密码")
        for user in waiting[:1]
    ]


def table(rows: list[tuple[str, ...]]) -> list[str]:
    """Columns that stand straight in a terminal, where a Chinese character takes two places."""
    widths = [max(map(width, column)) for column in zip(*rows, strict=True)]
    return [
        "  ".join(cell + " " * (room - width(cell)) for cell, room in zip(row, widths, strict=True)).rstrip()
        for row in rows
    ]


def width(text: str) -> int:
    return sum(2 if east_asian_width(char) in "WFA" else 1 for char in text)
