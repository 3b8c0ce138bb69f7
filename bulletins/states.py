"""The roads of an article and of an issue. No queries, no models."""

from django.db import models

from accounts.moves import Move
from accounts.roles import Role


class ArticleState(models.TextChoices):
    EDITING = "editing", "编辑中"
    READY = "ready", "待编发"
    PLACED = "placed", "已编入"
    PRINTED = "printed", "已刊发"
    DROPPED = "dropped", "弃用"


A = ArticleState
EDITOR, CHECKER, APPROVER = (Role.EDITOR,), (Role.CHECKER,), (Role.APPROVER,)

ARTICLE_MOVES = {
    "finish": Move("定稿", (A.EDITING,), A.READY, EDITOR, tone="primary", undo="rework"),
    "rework": Move("重新编辑", (A.READY,), A.EDITING, EDITOR, undo="finish"),
    "place": Move("编入本期", (A.READY,), A.PLACED, EDITOR, button=False, undo="lift"),
    "lift": Move("移出本期", (A.PLACED,), A.READY, EDITOR, button=False, undo="place"),
    "print": Move("刊发", (A.PLACED,), A.PRINTED, APPROVER, button=False, undo="unprint"),
    "unprint": Move("撤回刊发", (A.PRINTED,), A.READY, APPROVER, button=False, undo="place"),
    "drop": Move(
        "弃用",
        (A.EDITING, A.READY),
        A.DROPPED,
        EDITOR,
        tone="danger",
        confirm="弃用后来稿回到“拟采用”，编辑过的文字保留，可随时恢复。",
        undo="revive",
    ),
    "revive": Move("恢复编辑", (A.DROPPED,), A.EDITING, EDITOR, undo="drop"),
}
ARTICLE_OPEN = (A.EDITING, A.READY, A.PLACED)


class IssueState(models.TextChoices):
    COMPILING = "compiling", "组稿"
    CHECKING = "checking", "核对"
    AWAITING = "awaiting", "待签发"
    SIGNED = "signed", "已签发"
    VOID = "void", "作废"
    DROPPED = "dropped", "已撤销"


I = IssueState  # noqa: E741 - the short name keeps the table a table

ISSUE_MOVES = {
    "submit": Move("送核对", (I.COMPILING,), I.CHECKING, EDITOR, tone="primary", undo="pull"),
    "pull": Move("撤回组稿", (I.CHECKING,), I.COMPILING, EDITOR, undo="submit"),
    "send-back": Move("核对退回", (I.CHECKING,), I.COMPILING, CHECKER, needs_reason=True, undo="submit"),
    "check": Move("核对通过", (I.CHECKING,), I.AWAITING, CHECKER, tone="primary", undo="refuse"),
    "refuse": Move("退回重编", (I.AWAITING,), I.COMPILING, APPROVER, needs_reason=True, undo="submit"),
    "sign": Move(
        "签发",
        (I.AWAITING,),
        I.SIGNED,
        APPROVER,
        tone="primary",
        confirm="签发后取得期号和日期，内容即行固定，不能再改。",
        undo="void",
    ),
    "void": Move(
        "作废",
        (I.SIGNED,),
        I.VOID,
        APPROVER,
        needs_reason=True,
        tone="danger",
        confirm="作废后期号保留不再使用，采用记录和积分随之撤销，稿件回到待编发。",
    ),
    "drop": Move(
        "撤销本期",
        (I.COMPILING,),
        I.DROPPED,
        EDITOR,
        tone="danger",
        confirm="撤销后稿件回到待编发；本期尚无期号，不占号。",
    ),
}
IN_WORK = (I.COMPILING, I.CHECKING, I.AWAITING)


class Use(models.TextChoices):
    """How a submission was used: what the price list asks (domain §3)."""

    FULL = "full", "全文"
    BRIEF = "brief", "简讯"
    COMPOSITE = "composite", "综合"
    SPECIAL = "special", "专报"
    RESEARCH = "research", "调研"
    FORWARDED = "forwarded", "转报"


class Series(models.TextChoices):
    """What a publication prints beside its regular issues; models.series says how each is counted (domain §7.3)."""

    REGULAR = "regular", "正刊"
    SUPPLEMENT = "supplement", "增刊"
    DEDICATED = "dedicated", "专刊"
    SPECIAL = "special", "特刊"
    REPORT = "report", "专报"


class System(models.TextChoices):
    """To which of the parallel systems a publication belongs."""

    UNION = "union", "工会"
    PARTY = "party", "党委"
    GOVERNMENT = "government", "政府"
    MEDIA = "media", "媒体"
