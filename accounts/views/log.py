"""The auditor's page: the log, its export, and whether it is still the one that was written."""

import csv

from django.apps import apps
from django.contrib import messages
from django.core.exceptions import FieldDoesNotExist
from django.http import StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.actions import log as actions
from accounts.duties import check_duty
from accounts.events import audit
from accounts.forms.filters import LogFilter
from accounts.models import Event, Head
from accounts.numbers import whole
from accounts.roles import Role

PAGE = 50
HEADINGS = ["序号", "时间", "人员", "用户名", "事项", "对象", "单位", "说明", "来源地址", "封签"]


def log(request):
    """Newest first, by keyset: the thousandth page costs what the first does."""
    check_duty(request.user, Role.AUDITOR)
    narrowing = LogFilter(request.GET, request.user)
    found = narrowed(request.user, narrowing).newest(whole(request.GET.get("before")))
    rows = list(found[: PAGE + 1])
    for event in rows:
        event.lines = lines_of(event)
    context = {
        "filter": narrowing,
        "rows": rows[:PAGE],
        "next": rows[PAGE - 1].pk if len(rows) > PAGE else None,
        "head": Head.objects.filter(pk=1).first(),
    }
    return render(request, "accounts/log.html", context)


def narrowed(user, narrowing):
    found = Event.objects.visible_to(user).between(narrowing.value("since"), narrowing.value("until"))
    found = found.matching(narrowing.text("who"), narrowing.text("what"))
    if verb := narrowing.value("verb"):
        found = found.filter(verb=verb)
    return found.filter(unit=narrowing.value("unit")) if narrowing.value("unit") else found


def lines_of(event):
    """What an act changed, as (name, before, after), in the words of the fields."""
    before, after = event.data.get("before"), event.data.get("after")
    if not isinstance(after, dict):
        states = [in_choice(field_of(event.thing_type, "state"), value) for value in (before, after)]
        return [("", *states)] if "after" in event.data else []
    before = before if isinstance(before, dict) else {}
    return [line_of(event.thing_type, name, before.get(name), after[name]) for name in after]


def line_of(thing_type, name, before, after):
    field = field_of(thing_type, name)
    label = field.verbose_name if field is not None else name
    return label, in_choice(field, before), in_choice(field, after)


def field_of(thing_type, name):
    try:
        return apps.get_model(thing_type)._meta.get_field(name)
    except (LookupError, ValueError, FieldDoesNotExist):
        return None


def in_choice(field, value):
    """The word people know a stored choice by: 留用, not held."""
    choices = dict(getattr(field, "flatchoices", None) or ())
    return choices.get(value, value) if isinstance(value, str) else value


def log_export(request):
    """The filtered log as a table, streamed: any length, no memory."""
    check_duty(request.user, Role.AUDITOR)
    narrowing = LogFilter(request.GET, request.user)
    actions.note_export(by=request.user, query=request.GET.urlencode())
    found = narrowed(request.user, narrowing).newest()
    response = StreamingHttpResponse(as_csv(found), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="log-{timezone.localdate()}.csv"'
    return response


def as_csv(found):
    writer = csv.writer(Echo())
    yield "\ufeff" + writer.writerow(HEADINGS)  # the mark by which office software knows UTF-8
    for event in found.iterator(2000):
        yield writer.writerow([harmless(value) for value in cells(event)])


def cells(event):
    who = event.who
    return [
        event.position or "",
        f"{timezone.localtime(event.at):%Y-%m-%d %H:%M:%S}",
        who.name if who else "",
        who.username if who else "",
        event.label,
        event.thing_name,
        event.unit.name if event.unit else "",
        event.note,
        event.address or "",
        event.seal,
    ]


def harmless(value):
    """A cell that begins like a formula would be run by the program that opens the table."""
    text = str(value)
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text


class Echo:
    """A file that gives every line straight back."""

    def write(self, line):
        return line


@require_POST
def log_verify(request):
    """Walk the whole chain now."""
    check_duty(request.user, Role.AUDITOR)
    verdict = audit()
    actions.note_verdict(verdict, by=request.user)
    if verdict.whole:
        messages.success(request, f"日志完好：共{verdict.checked}条。请抄存下面的链尾封签，供日后比对。")
    else:
        messages.error(
            request,
            f"日志不完好：第{verdict.broken_at}条{verdict.reason}；其前{verdict.checked}条完好。请立即保全数据库并报告。",
        )
    return redirect("accounts:log")
