"""稿酬 and 经费 at the edges of days and years."""

from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
import time_machine

from accounts.refusal import Refused
from bulletins.models import Adoption
from scoring.actions import pay, payments
from scoring.payroll import content_of
from tests.scoring.paying_stage import drawn, pay_stage
from tests.scoring.stage import NOVEMBER_5

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    with time_machine.travel(NOVEMBER_5, tick=False):
        yield pay_stage()


@pytest.mark.parametrize("day", [date.min, date.max], ids=["too-early", "too-late"])
def test_a_fund_of_a_mistyped_year_is_refused(world, day):
    with pytest.raises(Refused, match="年度须在2025年01月01日至2027年11月06日之间"):
        payments.set_fund(world.office, day=day, amount=Decimal(100), note="", by=world.scorer)


def test_a_correction_made_early_in_the_morning_bears_the_day_of_the_house(world):
    made = drawn(world)
    person = Adoption.objects.first().person
    with time_machine.travel(datetime(2026, 11, 6, 7, tzinfo=ZoneInfo("Asia/Shanghai")), tick=False):
        facts = {"unit": person.home, "person": person, "amount": Decimal(5), "reason": "补发"}
        pay.correct(made, by=world.scorer, **facts)
    assert content_of(made)["lines"][-1]["on"] == "2026-11-06"
