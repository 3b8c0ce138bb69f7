"""Rule books, ranking groups, the ledger, closed months and what a scorer decides by hand."""

from scoring.models.adjustments import Adjustment
from scoring.models.awards import Award, AwardList, Candidate, Condition, Objection, Scheme
from scoring.models.books import Book
from scoring.models.catchups import CatchUp
from scoring.models.circular_files import CircularDelivery, CircularDocument
from scoring.models.circulars import Circular
from scoring.models.entries import Entry
from scoring.models.groups import Group, Membership
from scoring.models.history import History, HistoryMade, HistoryRow, PastScore
from scoring.models.letterheads import CircularCounter, Letterhead
from scoring.models.nudges import Nudge
from scoring.models.pay import Fund, PayCorrection, PayLine, PayList
from scoring.models.payments import Payment, SignedFile
from scoring.models.periods import Fate, Period
from scoring.models.reminders import ClosingReminder

__all__ = [
    "Adjustment",
    "Award",
    "AwardList",
    "Book",
    "Candidate",
    "CatchUp",
    "Circular",
    "CircularCounter",
    "CircularDelivery",
    "CircularDocument",
    "ClosingReminder",
    "Condition",
    "Entry",
    "Fate",
    "Fund",
    "Group",
    "History",
    "HistoryMade",
    "HistoryRow",
    "Letterhead",
    "Membership",
    "Nudge",
    "Objection",
    "PastScore",
    "PayCorrection",
    "PayLine",
    "PayList",
    "Payment",
    "Period",
    "Scheme",
    "SignedFile",
]
