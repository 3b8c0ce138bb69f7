"""Freezing words; and side texts, kept beside an item until their writer has brought both together."""

from dataclasses import dataclass, field

from submissions.models import Revision


@dataclass(frozen=True)
class Window:
    """What a form knows of itself: the words it was opened on, its side text if it has one already,
    the side text whose merging it shows, and what it sent without getting an answer.
    """

    opened: dict = field(default_factory=dict)
    late: int | None = None
    joins: int | None = None
    tried: dict = field(default_factory=dict)

    def wrote(self, item):
        """Is what stands there its own last save, whose answer the network lost?"""
        if not self.tried:
            return False
        body = "".join(str(self.tried.get("body", "")).split())
        return (self.tried.get("title"), body) == (item.title, "".join(item.body.split()))


def add_revision(item, why, by, **words):
    """Freeze words as the next revision of the item."""
    last = item.revisions.order_by("-number").values_list("number", flat=True).first() or 0
    return item.revisions.create(number=last + 1, why=why, by=by, **(words or item.content()))


def keep_beside(item, by, content, window):
    """A text that came too late; its window goes on writing the same side text until it is merged."""
    words = {name: content.get(name, value) for name, value in item.content().items()}
    side = item.revisions.filter(number=window.late, why=Revision.Why.SIDE, by=by).first()
    if side is None:
        return add_revision(item, Revision.Why.SIDE, by, **words, base=window.opened)
    for name, value in words.items():
        setattr(side, name, value)
    side.save()
    return side


def join(item, number, by):
    """The item is about to get the merged words: both texts they were made of stay as they were."""
    side = item.revisions.filter(number=number, why=Revision.Why.SIDE).first()
    if side is None:
        return
    add_revision(item, Revision.Why.BEFORE, by)
    side.why = Revision.Why.JOINED
    side.save(update_fields=["why"])
