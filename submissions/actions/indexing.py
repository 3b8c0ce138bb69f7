"""Keeping the search index in step: called in the transaction that changes the words, never by a state change."""

from django.db import transaction

from submissions.models import Submission, Text
from submissions.models.texts import FILED, WORKING

BATCH = 200


def note_texts(rows):
    """Put texts into the index, or their new words in place of the old."""
    Text.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["kind", "thing"],
        update_fields=["at", "folded", "tokens"],
    )


def forget_texts(kind, things):
    """Words that nobody may find any more."""
    Text.objects.filter(kind=kind, thing__in=things).delete()


def working_text(item):
    """What the unit reads."""
    return Text.made_of(WORKING, item.pk, item.saved_at, item.title, item.body)


def filed_text(item):
    """What the office reads: the signed revision, never the pen that goes on writing."""
    return Text.made_of(FILED, item.pk, item.filed.at, item.filed.title, item.filed.body)


def note_working(item):
    note_texts([working_text(item)])


def note_signed(item):
    """The signature makes the words the office's to find; the reviewer may have changed the unit's too."""
    note_texts([working_text(item), filed_text(item)])


def rebuild(things, texts_of, kinds):
    """Index all things of one sort anew, batch by batch under lock; yields how many things are done.

    What is found stays found meanwhile, and a second run changes nothing.
    """
    done, last = 0, 0
    while batch := rebuild_batch(things.filter(pk__gt=last), texts_of, kinds):
        done, last = done + len(batch), batch[-1].pk
        yield done
    for kind in kinds:
        Text.objects.filter(kind=kind).exclude(thing__in=things.values("pk")).delete()


@transaction.atomic
def rebuild_batch(things, texts_of, kinds):
    batch = list(things.order_by("pk").select_for_update(of=("self",))[:BATCH])
    rows = [row for thing in batch for row in texts_of(thing)]
    note_texts(rows)
    for kind in kinds:
        kept = {row.thing for row in rows if row.kind == kind}
        forget_texts(kind, [thing.pk for thing in batch if thing.pk not in kept])
    return batch


def texts_of(item):
    return [working_text(item), *([filed_text(item)] if item.filed_id else [])]


def rebuild_items():
    return rebuild(Submission.objects.select_related("filed"), texts_of, (WORKING, FILED))
