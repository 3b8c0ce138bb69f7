"""Quarters, halves and years, people, tasks, zeros: each page, its workbook, and the rows behind its figures."""

from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from accounts.models import Event, Notice
from accounts.roles import Role
from scoring import actions
from scoring.models import Nudge, Period
from scoring.policies import Quota, Ranking, Total
from scoring.standings import standing
from tests.factories import OfficeFactory, UserFactory
from tests.scoring.pages import column, links, printed, tables, words
from tests.scoring.stage import NOVEMBER_5, OCTOBER, SEPTEMBER, stage, worked_month

pytestmark = pytest.mark.django_db
MONTH = "/scoring/2026/9/"
QUARTER = "/scoring/2026/q3/"
TASK = Quota(
    code="monthly",
    label="报送任务",
    counts="filings",
    per="month",
    need=Decimal(2),
    each_missing=Decimal(-1),
)
AUGUST, JULY = date(2026, 8, 1), date(2026, 7, 1)


@pytest.fixture(autouse=True)
def in_november():
    with time_machine.travel(NOVEMBER_5, tick=False):
        yield


@pytest.fixture
def scene():
    made = stage(book=False)
    made.book(since=JULY, quotas=(TASK,))
    return made


@pytest.fixture
def units(scene):
    return worked_month(scene)


def shown(client, user, url):
    client.force_login(user)
    response = client.get(url)
    assert response.status_code == 200
    return response


def close(scene, *months):
    return [actions.close_month(scene.office, month, by=scene.scorer) for month in months]


def member(scene, role, unit=None):
    return UserFactory(home=unit or scene.office, role=role)


def told_by(page, url):
    if "/lines/" in url or "/counted/" in url:
        return page.context["total"]
    return page.context["page"].paginator.count


@pytest.mark.parametrize("closed", [False, True], ids=["open", "closed"])
def test_a_quarter_is_the_sum_of_its_months_and_each_figure_opens_its_rows(client, scene, units, closed):
    scene.adopted(scene.filed(units.ding, on=date(2026, 7, 3)), "city", on=date(2026, 8, 4))
    if closed:
        close(scene, JULY, AUGUST, SEPTEMBER)
    page = shown(client, scene.scorer, QUARTER)
    assert column(page, "本季度报送")["丁局工会"] == "1"
    assert column(page, "本季度采用")["丁局工会"] == "1"
    monthly = [standing(scene.office, month) for month in (JULY, AUGUST, SEPTEMBER)]
    for row in monthly[-1].rows():
        points = sum(
            Decimal(own["month"]["points"]) for v in monthly for own in v.rows() if own["unit"] == row["unit"]
        )
        assert Decimal(row["quarter"]["points"]) == points
    for text, url in links(page):
        if "/trend/" not in url:
            assert told_by(client.get(url), url) == Decimal(text)


def test_a_quarter_is_closed_when_its_last_month_is(client, scene, units):
    def state():
        return shown(client, scene.scorer, QUARTER).context["place"].state

    assert state() == "due"
    close(scene, JULY, AUGUST)
    assert state() == "due"
    close(scene, SEPTEMBER)
    assert state() == "closed"


@pytest.mark.parametrize(
    ("url", "title"),
    [
        ("/scoring/2026/q3/", "2026年第3季度积分排名"),
        ("/scoring/2026/q4/", "2026年第4季度（截至11月）积分排名"),
        ("/scoring/2026/h2/", "2026年下半年（截至11月）积分排名"),
        ("/scoring/2026/year/", "2026年度（截至11月）积分排名"),
    ],
    ids=["quarter", "running-quarter", "half", "year"],
)
def test_parts_of_a_year_have_addresses_and_names(client, scene, units, url, title):
    assert title in words(shown(client, scene.scorer, url).content.decode())


@pytest.mark.parametrize("part", ["q5", "h3", "2027/q1", "1999/q1"])
def test_parts_to_come_and_nonsense_have_no_page(client, scene, part):
    client.force_login(scene.scorer)
    assert client.get(f"/scoring/{part if '/' in part else f'2026/{part}'}/").status_code == 404


def test_a_year_that_begins_in_december_has_its_first_quarter_there(client):
    scene = stage(book=False)
    scene.book(since=date(2025, 12, 1), year_starts=12)
    unit = scene.unit("甲镇总工会")
    scene.adopted(scene.filed(unit, on=date(2025, 12, 3)), "city", on=date(2026, 2, 10))
    page = shown(client, scene.scorer, "/scoring/2026/q1/")
    assert column(page, "本季度得分")["甲镇总工会"] == "15"
    assert column(page, "本季度报送")["甲镇总工会"] == "1"


def test_the_front_door_opens_the_span_the_book_ranks_by(client):
    scene = stage(ranking=Ranking(per="quarter"))
    worked_month(scene)
    client.force_login(scene.scorer)
    assert client.get("/scoring/").url == QUARTER


def test_movement_tells_the_places_since_the_month_before(client, scene, units):
    scene.adopted(scene.filed(units.ding, on=date(2026, 10, 2)), "central", on=date(2026, 10, 5))
    close(scene, JULY, AUGUST, SEPTEMBER)
    later = scene.unit("戊局工会", scene.office.groups.get(), since=OCTOBER)
    page = shown(client, scene.scorer, "/scoring/2026/10/")
    assert column(page, "升降")[later.name] == "新"
    assert column(page, "升降")["丁局工会"] == "↑3"
    assert column(page, "升降")["甲镇总工会"] == "↓1"


def test_cards_say_what_changed_since_the_month_before(client, scene, units):
    scene.filed(units.ding, on=date(2026, 10, 2))
    page = shown(client, scene.scorer, "/scoring/2026/10/")
    changes = {label: change for label, _, change in page.context["cards"]}
    assert changes["本月报送"] == "−4"
    assert changes["本月采用率"] == "−100 个百分点"


def test_the_parts_of_a_score_make_up_the_points(client, scene, units):
    page = shown(client, scene.scorer, f"{MONTH}?columns=parts")
    head, *rows = tables(page)[0]
    first = head.index("采用分")
    last = head.index("本月得分")
    for row in rows:
        assert sum(Decimal(cell) for cell in row[first:last]) == Decimal(row[last])
    assert column(page, "扣分")["丁局工会"] == "-2"


def test_the_pass_mark_stands_in_the_table(client):
    scene = stage(
        total=Total(pass_mark=Decimal(40)),
    )
    worked_month(scene)
    page = shown(client, scene.scorer, f"{MONTH}?columns=tasks&span=year")
    assert column(page, "达标") == {
        "甲镇总工会": "达标",
        "丙局工会": "不达标",
        "乙街道总工会": "不达标",
        "丁局工会": "不达标",
        "合计": "",
    }


PAGES = [
    *[f"{MONTH}?columns={name}" for name in ("basic", "carriers", "parts", "tasks")],
    f"{MONTH}?span=year&columns=parts",
    f"{MONTH}persons/",
    f"{MONTH}persons/?span=year",
    f"{MONTH}tasks/?span=quarter",
    f"{MONTH}zeros/?span=quarter",
]


@pytest.mark.parametrize("url", PAGES)
def test_every_workbook_equals_its_screen(client, scene, units, url):
    actions.set_target(units.jia.memberships.get(), Decimal(90), by=scene.scorer)
    page = shown(client, scene.scorer, url)
    book = load_workbook(BytesIO(client.get(page.context["excel"]).content))
    sheets = [sheet for sheet in page.context["sheets"] if sheet.rows]
    pages = [
        page_ for page_, sheet in zip(book.worksheets, page.context["sheets"], strict=True) if sheet.rows
    ]
    assert len(sheets) == len(tables(page))
    for printed_page, table in zip(pages, tables(page), strict=True):
        on_screen = [[cell.replace("》 ", "》") for cell in row] for row in table]
        on_screen[0] = [title.replace(" ", "") for title in on_screen[0]]
        assert printed(printed_page)[: len(table)] == on_screen


def test_people_are_ranked_and_each_figure_opens_their_rows(client, scene, units):
    page = shown(client, scene.scorer, f"{MONTH}persons/")
    points = [row[-2] for row in tables(page)[0][1:]]
    assert points == ["35", "35", "25", "10", "5"]
    for text, url in links(page):
        if not text.replace("-", "").isdigit():
            assert "/lines/" in url
        else:
            assert told_by(client.get(url), url) == Decimal(text)


def test_people_of_one_group_are_ranked_among_themselves(client, scene, units):
    other = scene.unit("己街道总工会", scene.group("街道", order=2))
    scene.adopted(scene.filed(other), "own", use="brief")
    group = scene.office.groups.get(name="街道")
    page = shown(client, scene.scorer, f"{MONTH}persons/?group={group.pk}")
    assert [row[0] for row in tables(page)[0][1:]] == ["1"]
    assert client.get(f"{MONTH}persons/?group=0").status_code == 404


def test_everybody_reads_the_people_and_opens_only_their_own(client, scene, units):
    reader = member(scene, Role.REVIEWER, units.bing)
    page = shown(client, reader, f"{MONTH}persons/")
    assert len(tables(page)[0]) == 6
    people = standing(scene.office, SEPTEMBER).table["persons"]
    own = {str(row["person"]) for row in people if row["unit"] == units.bing.pk}
    assert {url.rpartition("person=")[2] for _, url in links(page)} == own
    stranger = next(row["person"] for row in people if row["unit"] != units.bing.pk)
    assert client.get(f"{MONTH}lines/?person={stranger}").status_code == 404


def test_people_of_a_closed_month_stay_as_they_were(client, scene, units):
    before = tables(shown(client, scene.scorer, f"{MONTH}persons/"))
    close(scene, JULY, AUGUST, SEPTEMBER)
    scene.adopted(scene.filed(units.ding), "central", on=date(2026, 9, 28))
    assert tables(shown(client, scene.scorer, f"{MONTH}persons/")) == before


@pytest.mark.parametrize("closed", [False, True], ids=["open", "closed"])
def test_tasks_say_what_was_done_and_open_what_they_counted(client, scene, units, closed):
    if closed:
        close(scene, JULY, AUGUST, SEPTEMBER)
    page = shown(client, scene.scorer, f"{MONTH}tasks/")
    assert column(page, "完成") == {"甲镇总工会": "2", "乙街道总工会": "2", "丙局工会": "1", "丁局工会": "0"}
    assert column(page, "还差") == {"甲镇总工会": "–", "乙街道总工会": "–", "丙局工会": "1", "丁局工会": "2"}
    assert list(column(page, "结果").values()) == ["完成", "完成", "未完成", "未完成"]
    counted = [(text, url) for text, url in links(page) if "/counted/" in url]
    assert [text for text, _ in counted] == ["2", "2", "1", "0"]
    for text, url in counted:
        answer = client.get(url)
        assert answer.context["total"] == Decimal(text)
        assert answer.context["page"].paginator.count == int(text)


def test_a_task_that_is_not_over_is_running(client, scene, units):
    page = shown(client, scene.scorer, "/scoring/2026/11/tasks/")
    assert set(column(page, "结果").values()) == {"进行中"}
    assert "2026年11月（进行中）" in words(page.content.decode())


def test_who_reached_the_years_target_is_named(client, scene, units):
    for unit, target in ((units.jia, 30), (units.bing, 300)):
        actions.set_target(unit.memberships.get(), Decimal(target), by=scene.scorer)
    page = shown(client, scene.scorer, f"{MONTH}tasks/")
    assert column(page, "结果", table=1) == {"甲镇总工会": "已达到", "丙局工会": "未达到"}
    assert "已达到全年目标 1 个：甲镇总工会" in words(page.content.decode())


def test_another_units_task_does_not_open(client, scene, units):
    client.force_login(member(scene, Role.REVIEWER, units.bing))
    query = f"quota=monthly&first=2026-09-01&unit={units.jia.pk}"
    assert client.get(f"{MONTH}counted/?{query}").status_code == 404
    own = f"quota=monthly&first=2026-09-01&unit={units.bing.pk}"
    assert client.get(f"{MONTH}counted/?{own}").status_code == 200
    assert client.get(f"{MONTH}counted/?unit={units.bing.pk}").status_code == 404


def test_zeros_are_listed_with_the_months_in_a_row(client, scene, units):
    scene.filed(units.jia, on=date(2026, 8, 3))
    page = shown(client, scene.scorer, f"{MONTH}zeros/")
    assert column(page, "连续零报送 月") == {"丁局工会": "9"}
    assert column(page, "连续零采用 月", table=1) == {"丁局工会": "9"}
    october = shown(client, scene.scorer, "/scoring/2026/10/zeros/")
    assert column(october, "连续零报送 月") == {
        "丁局工会": "10",
        "甲镇总工会": "1",
        "乙街道总工会": "1",
        "丙局工会": "1",
    }


def test_silent_units_are_reminded_once_a_day(client, scene, units):
    reviewer = member(scene, Role.REVIEWER, units.ding)
    client.force_login(scene.scorer)
    answer = client.post(f"{MONTH}remind/", follow=True)
    assert "已提醒 1 个单位的审核人" in words(answer.content.decode())
    again = client.post(f"{MONTH}remind/", follow=True)
    assert "今天都已经提醒过" in words(again.content.decode())
    assert Notice.objects.filter(person=reviewer).count() == 1
    assert list(Nudge.objects.values_list("unit", flat=True)) == [units.ding.pk]
    assert Event.objects.get(verb="nudge").note == "2026年9月零报送"
    with time_machine.travel(NOVEMBER_5.replace(day=6), tick=False):
        client.force_login(scene.scorer)
        client.post(f"{MONTH}remind/")
    assert Notice.objects.filter(person=reviewer).count() == 2


def test_a_unit_nobody_can_be_told_of_is_named(client, scene, units):
    client.force_login(scene.scorer)
    answer = client.post(f"{MONTH}remind/", follow=True)
    assert "丁局工会没有审核人和信息员，没有人收到提醒" in words(answer.content.decode())
    assert Nudge.objects.count() == 0


def test_only_the_scorer_reminds(client, scene, units):
    client.force_login(member(scene, Role.EDITOR))
    assert client.post(f"{MONTH}remind/").status_code == 403


@pytest.mark.parametrize("page", ["persons/", "tasks/", "zeros/", "counted/", "persons.xlsx", "zeros.xlsx"])
def test_an_office_that_does_not_reach_one_has_no_pages(client, scene, units, page):
    client.force_login(member(scene, Role.SCORER, OfficeFactory(name="邻区总工会")))
    assert client.get(f"{MONTH}{page}?office={scene.office.pk}").status_code == 404


@pytest.mark.parametrize("url", [QUARTER, *PAGES[5:], f"{MONTH}tasks/?span=year"])
def test_a_page_costs_the_same_for_3_rows_and_30(client, scene, url):
    group = scene.group("单位")
    shown(client, scene.scorer, url)
    costs = []
    for count in (3, 27):
        for number in range(count):
            scene.adopted(scene.filed(scene.unit(f"第{count}-{number}工会", group)), "city")
        with CaptureQueriesContext(connection) as queries:
            assert client.get(url).status_code == 200
        costs.append(len(queries))
    assert costs[0] == costs[1]
    assert costs[0] <= 32


def first_format(period):
    """The month as the first version of the product would have frozen it."""
    table, sources = period.snapshot, period.sources
    rows = [row for group in table["groups"] for row in [*group["rows"], group["total"]]]
    for row in [*rows, table["total"]]:
        for name in ("quarter", "half", "owes", "silent", "unused", "void", "passed"):
            row.pop(name, None)
        row["rate"] = row["year"]["rate"]
        for span in ("month", "year"):
            for name in ("parts", "rate", "sent", "asked", "answered", "before"):
                row[span].pop(name, None)
    for name in ("format", "spans", "ranking", "use_names", "before", "persons", "quotas"):
        table.pop(name)
    lists = {
        span: {what: {} for what in ("submitted", "adopted", "used", "instructed")}
        for span in ("month", "year")
    }
    for month, kinds in sources["tally"].items():
        for what, units in kinds.items():
            for unit, parts in units.items():
                for part, ids in parts.items():
                    for span in ("year", *(["month"] if month == f"{period.month:%Y-%m}" else [])):
                        lists[span].setdefault(what, {}).setdefault(unit, {}).setdefault(part, []).extend(ids)
    return table, {"tally": lists, "unpaid": {"year": sources["unpaid"], "month": []}}


def test_a_month_frozen_in_the_first_format_is_still_shown_and_its_quarter_too(
    client, scene, units, monkeypatch
):
    scene.adopted(scene.filed(units.ding, on=date(2026, 7, 3)), "city", on=date(2026, 8, 4))
    close(scene, JULY, AUGUST, SEPTEMBER)
    today = {url: shown(client, scene.scorer, url) for url in (MONTH, QUARTER)}
    period = Period.objects.of(scene.office, SEPTEMBER)
    period.snapshot, period.sources = first_format(period)
    view = __import__("scoring.standings", fromlist=["frozen"]).frozen(period)
    monkeypatch.setattr("scoring.views.places.standing", lambda office, month: view)
    for url, before in today.items():
        page = shown(client, scene.scorer, url)
        for heading in set(tables(before)[0][0]) - {"升降"}:
            assert column(page, heading) == column(before, heading)
        for text, address in links(page):
            if "/trend/" not in address:
                assert told_by(client.get(address), address) == Decimal(text)
    assert "还没有留存个人数据" in words(shown(client, scene.scorer, f"{MONTH}persons/").content.decode())
    assert shown(client, scene.scorer, f"{MONTH}?columns=carriers").status_code == 200


def test_the_bar_of_the_room_is_not_repeated_on_the_page(client, scene, units):
    page = shown(client, scene.scorer, MONTH).content.decode()
    main = page.partition("<main")[2]
    assert reverse("scoring:groups") not in main
