"""The road of an old register into the house (历史导入). No queries, no models."""

from django.db import models

from accounts.moves import Move
from accounts.roles import Role


class HistoryState(models.TextChoices):
    READING = "reading", "读取中"
    UPLOADED = "uploaded", "待对应列"
    MAPPED = "mapped", "待对应名称"
    CHECKING = "checking", "检查中"
    CHECKED = "checked", "预览"
    LOADING = "loading", "导入中"
    LOADED = "loaded", "已导入"
    UNDOING = "undoing", "撤销中"
    UNDONE = "undone", "已撤销"
    DROPPED = "dropped", "已放弃"


H = HistoryState
HANDS = (Role.SCORER, Role.EDITOR)
AT_WORK = (H.READING, H.CHECKING, H.LOADING, H.UNDOING)  # a worker has it, or soon will
OPEN = (H.UPLOADED, H.MAPPED, H.CHECKED)  # waits for its owner

HISTORY_MOVES = {
    "read": Move("读取", (*OPEN, H.READING), H.READING, HANDS, button=False),
    "map": Move("对应列", OPEN, H.CHECKING, HANDS, button=False),
    "name": Move("对应名称", (H.MAPPED, H.CHECKED), H.CHECKING, HANDS, button=False),
    "load": Move("导入", (H.CHECKED,), H.LOADING, HANDS, tone="primary", button=False, undo="undo"),
    "undo": Move("撤销", (H.LOADED,), H.UNDOING, HANDS, needs_reason=True, tone="danger", undo="load"),
    "drop": Move(
        "放弃",
        OPEN,
        H.DROPPED,
        HANDS,
        confirm="放弃后这份表格不再导入，系统内没有任何改变；需要时可重新上传。",
        tone="danger",
    ),
}
ENDS = {  # what becomes of a worker's job: done, or refused
    H.READING: (H.UPLOADED, H.DROPPED),
    H.CHECKING: (H.CHECKED, H.MAPPED),
    H.LOADING: (H.LOADED, H.CHECKED),
    H.UNDOING: (H.UNDONE, H.LOADED),
}
