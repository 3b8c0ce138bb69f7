"""The road of a manual adjustment (手工加减分): one hand proposes, another agrees. No queries, no models."""

from django.db import models

from accounts.moves import Move
from accounts.roles import Role


class AdjustmentState(models.TextChoices):
    PROPOSED = "proposed", "待复核"
    IN_FORCE = "in_force", "已生效"
    REFUSED = "refused", "未同意"
    WITHDRAWN = "withdrawn", "已撤回"
    REVOKED = "revoked", "已撤销"


A = AdjustmentState
HANDS = (Role.SCORER, Role.APPROVER)

ADJUSTMENT_MOVES = {
    "agree": Move(
        "同意",
        (A.PROPOSED,),
        A.IN_FORCE,
        HANDS,
        tone="primary",
        confirm="同意后计入该单位积分，排名随即变化；所属月份已关账的，记入第一个未关账的月份。",
        undo="revoke",
    ),
    "refuse": Move("不同意", (A.PROPOSED,), A.REFUSED, HANDS, needs_reason=True),
    "withdraw": Move("撤回", (A.PROPOSED,), A.WITHDRAWN, (Role.SCORER,), own=True),
    "revoke": Move(
        "撤销",
        (A.IN_FORCE,),
        A.REVOKED,
        HANDS,
        needs_reason=True,
        tone="danger",
        confirm="撤销后这笔分随之冲销，记录和原因保留。",
    ),
}
