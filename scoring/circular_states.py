"""The road of a circular (通报) and what it may be about. No queries, no models."""

from django.db import models

from accounts.moves import Move
from accounts.roles import Role


class Kind(models.TextChoices):
    """How long a time a circular speaks of."""

    MONTH = "month", "月通报"
    QUARTER = "quarter", "季度通报"
    YEAR = "year", "年度通报"


MONTHS = {Kind.MONTH: 1, Kind.QUARTER: 3, Kind.YEAR: 12}


class CircularState(models.TextChoices):
    DRAFT = "draft", "起草"
    CHECKING = "checking", "核对"
    AWAITING = "awaiting", "待签发"
    SIGNED = "signed", "已签发"
    PUBLISHED = "published", "已公布"
    VOID = "void", "作废"
    DROPPED = "dropped", "已撤销"


C = CircularState
SCORER, CHECKER, APPROVER = (Role.SCORER,), (Role.CHECKER,), (Role.APPROVER,)

CIRCULAR_MOVES = {
    "submit": Move("送核对", (C.DRAFT,), C.CHECKING, SCORER, tone="primary", undo="pull"),
    "pull": Move("撤回修改", (C.CHECKING,), C.DRAFT, SCORER, undo="submit"),
    "send-back": Move("核对退回", (C.CHECKING,), C.DRAFT, CHECKER, needs_reason=True, undo="submit"),
    "check": Move("核对通过", (C.CHECKING,), C.AWAITING, CHECKER, tone="primary", undo="refuse"),
    "refuse": Move("退回修改", (C.AWAITING,), C.DRAFT, APPROVER, needs_reason=True, undo="submit"),
    "sign": Move(
        "签发",
        (C.AWAITING,),
        C.SIGNED,
        APPROVER,
        tone="primary",
        confirm="签发后取得文号和日期，内容即行固定，不能再改。",
        undo="void",
    ),
    "publish": Move(
        "公布",
        (C.SIGNED,),
        C.PUBLISHED,
        (Role.SCORER, Role.APPROVER),
        tone="primary",
        confirm="公布后各单位即可阅读、下载，所通报的月份不能再重新打开；以后有差错只能另发更正通报。",
    ),
    "void": Move(
        "作废",
        (C.SIGNED,),
        C.VOID,
        APPROVER,
        needs_reason=True,
        tone="danger",
        confirm="作废后文号保留，不再使用。",
    ),
    "drop": Move(
        "撤销",
        (C.DRAFT,),
        C.DROPPED,
        SCORER,
        tone="danger",
        confirm="撤销后本稿不再办理；尚无文号，不占号。",
    ),
}
IN_WORK = (C.DRAFT, C.CHECKING, C.AWAITING, C.SIGNED)
ENDED = (C.VOID, C.DROPPED)
PRINTED = (C.SIGNED, C.PUBLISHED, C.VOID)
