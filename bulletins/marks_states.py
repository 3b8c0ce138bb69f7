"""The road of a checker's mark. No queries, no models."""

from django.db import models

from accounts.moves import Move
from accounts.roles import Role


class MarkState(models.TextChoices):
    OPEN = "open", "待处理"
    CHANGED = "changed", "已改"
    KEPT = "kept", "不改"
    WAIVED = "waived", "放行"
    WITHDRAWN = "withdrawn", "已撤回"


M = MarkState

MARK_MOVES = {
    "change": Move("改了", (M.OPEN,), M.CHANGED, (Role.EDITOR,), tone="primary", undo="reopen"),
    "keep": Move("不改", (M.OPEN,), M.KEPT, (Role.EDITOR,), needs_reason=True, undo="reopen"),
    "waive": Move("放行", (M.OPEN,), M.WAIVED, (Role.CHECKER,), button=False, undo="reopen"),
    "withdraw": Move("撤回批注", (M.OPEN,), M.WITHDRAWN, (Role.CHECKER,), undo="reopen"),
    "reopen": Move(
        "再提", (M.CHANGED, M.KEPT, M.WAIVED, M.WITHDRAWN), M.OPEN, (Role.CHECKER,), undo="withdraw"
    ),
}
