"""The road of a filed roster change (备案): filed by the unit, decided by the office, carried out. No queries."""

from django.db import models

from accounts.moves import Move
from accounts.roles import Role


class Filed(models.TextChoices):
    FILED = "filed", "待同意"
    APPROVED = "approved", "待办理"
    DONE = "done", "已办理"
    REFUSED = "refused", "未同意"
    WITHDRAWN = "withdrawn", "已撤回"


class Change(models.TextChoices):
    """What a unit may file about its own people."""

    ADD = "add", "增设"
    REPLACE = "replace", "更换"
    END = "end", "离任"
    FACTS = "facts", "变更资料"
    DEPUTY = "deputy", "设代理审核人"


NEWCOMERS = (Change.ADD, Change.REPLACE, Change.DEPUTY)  # somebody takes up a post
LEAVERS = (Change.REPLACE, Change.END)  # somebody lays one down
F = Filed

FILING_MOVES = {
    "approve": Move("同意", (F.FILED,), F.APPROVED, (Role.EDITOR,), tone="primary", undo="reopen"),
    "refuse": Move(
        "不同意", (F.FILED,), F.REFUSED, (Role.EDITOR,), needs_reason=True, tone="danger", undo="reopen"
    ),
    "reopen": Move(
        "重新审核",
        (F.APPROVED, F.REFUSED),
        F.FILED,
        (Role.EDITOR, Role.SYSADMIN),
        needs_reason=True,
        undo="approve",
    ),
    "withdraw": Move("撤回备案", (F.FILED,), F.WITHDRAWN, (Role.REVIEWER,), undo="resume"),
    "resume": Move("重新提交", (F.WITHDRAWN,), F.FILED, (Role.REVIEWER,), undo="withdraw"),
    "carry-out": Move(
        "办理",
        (F.APPROVED,),
        F.DONE,
        (Role.SYSADMIN,),
        tone="primary",
    ),
}
