"""The monthly summary: every figure, its list and its spreadsheet; and what lists cost."""

import io
import json
import re
from datetime import timedelta

import pytest
import time_machine
from openpyxl import load_workbook

from submissions.actions import urgent, urgent_marks, urgent_receiving
from submissions.urgent_states import Fault
from tests.factories import UnitFactory
from tests.submissions.urgent_stage import NOON, chain, facts, first, stage

pytestmark = pytest.mark.django_db

NEW, LIST = "/submissions/urgent/new/", "/submissions/urgent/"


@pytest.fixture(autouse=True)
def noon():
    with time_machine.travel(NOON, tick=False) as clock:
        yield clock


@pytest.fixture
def world(noon):
    noon.move_to(NOON - timedelta(days=40))  # their posts have long begun
    people = stage()
    noon.move_to(NOON)
    return people


@pytest.fixture
def enter(client):
    def as_person(person):
        client.force_login(person)
        return client

    return as_person


# ---- the month


@pytest.fixture
def month(world, noon):
    """Two units: one with a late, marked and a received chain; the other with a call; and last month's."""
    other = UnitFactory(parent=world.office, name="清波街道总工会")
    noon.move_to(NOON - timedelta(days=30))
    first(world, now=NOON - timedelta(days=30))
    noon.move_to(NOON)
    late = first(world, learned_at=NOON - timedelta(hours=3), occurred_at=None, category="safety")
    urgent.report(late.incident, "follow", by=world.reviewer, event="后续。")
    urgent_marks.mark(late.incident, Fault.FALSE, by=world.editor, reason="不实")
    urgent_marks.revoke(
        urgent_marks.mark(late.incident, Fault.CONCEALED, by=world.editor, reason="误"),
        by=world.editor,
        reason="误",
    )
    noon.move_to(NOON + timedelta(minutes=9))
    urgent_receiving.acknowledge(late, by=world.editor)
    urgent.register_call(by=world.editor, unit=other, at=NOON, caller="周主席", **facts())
    return world


def test_the_month_counts_each_unit(month, enter):
    answer = enter(month.leader).get("/submissions/urgent/summary/2026/11/")

    rows = {str(row.unit): [count for count, _ in row.cells()] for row in answer.context["rows"]}
    assert rows == {
        "云湖区总工会街道": [1, 1, 0, 0, 1, 1, 60, 0, 1, 0, 9.0],
        "清波街道总工会": [1, 0, 0, 0, 1, 0, 0, 0, 0, 0, "—"],
        "None": [2, 1, 0, 0, 2, 1, 60, 0, 1, 0, 9.0],
    }


def test_every_figure_equals_the_list_it_opens(month, enter):
    client = enter(month.editor)
    page = client.get("/submissions/urgent/summary/2026/11/").content.decode()
    figures = re.findall(r'<a href="(/submissions/urgent/[^"]*month=2026-11[^"]*)">(\d+)</a>', page)

    wrong = [
        (url, count)
        for url, count in ((url.replace("&amp;", "&"), int(count)) for url, count in figures)
        if not (url.endswith("fault=late") and count == 60)  # the minutes of that list, not its length
        and client.get(url).context["page"].paginator.count != count
    ]

    assert len(figures) > 10
    assert wrong == []


def test_the_spreadsheet_says_what_the_screen_says(month, enter):
    month.unit.name = "=1+1街道"
    month.unit.save()

    answer = enter(month.editor).get("/submissions/urgent/summary/2026/11.xlsx")

    book = load_workbook(io.BytesIO(answer.content))
    rows = [[cell.value for cell in row] for row in book["按单位"].iter_rows(min_row=3)]
    assert rows[0] == ["=1+1街道", 1, 1, 0, 0, 1, 1, 60, 0, 1, 0, 9]
    assert book["按单位"]["A3"].data_type == "s"
    assert [cell.value for cell in book["按类别和等级"][3]] == ["职工群体性事件/劳资纠纷", 0, 0, 0, 1, 1]


# ---- what pages cost


@pytest.mark.parametrize(
    ("path", "who"),
    [
        (LIST, "editor"),
        (LIST, "informant"),
        ("/submissions/urgent/reports/", "editor"),
        ("/submissions/urgent/marks/", "informant"),
        ("/submissions/urgent/bar/", "editor"),
        ("/submissions/urgent/summary/2026/11/", "leader"),
    ],
)
def test_a_list_costs_the_same_for_three_and_for_thirty(
    world, enter, path, who, django_assert_max_num_queries, django_assert_num_queries
):
    client = enter(getattr(world, who))
    fill(world, 3)
    client.get(path)
    with django_assert_max_num_queries(24) as few:
        client.get(path)

    fill(world, 27)

    with django_assert_num_queries(len(few)):
        client.get(path)


def fill(world, count):
    for _ in range(count):
        first(world, learned_at=NOON - timedelta(hours=3), occurred_at=None, grade="larger")


def test_an_incident_costs_the_same_for_two_reports_and_for_twenty(
    world, enter, django_assert_max_num_queries, django_assert_num_queries
):
    incident, client = chain(world, "follow"), enter(world.editor)
    url = f"/submissions/urgent/{incident.pk}/"
    client.get(url)
    with django_assert_max_num_queries(20) as few:
        client.get(url)

    for _ in range(18):
        urgent.report(incident, "follow", by=world.informant, event="后续。")

    with django_assert_num_queries(len(few)):
        client.get(url)


def test_the_clock_speaks_the_offices_hours(world, enter):
    page = enter(world.informant).get(NEW).content.decode()

    data = json.loads(re.search(r'id="urgent-rules"[^>]*>(.*?)</script>', page).group(1))
    assert (data["zone"], data["rules"]["general"][:3]) == ("+08:00", ["learning", 120, "得知后 2 小时内"])
