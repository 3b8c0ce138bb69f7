"""What the auditor does is itself on the log."""

from django.db import transaction

from accounts.events import record
from accounts.roles import Role


def own_unit(by):
    return by.units_as(Role.AUDITOR)[0]


@transaction.atomic
def note_export(*, by, query):
    record(by, "log-export", label="导出日志", unit=own_unit(by), query=query[:500])


@transaction.atomic
def note_verdict(verdict, *, by):
    note = "日志完好" if verdict.whole else f"第{verdict.broken_at}条{verdict.reason}"
    record(by, "log-verify", label="核验日志", unit=own_unit(by), note=note, checked=verdict.checked)
