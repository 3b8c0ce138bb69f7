"""The verbs of filing and screening; nothing else writes a submission."""

from submissions.actions.moving import move, release, sign, take
from submissions.actions.writing import Newer, attach, begin, copy, detach, write

__all__ = ["Newer", "attach", "begin", "copy", "detach", "move", "release", "sign", "take", "write"]
