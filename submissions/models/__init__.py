"""What was filed: the informant's words and their road."""

from submissions.models.attachments import Attachment
from submissions.models.calls import Call, Topic
from submissions.models.commissions import Commission, Invitation, Reminder
from submissions.models.items import Submission
from submissions.models.joint import JointUnit
from submissions.models.revisions import Revision, SecrecyReview
from submissions.models.texts import Text

__all__ = ["Attachment", "JointUnit", "Revision", "SecrecyReview", "Submission", "Text"]
