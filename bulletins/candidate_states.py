"""The road of a candidate through one bulletin's list (domain §4.1 A). It follows from its articles; no queries here."""

from django.db import models

from accounts.moves import Move
from accounts.roles import Role


class Standing(models.TextChoices):
    WAITING = "waiting", "待编"
    DRAFTED = "drafted", "已成稿"
    PLACED = "placed", "已编入"
    PRINTED = "printed", "已刊发"
    DECLINED = "declined", "未采用"
    ELSEWHERE = "elsewhere", "未列入本刊"


S = Standing
LISTED = (S.WAITING, S.DRAFTED, S.PLACED, S.PRINTED, S.DECLINED)

CANDIDATE_MOVES = {
    "enlist": Move(
        "列入拟采用", (S.ELSEWHERE, S.DECLINED), S.WAITING, (Role.EDITOR,), tone="primary", undo="decline"
    ),
    "decline": Move("不用于本刊", (S.WAITING,), S.DECLINED, (Role.EDITOR,), undo="enlist"),
}
