"""The verbs of filing and screening; nothing else writes a submission."""

from submissions.actions.moving import mark_used, move, release, sign, take
from submissions.actions.writing import Newer, attach, begin, copy, detach, note_read, write

__all__ = [
    "Newer",
    "attach",
    "begin",
    "copy",
    "detach",
    "mark_used",
    "move",
    "note_read",
    "release",
    "sign",
    "take",
    "write",
]
