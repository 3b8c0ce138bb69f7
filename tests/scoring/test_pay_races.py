"""Two scorers at one moment: a use is paid once, a list is drawn up once, a sum is handed over once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

import pytest
from django.db import connection
from django.utils import timezone

from accounts.refusal import Refused
from accounts.roles import Role
from scoring.actions import pay, payments
from scoring.models import PayLine, PayList
from tests.factories import UserFactory
from tests.scoring.paying_stage import drawn, pay_stage, signed

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
SEPTEMBER_30 = date(2026, 9, 30)


def at_once(*acts):
    """Each one's refusal or None."""
    gate = Barrier(len(acts))

    def run(act):
        try:
            gate.wait(timeout=60)
            act()
        except Refused as refusal:
            return str(refusal)
        finally:
            connection.close()
        return None

    with ThreadPoolExecutor(len(acts)) as threads:
        return list(threads.map(run, acts))


def test_of_two_lists_drawn_up_at_once_one_stands():
    world = pay_stage()
    told = at_once(
        *(
            lambda who=who: pay.draw_up(world.office, per="month", on=SEPTEMBER_30, by=who)
            for who in (world.scorer, world.second)
        )
    )
    assert (PayList.objects.count(), sum(answer is None for answer in told)) == (1, 1)


def test_of_two_signatures_at_once_one_pays():
    world = pay_stage()
    made = drawn(world)
    pay.move(made, "submit", by=world.scorer)
    pay.move(made, "check", by=world.second)
    other = UserFactory(home=world.office, role=Role.APPROVER)
    told = at_once(*(lambda who=who: pay.move(made, "issue", by=who) for who in (world.approver, other)))
    assert sum(answer is None for answer in told) == 1
    assert (sum(line.amount for line in PayLine.objects.all()), made.payments.count()) == (440, 5)


def test_of_two_vouchers_for_one_sum_one_is_written():
    world = pay_stage()
    made = signed(world)
    day = timezone.localdate()
    told = at_once(
        *(
            lambda who=who, number=number: payments.hand_over(
                made, made.payments.all(), on=day, voucher=number, by=who
            )
            for who, number in ((world.scorer, "1"), (world.second, "2"))
        )
    )
    assert sum(answer is None for answer in told) == 1
    assert len(set(made.payments.values_list("voucher", flat=True))) == 1
