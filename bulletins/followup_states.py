"""The road of a follow-up (督办), of each unit's part in it, and of a plea for more time. No queries, no models."""

from django.db import models

from accounts.moves import Move
from accounts.roles import UNIT_ROLES, Role


class FollowUpState(models.TextChoices):
    ASKED = "asked", "待交办"
    OPEN = "open", "办理中"
    CLOSED = "closed", "已办结"
    CANCELLED = "cancelled", "已撤销"


class PartState(models.TextChoices):
    """How far one responsible unit has come."""

    ASSIGNED = "assigned", "待签收"
    RECEIVED = "received", "已签收"
    ANSWERED = "answered", "已反馈"
    RETURNED = "returned", "退回补办"
    ACCEPTED = "accepted", "已认可"
    RELEASED = "released", "不再承办"


class Plea(models.TextChoices):
    """What became of a request for more time."""

    PENDING = "pending", "待答复"
    GRANTED = "granted", "已同意"
    REFUSED = "refused", "未同意"
    MOOT = "moot", "不再需要"


F, P = FollowUpState, PartState
OFFICE_HANDS = (Role.EDITOR, Role.APPROVER)
HEAD = (Role.REVIEWER,)  # whose word stands behind the unit

FOLLOWUP_MOVES = {
    "assign": Move("交办", (F.ASKED,), F.OPEN, OFFICE_HANDS, tone="primary", button=False, undo="cancel"),
    "add": Move("增加协办单位", (F.OPEN,), F.OPEN, OFFICE_HANDS, button=False),
    "transfer": Move("变更主办单位", (F.OPEN,), F.OPEN, OFFICE_HANDS, needs_reason=True, button=False),
    "close": Move(
        "办结", (F.OPEN,), F.CLOSED, OFFICE_HANDS, needs_reason=True, tone="primary", undo="reopen"
    ),
    "reopen": Move("恢复办理", (F.CLOSED,), F.OPEN, OFFICE_HANDS, needs_reason=True, undo="close"),
    "cancel": Move(
        "撤销督办",
        (F.ASKED, F.OPEN),
        F.CANCELLED,
        OFFICE_HANDS,
        needs_reason=True,
        tone="danger",
        undo="restore",
    ),
    "restore": Move(
        "恢复督办", (F.CANCELLED,), F.ASKED, OFFICE_HANDS, needs_reason=True, undo="cancel", again=F.OPEN
    ),
}
PART_MOVES = {
    "receive": Move("签收", (P.ASSIGNED,), P.RECEIVED, UNIT_ROLES, tone="primary"),
    "answer": Move(
        "反馈", (P.RECEIVED, P.RETURNED, P.ANSWERED), P.ANSWERED, HEAD, tone="primary", button=False
    ),
    "ask": Move("申请延期", (P.RECEIVED, P.RETURNED), "", HEAD, needs_reason=True, button=False),
    "accept": Move("认可", (P.ANSWERED,), P.ACCEPTED, OFFICE_HANDS, tone="primary", undo="send-back"),
    "send-back": Move(
        "退回补办", (P.ANSWERED, P.ACCEPTED), P.RETURNED, OFFICE_HANDS, needs_reason=True, undo="accept"
    ),
    "release": Move(
        "免除承办",
        (P.ASSIGNED, P.RECEIVED, P.ANSWERED, P.RETURNED, P.ACCEPTED),
        P.RELEASED,
        OFFICE_HANDS,
        needs_reason=True,
        tone="danger",
        undo="recall",
    ),
    "recall": Move("恢复承办", (P.RELEASED,), P.ASSIGNED, OFFICE_HANDS, undo="release"),
}
PLEA_MOVES = {
    "grant": Move("同意延期", (Plea.PENDING,), Plea.GRANTED, OFFICE_HANDS, tone="primary"),
    "refuse": Move("不同意延期", (Plea.PENDING,), Plea.REFUSED, OFFICE_HANDS, needs_reason=True),
}

OWED = (P.ASSIGNED, P.RECEIVED, P.RETURNED)  # the unit still has to do something
LIVE = (*OWED, P.ANSWERED, P.ACCEPTED)


class Step(models.TextChoices):
    """What the clock tells of a part, once each."""

    SOON = "soon", "将到期"
    TODAY = "today", "今日到期"
    OVER = "over", "已逾期"
    LONG = "long", "逾期多日"


STEP_DAYS = {Step.SOON: -3, Step.TODAY: 0, Step.OVER: 1, Step.LONG: 3}  # working days from the deadline
ORDINARY_DAYS = 10  # working days proposed where nobody named a day
