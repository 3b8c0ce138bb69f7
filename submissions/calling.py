"""How calls (报送要点) and commissions (约稿) go their road, readable by a clerk. No queries, no models."""

from calendar import monthrange
from datetime import date

from django.db import models

from accounts.moves import Move
from accounts.roles import Role


class CallState(models.TextChoices):
    DRAFT = "draft", "草稿"
    PUBLISHED = "published", "征集中"
    CLOSED = "closed", "已截止"
    WITHDRAWN = "withdrawn", "已撤销"


C = CallState
CALL_MOVES = {
    "publish": Move(
        "发布",
        (C.DRAFT,),
        C.PUBLISHED,
        (Role.EDITOR,),
        tone="primary",
        confirm="发布后各单位都会收到通知；此后要点只能公开增补或撤下，不能再改写。",
        undo="withdraw",
    ),
    "extend": Move(
        "延长有效期", (C.PUBLISHED, C.CLOSED), C.PUBLISHED, (Role.EDITOR,), button=False, undo="close"
    ),
    "add-topic": Move(
        "增补要点", (C.PUBLISHED,), C.PUBLISHED, (Role.EDITOR,), button=False, undo="strike-topic"
    ),
    "strike-topic": Move(
        "撤下要点",
        (C.PUBLISHED,),
        C.PUBLISHED,
        (Role.EDITOR,),
        needs_reason=True,
        button=False,
        undo="return-topic",
    ),
    "return-topic": Move(
        "恢复要点", (C.PUBLISHED,), C.PUBLISHED, (Role.EDITOR,), button=False, undo="strike-topic"
    ),
    "close": Move(
        "提前截止",
        (C.PUBLISHED,),
        C.CLOSED,
        (Role.EDITOR,),
        confirm="截止后各单位不能再以这份要点送审新稿；已送审、已报送的不受影响。",
        undo="reopen",
    ),
    "reopen": Move("恢复征集", (C.CLOSED,), C.PUBLISHED, (Role.EDITOR,), undo="close"),
    "withdraw": Move(
        "撤销",
        (C.DRAFT, C.PUBLISHED, C.CLOSED),
        C.WITHDRAWN,
        (Role.EDITOR,),
        needs_reason=True,
        tone="danger",
        undo="restore",
    ),
    "restore": Move("恢复", (C.WITHDRAWN,), C.DRAFT, (Role.EDITOR,), undo="withdraw", again=C.PUBLISHED),
}


class CommissionState(models.TextChoices):
    OPEN = "open", "进行中"
    CLOSED = "closed", "已办结"
    CANCELLED = "cancelled", "已取消"


O = CommissionState  # noqa: E741 - one letter, as in the other tables
COMMISSION_MOVES = {
    "extend": Move("延长期限", (O.OPEN,), O.OPEN, (Role.EDITOR,), button=False, undo="close"),
    "invite": Move("增加约稿单位", (O.OPEN,), O.OPEN, (Role.EDITOR,), button=False, undo="cancel"),
    "close": Move(
        "办结",
        (O.OPEN,),
        O.CLOSED,
        (Role.EDITOR,),
        confirm="办结后不再收这次约稿的来稿，未报送的单位记为“逾期未报”。",
        undo="reopen",
    ),
    "reopen": Move("恢复约稿", (O.CLOSED,), O.OPEN, (Role.EDITOR,), undo="close"),
    "cancel": Move(
        "取消约稿",
        (O.OPEN, O.CLOSED),
        O.CANCELLED,
        (Role.EDITOR,),
        needs_reason=True,
        tone="danger",
        undo="restore",
    ),
    "restore": Move("恢复约稿", (O.CANCELLED,), O.OPEN, (Role.EDITOR,), undo="cancel"),
}


class Reply(models.TextChoices):
    """How one invited unit stands to a commission."""

    INVITED = "invited", "待答复"
    ACCEPTED = "accepted", "已接受"
    DECLINED = "declined", "已谢绝"
    ANSWERED = "answered", "已报送"
    MISSED = "missed", "逾期未报"


R = Reply
OWED = (R.INVITED, R.ACCEPTED, R.MISSED)  # an item is still expected of the unit
REPLY_MOVES = {
    "accept": Move(
        "接受约稿",
        (R.INVITED, R.DECLINED),
        R.ACCEPTED,
        (Role.INFORMANT, Role.REVIEWER),
        tone="primary",
        undo="decline",
    ),
    "decline": Move(
        "谢绝约稿",
        (R.INVITED, R.ACCEPTED),
        R.DECLINED,
        (Role.INFORMANT, Role.REVIEWER),
        needs_reason=True,
        undo="accept",
    ),
}


class Standing(models.TextChoices):
    """What the completion table says of an invitation; the clock decides between the first four."""

    ON_TIME = "on_time", "按时报送"
    LATE = "late", "迟报"
    MISSED = "missed", "逾期未报"
    ACCEPTED = "accepted", "已接受"
    INVITED = "invited", "待答复"
    DECLINED = "declined", "已谢绝"
    CANCELLED = "cancelled", "约稿取消"


def standing_of(reply, answered_at, deadline, commission, now):
    """The deadline itself is still on time; one moment later is late, or missed."""
    if reply == R.ANSWERED:
        return Standing.LATE if answered_at > deadline else Standing.ON_TIME
    if reply == R.DECLINED:
        return Standing.DECLINED
    if commission == O.CANCELLED:
        return Standing.CANCELLED
    return Standing.MISSED if reply == R.MISSED or now > deadline else Standing(reply)


class Span(models.TextChoices):
    """For how long a call asks (domain §2: 月度、季度要点)."""

    MONTH = "month", "月度"
    QUARTER = "quarter", "季度"
    FREE = "free", "专题（自定时段）"


def bounds(span, day):
    """First and last day of the month or quarter a day lies in."""
    months = 1 if span == Span.MONTH else 3
    first = date(day.year, (day.month - 1) // months * months + 1, 1)
    last = first.month + months - 1
    return first, date(day.year, last, monthrange(day.year, last)[1])


def period_label(span, since, until):
    """The period in the office's words: 2026年12月, 2026年第四季度, else its days."""
    if span == Span.MONTH:
        return f"{since.year}年{since.month}月"
    if span == Span.QUARTER:
        return f"{since.year}年第{'一二三四'[(since.month - 1) // 3]}季度"
    return f"{since:%Y-%m-%d}至{until:%Y-%m-%d}"
