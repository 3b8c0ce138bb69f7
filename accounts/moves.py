"""The shape of a move table: one row a verb; buttons, addresses, guards and tests come from it."""

from dataclasses import dataclass

from accounts.roles import Role


@dataclass(frozen=True)
class Move:
    """A verb of the office: from which states, to which, by whose hand."""

    label: str
    start: tuple
    end: str
    by: tuple[Role, ...]
    needs_reason: bool = False
    confirm: str = ""  # the sentence shown before what cannot simply be taken back
    own: bool = False  # only the author, not everybody with the post
    tone: str = "secondary"  # how the button looks: primary, secondary, danger
    button: bool = True  # False: the verb is part of another act and has no button of its own
    undo: str = ""  # the verb that reverses it
    again: str = ""  # the end instead, when the office has had the thing before
    key: str = ""  # the single key that presses its button where one works by keyboard
    preview: bool = False  # whom it concerns is told: shown before it is said, recallable for a minute
    back: tuple = ()  # the ends it may lead back to instead, when it recalls what was said a moment ago

    @property
    def asks(self):
        """Is there a page between the button and the deed?"""
        return self.needs_reason or self.preview or bool(self.confirm)


def verbs_from(moves, state):
    """The verbs that may be said in a state, in the table's order."""
    return [verb for verb, move in moves.items() if state in move.start]
