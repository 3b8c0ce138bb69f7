"""Items out of an old register: archived as they were written down, signed by nobody here."""

from datetime import datetime, time

from django.db import transaction
from django.db.models import OuterRef, Subquery
from django.utils import timezone

from accounts.events import record_many
from accounts.refusal import NotYours
from accounts.roles import Role
from submissions.actions.indexing import filed_text, forget_texts, note_texts, working_text
from submissions.models import Revision, Submission
from submissions.models.texts import FILED, WORKING
from submissions.states import State

KEEPERS = (Role.SCORER, Role.EDITOR)


@transaction.atomic
def archive(office, wanted, *, by, origin):
    """The items with their words as one revision; dated by the register, so that lists put them where they belong."""
    if not by.holds_any(KEEPERS, office):
        raise NotYours(f"历史登记由{office}的积分管理员或责任编辑导入。")
    items = [item_of(office, facts, origin) for facts in wanted]
    Submission.objects.bulk_create(items, batch_size=200)
    revisions = [
        Revision(
            submission=item, number=1, why=Revision.Why.HISTORY, by=by, at=item.saved_at, **item.content()
        )
        for item in items
    ]
    Revision.objects.bulk_create(revisions, batch_size=200)
    own = Revision.objects.filter(submission=OuterRef("pk")).values("pk")[:1]
    Submission.objects.filter(pk__in=[item.pk for item in items]).update(filed=Subquery(own))
    for item, revision in zip(items, revisions, strict=True):
        item.filed = revision
    note_texts([text for item in items for text in (working_text(item), filed_text(item))])
    notes = [
        (item, office.pk, f"{origin} 第{facts['number']}行")
        for item, facts in zip(items, wanted, strict=True)
    ]
    record_many(by, "history", notes, label="历史导入")
    return items


def item_of(office, facts, origin):
    at = timezone.make_aware(datetime.combine(facts["filed"], time.min))
    moments = dict.fromkeys(("created_at", "saved_at", "sent_at", "moved_at"), at)
    return Submission(
        office=office,
        unit_id=facts["unit"],
        author_id=facts["person"],
        authors=facts["authors"],
        title=facts["title"],
        body=facts.get("body", ""),
        kind=facts["kind"],
        event_date=facts.get("event"),
        submitted_on=facts["filed"],
        state=State.ARCHIVED,
        origin=origin,
        **moments,
    )


@transaction.atomic
def unarchive(office, pks, *, by):
    """Take archived items back for good; the database refuses any on which something else stands."""
    if not by.holds_any(KEEPERS, office):
        raise NotYours(f"历史登记由{office}的积分管理员或责任编辑撤销。")
    items = Submission.objects.filter(pk__in=pks, office=office, state=State.ARCHIVED)
    found = list(items.values_list("pk", flat=True))
    for kind in (WORKING, FILED):
        forget_texts(kind, found)
    items.update(filed=None)
    Revision.objects.filter(submission__in=found).delete()
    Submission.objects.filter(pk__in=found).delete()
