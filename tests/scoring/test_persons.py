"""People beside their units: what is credited to whom."""

from datetime import date
from decimal import Decimal

import pytest
import time_machine

from accounts.roles import Role
from bulletins.models import Instruction
from scoring.ledger import Ledger
from scoring.persons import person_points
from scoring.spans import Span
from submissions.models import JointUnit
from tests.factories import UserFactory
from tests.scoring.stage import NOVEMBER_5, OCTOBER, SEPTEMBER, stage

pytestmark = pytest.mark.django_db
IN_SEPTEMBER = Span(SEPTEMBER, date(2026, 9, 30))
OF_THE_YEAR = Span(date(2026, 1, 1), date(2026, 10, 31))


@pytest.fixture(autouse=True)
def in_november():
    with time_machine.travel(NOVEMBER_5, tick=False):
        yield


@pytest.fixture
def scene():
    return stage()


def writer(unit, name):
    return UserFactory(home=unit, role=Role.INFORMANT, name=name)


def rows(scene, span=OF_THE_YEAR, month=OCTOBER):
    return {row.name: row for row in person_points(Ledger.of(scene.office, month), span)}


def test_points_go_to_the_person_who_wrote_the_item(scene):
    unit = scene.unit("甲镇总工会")
    one, two = writer(unit, "王一"), writer(unit, "李二")
    item = scene.filed(unit, author=one)
    scene.adopted(item, "own")
    scene.adopted(item, "city", on=OCTOBER)
    scene.filed(unit, author=two)
    found = rows(scene)
    assert {name: (row.filed, row.adopted, row.points, row.rank) for name, row in found.items()} == {
        "王一": (1, 1, Decimal(25), 1),
        "李二": (1, 0, Decimal(0), 2),
    }
    assert found["王一"].parts == {"adoption": Decimal(25)}
    assert found["王一"].used == {
        scene.carriers["own"].code: {"full": 1},
        scene.carriers["city"].code: {"full": 1},
    }


def test_a_span_counts_its_own_months(scene):
    unit = scene.unit("甲镇总工会")
    one = writer(unit, "王一")
    item = scene.filed(unit, author=one)
    scene.adopted(item, "own")
    scene.adopted(item, "city", on=OCTOBER)
    assert rows(scene, IN_SEPTEMBER)["王一"].points == 10
    assert rows(scene, Span(OCTOBER, date(2026, 10, 31)))["王一"].points == 15


def test_the_first_author_of_a_joint_item_has_the_points_of_the_unit_that_filed_it(scene):
    unit, partner = scene.unit("甲镇总工会"), scene.unit("乙街道总工会")
    item = scene.filed(unit, author=writer(unit, "王一"))
    writer(partner, "李二")
    JointUnit.objects.create(submission=item, unit=partner, position=1)
    scene.adopted(item, "own")
    assert {name: row.points for name, row in rows(scene).items()} == {"王一": 10}


def test_people_of_equal_points_share_a_rank(scene):
    for name in ("甲镇总工会", "乙街道总工会"):
        unit = scene.unit(name)
        scene.adopted(scene.filed(unit, author=writer(unit, f"{name}写手")), "own")
    assert {(row.rank, row.tied) for row in rows(scene).values()} == {(1, True)}


def test_a_leaders_words_are_counted_for_the_writer(scene):
    unit = scene.unit("甲镇总工会")
    item = scene.filed(unit, author=writer(unit, "王一"))
    Instruction.objects.create(
        office=scene.office,
        leader="谢建国",
        level="county",
        on=date(2026, 9, 15),
        text="很好",
        by=scene.scorer,
        submission=item,
    )
    assert rows(scene)["王一"].instructed == 1


def test_a_person_stands_with_the_unit_they_wrote_for(scene):
    before, now = scene.unit("甲镇总工会"), scene.unit("乙街道总工会")
    author = writer(before, "王一")
    scene.adopted(scene.filed(before, author=author), "own")
    author.home = now
    author.save()
    assert rows(scene)["王一"].unit == before.pk
