"""The road of a remuneration list (稿酬表): one hand draws it up, another checks, the approver signs. No models."""

from django.db import models

from accounts.moves import Move
from accounts.roles import Role


class PayState(models.TextChoices):
    DRAFT = "draft", "拟表"
    REVIEW = "review", "待审核"
    CHECKED = "checked", "待签发"
    ISSUED = "issued", "已签发"
    PAID = "paid", "已发放"
    DROPPED = "dropped", "已作废"


S = PayState
OPEN = (S.DRAFT, S.REVIEW, S.CHECKED)
STANDING = (S.ISSUED, S.PAID)

PAY_MOVES = {
    "submit": Move(
        "报审",
        (S.DRAFT,),
        S.REVIEW,
        (Role.SCORER,),
        tone="primary",
        confirm="报审后各人金额随即固定，由另一个人逐笔审核；要改须先退回。",
    ),
    "check": Move("审核通过", (S.REVIEW,), S.CHECKED, (Role.SCORER, Role.APPROVER), tone="primary"),
    "issue": Move(
        "签发",
        (S.CHECKED,),
        S.ISSUED,
        (Role.APPROVER,),
        tone="primary",
        confirm="签发后这些采用记为已付，以后的稿酬表不再重复计付；表内容和文件从此固定，差错只能在下一张表中更正。",
    ),
    "back": Move("退回修改", (S.REVIEW, S.CHECKED), S.DRAFT, (Role.SCORER, Role.APPROVER), needs_reason=True),
    "drop": Move("作废", (S.DRAFT,), S.DROPPED, (Role.SCORER,), needs_reason=True, tone="danger"),
}


class PaymentState(models.TextChoices):
    DUE = "due", "待发"
    PAID = "paid", "已发"
    RETURNED = "returned", "未领退回"
