"""Which administrator does what: three people, three duties, one tree of units."""

from accounts.refusal import NotYours
from accounts.roles import ADMIN_ROLES, Role

PEOPLE_KEEPERS = (Role.SYSADMIN, Role.SECADMIN)  # who opens the pages of units, people and posts


def check_duty(user, *roles, unit=None):
    """Refuse whoever holds none of these posts, or holds it over another tree than the unit's."""
    kept = user.units_as(*roles)
    words = "、".join(Role(role).label for role in roles)
    if not kept:
        raise NotYours(f"此事由{words}办理。")
    if unit is not None and not any(unit.path.startswith(top.path) for top in kept):
        raise NotYours(f"“{unit}”不在您管理的范围内，请联系该单位的{words}。")


def keeper_of(posts):
    """An administrator's account is in the hands of the security administrator, others in the system's."""
    return Role.SECADMIN if {post.role for post in posts} & set(ADMIN_ROLES) else Role.SYSADMIN


def unended_posts(person):
    """What the account can still be used for: a closed account may be reopened, a pending post granted."""
    return list(person.posts.unended().select_related("unit"))


def check_account_duty(user, person):
    """Whoever can set a password can act as its owner: all of the owner's posts must lie in one's tree."""
    posts = unended_posts(person)
    role = keeper_of(posts)
    check_reach(user, role, person.home, posts)
    if user.pk == person.pk:
        raise NotYours("不能办理自己的账号，请由另一位管理员办理；修改密码请到“我的信息”。")


def check_facts_duty(user, person):
    """The system administrator who names people keeps to those whose every post is in the tree."""
    check_reach(user, Role.SYSADMIN, person.home, unended_posts(person))


def in_place_of(user, roles, unit):
    """What the log keeps of a deputy's act: done by the deputy, for whom (代); the clock stands for nobody."""
    principal = user.stands_for(roles, unit) if user else None
    return {"stands_for": principal.name, "stands_for_id": principal.pk} if principal else {}


def check_reach(user, role, home, posts):
    """The person's unit and every post lie in the tree that one keeps in this role."""
    for unit in (home, *(post.unit for post in posts)):
        check_duty(user, role, unit=unit)


def may(check, *args, **kwargs):
    """Whether a check would let the act pass: for buttons."""
    try:
        check(*args, **kwargs)
    except NotYours:
        return False
    return True
