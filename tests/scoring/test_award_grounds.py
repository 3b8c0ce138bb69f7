"""A list of awards stands on figures that still hold: the year is closed, and nobody on it was vetoed since."""

from datetime import date

import pytest
import time_machine
from django.urls import reverse

from accounts.refusal import Refused
from scoring.actions import award_lists
from scoring.actions.periods import reopen_month
from scoring.models import Period
from submissions.models import Mark
from tests.scoring.award_stage import DECEMBER, award, award_stage, drawn, shown

pytestmark = pytest.mark.django_db
NOTICE = (date(2026, 1, 5), date(2026, 1, 12))
AFTER = "2026-01-13 09:00+08:00"


@pytest.fixture
def world():
    with time_machine.travel("2026-01-05 09:00+08:00", tick=False):
        yield award_stage()


def test_a_list_is_not_signed_over_a_year_that_was_opened_again(world):
    award(world)
    made = shown(world, NOTICE)
    december = Period.objects.of(world.office, DECEMBER)
    with time_machine.travel(AFTER, tick=False):
        reopen_month(december, by=world.scorer, reason="漏登一件采用")
        with pytest.raises(Refused, match="2025年12月还没有关账"):
            award_lists.move(made, "sign", by=world.approver)


def test_a_list_is_not_signed_with_a_unit_vetoed_since_it_was_shown(world):
    award(world, ("no_false", None, ""))
    made = shown(world, NOTICE)
    facts = {"about": "火情", "fault": "false", "on": date(2025, 12, 20), "reason": "数字失实"}
    Mark.objects.create(office=world.office, unit=world.units.jia, by=world.scorer, **facts)
    with (
        time_machine.travel(AFTER, tick=False),
        pytest.raises(Refused, match="公示以后积分或评选条件的情况有了变化，请先撤回重拟"),
    ):
        award_lists.move(made, "sign", by=world.approver)


def test_judging_anew_takes_a_vetoed_unit_off_the_list_whoever_put_it_on(world):
    award(world, ("no_false", None, ""))
    made = drawn(world)
    third = made.candidates.get(unit=world.units.yi)
    award_lists.decide(third, chosen=True, word="承担试点任务", by=world.scorer)
    facts = {"about": "火情", "fault": "false", "on": date(2025, 12, 20), "reason": "数字失实"}
    Mark.objects.create(office=world.office, unit=world.units.yi, by=world.scorer, **facts)
    award_lists.renew(made, by=world.scorer)
    third = made.candidates.get(unit=world.units.yi)
    assert (third.verdict, third.chosen) == ("below", False)
    with pytest.raises(Refused, match="一票否决，不能列入"):
        award_lists.decide(third, chosen=True, word="承担试点任务", by=world.scorer)


def test_who_was_judged_for_an_award_that_is_none_is_not_there(client, world):
    award(world)
    made = drawn(world)
    client.force_login(world.scorer)
    page = reverse("scoring:award_others", args=[made.pk])
    asked = [client.get(page, {"award": text}).status_code for text in ("x", "", "9" * 5000)]
    assert asked == [404, 404, 404]
