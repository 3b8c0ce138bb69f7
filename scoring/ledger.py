"""An office's books, facts and booked rows, read once and handed to the engine."""

from collections import defaultdict
from functools import cached_property, lru_cache

from django.utils import timezone

from scoring import books
from scoring.bookcase import Bookcase, Shelved, end_of, following, months_from, preceding
from scoring.booking import Booked
from scoring.gathering import facts_between, reporters_of
from scoring.models import Book, Entry, Period
from scoring.spans import Span
from scoring.terms import Line

rules_of = lru_cache(maxsize=256)(books.load_draft)  # a frozen text always means the same rules


def bookcase_of(office):
    enacted = Book.objects.enacted(office)
    return Bookcase(Shelved(book.pk, book.since, rules_of(book.source)) for book in enacted)


def booked(entry):
    """A ledger row as the engine compares it."""
    line = Line(
        entry.fact,
        entry.unit_id,
        entry.submission_id,
        entry.person_id,
        entry.rule,
        entry.points if entry.reverses_id is None else -entry.points,
        entry.on,
        entry.reason,
    )
    return Booked(entry.pk, line, entry.reverses_id)


def owed(book):
    """The months over already that would wait to be closed once the book is enacted."""
    last = Period.objects.last_closed(book.office)
    begun = [one.since for one in bookcase_of(book.office).books] + [book.since]
    first = following(last) if last else min(begun).replace(day=1)
    return months_from(first, preceding(timezone.localdate().replace(day=1)))


class Ledger:
    """An office reckoned up to a month: what is booked, and what closing its open months would book.

    Closing and looking share it, so an open month shows exactly what closing it will write.
    """

    def __init__(self, office, month, *, last_closed=None):
        self.office, self.month, self.last_closed = office, month, last_closed

    @classmethod
    def of(cls, office, month):
        return cls(office, month, last_closed=Period.objects.last_closed(office))

    @cached_property
    def case(self):
        return bookcase_of(self.office)

    @cached_property
    def first_open(self):
        """The month to close next; None while no book was ever enacted."""
        if self.last_closed:
            return following(self.last_closed)
        return self.case.books[0].since.replace(day=1) if self.case.books else None

    @cached_property
    def year(self):
        return self.case.year(self.month)

    @cached_property
    def begins(self):
        return self.case.horizon(min(self.month, self.first_open or self.month))

    @cached_property
    def facts(self):
        return facts_between(self.office, self.begins, end_of(self.month), self.books)

    @cached_property
    def books(self):
        return [book.rules for book in self.case.books]

    @cached_property
    def reporters(self):
        return reporters_of(self.office, self.books)

    @cached_property
    def entries(self):
        return list(Entry.objects.dated(self.office, self.begins, end_of(self.month)))

    @cached_property
    def course(self):
        months = months_from(self.first_open, self.month) if self.first_open else []
        return self.case.course(self.facts, map(booked, self.entries), months, self.reporters)

    @property
    def postings(self):
        return self.course.postings

    @cached_property
    def reckoned(self):
        """Everything the facts come to, whatever is booked of it; mostly what the last month was closed by."""
        span = Span(self.begins, end_of(self.month))
        if self.course.span == span:
            return self.course.reckoned
        return self.case.reckon(self.facts, self.reporters, span)

    @property
    def unpaid(self):
        """The year's facts that earn nothing, with the reason."""
        first, _ = self.year
        return [one for one in self.reckoned.unpaid if one.fact.on >= first]

    @cached_property
    def voids(self):
        """Units whose year is void, with the reasons."""
        found = defaultdict(list)
        for void in self.reckoned.voids:
            if void.year == self.year[0]:
                found[void.unit].append(void.reason)
        return dict(found)
