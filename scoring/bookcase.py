"""The books of an office in the order they came into force, and the months that closing would book.

Pure like the engine. Each fact is priced by the book in force on its own day, so a new book never
touches what was earned under the old one.
"""

from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from scoring.booking import Booked, Due, difference, late_note
from scoring.engine import RuleBook, together
from scoring.spans import DAY, Span
from scoring.terms import Fact, Reckoning, Reporter, Unpaid

NO_BOOK = "采用时还没有施行的考核办法"


@dataclass(frozen=True, slots=True)
class Shelved:
    """A book with the day it came into force; `key` is its row."""

    key: Hashable
    since: date
    rules: RuleBook


@dataclass(frozen=True, slots=True)
class Posting:
    """A row that closing `month` adds to the ledger."""

    key: Hashable
    due: Due
    month: date

    @property
    def points(self) -> Decimal:
        return self.due.points

    @property
    def late(self) -> bool:
        return self.due.line.month < self.month

    @property
    def reason(self) -> str:
        note = late_note(self.due.line.month, self.month)
        return f"{self.due.reason}；{note}" if note else self.due.reason


@dataclass(frozen=True, slots=True)
class Course:
    """Months closed one after the other: the rows they add, and what the facts came to at the end of the last."""

    postings: list[Posting]
    span: Span | None = None
    reckoned: Reckoning | None = None


class Bookcase:
    """The enacted books of one office, given in the order they were enacted: of one date the last counts."""

    def __init__(self, books: Iterable[Shelved]):
        self.books = sorted(books, key=lambda book: book.since)

    def on(self, day: date) -> Shelved | None:
        return next((book for book in reversed(self.books) if book.since <= day), None)

    def year(self, day: date) -> tuple[date, date]:
        """First and last day of the assessment year; a calendar year while there is no book."""
        book = self.on(day) or next(iter(self.books), None)
        first = book.rules.year_of(day) if book else date(day.year, 1, 1)
        return first, first.replace(year=first.year + 1) - DAY

    def windows(self, first: date, last: date) -> Iterator[tuple[Shelved, Span]]:
        """Each book with the days of the span on which it was in force."""
        for place, book in enumerate(self.books):
            later = self.books[place + 1 : place + 2]
            end = later[0].since - DAY if later else last
            window = Span(max(book.since, first), min(end, last))
            if window.first <= window.last:
                yield book, window

    def reckon(
        self,
        facts: Iterable[Fact],
        reporters: Sequence[Reporter] = (),
        span: Span | None = None,
    ) -> Reckoning:
        """What the facts are worth, each under the book of its day; a task by the book of the day it falls due."""
        facts = list(facts)
        days = [fact.on for fact in facts]
        span = span or (Span(min(days), max(days)) if days else None)
        begun = self.books[0].since if self.books else date.max
        nothing = Reckoning(
            (), tuple(Unpaid(fact, NO_BOOK) for fact in facts if fact.kind == "use" and fact.on < begun)
        )
        if span is None:
            return nothing
        windows = self.windows(span.first, span.last)
        return together([nothing, *(book.rules.reckon(facts, reporters, window) for book, window in windows)])

    def horizon(self, month: date) -> date:
        """Corrections reach back to the start of the year before, or further if that cuts a book's own year.

        Offices change the month their year starts in; uses that contest with each other stay together.
        """
        start = self.year(self.year(month)[0] - DAY)[0]
        while (begun := self.year(start)[0]) < start:
            start = begun
        return start

    def span_of(self, month: date) -> Span:
        """The days on which closing the month may still correct something."""
        return Span(self.horizon(month), end_of(month))

    def dues(
        self,
        facts: Sequence[Fact],
        booked: Sequence[Booked],
        month: date,
        reporters: Sequence[Reporter] = (),
    ) -> list[Due]:
        """What closing the month adds: for the year up to its end, and late for the year before."""
        return [posting.due for posting in self.project(facts, booked, [month], reporters)]

    def project(
        self,
        facts: Sequence[Fact],
        booked: Iterable[Booked],
        months: Iterable[date],
        reporters: Sequence[Reporter] = (),
    ) -> list[Posting]:
        """What closing these months one after the other would book."""
        return self.course(facts, booked, months, reporters).postings

    def course(
        self,
        facts: Sequence[Fact],
        booked: Iterable[Booked],
        months: Iterable[date],
        reporters: Sequence[Reporter] = (),
    ) -> Course:
        """Each month is reckoned once; who needs more than the rows of the last one need not do it again."""
        rows, postings, span, found = list(booked), [], None, None
        for month in months:
            span = self.span_of(month)
            found = self.reckon([fact for fact in facts if fact.on <= span.last], reporters, span)
            dues = difference(found.lines, [row for row in rows if row.line.on in span])
            due = [Posting(("due", month, place), one, month) for place, one in enumerate(dues)]
            rows += [Booked(posting.key, posting.due.line, posting.due.reverses) for posting in due]
            postings += due
        return Course(postings, span, found)


def end_of(month: date) -> date:
    return following(month) - DAY


def following(month: date) -> date:
    return date(month.year + month.month // 12, month.month % 12 + 1, 1)


def preceding(month: date) -> date:
    return (month - DAY).replace(day=1)


def months_from(first: date, last: date) -> list[date]:
    """The first days of the months from one to the other, both included."""
    months = []
    while first <= last:
        months.append(first)
        first = following(first)
    return months
