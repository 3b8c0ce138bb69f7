"""What the office made of submissions, and where they were used."""

from bulletins.models.adoptions import Adoption
from bulletins.models.archives import Archive
from bulletins.models.articles import Article, ArticleRevision, Source
from bulletins.models.candidates import Candidate, FormerSource, Pick
from bulletins.models.corrections import Correction
from bulletins.models.deliveries import Delivery, Receipt
from bulletins.models.documents import Document
from bulletins.models.extents import Extent
from bulletins.models.feedback import Extension, Feedback, FeedbackFile, FollowUpReminder
from bulletins.models.followups import FollowUp, Part
from bulletins.models.instructions import Instruction
from bulletins.models.issues import Issue, Placement
from bulletins.models.late import LateTable
from bulletins.models.marks import Mark
from bulletins.models.model_items import ModelItem
from bulletins.models.presence import Presence
from bulletins.models.publications import Column, Publication
from bulletins.models.readers import ReaderList, Readership, Scope
from bulletins.models.sequels import FormerPlacement, Sequel
from bulletins.models.series import Counter, SeriesRule
from bulletins.models.upward import UpwardReport, UpwardSource, UpwardVersion
from bulletins.models.uses import KindOfUse

__all__ = [
    "Adoption",
    "Archive",
    "Article",
    "ArticleRevision",
    "Candidate",
    "Column",
    "Correction",
    "Counter",
    "Delivery",
    "Document",
    "Extension",
    "Extent",
    "Feedback",
    "FeedbackFile",
    "FollowUp",
    "FollowUpReminder",
    "FormerPlacement",
    "FormerSource",
    "Instruction",
    "Issue",
    "KindOfUse",
    "LateTable",
    "Mark",
    "ModelItem",
    "Part",
    "Pick",
    "Placement",
    "Presence",
    "Publication",
    "ReaderList",
    "Readership",
    "Receipt",
    "Scope",
    "Sequel",
    "SeriesRule",
    "Source",
    "UpwardReport",
    "UpwardSource",
    "UpwardVersion",
]
