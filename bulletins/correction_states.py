"""The road of a correction (更正): said about a signed issue, signed like one. No queries, no models."""

from django.db import models

from accounts.moves import Move
from accounts.roles import Role


class CorrectionState(models.TextChoices):
    DRAFT = "draft", "草拟"
    AWAITING = "awaiting", "待签发"
    SIGNED = "signed", "已签发"
    DROPPED = "dropped", "已撤销"


C = CorrectionState
EDITOR, APPROVER = (Role.EDITOR,), (Role.APPROVER,)

CORRECTION_MOVES = {
    "submit": Move("送签发", (C.DRAFT,), C.AWAITING, EDITOR, tone="primary", undo="pull"),
    "pull": Move("撤回修改", (C.AWAITING,), C.DRAFT, EDITOR, undo="submit"),
    "refuse": Move("退回", (C.AWAITING,), C.DRAFT, APPROVER, needs_reason=True, undo="submit"),
    "sign": Move(
        "签发更正",
        (C.AWAITING,),
        C.SIGNED,
        APPROVER,
        tone="primary",
        confirm="签发后更正随该期一并示出，收到该期的人会得到通知，更正不能再改。",
    ),
    "drop": Move(
        "撤销更正",
        (C.DRAFT,),
        C.DROPPED,
        EDITOR,
        tone="danger",
        confirm="撤销后本条更正不再办理，经过保留在记录里。",
    ),
}
CORRECTION_OPEN = (C.DRAFT, C.AWAITING)
