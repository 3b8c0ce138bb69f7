"""The road of an article that goes further up. No queries, no models.

The editor prepares, the approver signs (domain §1 S1: nothing goes above without its office), and what
became of it comes back: by itself from an office in the house, by hand with evidence from outside.
"""

from django.db import models

from accounts.moves import Move
from accounts.roles import Role


class Upward(models.TextChoices):
    DRAFT = "draft", "拟上报"
    WAITING = "waiting", "待签报"
    SIGNED = "signed", "已签报"
    SENT = "sent", "已上报"
    ADOPTED = "adopted", "上级采用"
    UNUSED = "unused", "未采用"
    RETURNED = "returned", "上级退回"
    DROPPED = "dropped", "不再上报"


U = Upward
EDITOR, APPROVER, EITHER = (Role.EDITOR,), (Role.APPROVER,), (Role.EDITOR, Role.APPROVER)
WRITABLE = (U.DRAFT, U.RETURNED)  # the editor's pen
ABOVE = (U.SENT, U.ADOPTED, U.UNUSED, U.RETURNED)  # it has left the house

UPWARD_MOVES = {
    "submit": Move("送签", WRITABLE, U.WAITING, EDITOR, tone="primary", undo="pull"),
    "pull": Move("撤回送签", (U.WAITING,), U.DRAFT, EDITOR, undo="submit"),
    "sign": Move("签报", (U.WAITING,), U.SIGNED, APPROVER, tone="primary", undo="unsign"),
    "turn-back": Move("退回修改", (U.WAITING, U.SIGNED), U.DRAFT, APPROVER, needs_reason=True, undo="submit"),
    "unsign": Move("撤回签报", (U.SIGNED,), U.WAITING, APPROVER, undo="sign"),
    "send": Move(
        "上报",
        (U.SIGNED,),
        U.SENT,
        EITHER,
        tone="primary",
        confirm="上报后即送达上级；上级筛选之前可以撤回。",
        undo="withdraw",
    ),
    "withdraw": Move("撤回上报", (U.SENT,), U.DRAFT, EITHER, needs_reason=True, undo="submit"),
    "adopt": Move(
        "登记上级采用", (U.SENT, U.UNUSED, U.ADOPTED), U.SENT, EDITOR, tone="primary", undo="disown"
    ),
    "disown": Move(
        "撤销采用登记",
        (U.ADOPTED,),
        U.SENT,
        EDITOR,
        needs_reason=True,
        tone="danger",
        confirm="撤销后各来稿的这些采用记录和积分随之撤销，记录和原因保留。",
        undo="adopt",
    ),
    "decline": Move("登记未采用", (U.SENT,), U.UNUSED, EDITOR, needs_reason=True, undo="stand"),
    "bounce": Move("登记上级退回", (U.SENT, U.UNUSED), U.RETURNED, EDITOR, needs_reason=True, undo="stand"),
    "stand": Move("恢复为已上报", (U.UNUSED, U.RETURNED), U.SENT, EDITOR, undo="decline"),
    "drop": Move(
        "不再上报",
        WRITABLE,
        U.DROPPED,
        EDITOR,
        tone="danger",
        confirm="文字和过程保留，可随时恢复。",
        undo="revive",
    ),
    "revive": Move("恢复拟上报", (U.DROPPED,), U.DRAFT, EDITOR, undo="drop"),
}
OUTSIDE = ("adopt", "disown", "decline", "bounce", "stand")  # from an office in the house it comes by itself
