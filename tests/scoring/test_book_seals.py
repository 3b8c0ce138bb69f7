"""The database itself keeps a rule book in force: not rewritten, not deleted, not taken back once a month was counted by it."""

from datetime import date

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from scoring import actions, books
from scoring.models import Book
from tests.factories import OfficeFactory
from tests.scoring.stage import SEPTEMBER, stage

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene():
    return stage(book=False)


def refused(change):
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        change()


def draft_of(scene):
    return actions.new_book(
        scene.office, books.dump(books.example("r1")), since=date(2026, 1, 1), by=scene.scorer
    )


CHANGES = {
    "source": lambda: {"source": 'name = "别的"'},
    "since": lambda: {"since": date(2025, 1, 1)},
    "name": lambda: {"name": "别的办法"},
    "version": lambda: {"version": 9},
    "office": lambda: {"office": OfficeFactory()},
}


@pytest.mark.parametrize("what", CHANGES)
def test_a_book_in_force_is_not_rewritten(scene, what):
    book = scene.book()
    refused(lambda: Book.objects.filter(pk=book.pk).update(**CHANGES[what]()))


def test_a_book_in_force_is_not_rewritten_while_it_is_taken_back(scene):
    book = scene.book()
    refused(lambda: Book.objects.filter(pk=book.pk).update(enacted_at=None, enacted_by=None, source="x = 1"))


def test_a_book_is_not_deleted(scene):
    book = scene.book()
    refused(lambda: Book.objects.filter(pk=book.pk).delete())


def test_a_book_a_month_was_counted_by_stays_in_force(scene):
    book = scene.book(since=SEPTEMBER)
    actions.close_month(scene.office, SEPTEMBER, by=scene.scorer)
    refused(lambda: Book.objects.filter(pk=book.pk).update(enacted_at=None, enacted_by=None))


def test_a_book_nothing_was_counted_by_is_taken_back_changed_and_discarded(scene):
    book = actions.enact_book(draft_of(scene), by=scene.scorer)
    actions.withdraw_book(book, reason="日期有误", by=scene.scorer)
    Book.objects.filter(pk=book.pk).update(since=date(2026, 2, 1))
    actions.discard_book(book, by=scene.scorer)
    book.refresh_from_db()
    assert (book.enacted_at, book.since, book.discarded_by) == (None, date(2026, 2, 1), scene.scorer)


def test_the_moment_a_book_came_into_force_may_not_hide_a_change(scene):
    book = scene.book()
    refused(lambda: Book.objects.filter(pk=book.pk).update(enacted_at=timezone.now(), source="x = 1"))
