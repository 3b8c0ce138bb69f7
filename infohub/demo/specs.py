"""The rows of the demo's year: an item, its later uses above, and the articles merged out of several."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True)
class Higher:
    """One later use by a higher carrier: publication key, full or brief, the day, and how we know."""

    carrier: str
    use: str
    date: date
    evidence: str


@dataclass(frozen=True)
class ItemSpec:
    """One item: what is filed first, what a rework makes of it, the office's text, and its fate."""

    key: str
    unit: str
    author: str
    topic: str
    title: str
    body: str
    kind: str
    nature: str
    event_date: date
    filed_at: datetime
    edited_title: str
    edited_body: str
    fate: str = "accept"
    reason: str = ""
    reason_text: str = ""
    revised_body: str = ""
    higher: tuple[Higher, ...] = ()
    composite: str = ""


@dataclass(frozen=True)
class CompositeSpec:
    """Several units' items on one topic merged into one article."""

    key: str
    title: str
    body: str
    members: tuple[str, ...]
