"""What the office made of submissions, and where they were used."""

from bulletins.models.adoptions import Adoption, Instruction
from bulletins.models.articles import Article, ArticleRevision, Source
from bulletins.models.documents import Document
from bulletins.models.issues import Counter, Issue, Placement
from bulletins.models.publications import Column, Publication

__all__ = [
    "Adoption",
    "Article",
    "ArticleRevision",
    "Column",
    "Counter",
    "Document",
    "Instruction",
    "Issue",
    "Placement",
    "Publication",
    "Source",
]
