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
ADMIN_ROLES = (Role.SYSADMIN, Role.SECADMIN, Role.AUDITOR)  # one person holds at most one


class Level(models.TextChoices):
    """The level of a unit or of a publication, from the top down."""

    CENTRAL = "central", "中央"
    PROVINCE = "province", "省级"
    CITY = "city", "市级"
    COUNTY = "county", "区县级"
    GRASSROOTS = "grassroots", "基层"


LEVEL_ORDER = {level: rank for rank, level in enumerate(Level.values)}
