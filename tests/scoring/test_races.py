"""Closings that come at the same moment book once, and filing goes on meanwhile."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

import pytest
from django.db import connection, transaction

from accounts.refusal import Refused
from accounts.roles import Role
from scoring import actions
from scoring.actions.doors import enter
from scoring.models import Entry, Period
from tests.factories import SubmissionFactory, UserFactory
from tests.scoring.stage import stage, worked_month

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
SEPTEMBER = date(2025, 9, 1)


def close_at_once(scene, people):
    """Each one's refusal or None."""
    gate = Barrier(len(people))

    def run(person):
        try:
            gate.wait(timeout=20)
            actions.close_month(scene.office, SEPTEMBER, by=person)
        except Refused as refusal:
            return str(refusal)
        finally:
            connection.close()
        return None

    with ThreadPoolExecutor(len(people)) as threads:
        return list(threads.map(run, people))


def test_of_six_closings_at_once_one_books_and_five_are_told_by_whom():
    scene = stage(book=False)
    scene.book(since=SEPTEMBER)
    worked_month(scene, on=date(2025, 9, 10))
    people = [UserFactory(home=scene.office, role=Role.SCORER) for _ in range(6)]
    told = [answer for answer in close_at_once(scene, people) if answer]
    winner = Period.objects.get().closed_by
    assert len(told) == 5
    assert {f"2025年9月已由{winner}于" in answer for answer in told} == {True}
    assert Entry.objects.count() == 10


def test_items_are_begun_while_a_month_is_being_closed():
    scene = stage(book=False)
    author = scene.author(scene.unit("甲镇总工会"))

    def begin():
        try:
            with connection.cursor() as cursor:
                cursor.execute("SET lock_timeout = '3s'")
            return SubmissionFactory(author=author).office
        finally:
            connection.close()

    with transaction.atomic(), ThreadPoolExecutor(1) as threads:
        enter(scene.office, scene.scorer)
        assert threads.submit(begin).result(timeout=20) == scene.office
