"""The verbs of filing and screening; nothing else writes a submission."""

from submissions.actions.handing import hand_over
from submissions.actions.importing import import_new, import_over
from submissions.actions.moving import (
    forget_use,
    mark_used,
    markers_of,
    move,
    note_use,
    release,
    sign,
    take,
)
from submissions.actions.raising import Letter, send_up, take_down
from submissions.actions.revising import Window
from submissions.actions.writing import Newer, attach, attach_picture, begin, copy, detach, note_read, write

__all__ = [
    "Letter",
    "Newer",
    "Window",
    "attach",
    "attach_picture",
    "begin",
    "copy",
    "detach",
    "forget_use",
    "hand_over",
    "import_new",
    "import_over",
    "mark_used",
    "markers_of",
    "move",
    "note_read",
    "note_use",
    "release",
    "send_up",
    "sign",
    "take",
    "take_down",
    "write",
]
