"""What waits on an office's desk, since when: the vocabulary of the screening queue."""

from django.contrib.auth import get_user_model
from django.db import models
from django.db.models import Case, IntegerField, Q, Subquery, Value, When
from django.utils import timezone

from submissions.keyset import beyond, flipped
from submissions.models.desk import DEFAULT_PATIENCE, PATIENCE_CHOICES
from submissions.states import TAKEN, WAITING, State
from submissions.workdays import workdays_before

CAP = 1000  # nobody counts further by eye; beyond it a tab says "1000+"
LATE_FIRST = (WAITING, State.HELD, State.RETURNED)
OLDEST_FIRST = (WAITING, State.SUBMITTED)
STAGES = (WAITING, State.SUBMITTED, State.HELD, State.ACCEPTED, TAKEN, State.RETURNED, State.REJECTED, "")


def overdue():
    """Too long in the queue, held beyond its day, or returned and not answered in time."""
    now, today = timezone.localtime(), timezone.localdate()
    slow = Q(office__desk=None, moved_at__lt=workdays_before(now, DEFAULT_PATIENCE))
    for days in PATIENCE_CHOICES:
        slow |= Q(office__desk__patience=days, moved_at__lt=workdays_before(now, days))
    return (
        Q(state=State.SUBMITTED) & slow
        | Q(state=State.HELD, held_until__lt=today)
        | Q(state=State.RETURNED, answer_by__lt=today)
    )


def calling():
    """What asks for an editor's hand, on the desk and on the first page alike."""
    return Q(state=State.SUBMITTED) | overdue()


class Capped(Subquery):
    """How many rows a query has, counted no further than anybody reads."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) counted)"
    output_field = IntegerField()
    empty_result_set_value = 0

    def __init__(self, rows):
        super().__init__(rows.order_by().values("pk")[: CAP + 1])


class QueueQuerySet(models.QuerySet):
    """Counts and lists are made of the same methods: in_stage, narrowed, matching."""

    def calling(self):
        """What asks for an editor's hand: all that is unscreened, and what has run over its day."""
        return self.filter(calling())

    def narrowed(
        self,
        *,
        reader=None,
        nature="",
        channel="",
        claim="",
        verification="",
        publication="",
        late=False,
        first=None,
        last=None,
    ):
        """A desk's filters beyond unit, kind and title; each is one plain condition."""
        wanted = {
            "filed__nature": nature,
            "filed__channel": channel,
            "verification": verification,
            "submitted_on__gte": first,
            "submitted_on__lte": last,
        }
        found = self.filter(**{name: value for name, value in wanted.items() if value})
        found = found.filter(claimed(claim, reader)) if claim else found
        found = found.filter(meant_for(publication)) if publication else found
        return found.filter(overdue()) if late else found

    def ranked(self):
        """With `rank`: 0 for what is overdue, 1 for the rest."""
        rank = Case(When(overdue(), then=Value(0)), default=Value(1), output_field=IntegerField())
        return self.annotate(rank=rank)

    def capped(self, stages, reader):
        """How many stand in each stage: one query for all the tabs above a list, none counted past the cap."""
        counts = [Capped(self.in_stage(stage)) for stage in stages]
        row = get_user_model().objects.filter(pk=reader.pk).values_list(*counts)
        return dict(zip(stages, row.get(), strict=True))

    def beside(self, item, order):
        """The neighbours of an item in a queue and how many there are: (previous, next, first, all) in one query."""
        rest, place = self.ranked().exclude(pk=item.pk), [getattr(item, key.lstrip("-")) for key in order]
        back = flipped(order)
        found = [
            rest.filter(beyond(back, place)).order_by(*back),
            rest.filter(beyond(order, place)).order_by(*order),
            rest.order_by(*order),
        ]
        keys = [Subquery(rows.values("pk")[:1]) for rows in found]
        return self.model.objects.filter(pk=item.pk).values_list(*keys, Capped(rest)).get()


def order_of(stage):
    """Overdue first, then by age: the longest waiting at the head of a queue, the newest at the head of a record."""
    age = ("moved_at", "pk") if stage in OLDEST_FIRST else ("-moved_at", "-pk")
    return ("rank", *age) if stage in LATE_FIRST else age


def claimed(claim, reader):
    if claim == "mine":
        return Q(claimed_by=reader)
    return Q(claimed_by=None) if claim == "none" else ~Q(claimed_by=None) & ~Q(claimed_by=reader)


def meant_for(publication):
    """Suggested by the unit, or proposed by the desk; "code:name" out of a list, or words as typed."""
    code, _, name = publication.partition(":")
    known = Q(filed__suggested__icontains=name or code) | Q(chosen__has_key=code)
    return known | Q(chosen__has_key=name) if name else known
