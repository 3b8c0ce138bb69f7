"""The demo's people: invented names, titles and telephone numbers that belong to nobody."""

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from random import Random
from typing import TYPE_CHECKING

from infohub.demo.topics import TEXTS

if TYPE_CHECKING:
    from infohub.demo.office import UnitSpec

# Ordinary-looking pairs that happen to be somebody well known.
FAMOUS = {
    "马睿",
    "韩磊",
    "徐静怡",
    "张静怡",
    "刘涛",
    "黄磊",
    "陈坤",
    "江涛",
    "黄勇",
    "王军",
    "马松",
    "王丹丹",
    "李娟",
    "王洁",
}
FAMOUS |= {
    "刘倩",
    "杨洁",
    "毛福生",
    "王浩然",
    "李健",
    "王凯",
    "李鹏",
    "李敏",
    "罗琳",
    "林萍",
    "李莉",
    "孙莉",
    "汪洁",
    "李岚",
}
FAMOUS |= {
    "高明远",
    "安倩",
    "吴刚",
    "吴磊",
    "张涛",
    "王勇",
    "马凯",
    "马军",
    "王磊",
    "陈凯",
    "杨倩",
    "刘洁",
    "赵薇",
    "黄志强",
    "张颖",
}
STAFF = (
    ("editor", "区总工会办公室副主任", 1),
    ("editor", "区总工会办公室干事", 2),
    ("editor", "区总工会研究室干事", 1),
    ("checker", "区总工会研究室副主任", 1),
    ("checker", "区总工会办公室四级主任科员", 1),
    ("approver", "区总工会办公室主任", 1),
    ("approver", "区总工会党组成员、副主席", 1),
    ("scorer", "区总工会办公室干事（积分管理）", 1),
    ("leader", "区总工会党组书记、常务副主席", 1),
    ("leader", "区人大常委会副主任、区总工会主席", 1),
    ("system_admin", "区总工会网络信息中心工程师", 1),
    ("security_admin", "区总工会保密办干事", 1),
    ("auditor", "区总工会经审办干事", 1),
)
UPPER_STAFF = (("editor", "办公室信息科科长", 1), ("editor", "办公室信息科干事", 1))
CITY_HANDS = (
    ("checker", "办公室综合科科长", 1),
    ("approver", "办公室主任", 1),
)  # the city prints what comes up
REVIEWER_TITLES = {
    "s": ("总工会主席", "总工会常务副主席", "总工会副主席"),
    "h": ("工会主席", "工会常务副主席"),
    "b": ("工会主席", "工会副主席"),
    "p": ("工会联合会主席", "工会联合会副主席"),
    "c": ("工会主席", "工会副主席"),
}
INFORMANT_TITLES = {
    "s": ("总工会干事", "社会化工会工作者", "党群工作办公室干事", "社区工会主席"),
    "h": ("工会办公室干事", "工会联络员", "宣传干事", "社会化工会工作者"),
    "b": ("办公室干事", "工会干事", "机关党委干事", "综合科科员"),
    "p": ("工会联合会干事", "企业服务中心干事", "社会化工会工作者"),
    "c": ("工会干事", "综合办公室文员", "党群工作部干事", "车间工会主席"),
}
ENGAGEMENTS = ("full_time", "part_time", "part_time", "part_time", "special")


@dataclass(frozen=True)
class PersonSpec:
    """One account; `engagement` says how an informant serves: full_time, part_time or special."""

    username: str
    name: str
    unit: str
    role: str
    title: str
    phone: str
    engagement: str = "full_time"


def syllables(line: str) -> list[tuple[str, str]]:
    return [(found[1], found[2]) for found in re.finditer(r"([^a-z ]+)([a-z]+)", line)]


@cache
def name_lists() -> dict[str, list[tuple[str, str]]]:
    raw = tomllib.loads((TEXTS / "names.toml").read_text("utf-8"))
    return {key: syllables(line) for key, line in raw.items()}


def invent_name(rng: Random, sex: str = "") -> tuple[str, str]:
    """A common, not a famous, name with its pinyin; common surnames are commoner."""
    lists = name_lists()
    given = lists[sex or rng.choice(("men", "women"))]
    while True:
        place = min(int(rng.expovariate(1 / 30)), len(lists["surnames"]) - 1)
        (surname, sound), (rest, sounds) = lists["surnames"][place], rng.choice(given)
        if surname + rest not in FAMOUS and surname != rest[0]:
            return surname + rest, sound + sounds


class Register:
    """Hands out people with unique names, user names and fictional numbers."""

    def __init__(self) -> None:
        self.rng = Random("云湖区总工会")
        self.people: list[PersonSpec] = []
        self.taken: set[str] = set()

    def add(self, unit: "UnitSpec", role: str, title: str, engagement: str = "full_time") -> None:
        name, username = invent_name(self.rng)
        while name in self.taken or username in self.taken:
            name, username = invent_name(self.rng)
        self.taken |= {name, username}
        phone = f"010-5550{1000 + len(self.people)}"
        self.people.append(PersonSpec(username, name, unit.key, role, title, phone, engagement))

    def add_office(self, unit: "UnitSpec", staff: Sequence[tuple[str, str, int]]) -> None:
        for role, title, count in staff:
            for _ in range(count):
                self.add(unit, role, title)

    def add_unit(self, unit: "UnitSpec") -> None:
        """A reviewer who signs, and two informants or, where much is written, three."""
        self.add(unit, "reviewer", self.rng.choice(REVIEWER_TITLES[unit.kind]))
        for place in range(3 if unit.pace >= 33 else 2):
            engagement = "full_time" if place == 0 and unit.pace >= 20 else self.rng.choice(ENGAGEMENTS)
            self.add(unit, "informant", self.rng.choice(INFORMANT_TITLES[unit.kind]), engagement)


def roster(units: Sequence["UnitSpec"]) -> tuple[PersonSpec, ...]:
    """Everybody, office first; the same on every run because the register's seed never changes."""
    register = Register()
    for unit in units:
        if unit.key == "yunhu":
            register.add_office(unit, STAFF)
        elif unit.kind == "o":
            register.add_office(unit, UPPER_STAFF)
        else:
            register.add_unit(unit)
    for unit in units:
        if unit.key == "jiangzhou":
            register.add_office(unit, CITY_HANDS)
    return tuple(register.people)
