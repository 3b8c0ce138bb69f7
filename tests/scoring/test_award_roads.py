"""Who sees what of an award list, and by which verbs it moves."""

from datetime import date
from decimal import Decimal

import pytest
import time_machine

from accounts.models import Notice
from accounts.refusal import Refused
from accounts.roles import Role
from scoring.actions import award_lists
from scoring.award_states import AWARD_MOVES, AwardState
from scoring.models import AwardList, Candidate, Payment, Scheme
from tests.factories import UserFactory
from tests.scoring.award_stage import award, award_stage, drawn, shown

pytestmark = pytest.mark.django_db
JANUARY_5 = "2026-01-05 09:00+08:00"
NOTICE = (date(2026, 1, 5), date(2026, 1, 12))
AFTER = "2026-01-13 09:00+08:00"


@pytest.fixture
def world():
    with time_machine.travel(JANUARY_5, tick=False):
        yield award_stage()


def signed(world):
    made = shown(world, NOTICE)
    with time_machine.travel(AFTER, tick=False):
        return award_lists.move(made, "sign", by=world.approver)


def test_units_see_who_is_put_forward_and_how_they_stand_themselves(world):
    award(world)
    made = drawn(world)
    assert list(AwardList.objects.visible_to(world.reviewer)) == []
    award_lists.move(made, "announce", by=world.scorer, notice=NOTICE)
    third = UserFactory(home=world.units.yi, role=Role.REVIEWER)
    seen = {who: {one.unit for one in Candidate.objects.visible_to(who)} for who in (world.reviewer, third)}
    assert seen == {
        world.reviewer: {world.units.jia, world.units.bing},
        third: {world.units.jia, world.units.bing, world.units.yi},
    }
    assert list(Scheme.objects.visible_to(third)) == []


def test_a_prize_is_seen_by_its_winner_only(world):
    award(world)
    signed(world)
    third = UserFactory(home=world.units.yi, role=Role.REVIEWER)
    seen = {who: [one.unit for one in Payment.objects.visible_to(who)] for who in (world.reviewer, third)}
    assert seen == {world.reviewer: [world.units.jia], third: []}


def test_publishing_tells_the_units_and_those_commended(world):
    award(world, name="优秀信息员", of="person", scope="whole", number=Decimal(2))
    made = signed(world)
    with time_machine.travel(AFTER, tick=False):
        award_lists.move(made, "publish", by=world.scorer)
    told = {notice.person for notice in Notice.objects.filter(text=f"{made}已公布")}
    assert told == {world.reviewer, *(one.person for one in made.candidates.filter(chosen=True))}


@pytest.mark.parametrize("state", AwardState)
@pytest.mark.parametrize("verb", AWARD_MOVES)
def test_only_the_table_moves_a_list(world, verb, state):
    award(world)
    made = brought(world, state)
    by = world.approver if verb == "sign" else world.scorer
    with time_machine.travel(AFTER if state != AwardState.DRAFT else JANUARY_5, tick=False):
        if state in AWARD_MOVES[verb].start:
            moved = award_lists.move(made, verb, by=by, reason="重核", notice=NOTICE)
            assert moved.state == AWARD_MOVES[verb].end
            return
        with pytest.raises(Refused, match="不能"):
            award_lists.move(made, verb, by=by, reason="重核", notice=NOTICE)


def brought(world, state):
    """A list on its own road to the state."""
    if state == AwardState.DRAFT:
        return drawn(world)
    if state == AwardState.NOTICE:
        return shown(world, NOTICE)
    made = signed(world)
    if state == AwardState.PUBLISHED:
        with time_machine.travel(AFTER, tick=False):
            made = award_lists.move(made, "publish", by=world.scorer)
    return made
