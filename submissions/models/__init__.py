"""What was filed: the informant's words and their road."""

from submissions.models.attachments import Attachment
from submissions.models.calls import Call, Topic
from submissions.models.commissions import Commission, Invitation, Reminder
from submissions.models.desk import Desk, Reason, SavedFilter
from submissions.models.items import Submission
from submissions.models.joint import JointUnit
from submissions.models.likeness import Band, Signature
from submissions.models.revisions import Revision, SecrecyReview
from submissions.models.shelf import ShelfLife
from submissions.models.texts import Text
from submissions.models.urgent import Incident, UrgentReport
from submissions.models.urgent_desk import Clock, Duty, Mark
from submissions.models.urgent_onward import Onward

__all__ = [
    "Attachment",
    "Band",
    "Call",
    "Clock",
    "Commission",
    "Desk",
    "Duty",
    "Incident",
    "Invitation",
    "JointUnit",
    "Mark",
    "Onward",
    "Reason",
    "Reminder",
    "Revision",
    "SavedFilter",
    "SecrecyReview",
    "ShelfLife",
    "Signature",
    "Submission",
    "Text",
    "Topic",
    "UrgentReport",
]
