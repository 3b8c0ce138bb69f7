"""What was filed: the informant's words and their road."""

from submissions.models.attachments import Attachment
from submissions.models.items import Submission
from submissions.models.revisions import Revision, SecrecyReview

__all__ = ["Attachment", "Revision", "SecrecyReview", "Submission"]
