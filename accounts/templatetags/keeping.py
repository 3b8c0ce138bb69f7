"""The second bar of the administrators' pages."""

from django import template
from django.urls import reverse

from accounts.roles import Role

register = template.Library()
TABS = [
    ("管理首页", "index", {Role.SYSADMIN, Role.SECADMIN, Role.AUDITOR}),
    ("单位", "units", {Role.SYSADMIN, Role.SECADMIN}),
    ("人员", "people", {Role.SYSADMIN, Role.SECADMIN}),
    ("岗位", "posts", {Role.SYSADMIN, Role.SECADMIN}),
    ("人员备案", "roster", {Role.SYSADMIN, Role.SECADMIN}),
    ("表格导入", "import", {Role.SYSADMIN}),
    ("日志", "log", {Role.AUDITOR}),
]


@register.inclusion_tag("accounts/_tabs.html", takes_context=True)
def keeping_tabs(context, here):
    """Only the pages this administrator has the duty for; `here` is the one that is open."""
    roles = context["request"].user.roles
    return {
        "tabs": [
            (label, reverse(f"accounts:{name}"), name == here) for label, name, whose in TABS if whose & roles
        ]
    }


@register.filter
def tone(standing):
    """The colour of a post's standing, among the states' colours."""
    return {"在任": "signed", "待授权": "review", "未到任": "review", "已收回": "void"}.get(standing, "ended")


@register.filter
def in_words(value):
    """A stored value as a person would say it."""
    return {True: "是", False: "否", None: "（空）", "": "（空）"}.get(value, value)
