"""The posts people hold; the words are the offices' own (domain: 岗位)."""

from django.db import models


class Role(models.TextChoices):
    """What a post lets its holder do; the move tables name these."""

    INFORMANT = "informant", "信息员"
    REVIEWER = "reviewer", "单位审核人"
    EDITOR = "editor", "责任编辑"
    CHECKER = "checker", "核对"
    APPROVER = "approver", "核签"
    SCORER = "scorer", "积分管理员"
    LEADER = "leader", "领导"
    SYSADMIN = "sysadmin", "系统管理员"
    SECADMIN = "secadmin", "安全管理员"
    AUDITOR = "auditor", "审计员"


UNIT_ROLES = (Role.INFORMANT, Role.REVIEWER)
DESK_ROLES = (Role.EDITOR, Role.CHECKER, Role.APPROVER, Role.SCORER)  # hands of an office
OFFICE_ROLES = (*DESK_ROLES, Role.LEADER)
DEPUTY_ROLES = (Role.REVIEWER, Role.EDITOR, Role.APPROVER)  # posts that may have a standing deputy
ADMIN_ROLES = (Role.SYSADMIN, Role.SECADMIN, Role.AUDITOR)  # one person holds at most one


def misplaced(role, is_office, has_office):
    """Why this post cannot be at such a unit; empty if it can."""
    if role in OFFICE_ROLES and not is_office:
        return f"{Role(role).label}须设在编发刊物的单位，请先在单位资料中勾选“编发刊物”。"
    if role in UNIT_ROLES and not has_office:
        return f"该单位之上没有编发刊物的单位，不能设{Role(role).label}。"
    return ""


class Level(models.TextChoices):
    """The level of a unit or of a publication, from the top down."""

    CENTRAL = "central", "中央"
    PROVINCE = "province", "省级"
    CITY = "city", "市级"
    COUNTY = "county", "区县级"
    GRASSROOTS = "grassroots", "基层"


LEVEL_ORDER = {level: rank for rank, level in enumerate(Level.values)}
