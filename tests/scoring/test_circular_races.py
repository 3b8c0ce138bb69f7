"""Twenty signatures at once give twenty numbers without a gap; one circular is signed once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

import pytest
from django.db import connection

from accounts.refusal import Refused
from accounts.roles import Role
from scoring.actions import circular_signing
from scoring.models import Circular
from tests.factories import UserFactory
from tests.scoring.circular_stage import closed_office

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
ON = date(2025, 9, 10)


def at_once(acts):
    """Each act's refusal or None."""
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


def test_of_twenty_parallel_signatures_each_has_its_own_number():
    table = closed_office(on=ON)
    first = table.published(table.draft(last=ON.replace(day=1)))
    waiting = [table.awaiting(table.draft(last=first.last, corrects=first)) for _ in range(20)]
    acts = [lambda one=one: circular_signing.sign(one, by=table.approver) for one in waiting]
    assert at_once(acts) == [None] * 20
    assert sorted(Circular.objects.values_list("number", flat=True)) == list(range(1, 22))


def test_one_circular_is_signed_once_and_the_others_are_told_by_whom():
    table = closed_office(on=ON)
    made = table.awaiting(table.draft(last=ON.replace(day=1)))
    people = [UserFactory(home=table.office, role=Role.APPROVER) for _ in range(6)]
    told = at_once([lambda one=one: circular_signing.sign(made, by=one) for one in people])
    made.refresh_from_db()
    assert sum(answer is None for answer in told) == 1
    assert {f"（{made.approver}于" in answer for answer in told if answer} == {True}
    assert (made.number, made.documents.count()) == (1, 3)
