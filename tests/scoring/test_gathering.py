"""From rows to the ledger: partners, instructions, tasks, faults and missed commissions are counted where a book asks."""

from datetime import date
from decimal import Decimal

import pytest
import time_machine
from django.urls import reverse

from accounts.roles import Role
from bulletins.models import Instruction
from scoring import actions, books
from scoring.models import Book, Entry, Membership
from scoring.snapshots import told_of
from scoring.standings import standing
from submissions.actions import urgent_marks
from submissions.models import JointUnit
from submissions.urgent_states import Fault
from tests.factories import UserFactory
from tests.scoring.stage import NOVEMBER_5, OCTOBER, SEPTEMBER, stage

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_november():
    with time_machine.travel(NOVEMBER_5, tick=False):
        yield


def ruled(scene, clauses, since=SEPTEMBER):
    """R1 with further clauses, put into force."""
    version = Book.objects.filter(office=scene.office).count() + 1
    source = books.dump(books.example("r1")).replace("version = 1", f"version = {version}", 1)
    draft = actions.new_book(scene.office, f"{source}\n{clauses}", since=since, by=scene.scorer)
    return actions.enact_book(draft, by=scene.scorer)


def points(scene, month=SEPTEMBER):
    rows = standing(scene.office, month).rows()
    return {row["name"]: Decimal(row["month"]["points"]) for row in rows if row["month"]["points"] != "0"}


def booked(scene):
    return [
        (row.unit.name, row.rule, row.points, row.on) for row in Entry.objects.filter(office=scene.office)
    ]


@pytest.fixture
def scene():
    return stage(book=False)


def joint(scene, *names):
    """An item one unit filed with partners, used by the office's own bulletin."""
    units = [scene.unit(name) for name in names]
    item = scene.filed(units[0])
    for position, unit in enumerate(units[1:], 1):
        JointUnit.objects.create(submission=item, unit=unit, position=position)
    return scene.adopted(item, "own"), units


def test_partners_of_a_joint_item_share_its_points_as_the_book_says(scene):
    ruled(scene, '[joint]\nsplit = "equal"\n')
    joint(scene, "甲镇", "乙局")

    assert points(scene) == {"甲镇": 5, "乙局": 5}


def test_each_unit_has_full_points_where_the_book_says_nothing(scene):
    ruled(scene, "")
    joint(scene, "甲镇", "乙局", "丙局")

    assert points(scene) == {"甲镇": 10, "乙局": 10, "丙局": 10}


def test_a_partner_opens_the_list_behind_its_own_figures(client, scene):
    ruled(scene, "")
    _, (_, partner) = joint(scene, "甲镇", "乙局")
    client.force_login(UserFactory(home=partner, role=Role.REVIEWER))

    row = next(row for row in standing(scene.office, SEPTEMBER).rows() if row["unit"] == partner.pk)
    found = client.get(reverse("scoring:items", args=[2026, 9]), {"what": "adopted", "unit": partner.pk})
    lines = client.get(reverse("scoring:lines", args=[2026, 9]), {"unit": partner.pk})

    assert len(found.context["page"].object_list) == row["month"]["adopted"] == 1
    assert lines.context["total"] == 10
    assert [client.get(origin.url).status_code for _, origin, _ in lines.context["rows"] if origin.url] == []


CITY_LEADER = '[[instructions]]\ncode = "city-leader"\nlevel = "city"\npoints = 5\n'


def test_an_instruction_on_an_item_is_booked_with_its_leader(scene):
    ruled(scene, CITY_LEADER)
    item = scene.filed(scene.unit("甲镇"))
    Instruction.objects.create(
        office=scene.office,
        submission=item,
        leader="李市长",
        level="city",
        on=date(2026, 9, 20),
        text="请阅",
        by=scene.scorer,
    )

    actions.close_month(scene.office, SEPTEMBER, by=scene.scorer)

    assert booked(scene) == [("甲镇", "city-leader", 5, date(2026, 9, 20))]


MONTHLY = (
    '[[quotas]]\ncode = "monthly"\nlabel = "每月报送"\ncounts = "filings"\nper = "month"\nneed = 2\n'
    "lump = 5\neach_missing = -1\n"
)


def test_a_task_is_booked_when_its_month_closes_and_corrected_when_a_filing_is_withdrawn(scene):
    ruled(scene, MONTHLY)
    unit = scene.unit("甲镇", scene.group("乡镇"))
    items = [scene.filed(unit) for _ in range(2)]
    actions.close_month(scene.office, SEPTEMBER, by=scene.scorer)

    items[0].submitted_on = None
    type(items[0]).objects.filter(pk=items[0].pk).update(
        submitted_on=None, submitted_at=None, filed=None, state="draft"
    )
    actions.close_month(scene.office, OCTOBER, by=scene.scorer)

    assert [
        (points, month.month) for points, month in Entry.objects.order_by("pk").values_list("points", "month")
    ] == [
        (5, 9),
        (-5, 10),
        (-1, 10),
        (-2, 10),
    ]


def test_a_task_goes_by_the_class_the_unit_was_in_at_the_time(scene):
    ruled(scene, MONTHLY.replace("need = 2", 'need = 0\nby_class = { "一类" = 1, "二类" = 3 }'))
    group = scene.group("部门")
    unit = scene.unit("某局")
    actions.place(unit, group, since=SEPTEMBER, quota_class="一类", by=scene.scorer)
    scene.filed(unit)
    actions.close_month(scene.office, SEPTEMBER, by=scene.scorer)

    actions.place(unit, group, since=OCTOBER, quota_class="二类", by=scene.scorer)
    actions.close_month(scene.office, OCTOBER, by=scene.scorer)

    assert Membership.objects.filter(unit=unit).count() == 2
    assert list(Entry.objects.order_by("pk").values_list("points", flat=True)) == [5, -3]


def test_a_fault_of_urgent_reporting_costs_points_until_it_is_revoked(scene):
    ruled(scene, '[[events]]\ncode = "missed-report"\nevent = "missed"\npoints = -10\n')
    unit = scene.unit("甲镇")
    editor = UserFactory(home=scene.office, role=Role.EDITOR)
    mark = urgent_marks.mark_unreported(
        by=editor, unit=unit, fault=Fault.MISSED, about="停电", on=date(2026, 9, 9), reason="未报"
    )
    actions.close_month(scene.office, SEPTEMBER, by=scene.scorer)

    urgent_marks.revoke(mark, by=editor, reason="查明不属该镇")
    actions.close_month(scene.office, OCTOBER, by=scene.scorer)

    rows = [(row.points, row.month.month, row.reverses_id is None) for row in Entry.objects.order_by("pk")]
    assert rows == [(-10, 9, True), (10, 10, False)]


def test_lines_of_every_sort_are_shown_with_where_they_come_from(client, scene):
    ruled(scene, MONTHLY + CITY_LEADER)
    unit = scene.unit("甲镇", scene.group("乡镇"))
    item = scene.filed(unit)
    scene.filed(unit)
    scene.adopted(item, "own")
    Instruction.objects.create(
        office=scene.office,
        submission=item,
        leader="李市长",
        level="city",
        on=date(2026, 9, 20),
        text="请阅",
        by=scene.scorer,
    )
    client.force_login(scene.scorer)

    page = client.get(reverse("scoring:lines", args=[2026, 9]), {"unit": unit.pk})

    assert [origin.title for _, origin, _ in page.context["rows"]] == ["报送任务", "李市长批示", item.title]
    assert page.context["total"] == 5 + 5 + 10


def test_the_year_is_settled_by_the_clauses_about_the_total_and_every_step_is_shown(client, scene):
    ruled(scene, "[total]\nceiling = 15\n")
    unit = scene.unit("甲镇", scene.group("乡镇"))
    for _ in range(2):
        scene.adopted(scene.filed(unit), "own")
    client.force_login(scene.scorer)

    row = next(row for row in standing(scene.office, SEPTEMBER).rows() if row["unit"] == unit.pk)
    page = client.get(reverse("scoring:lines", args=[2026, 9]), {"unit": unit.pk, "span": "year"})

    assert (row["month"]["points"], row["year"]["points"]) == ("20", "15")
    assert (page.context["total"], page.context["steps"]) == (15, [("甲镇：总分封顶15分", Decimal(-5))])


def test_a_year_that_is_void_counts_for_nothing_and_says_why(scene):
    ruled(scene, '[[events]]\ncode = "hidden"\nevent = "concealed"\nvoid_at = 1\n')
    unit = scene.unit("甲镇", scene.group("乡镇"))
    scene.adopted(scene.filed(unit), "own")
    editor = UserFactory(home=scene.office, role=Role.EDITOR)
    urgent_marks.mark_unreported(
        by=editor, unit=unit, fault=Fault.CONCEALED, about="停电", on=date(2026, 9, 9), reason="瞒报"
    )

    row = next(row for row in standing(scene.office, SEPTEMBER).rows() if row["unit"] == unit.pk)

    assert (row["month"]["points"], row["year"]["points"]) == ("10", "0")
    assert row["steps"] == [["一票否决：瞒报1次", "-10"]]


def test_equals_are_parted_by_what_the_book_compares(scene):
    ruled(scene, '[ranking]\nmethod = "competition"\ntie_breakers = ["above"]\n')
    group = scene.group("乡镇")
    names = ["甲镇", "乙镇", "丙镇", "丁镇"]
    units = [scene.unit(name, group) for name in names]
    for unit in units[:2]:
        scene.adopted(scene.filed(unit), "party")  # 15, of the office's own level
    scene.adopted(scene.filed(units[2]), "city")  # 15, from above

    rows = standing(scene.office, SEPTEMBER).rows()

    assert [(row["name"], row["month"]["rank"], row["month"]["tied"]) for row in rows] == [
        ("甲镇", 2, True),
        ("乙镇", 2, True),
        ("丙镇", 1, False),
        ("丁镇", 4, False),
    ]


def test_the_lists_of_older_months_are_read_in_one_query(scene, django_assert_num_queries):
    unit = scene.unit("甲镇")
    adoptions = [scene.adopted(scene.filed(unit), "own") for _ in range(3)]

    with django_assert_num_queries(1):
        told = told_of([[adoption.pk, "没有适用的规则"] for adoption in adoptions])

    assert [(one["fact"], one["unit"], one["reason"]) for one in told] == [
        (f"adoption:{adoption.pk}", unit.pk, "没有适用的规则") for adoption in adoptions
    ]
