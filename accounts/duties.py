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


def keeper_of(person):
    """An administrator's account is in the hands of the security administrator, others in the system's."""
    return Role.SECADMIN if person.roles & set(ADMIN_ROLES) else Role.SYSADMIN


def check_account_duty(user, person):
    """Whoever can set a password can act as its owner: all of the owner's posts must lie in one's tree."""
    role = keeper_of(person)
    check_duty(user, role, unit=person.home)
    if user.pk == person.pk:
        raise NotYours("不能办理自己的账号，请由另一位管理员办理；修改密码请到“我的信息”。")
    for post in person.current_posts:
        check_duty(user, role, unit=post.unit)


def may(check, *args, **kwargs):
    """Whether a check would let the act pass: for buttons."""
    try:
        check(*args, **kwargs)
    except NotYours:
        return False
    return True
