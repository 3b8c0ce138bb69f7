"""Rule books changed, enacted and closed under at the same moment: one wins, the others are told."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

import pytest
from django.db import connection

from accounts.refusal import Refused
from accounts.roles import Role
from scoring import actions, books
from scoring.actions.books import mark_of
from scoring.models import Book, Period
from tests.factories import UserFactory
from tests.scoring.stage import stage

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
SEPTEMBER = date(2025, 9, 1)


def at_once(*acts):
    """Each one's refusal or None."""
    gate = Barrier(len(acts))

    def run(act):
        try:
            gate.wait(timeout=30)
            act()
        except Refused as refusal:
            return str(refusal)
        finally:
            connection.close()
        return None

    with ThreadPoolExecutor(len(acts)) as threads:
        return list(threads.map(run, acts))


def test_of_four_saves_of_one_text_one_is_stored_and_three_are_told():
    scene = stage(book=False)
    draft = actions.new_book(scene.office, books.example_text("r1"), since=SEPTEMBER, by=scene.scorer)
    people = [UserFactory(home=scene.office, role=Role.SCORER) for _ in range(4)]
    texts = [draft.source.replace("points = 10\n", f"points = {60 + n}\n", 1) for n in range(4)]
    mark = mark_of(draft)

    told = at_once(
        *(
            lambda text=text, by=by: actions.save_book(draft, text, since=SEPTEMBER, by=by, seen=mark)
            for text, by in zip(texts, people, strict=True)
        )
    )

    assert [answer is None for answer in told].count(True) == 1
    assert Book.objects.get().source == texts[told.index(None)]
    assert {"已由他人修改" in answer for answer in told if answer} == {True}


def test_a_book_is_taken_back_or_a_month_is_closed_under_it_but_never_both():
    scene = stage(book=False)
    book = scene.book(since=SEPTEMBER)
    other = UserFactory(home=scene.office, role=Role.SCORER)

    told = at_once(
        lambda: actions.withdraw_book(book, by=scene.scorer, reason="分值有误"),
        lambda: actions.close_month(scene.office, SEPTEMBER, by=other),
    )

    assert [answer is None for answer in told].count(True) == 1
    assert (Period.objects.count() == 1) == (Book.objects.get().enacted_at is not None)
