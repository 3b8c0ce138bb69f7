"""A closed year with points, and the people who draw up, sign and read its awards."""

from datetime import date
from decimal import Decimal
from types import SimpleNamespace

from accounts.models import Post
from accounts.roles import Role
from scoring import actions
from scoring.actions import award_lists, awards
from scoring.models import Membership
from tests.factories import UserFactory
from tests.scoring.stage import stage, worked_month

DECEMBER = date(2025, 12, 1)
YEAR_END = date(2025, 12, 31)
TEN = date(2025, 12, 10)


def award_stage(close=True):
    """甲 45, 丙 35, 乙 30, 丁 0 points in December 2025, the only month of the book in its year."""
    scene = stage(book=False)
    scene.book(since=DECEMBER)
    units = worked_month(scene, on=TEN)
    Membership.objects.update(since=date(2025, 1, 1))
    Post.objects.update(since=date(2025, 3, 1))
    world = SimpleNamespace(
        scene=scene,
        office=scene.office,
        units=units,
        scorer=scene.scorer,
        approver=UserFactory(home=scene.office, role=Role.APPROVER),
        leader=UserFactory(home=scene.office, role=Role.LEADER),
        reviewer=UserFactory(home=units.jia, role=Role.REVIEWER),
    )
    if close:
        actions.close_month(scene.office, DECEMBER, by=scene.scorer)
    world.scheme = awards.new_scheme(
        scene.office, day=YEAR_END, name="2025年度信息工作评选方案", note="工办〔2025〕3号", by=scene.scorer
    )
    return world


def award(world, *conditions, **facts):
    given = {"name": "先进单位", "of": "unit", "scope": "group", "take": "count", "number": Decimal(2)}
    given |= {"prize": Decimal(300), "order": 1} | facts
    asked = [(kind, None if number is None else Decimal(number), word) for kind, number, word in conditions]
    return awards.save_award(world.scheme, asked, by=world.scorer, **given)


def drawn(world):
    return award_lists.draw_up(world.scheme, by=world.scorer)


def shown(world, notice):
    made = drawn(world)
    return award_lists.move(made, "announce", by=world.scorer, notice=notice)
