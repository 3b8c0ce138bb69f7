"""The road of a list of awards (评选名单): drawn up, shown to all, signed by a second person, made public. No models."""

from django.db import models

from accounts.moves import Move
from accounts.roles import Role


class AwardState(models.TextChoices):
    DRAFT = "draft", "拟定"
    NOTICE = "notice", "公示"
    SIGNED = "signed", "已审定"
    PUBLISHED = "published", "已公布"


S = AwardState
SHOWN = (S.NOTICE, S.SIGNED, S.PUBLISHED)
FINAL = (S.SIGNED, S.PUBLISHED)

AWARD_MOVES = {
    "announce": Move(
        "公示",
        (S.DRAFT,),
        S.NOTICE,
        (Role.SCORER,),
        tone="primary",
        confirm="公示后各单位都能看到拟表彰名单；公示期间收到的异议逐条登记、逐条答复。",
    ),
    "back": Move("撤回重拟", (S.NOTICE,), S.DRAFT, (Role.SCORER, Role.APPROVER), needs_reason=True),
    "sign": Move(
        "审定",
        (S.NOTICE,),
        S.SIGNED,
        (Role.APPROVER,),
        tone="primary",
        confirm="审定后名单和文件从此固定，奖金计入当年经费，评选方案不能再改。",
    ),
    "publish": Move(
        "公布",
        (S.SIGNED,),
        S.PUBLISHED,
        (Role.SCORER, Role.APPROVER),
        tone="primary",
        confirm="公布后受表彰的单位和个人会收到通知。",
    ),
}
