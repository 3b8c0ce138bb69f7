"""Keeping the index of likeness in step with what offices hold: called in the transaction that changes it."""

from django.db import transaction

from submissions import likeness
from submissions.models import Band, Signature, Submission
from submissions.models.likeness import shingles_of

BATCH = 200


def note_likeness(items):
    """Sign the words the office reads of these items; what was signed before is replaced."""
    forget_likeness(items)
    known = [(item, shingles_of(item.filed)) for item in items]
    known = [(item, pieces) for item, pieces in known if likeness.is_comparable(pieces)]
    if not known:
        return
    signed = likeness.signatures(pieces for _, pieces in known)
    rows = [
        Signature(
            submission=item, revision=item.filed, method=likeness.METHOD, values=likeness.packed(hashes)
        )
        for (item, _), hashes in zip(known, signed, strict=True)
    ]
    Signature.objects.bulk_create(rows)
    Band.objects.bulk_create(
        [
            Band(signature=row, key=key)
            for row, hashes in zip(rows, signed, strict=True)
            for key in likeness.band_keys(hashes)
        ],
        batch_size=5000,
    )


def forget_likeness(items):
    """What an office no longer holds is not compared with anything."""
    Signature.objects.filter(submission__in=[item.pk for item in items]).delete()


def rebuild_likeness():
    """Sign everything offices hold anew, batch by batch under lock; yields how many items are done.

    What is found stays found meanwhile, and a second run changes nothing.
    """
    Signature.objects.orphaned().delete()
    done, last = 0, 0
    while batch := rebuild_batch(Submission.objects.filter(filed__isnull=False, pk__gt=last)):
        done, last = done + len(batch), batch[-1].pk
        yield done


@transaction.atomic
def rebuild_batch(items):
    batch = list(items.select_related("filed").select_for_update(of=("self",)).order_by("pk")[:BATCH])
    note_likeness(batch)
    return batch
