"""The road of an urgent incident, and of the office's word about it further up. No queries, no models."""

from django.db import models

from accounts.moves import Move
from accounts.roles import UNIT_ROLES, Role


class Category(models.TextChoices):
    """What happened; the union's own cares stand first (domain §8)."""

    LABOUR = "labour", "职工群体性事件/劳资纠纷"
    SAFETY = "safety", "安全生产事故"
    SOCIAL = "social", "重要社会动态"
    DISASTER = "disaster", "灾情疫情"
    EMERGENCY = "emergency", "突发事件"
    PETITION = "petition", "集体越级上访"
    OPINION = "opinion", "网络舆情"
    OTHER = "other", "其他"


class Grade(models.TextChoices):
    VERY_MAJOR = "very-major", "特别重大"
    MAJOR = "major", "重大"
    LARGER = "larger", "较大"
    GENERAL = "general", "一般"


THRESHOLDS = {  # 国务院令第493号第三条; "以上" includes the number, "以下" does not
    Grade.VERY_MAJOR: "死亡30人以上，或重伤100人以上，或直接经济损失1亿元以上",
    Grade.MAJOR: "死亡10人以上30人以下，或重伤50人以上100人以下，或直接经济损失5000万元以上1亿元以下",
    Grade.LARGER: "死亡3人以上10人以下，或重伤10人以上50人以下，或直接经济损失1000万元以上5000万元以下",
    Grade.GENERAL: "死亡3人以下，或重伤10人以下，或直接经济损失1000万元以下",
}


class State(models.TextChoices):
    OPEN = "open", "处置中"
    CLOSED = "closed", "已终报"


class Kind(models.TextChoices):
    """A report's place in the chain."""

    FIRST = "first", "首报"
    FOLLOW = "follow", "续报"
    FINAL = "final", "终报"
    CORRECTION = "correct", "更正"


class Way(models.TextChoices):
    WRITTEN = "written", "系统书面"
    PHONE = "phone", "电话"


ALWAYS = (State.OPEN, State.CLOSED)
DUTY_ROLES = (Role.EDITOR, Role.APPROVER)  # who may sit at the telephone
STAYS = ""  # the verb leaves the incident where it is

MOVES = {
    "first": Move("书面首报", (State.OPEN,), STAYS, UNIT_ROLES, tone="danger"),  # after a telephone call
    "follow": Move("续报", (State.OPEN,), STAYS, UNIT_ROLES, tone="primary"),
    "final": Move("终报", (State.OPEN,), State.CLOSED, UNIT_ROLES, undo="reopen"),
    "correct": Move("更正", ALWAYS, STAYS, UNIT_ROLES),
    "call": Move("电话续报登记", (State.OPEN,), STAYS, DUTY_ROLES),
    "acknowledge": Move("签收", ALWAYS, STAYS, DUTY_ROLES, tone="primary", button=False),
    "confirm": Move("负责人确认", ALWAYS, STAYS, (Role.REVIEWER,), tone="primary", button=False),
    "urge": Move("催报", (State.OPEN,), STAYS, DUTY_ROLES, needs_reason=True),
    "reopen": Move("恢复续报", (State.CLOSED,), State.OPEN, DUTY_ROLES, needs_reason=True, undo="final"),
    "onward": Move("拟上报稿", ALWAYS, STAYS, (Role.EDITOR,)),
    "mark": Move("认定漏报谎报瞒报", ALWAYS, STAYS, DUTY_ROLES, needs_reason=True, tone="danger"),
    "turn": Move("转为信息", ALWAYS, STAYS, (*UNIT_ROLES, *DUTY_ROLES)),
}
REPORTS = {  # the verbs that add a report, and what they add
    "first": Kind.FIRST,
    "follow": Kind.FOLLOW,
    "final": Kind.FINAL,
    "correct": Kind.CORRECTION,
    "call": Kind.FOLLOW,
}


class Fault(models.TextChoices):
    """Late is found by the clock; the others only a person of the office can find (domain §8)."""

    LATE = "late", "迟报"
    MISSED = "missed", "漏报"
    FALSE = "false", "谎报"
    CONCEALED = "concealed", "瞒报"


class Step(models.TextChoices):
    """What the clock has already told people, once each."""

    DESK = "desk", "无人签收，提醒全体编辑和核签人"
    LEADER = "leader", "仍无人签收，提醒领导"
    SOON = "soon", "报告时限将到"
    OVER = "over", "报告时限已过"


class Wording(models.TextChoices):
    """States of what the office wants to say further up (统一口径)."""

    WAITING = "waiting", "待核签"
    RETURNED = "returned", "退回修改"
    APPROVED = "approved", "已核签待上报"
    SENT = "sent", "已上报"
    DROPPED = "dropped", "已作废"


W = Wording
ONWARD_MOVES = {
    "approve": Move("核签", (W.WAITING,), W.APPROVED, (Role.APPROVER,), tone="primary", undo="recall"),
    "return": Move("退回修改", (W.WAITING,), W.RETURNED, (Role.APPROVER,), needs_reason=True, undo="rewrite"),
    "rewrite": Move("修改上报稿", (W.WAITING, W.RETURNED), W.WAITING, (Role.EDITOR,)),
    "report": Move("登记已上报", (W.APPROVED,), W.SENT, DUTY_ROLES, tone="primary"),
    "recall": Move("撤销核签", (W.APPROVED,), W.WAITING, (Role.APPROVER,), needs_reason=True, undo="approve"),
    "drop": Move(
        "作废",
        (W.WAITING, W.RETURNED, W.APPROVED),
        W.DROPPED,
        DUTY_ROLES,
        needs_reason=True,
        tone="danger",
        undo="restore",
    ),
    "restore": Move("恢复", (W.DROPPED,), W.WAITING, DUTY_ROLES, undo="drop"),
}
