"""The reviewer's own hand in a text before signing: a revision of its own, told to the author (审签修改)."""

from django.urls import reverse

from accounts.actions.notices import notify
from accounts.duties import in_place_of
from accounts.events import record
from accounts.roles import Role
from submissions.actions.dressing import dressed
from submissions.actions.revising import add_revision
from submissions.models import Revision

AMENDED = ("title", "body", "kind", "nature", "event_date")  # what a reviewer may set right


def amend(item, words, by):
    """Put the reviewer's words on the locked item; what was sent stays as its own revision.

    Returns the event to be told after the signature, or None where nothing was changed.
    """
    words = {name: value for name, value in words.items() if name in AMENDED}
    changed = {name for name, value in words.items() if getattr(item, name) != value}
    if not changed:
        return None
    for name, value in dressed(item, words).items():
        setattr(item, name, value)
    before = item.revisions.exclude(why=Revision.Why.SIDE).order_by("-number").first()
    edited = add_revision(item, Revision.Why.EDITED, by)
    names = "、".join(item._meta.get_field(name).verbose_name for name in AMENDED if name in changed)
    facts = in_place_of(by, [Role.REVIEWER], item.unit)
    facts |= {"revisions": [before.number if before else None, edited.number]}
    return record(by, "amend", item, label="审签修改", unit=item.unit, note=f"修改了{names}", **facts)


def tell_author(item, event):
    """The author is told by whom, and led straight to the difference."""
    before, edited = event.data["revisions"]
    url = f"{reverse('submissions:compare', args=[item.pk])}?a={before}&b={edited}"
    notify([item.author], event, f"《{item}》已审签报送，审签时由{event.who}修改，请看修改之处", url)
