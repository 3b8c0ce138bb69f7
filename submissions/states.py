"""The road of a submission, readable by a clerk. No queries, no models."""

from django.db import models

from accounts.moves import Move
from accounts.roles import Role


class State(models.TextChoices):
    DRAFT = "draft", "草稿"
    REVIEW = "review", "待审签"
    SUBMITTED = "submitted", "待筛选"
    RETURNED = "returned", "退回修改"
    HELD = "held", "留用"
    ACCEPTED = "accepted", "拟采用"
    REJECTED = "rejected", "退稿"
    DISCARDED = "discarded", "已作废"
    ARCHIVED = "archived", "历史归档"  # out of an old register: no verb leads here, and none away


S = State
WRITABLE = (S.DRAFT, S.RETURNED)  # the informant's pen
UNSENT = (S.DRAFT, S.RETURNED, S.DISCARDED)  # the text may be unfinished
AT_OFFICE = (S.SUBMITTED, S.HELD, S.ACCEPTED, S.REJECTED)
DECIDED = (S.ACCEPTED, S.HELD, S.REJECTED)  # the office has spoken; a carrier above may still use it
TAKEN = "taken"  # not a state: accepted, and by now part of the office's work
TAKEN_LABEL = "已列入编发"
WAITING = "waiting"  # not a state either: what asks for an editor's hand now, whatever its state
WAITING_LABEL = "等我办理"

MOVES = {
    "send": Move("送审", WRITABLE, S.REVIEW, (Role.INFORMANT,), own=True, tone="primary", undo="recall"),
    "recall": Move(
        "撤回送审", (S.REVIEW,), S.DRAFT, (Role.INFORMANT,), own=True, undo="send", again=S.RETURNED
    ),
    "sign": Move("审签报送", (S.REVIEW,), S.SUBMITTED, (Role.REVIEWER,), tone="primary", undo="withdraw"),
    "turn-back": Move(
        "退回本单位修改",
        (S.REVIEW,),
        S.DRAFT,
        (Role.REVIEWER,),
        needs_reason=True,
        undo="send",
        again=S.RETURNED,
    ),
    "withdraw": Move(
        "撤回报送",
        (S.SUBMITTED,),
        S.DRAFT,
        (Role.INFORMANT, Role.REVIEWER),
        confirm="撤回后编辑将看不到这篇信息，修改后须重新审签报送。",
        undo="send",
    ),
    "accept": Move(
        "拟采用",
        (S.SUBMITTED, S.HELD),
        S.ACCEPTED,
        (Role.EDITOR,),
        tone="primary",
        undo="restore",
        preview=True,
        key="a",
    ),
    "return": Move(
        "退回修改",
        (S.SUBMITTED, S.HELD),
        S.RETURNED,
        (Role.EDITOR,),
        needs_reason=True,
        undo="restore",
        preview=True,
        key="t",
    ),
    "hold": Move(
        "留用", (S.SUBMITTED, S.HELD), S.HELD, (Role.EDITOR,), undo="restore", preview=True, key="h"
    ),
    "reject": Move(
        "退稿",
        (S.SUBMITTED, S.HELD, S.RETURNED),
        S.REJECTED,
        (Role.EDITOR,),
        needs_reason=True,
        tone="danger",
        undo="restore",
        preview=True,
        key="x",
    ),
    "restore": Move(
        "恢复待筛选",
        (S.HELD, S.ACCEPTED, S.REJECTED, S.RETURNED),
        S.SUBMITTED,
        (Role.EDITOR,),
        undo="accept",
        back=(S.HELD, S.RETURNED),
        key="z",
    ),
    "discard": Move(
        "作废",
        WRITABLE,
        S.DISCARDED,
        (Role.INFORMANT,),
        own=True,
        tone="danger",
        confirm="作废后不再报送，文字保留，可随时恢复为草稿。",
        undo="reopen",
    ),
    "reopen": Move(
        "恢复为草稿", (S.DISCARDED,), S.DRAFT, (Role.INFORMANT,), own=True, undo="discard", again=S.RETURNED
    ),
}

DECISIONS = tuple(verb for verb, step in MOVES.items() if step.preview)
DESK_NOTES = ("claim", "unclaim", "take-over", "hand-over", "verify", "propose")  # said inside the office


class Verification(models.TextChoices):
    """Whether the desk has asked the unit and believes it (核实, domain §1 S4: never print as received)."""

    UNVERIFIED = "unverified", "未核实"
    VERIFIED = "verified", "已核实"
    DOUBTFUL = "doubtful", "存疑"


class Kind(models.TextChoices):
    """What sort of item it is (domain §11)."""

    DYNAMIC = "dynamic", "动态"
    EXPERIENCE = "experience", "经验"
    PROBLEM = "problem", "问题建议"
    RESEARCH = "research", "调研"
    OPINION = "opinion", "社情民意"
    MODEL = "model", "典型"
    BRIEF = "brief", "简讯"
    URGENT = "urgent", "紧急"


SHELF_LIFE = {  # days from the event until news of a kind is stale, where an office has not said otherwise
    Kind.DYNAMIC: 3,
    Kind.EXPERIENCE: 30,
    Kind.PROBLEM: 15,
    Kind.RESEARCH: 60,
    Kind.OPINION: 7,
    Kind.MODEL: 30,
    Kind.BRIEF: 3,
    Kind.URGENT: 1,
}


class Nature(models.TextChoices):
    """Good news or bad: offices ask for both (喜忧兼报)."""

    GOOD = "good", "喜"
    BAD = "bad", "忧"
    NEUTRAL = "neutral", "中性"


class Channel(models.TextChoices):
    """How the unit came to know it (信息来源, domain §11)."""

    OWN = "own", "本单位工作"
    BELOW = "below", "基层上报"
    VISIT = "visit", "走访调研"
    LETTER = "letter", "来信来访"
    HOTLINE = "hotline", "12351 热线"
    MEDIA = "media", "媒体网络"
    ABOVE = "above", "上级交办"
    OTHER = "other", "其他"


REASONS = (  # domain §11, the catalogue of reasons for return and rejection
    "要素不全",
    "内容陈旧",
    "言之无物",
    "以文件、讲话或简报代替信息",
    "数据存疑待核实",
    "错别字较多",
    "有涉密风险",
    "内容重复",
    "不符合报送要点",
    "内容失实",
)
