"""导入得分 beside 试算得分: what an old register says, and what a book makes of the same months."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.http import Http404
from django.shortcuts import render
from django.utils import timezone

from accounts.numbers import whole, year_in
from accounts.refusal import NotYours
from scoring.history_states import HANDS
from scoring.ledger import bookcase_of, rules_of
from scoring.models import Book, PastScore
from scoring.models.history import PastScoreQuerySet
from scoring.reading import Reader
from scoring.trying import Trial, alone

ZERO = Decimal(0)


@dataclass(frozen=True)
class Compared:
    """One unit's score in the register and under the book."""

    unit: str
    past: Decimal | None
    past_rank: int | None
    tried: Decimal | None

    @property
    def differs(self):
        return self.past is not None and self.tried is not None and self.past != self.tried

    @property
    def difference(self):
        return (self.tried or ZERO) - (self.past or ZERO)


def scores(request):
    """A year or a month; the book that is in force, a draft, or none."""
    reader = Reader.of(request)
    if not request.user.holds_any(HANDS, reader.office):
        raise NotYours("导入得分由积分管理员或责任编辑对照。")
    books = Book.objects.visible_to(request.user).filter(office=reader.office)
    book, when = book_of(request, books), When.of(request, reader.office)
    rows = compared(reader.office, when, book)
    context = {
        "reader": reader,
        "office": reader.office,
        "when": when,
        "books": books,
        "book": book,
        "rows": rows,
        "different": sum(1 for row in rows if row.differs),
    }
    return render(request, "scoring/history_scores.html", context)


@dataclass(frozen=True)
class When:
    """The years and months registers gave scores for, and which of them are looked at; month 0 is the whole year."""

    past: PastScoreQuerySet
    years: list[int]
    year: int
    months: list[int]
    month: int

    @classmethod
    def of(cls, request, office):
        known = PastScore.objects.visible_to(request.user).of_units(office)
        years = list(known.order_by("-year").values_list("year", flat=True).distinct())
        year = year_in(request.GET.get("year", ""), years[0] if years else timezone.localdate().year)
        found = known.of_year(year)
        months = list(found.order_by("month").values_list("month", flat=True).distinct())
        month = chosen(request, months)
        return cls(found.filter(month=month).select_related("unit"), years, year, months, month)


def chosen(request, months):
    """The month asked for; else the first the register has, the whole year before all."""
    asked = whole(request.GET.get("month", ""))
    return asked if asked in months else (months[0] if months else 0)


def book_of(request, books):
    asked = request.GET.get("book", "")
    if not asked:
        return books.filter(enacted_at__isnull=False).first() or books.first()
    book = books.filter(pk=whole(asked) or 0).first()
    if book is None:
        raise Http404("no such book")
    return book


def compared(office, when, book):
    """Every unit that has a score on either side, the register's order first."""
    scores = list(when.past)
    if not scores:
        return []
    tried = tried_scores(office, book, when.year, when.month) if book else {}
    rows = [Compared(str(one.unit), one.points, one.rank, tried.pop(one.unit_id, None)) for one in scores]
    left = sorted(tried.items(), key=lambda pair: -pair[1])
    names = dict(type(office).objects.filter(pk__in=tried).values_list("pk", "name"))
    rest = [Compared(names[unit], None, None, points) for unit, points in left if points]
    return sorted(rows, key=lambda row: -row.past) + rest


def tried_scores(office, book, year, month):
    """By unit, under the book; a year runs as the book says."""
    rules = rules_of(book.source)
    first = date(year, month, 1) if month else rules.year_of(date(year, 1, 1))
    last = date(year, month, 1) if month else following_year(first)
    trial = Trial(office, bookcase_of(office), alone(rules), first, last)
    return {change.unit.pk: change.new.score for _, changes in trial.groups() for change in changes}


def following_year(first):
    """The month in which the assessment year that begins here ends."""
    return date(first.year + 1, first.month - 1, 1) if first.month > 1 else date(first.year, 12, 1)
