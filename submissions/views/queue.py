"""A desk's queue as one person has narrowed it: the list, its counts, its pages and its neighbours are one query."""

from functools import cached_property

from django.urls import reverse

from accounts.models import Unit
from submissions.forms.desk import DeskFilter
from submissions.keyset import Slice
from submissions.models import Submission
from submissions.models.queue import CAP, STAGES, order_of
from submissions.states import TAKEN, TAKEN_LABEL, WAITING, WAITING_LABEL, State

LABELS = dict(State.choices) | {TAKEN: TAKEN_LABEL, WAITING: WAITING_LABEL, "": "全部"}
PAGE = 30
BY_ALL = ("q", "unit", "kind")  # what every list of items is narrowed by


class Queue:
    """Made from an address; says itself as an address again, so that every page beside it stays in it."""

    def __init__(self, user, data):
        self.user = user
        self.form = DeskFilter(data, units=Unit.objects.filter(office__in=user.offices))
        chosen = self.form.chosen()
        self.stage = chosen.get("state", WAITING) if "state" in data else WAITING
        common = {name: chosen[name] for name in BY_ALL if name in chosen}
        narrow = {name: chosen[name] for name in DeskFilter.EXTRA if name in chosen}
        items = Submission.objects.visible_to(user).of_office(user)
        self.found = items.matching(**common).narrowed(reader=user, **narrow)
        self.order = order_of(self.stage)
        self.query = self.form.query()

    @property
    def rows(self):
        return self.found.in_stage(self.stage)

    @cached_property
    def counts(self):
        return self.found.capped(STAGES, self.user)

    @property
    def tabs(self):
        """Stage, name, count and address of each tab; the other conditions stay."""
        return [
            (stage, LABELS[stage], capped(self.counts[stage]), self.form.query(stage)) for stage in STAGES
        ]

    @property
    def total(self):
        return capped(self.counts[self.stage])

    def page(self, *, after="", before=""):
        rows = self.rows.ranked().with_people().select_related("claimed_by")
        return Slice(rows, self.order, PAGE, after=after, before=before)

    def beside(self, item):
        """The neighbours of an item; past the end the queue begins again at its head."""
        previous, following, first, left = self.rows.beside(item, self.order)
        return Neighbours(self, previous, following or first, capped(left))

    @property
    def list_url(self):
        return self.url("submissions:inbox")

    @property
    def is_narrowed(self):
        return any(value for name, value in self.form.cleaned_data.items() if name != "state")

    def url(self, name, *args):
        """An address that keeps the queue it belongs to."""
        return with_query(reverse(name, args=args), self.query)


class Neighbours:
    """Where a screening editor goes on, and how much is left."""

    def __init__(self, queue, previous, following, left):
        self.previous, self.following, self.left = previous, following, left
        self.query = queue.query
        self.stage_label = LABELS[queue.stage]


def with_query(url, query):
    return f"{url}?{query}" if query else url


def capped(count):
    return f"{CAP}+" if count > CAP else count
