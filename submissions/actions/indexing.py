"""Keeping the search index in step: called in the transaction that changes the words, never by a state change."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import groupby, islice

from django.db import transaction
from django.db.models import F, QuerySet

from submissions.models import Submission, Text
from submissions.models.texts import AUTHOR, DESK, FILED, UNIT, WORKING

BATCH = 200


def note_texts(rows):
    """Put texts into the index, newest last, in place of what was known of the same things."""
    for kind in {row.kind for row in rows}:
        forget_texts(kind, [row.thing for row in rows if row.kind == kind])
    Text.objects.bulk_create(rows)


def forget_texts(kind, things):
    """Words that nobody may find any more."""
    Text.objects.filter(kind=kind, thing__in=things).delete()


def working_text(item):
    """What the unit reads."""
    places = [AUTHOR.format(item.author_id), UNIT.format(item.unit_id)]
    return Text.made_of(WORKING, item.pk, item.saved_at, [item.title, item.body], places)


def filed_text(item):
    """What the office and the partners read: the signed revision, never the pen that goes on writing."""
    filed = item.filed
    places = [DESK.format(item.office_id), *(UNIT.format(pk) for pk in filed.partners)]
    return Text.made_of(FILED, item.pk, filed.at, [filed.title, filed.body], places)


def note_working(item):
    note_texts([working_text(item)])


def note_signed(item):
    """The signature makes the words the office's to find; the reviewer may have changed the unit's too."""
    note_texts([working_text(item), filed_text(item)])


@dataclass(frozen=True)
class Source:
    """One kind of text: the things that have it, since when, and how it is made."""

    kind: str
    things: QuerySet
    since: str
    make: Callable

    def moments(self):
        return self.things.order_by().values_list(F(self.since), "pk")


def item_sources():
    items = Submission.objects.all()
    filed = items.filter(filed__isnull=False).select_related("filed")
    return [Source(WORKING, items, "saved_at", working_text), Source(FILED, filed, "filed__at", filed_text)]


def rebuild(sources):
    """Index everything anew in the order of time, batch by batch under lock; yields how many texts are done.

    What is found stays found meanwhile, and a second run changes nothing.
    """
    known = {source.kind: source for source in sources}
    work = sorted((at, kind, pk) for kind, source in known.items() for at, pk in source.moments())
    done = 0
    for model, run in groupby(work, lambda each: known[each[1]].things.model):
        while batch := list(islice(run, BATCH)):
            rebuild_batch(model, known, batch)
            done += len(batch)
            yield done
    for source in sources:
        Text.objects.filter(kind=source.kind).exclude(thing__in=source.things.values("pk")).delete()


@transaction.atomic
def rebuild_batch(model, known, batch):
    """Things of one table at a time, locked in the order everybody locks them."""
    things = {pk for _, _, pk in batch}
    list(model.objects.filter(pk__in=things).order_by("pk").select_for_update().values_list("pk"))
    found = {
        kind: source.things.in_bulk(things) for kind, source in known.items() if source.things.model is model
    }
    note_texts([known[kind].make(found[kind][pk]) for _, kind, pk in batch if pk in found[kind]])
