"""How a unit fared: from closed months as kept, from open ones as they stand; who may look and compare."""

from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from accounts.roles import Role
from scoring import actions
from scoring.trends import trend_of
from tests.factories import UserFactory
from tests.scoring.pages import column, links, printed, tables
from tests.scoring.stage import NOVEMBER_5, OCTOBER, SEPTEMBER, stage, worked_month

pytestmark = pytest.mark.django_db
NOVEMBER = date(2026, 11, 1)


@pytest.fixture(autouse=True)
def in_november():
    with time_machine.travel(NOVEMBER_5, tick=False):
        yield


@pytest.fixture
def scene():
    made = stage(book=False)
    made.book(since=SEPTEMBER)
    return made


@pytest.fixture
def units(scene):
    return worked_month(scene)


def shown(client, user, *units, **query):
    client.force_login(user)
    return client.get("/scoring/trend/", {"unit": [unit.pk for unit in units], **query})


def test_closed_and_open_months_stand_side_by_side(scene, units):
    scene.adopted(scene.filed(units.jia, on=date(2026, 10, 2)), "own", on=date(2026, 10, 5))
    actions.close_month(scene.office, SEPTEMBER, by=scene.scorer)
    trend = trend_of(scene.office, {units.jia.pk}, NOVEMBER, 12)
    assert trend.series(units.jia.pk, "points")[-3:] == [Decimal(45), Decimal(10), Decimal(0)]
    assert trend.series(units.jia.pk, "submitted")[-3:] == [2, 1, 0]
    assert trend.series(units.jia.pk, "points")[:-3] == [None] * 9
    assert trend.open == {OCTOBER, NOVEMBER}
    september = trend.at(units.jia.pk, SEPTEMBER)
    assert (september.rank, september.size, september.median) == (1, 4, Decimal("32.5"))


def test_the_page_shows_the_same_numbers_as_its_charts(client, scene, units):
    page = shown(client, scene.scorer, units.jia)
    drawn = [dot.text for dot in page.context["charts"][0].curves[0].dots]
    head, *rows = tables(page)[0]
    assert [row[head.index("得分")] for row in reversed(rows)] == drawn
    assert page.content.decode().count("<svg") == 4
    assert "style=" not in page.content.decode()


def test_every_figure_of_a_trend_opens_its_rows(client, scene, units):
    for text, url in links(shown(client, scene.scorer, units.jia)):
        page = client.get(url)
        if "/lines/" in url:
            assert page.context["total"] == Decimal(text)
        elif "/items/" in url:
            assert page.context["page"].paginator.count == int(text)


def test_last_years_same_month_stands_beside(client, scene, units):
    with time_machine.travel(NOVEMBER_5.replace(year=2027), tick=False):
        page = shown(client, scene.scorer, units.jia)
        rows = {row[0]: row for row in tables(page)[0]}
        head = tables(page)[0][0]
    assert rows["2027年9月（未关账）"][head.index("上年同月报送")] in {"2", "–"}


@pytest.mark.parametrize("role", [Role.LEADER, Role.SCORER])
def test_leaders_and_the_desk_compare_up_to_five(client, scene, units, role):
    reader = UserFactory(home=scene.office, role=role)
    others = [scene.unit(f"第{number}工会") for number in range(6)]
    page = shown(client, reader, units.jia, *others)
    assert len(page.context["units"]) == 5
    assert len(tables(page)) == 5


def test_a_unit_sees_itself_and_no_other(client, scene, units):
    reader = UserFactory(home=units.bing, role=Role.REVIEWER)
    assert shown(client, reader, units.bing).status_code == 200
    assert shown(client, reader, units.jia).status_code == 404
    assert shown(client, reader, units.bing, units.jia).status_code == 404
    assert list(shown(client, reader, units.bing).context["others"]) == []


NONSENSE = {
    "none": {},
    "word": {"unit": "x"},
    "nobody": {"unit": "987654321"},
    "endless": {"unit": "9" * 5000},
}


@pytest.mark.parametrize("query", NONSENSE.values(), ids=NONSENSE)
def test_nonsense_has_no_trend(client, scene, units, query):
    client.force_login(scene.scorer)
    assert client.get("/scoring/trend/", query).status_code == 404


def test_the_workbook_equals_the_screen(client, scene, units):
    page = shown(client, scene.scorer, units.jia, units.bing, months="24")
    book = load_workbook(BytesIO(client.get(page.context["excel"]).content))
    for sheet, table in zip(book.worksheets, tables(page), strict=True):
        on_screen = [[title.replace(" ", "") for title in table[0]], *table[1:]]
        assert printed(sheet)[: len(table)] == on_screen


def test_a_ranking_leads_to_the_trend_of_ones_own_unit(client, scene, units):
    reader = UserFactory(home=units.bing, role=Role.INFORMANT)
    client.force_login(reader)
    page = client.get("/scoring/2026/9/")
    opened = [url for _, url in links(page) if "/trend/" in url]
    assert set(opened) == {f"/scoring/trend/?unit={units.bing.pk}"}
    assert column(page, "本月得分")["丙局工会"] == "35"


def test_a_trend_costs_the_same_however_many_units_there_are(client, scene, units):
    shown(client, scene.scorer, units.jia)
    costs = []
    for count in (1, 20):
        for number in range(count):
            scene.adopted(scene.filed(scene.unit(f"第{count}-{number}工会")), "city")
        with CaptureQueriesContext(connection) as queries:
            shown(client, scene.scorer, units.jia)
        costs.append(len(queries))
    assert costs[0] == costs[1]
