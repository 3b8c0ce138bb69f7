"""The verbs of scoring: closing months, keeping books and groups; nothing else writes in this room."""

from scoring.actions.books import (
    copy_book,
    discard_book,
    enact_book,
    new_book,
    save_book,
    withdraw_book,
)
from scoring.actions.groups import add_group, cancel_move, leave, place, save_group, set_target
from scoring.actions.months import close_month

__all__ = [
    "add_group",
    "cancel_move",
    "close_month",
    "copy_book",
    "discard_book",
    "enact_book",
    "leave",
    "new_book",
    "place",
    "save_book",
    "save_group",
    "set_target",
    "withdraw_book",
]
