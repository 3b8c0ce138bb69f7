"""What a spreadsheet would do to the office, and everything that stands against it; no database here."""

import datetime as dt
from collections import Counter
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from accounts.contacts import as_username, phone_problem, tidy_code, username_problem
from accounts.places import Lost, Place, Places
from accounts.roles import ADMIN_ROLES, LEVEL_ORDER, misplaced
from accounts.sheets import KINDS, LEVELS, ROLES, SHEETS, YES, Problem
from accounts.spreadsheet import UNREAD

EARLIEST = dt.date(1950, 1, 1)
A_YEAR = dt.timedelta(days=366)


@dataclass
class Known:
    """What the database holds already, as far as this administrator may build on it."""

    places: list[Place]
    people: set[str]  # user names that may be given posts
    taken: set[str]  # user names that exist anywhere
    posts: set[tuple[str, str, str]]  # (user name, role, unit key), not ended
    own: str
    today: dt.date


@dataclass
class Plan:
    """What will be done, units first, parents before children; and what forbids it."""

    known: Known
    columns: dict
    places: Places = None
    units: list[dict] = field(default_factory=list)
    people: list[dict] = field(default_factory=list)
    posts: list[dict] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def blame(self, sheet, row, name, text):
        self.problems.append(Problem(text, sheet, row["row"], self.columns[sheet].get(name, "")))


def check(book, known):
    """Read every row against the rules; nothing stops at the first problem."""
    plan = Plan(known, book.columns, Places(known.places), problems=list(book.problems))
    for sheet, columns in SHEETS.items():
        for row in book.rows[sheet]:
            for column in columns:
                if column.required and not row[column.field]:
                    plan.blame(sheet, row, column.field, "不能为空")
    check_units(book.rows["单位"], plan)
    check_people(book.rows["人员"], plan)
    check_posts(book.rows["岗位"], plan)
    order = {sheet: index for index, sheet in enumerate(SHEETS)}
    plan.problems.sort(key=lambda problem: (order.get(problem.sheet, -1), problem.row, problem.column))
    return plan


def said(row, name):
    """A cell that holds something and was readable."""
    return row[name] not in ("", UNREAD)


def check_units(rows, plan):
    """All names first, since a row may stand below one that comes later."""
    pairs = [(row, new_place(row)) for row in rows]
    for _, place in pairs:
        plan.places.add(place)
    for row, place in pairs:
        parent = found_unit(plan, "单位", row, "parent")
        place.parent = parent.key if parent else None
    for row, place in pairs:
        check_unit(row, place, plan)
    for row, place in sorted(pairs, key=lambda pair: len(plan.places.line(pair[1]))):
        plan.units.append(unit_facts(row, place))


def new_place(row):
    level = LEVELS.get(row["level"], "")
    return Place(f"r{row['row']}", row["name"], None, level, row["is_office"] == YES)


def found_unit(plan, sheet, row, name):
    """The unit a cell speaks of; what is wrong with it is written down."""
    if not said(row, name):
        return None
    try:
        place = plan.places.find(row[name])
    except Lost as lost:
        plan.blame(sheet, row, name, str(lost))
        return None
    if not place.is_active:
        plan.blame(sheet, row, name, f"单位“{place.name}”已停用")
    return place


def check_unit(row, place, plan):
    parent = plan.places.by_key.get(place.parent)
    if parent and plan.places.is_circle(place):
        plan.blame("单位", row, "parent", f"“{place.name}”和它的上级单位互为上级，请改正")
    elif parent and place.level and parent.level and LEVEL_ORDER[place.level] < LEVEL_ORDER[parent.level]:
        plan.blame("单位", row, "level", f"层级不能高于上级单位“{parent.name}”")
    namesakes = [p for p in plan.places.by_name[place.name] if p.parent == place.parent and p is not place]
    if parent and said(row, "name") and namesakes:
        where = "本表中重复" if namesakes[0].key.startswith("r") else "已经登记，请删去这一行"
        plan.blame("单位", row, "name", f"“{parent.name}”之下的“{place.name}”{where}")
    if said(row, "order") and not (row["order"].isascii() and row["order"].isdigit()):
        plan.blame("单位", row, "order", "须填写整数")


def unit_facts(row, place):
    flags = {name: row[name] == YES for name in ("is_office", "is_direct_point", "is_contact_point")}
    order = int(row["order"]) if row["order"].isascii() and row["order"].isdigit() else 100
    return {
        "key": place.key,
        "parent": place.parent,
        "name": row["name"],
        "short_name": row["short_name"],
        "level": place.level,
        "order": order,
        **flags,
    }


def check_people(rows, plan):
    names = Counter(as_username(row["username"]) for row in rows)
    for row in rows:
        username, phone = as_username(row["username"]), tidy_code(row["phone"])
        if said(row, "username"):
            check_username(row, username, names[username], plan)
        if said(row, "phone") and (problem := phone_problem(phone)):
            plan.blame("人员", row, "phone", problem.rstrip("。"))
        if said(row, "email") and not is_email(row["email"]):
            plan.blame("人员", row, "email", f"“{row['email'][:40]}”不是有效的邮箱地址")
        home = found_unit(plan, "人员", row, "home")
        facts = {name: row[name] for name in ("name", "title", "email")}
        plan.people.append({"username": username, "home": home and home.key, "phone": phone, **facts})


def check_username(row, username, count, plan):
    if problem := username_problem(username):
        plan.blame("人员", row, "username", problem.rstrip("。"))
    elif count > 1:
        plan.blame("人员", row, "username", f"用户名“{username}”在本表中出现了{count}次")
    elif username in plan.known.taken:
        plan.blame("人员", row, "username", f"用户名“{username}”已有人使用，请另取一个")


def is_email(text):
    try:
        validate_email(text)
    except ValidationError:
        return False
    return True


def check_posts(rows, plan):
    held = Counter(plan.known.posts)
    coming = {person["username"] for person in plan.people}
    for row in rows:
        username, role = as_username(row["user"]), ROLES.get(row["role"])
        check_holder(row, username, coming, plan)
        unit = found_unit(plan, "岗位", row, "unit")
        if role and unit:
            check_role(row, (username, role, unit.key), unit, held, plan)
            held[username, role, unit.key] += 1
        check_since(row, plan)
        plan.posts.append(post_facts(row, username, role, unit))


def check_role(row, post, unit, held, plan):
    username, role, _ = post
    if problem := misplaced(role, unit.is_office, plan.places.has_office(unit)):
        plan.blame("岗位", row, "role", problem.rstrip("。"))
    elif held[post]:
        plan.blame("岗位", row, "role", f"“{username}”已任或已登记该单位的这一岗位，请删去这一行")
    elif role in ADMIN_ROLES and any(held[other] for other in held if is_admin(other, username)):
        plan.blame("岗位", row, "role", "系统管理员、安全管理员、审计员须由三人分别担任")


def is_admin(post, username):
    return post[0] == username and post[1] in ADMIN_ROLES


def check_holder(row, username, coming, plan):
    if not said(row, "user"):
        return
    if username == plan.known.own:
        plan.blame("岗位", row, "user", "不能为自己登记岗位")
    elif username not in coming and username not in plan.known.people:
        plan.blame("岗位", row, "user", f"没有用户名为“{username}”的人员，或其账号已停用")


def check_since(row, plan):
    if not said(row, "since"):
        return
    if not EARLIEST <= dt.date.fromisoformat(row["since"]) <= plan.known.today + A_YEAR:
        plan.blame("岗位", row, "since", f"日期{row['since']}不合常理，请检查年份")


def post_facts(row, username, role, unit):
    since = dt.date.fromisoformat(row["since"]) if said(row, "since") else None
    kind = KINDS.get(row["kind"], KINDS["兼职"])
    return {"user": username, "role": role, "unit": unit and unit.key, "kind": kind, "since": since}
