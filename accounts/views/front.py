"""The administrators' first page: what waits for each of the three."""

from dataclasses import dataclass
from datetime import timedelta

from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from accounts.duties import check_duty
from accounts.filing import Filed
from accounts.models import Event, Post, RosterChange, Unit, User
from accounts.roles import ADMIN_ROLES, Role
from accounts.views.people import in_state


@dataclass(frozen=True)
class Figure:
    """A number and the list it counts."""

    label: str
    count: int
    url: str
    hot: bool = False


def index(request):
    """The counts come from the very QuerySets of the lists they open."""
    check_duty(request.user, *ADMIN_ROLES)
    rows = auditing if Role.AUDITOR in request.user.roles else keeping
    return render(request, "accounts/index.html", {"rows": rows(request.user)})


def keeping(user):
    filings = RosterChange.objects.visible_to(user)
    units, people = Unit.objects.kept_by(user), User.objects.visible_to(user)
    todo = [
        ("待授权岗位", Post.objects.kept_by(user).pending(), "accounts:posts", "tab=pending"),
        ("待办理备案", filings.in_state(Filed.APPROVED), "accounts:roster", f"state={Filed.APPROVED}"),
        ("锁定的账号", in_state(people, "locked"), "accounts:people", "state=locked"),
        ("没有岗位的人员", in_state(people, "postless"), "accounts:people", "state=postless"),
        ("缺信息员的单位", units.without(Role.INFORMANT), "accounts:units", f"without={Role.INFORMANT}"),
        ("缺审核人的单位", units.without(Role.REVIEWER), "accounts:units", f"without={Role.REVIEWER}"),
    ]
    stock = [
        ("单位", units, "accounts:units", ""),
        ("人员", people, "accounts:people", ""),
        ("在任岗位", Post.objects.kept_by(user).current(), "accounts:posts", "tab=current"),
    ]
    return [[figure(*row, hot=True) for row in todo], [figure(*row) for row in stock]]


def auditing(user):
    today = timezone.localdate()
    week = today - timedelta(days=6)
    log = Event.objects.visible_to(user)
    failed, locked = log.between(week).filter(verb="login-failed"), log.between(week).filter(verb="lock")
    row = [
        figure("今天的日志", log.between(today, today), "accounts:log", f"since={today}&until={today}"),
        figure("七天内登录失败", failed, "accounts:log", f"verb=login-failed&since={week}", hot=True),
        figure("七天内账号锁定", locked, "accounts:log", f"verb=lock&since={week}", hot=True),
    ]
    return [row]


def figure(label, rows, name, query, *, hot=False):
    count = rows.count()
    return Figure(label, count, f"{reverse(name)}{'?' if query else ''}{query}", hot and count > 0)
