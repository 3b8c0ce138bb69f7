"""The ranking on screen and in the workbook; every figure opens exactly the rows it counts."""

from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from accounts.models import Unit
from accounts.roles import Role
from bulletins.models import Instruction, Publication
from bulletins.states import IssueState
from scoring import actions
from scoring.models import Group, Period
from submissions.models import Submission
from submissions.states import State
from tests.factories import IssueFactory, OfficeFactory, PostFactory, UserFactory
from tests.scoring.pages import column, links, printed, tables, words
from tests.scoring.stage import NOVEMBER_5, SEPTEMBER, stage, worked_month

pytestmark = pytest.mark.django_db
MONTH = "/scoring/2026/9/"


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


def member(scene, role, unit=None):
    return UserFactory(home=unit or scene.office, role=role)


def instruct(scene, **on):
    return Instruction.objects.create(
        office=scene.office,
        leader="谢建国",
        level="county",
        on=date(2026, 9, 15),
        text="很好",
        by=scene.scorer,
        **on,
    )


def close(scene, month=SEPTEMBER):
    return actions.close_month(scene.office, month, by=scene.scorer)


def shown(client, user, url=MONTH):
    client.force_login(user)
    response = client.get(url)
    assert response.status_code == 200
    return response


def test_the_page_shows_the_worked_month(client, scene, units):
    page = shown(client, scene.scorer)
    assert column(page, "本月得分") == {
        "甲镇总工会": "45",
        "丙局工会": "35",
        "乙街道总工会": "30",
        "丁局工会": "0",
        "合计": "110",
    }
    assert list(column(page, "本月名次").values()) == ["1", "2", "3", "4", ""]


def test_after_copying_the_book_with_highest_the_page_shows_25_20_15_0(client, units, scene):
    client.force_login(scene.scorer)
    old = scene.office.books.get()
    client.post(reverse("scoring:book_copy", args=[old.pk]))
    draft = scene.office.books.get(enacted_at=None)
    actions.save_book(
        draft, draft.source.replace('"accumulate"', '"highest"'), since=SEPTEMBER, by=scene.scorer
    )
    client.post(reverse("scoring:book_enact", args=[draft.pk]), {"replacing": "1"})
    page = shown(client, scene.scorer)
    assert column(page, "本月得分") == {
        "甲镇总工会": "25",
        "乙街道总工会": "20",
        "丙局工会": "15",
        "丁局工会": "0",
        "合计": "60",
    }


def test_the_columns_of_the_circular(client, scene, units):
    scene.filed(units.jia, on=date(2026, 10, 9))
    actions.set_target(units.jia.memberships.get(), Decimal(90), by=scene.scorer)
    page = shown(client, scene.scorer, "/scoring/2026/10/")
    head, first, *_ = tables(page)[0]
    assert dict(zip(head, first, strict=True)) == {
        "本月名次": "1 并列",
        "单位": "甲镇总工会",
        "本月报送": "1",
        "累计报送": "3",
        "升降": "–",
        "本月采用": "0",
        "累计采用": "2",
        "本月采用率": "0.0%",
        "累计采用率": "66.7%",
        "本月批示": "0",
        "本月得分": "0",
        "累计得分": "45",
        "累计名次": "1",
        "全年目标": "90",
        "完成率": "50.0%",
    }


def test_a_span_shows_only_the_carriers_that_used_something_in_it(client, scene, units):
    scene.filed(units.jia, on=date(2026, 10, 9))
    october, year = (
        [
            head
            for head in tables(
                shown(client, scene.scorer, f"/scoring/2026/10/?columns=carriers&span={span}")
            )[0][0]
            if "《" in head
        ]
        for span in ("month", "year")
    )
    assert october == []
    assert len(year) == 5


def test_carriers_are_counted_by_use(client, scene, units):
    page = shown(client, scene.scorer, f"{MONTH}?columns=carriers")
    assert column(page, "《工运信息》 全/简") == {
        "甲镇总工会": "2/0",
        "丙局工会": "1/0",
        "乙街道总工会": "1/1",
        "丁局工会": "–",
        "合计": "4/1",
    }


def test_an_item_used_twice_is_one_item(client, scene, units):
    page = shown(client, scene.scorer)
    assert column(page, "本月采用")["甲镇总工会"] == "2"


def test_who_reported_nothing_is_named(client, scene, units):
    scene.filed(scene.unit("戊局工会", scene.office.groups.get()))
    text = words(shown(client, scene.scorer).content.decode())
    assert "零报送 丁局工会 零采用 丁局工会、戊局工会" in text


def test_a_unit_without_a_group_is_ranked_apart(client, scene, units):
    scene.unit("新设街道总工会")
    page = shown(client, scene.scorer)
    assert column(page, "本月名次", table=1) == {"新设街道总工会": "1", "合计": ""}


def test_the_year_orders_by_points_of_the_year(client, scene, units):
    scene.adopted(scene.filed(units.ding, on=date(2026, 10, 2)), "central", on=date(2026, 10, 5))
    page = shown(client, scene.scorer, "/scoring/2026/10/?span=year")
    assert column(page, "累计得分") == {
        "甲镇总工会": "45",
        "丁局工会": "40",
        "丙局工会": "35",
        "乙街道总工会": "30",
        "合计": "150",
    }
    assert list(column(page, "累计名次").values()) == ["1", "2", "3", "4", ""]


def test_instructions_credit_the_units_of_the_sources(client, scene, units):
    issue = IssueFactory(publication=scene.carriers["own"])
    for unit in (units.jia, units.bing):
        adoption = scene.adopted(scene.filed(unit), "own", on=date(2026, 9, 12))
        type(adoption).objects.filter(pk=adoption.pk).update(issue=issue)
    instruct(scene, issue=issue)
    page = shown(client, scene.scorer)
    assert column(page, "本月批示") == {
        "甲镇总工会": "1",
        "丙局工会": "1",
        "乙街道总工会": "0",
        "丁局工会": "0",
        "合计": "1",
    }


def told_by(page, url):
    """What the page of a figure comes to."""
    if "/lines/" in url:
        assert sum(line.points for line in page.context["page"]) == page.context["total"]
        return page.context["total"]
    return page.context["page"].paginator.count


@pytest.mark.parametrize("state", ["open", "closed"])
@pytest.mark.parametrize("columns", ["basic", "carriers", "parts"])
def test_every_figure_equals_the_rows_it_opens(client, scene, units, state, columns):
    scene.filed(scene.unit("新设街道总工会"))
    instruct(scene, submission=Submission.objects.first())
    if state == "closed":
        close(scene)
        scene.adopted(Submission.objects.last(), "central", on=date(2026, 9, 28))
        scene.filed(units.ding)
    figures = links(shown(client, scene.scorer, f"{MONTH}?columns={columns}"))
    opened = [(text, url) for text, url in figures if "/trend/" not in url]
    assert len(opened) == {"basic": 7 * 7, "carriers": 7 * 3 + 13, "parts": 7 * 5}[columns]
    for text, url in opened:
        assert told_by(client.get(url), url) == sum(map(Decimal, text.split("/")))


def test_a_line_says_why_and_leads_to_the_adoption(client, scene, units):
    page = shown(client, scene.scorer, f"{MONTH}lines/?unit={units.bing.pk}")
    rows = {row[1]: row for row in tables(page)[0]}
    adoption = units.bing.adoptions.get(publication=scene.carriers["central"])
    assert rows["关于走访慰问的信息 《中国工运》简讯采用，15分 · 凭据：第9期"] == [
        "2026-09-10",
        "关于走访慰问的信息 《中国工运》简讯采用，15分 · 凭据：第9期",
        "丙局工会",
        "中央工会刊物简讯采用，每条15分",
        "15",
        "实时",
    ]
    assert reverse("bulletins:adoption", args=[adoption.pk]) in page.content.decode()


def test_a_booked_line_says_so(client, scene, units):
    close(scene)
    page = shown(client, scene.scorer, f"{MONTH}lines/?unit={units.bing.pk}")
    assert [row[-1] for row in tables(page)[0][1:]] == ["9月入账"] * 3


@pytest.mark.parametrize("closing", [False, True])
def test_what_earned_nothing_says_why(client, scene, units, closing):
    scene.adopted(scene.filed(units.ding), "party", use="brief")
    if closing:
        close(scene)
    page = shown(client, scene.scorer, f"{MONTH}lines/?unit={units.ding.pk}")
    assert tables(page)[-1][1] == [
        "2026-09-10",
        "关于走访慰问的信息",
        "丁局工会",
        "《市委信息》简讯采用：考核办法中没有适用的规则（区县级党委）",
    ]


def test_a_late_line_is_marked_on_the_page(client, scene, units):
    close(scene)
    scene.adopted(scene.filed(units.ding), "city", on=date(2026, 9, 20))
    page = shown(client, scene.scorer, "/scoring/2026/10/")
    assert "含补记 丁局工会 15分" in words(page.content.decode())
    lines = shown(client, scene.scorer, f"/scoring/2026/10/lines/?unit={units.ding.pk}")
    assert "补记：2026年9月事项" in lines.content.decode()


def test_a_closed_month_is_shown_as_it_was(client, scene, units):
    before = tables(shown(client, scene.scorer))
    close(scene)
    scene.adopted(scene.filed(units.ding), "central", on=date(2026, 9, 28))
    Unit.objects.filter(pk=units.jia.pk).update(name="改了名的总工会")
    after = shown(client, scene.scorer)
    assert tables(after) == before
    assert f"{scene.scorer}于 2026-11-05 09:00 关账，数字已固定" in words(after.content.decode())


def void(issue, approver):
    """As bulletins does it."""
    signed = {"number": 9, "counted_in": "regular", "year": 2026, "date": SEPTEMBER}
    signed |= {"signed_at": NOVEMBER_5, "approver": approver}
    printed = {"paper": {"title": "工运信息"}, "paper_sha256": "0" * 64}
    type(issue).objects.filter(pk=issue.pk).update(state=IssueState.VOID, **signed, **printed)
    issue.adoptions.update(revoked_at=NOVEMBER_5, revoked_why="作废")


@pytest.mark.parametrize(
    ("role", "opens"), [(Role.REVIEWER, False), (Role.LEADER, False), (Role.EDITOR, True)]
)
def test_an_instruction_a_closed_month_credits_is_still_listed_once_the_issue_is_void(
    client, scene, units, role, opens
):
    issue = IssueFactory(publication=scene.carriers["own"])
    units.jia.adoptions.filter(publication=issue.publication).update(issue=issue)
    instruct(scene, issue=issue)
    close(scene)
    void(issue, approver=scene.scorer)
    reader = member(scene, role, units.jia if role == Role.REVIEWER else None)
    ((figure, url),) = [
        link
        for link in links(shown(client, reader))
        if f"what=instructed&span=month&unit={units.jia.pk}" in link[1]
    ]
    page = client.get(url)
    assert (figure, page.context["page"].paginator.count) == ("1", 1)
    assert (reverse("bulletins:issue", args=[issue.pk]) in page.content.decode()) == opens


@pytest.mark.parametrize("page", ["", "lines/", "items/"])
def test_the_first_month_of_all_has_a_page_and_none_before_it(client, scene, page):
    answer = shown(client, scene.scorer, f"/scoring/2000/1/{page}")
    assert answer.context["before"] == ""
    assert 'rel="prev"' not in answer.content.decode()


def test_own_unit_stands_out_and_others_do_not_open(client, scene, units):
    page = shown(client, member(scene, Role.INFORMANT, units.bing))
    markup = page.content.decode()
    assert markup.count('<tr class="mine">') == 1
    opened = {url for _, url in links(page)}
    assert opened
    assert all(f"unit={units.bing.pk}" in url for url in opened)


@pytest.mark.parametrize("role", [Role.EDITOR, Role.CHECKER, Role.APPROVER, Role.SCORER, Role.LEADER])
@pytest.mark.parametrize("page", ["lines/", "items/?what=adopted&x=1", "items/?what=used&x=1"])
def test_the_desk_and_leaders_open_every_units_lists(client, scene, units, role, page):
    client.force_login(member(scene, role))
    url = f"{MONTH}{page}{'&' if '?' in page else '?'}unit={units.jia.pk}"
    assert "关于走访慰问的信息" in client.get(url).content.decode()


@pytest.mark.parametrize("what", ["submitted", "adopted", "used", "instructed"])
def test_another_units_lists_are_not_there(client, scene, units, what):
    client.force_login(member(scene, Role.REVIEWER, units.bing))
    assert client.get(f"{MONTH}items/?what={what}&unit={units.jia.pk}").status_code == 404
    assert client.get(f"{MONTH}lines/?unit={units.jia.pk}").status_code == 404
    group = scene.office.groups.get()
    assert client.get(f"{MONTH}lines/?group={group.pk}").context["partly"]


def test_without_a_unit_one_reads_what_is_ones_own(client, scene, units):
    client.force_login(member(scene, Role.REVIEWER, units.bing))
    for url in (f"{MONTH}items/?what=submitted", f"{MONTH}lines/"):
        assert {row[2] for row in tables(client.get(url))[0][1:]} == {"丙局工会"}


def test_an_author_who_moved_on_still_reads_their_own_lines(client, scene, units):
    author = Submission.objects.filter(unit=units.bing).get().author
    author.posts.update(since=date(2026, 1, 1), until=date(2026, 10, 1))
    PostFactory(user=author, unit=units.ding, role=Role.INFORMANT)
    page = shown(client, author, f"{MONTH}lines/?unit={units.bing.pk}")
    assert len(tables(page)[0]) == 4


def test_the_page_of_an_office_that_does_not_reach_one_is_not_there(client, scene, units):
    stranger = member(scene, Role.SCORER, OfficeFactory(name="邻区总工会"))
    client.force_login(stranger)
    for page in ("", "lines/", "items/", "close/"):
        assert client.get(f"{MONTH}{page}?office={scene.office.pk}").status_code == 404
    assert client.get(f"/scoring/2026/9.xlsx?office={scene.office.pk}").status_code == 404


def test_without_an_office_the_front_page_says_why(client, scene):
    admin = UserFactory(home=OfficeFactory(name="别处"), role=Role.SYSADMIN)
    page = shown(client, admin, "/scoring/")
    assert "没有排名可看" in page.content.decode()


def test_the_front_door_leads_to_the_newest_month_with_figures(client, scene, units):
    client.force_login(scene.scorer)
    assert client.get("/scoring/").url == MONTH


@pytest.mark.parametrize(
    "url", ["/scoring/2026/12/", "/scoring/2026/13/", "/scoring/2027/1/", "/scoring/2026/0/"]
)
def test_months_to_come_have_no_page(client, scene, url):
    client.force_login(scene.scorer)
    assert client.get(url).status_code == 404


@pytest.mark.parametrize("query", ["unit=x", "unit=987654321", "group=987654321", "office=x", "what=nothing"])
def test_nonsense_has_no_page(client, scene, units, query):
    client.force_login(scene.scorer)
    assert client.get(f"{MONTH}items/?{query}").status_code == 404


def test_the_workbook_equals_the_screen(client, scene, units):
    scene.unit("=HYPERLINK(1)")
    page = shown(client, scene.scorer)
    client.force_login(scene.scorer)
    response = client.get("/scoring/2026/9.xlsx")
    book = load_workbook(BytesIO(response.content))
    assert book.sheetnames == ["单位", "未分组"]
    assert book["单位"]["A1"].value == "某市总工会2026年9月信息采用积分排名（单位）"
    for sheet, table in zip(book.worksheets, tables(page), strict=True):
        on_screen = [[cell.replace("》 ", "》") for cell in row] for row in table]
        assert printed(sheet)[: len(table)] == on_screen
        assert sheet.freeze_panes == "C4"
    assert book["未分组"]["B4"].data_type == "s"


def test_names_with_control_characters_do_not_break_the_workbook(client, scene, units):
    Group.objects.update(name="街道\x0b组")
    Publication.objects.filter(name="市工运信息").update(name="市\x02工运")
    client.force_login(scene.scorer)
    book = load_workbook(BytesIO(client.get("/scoring/2026/9.xlsx?columns=carriers").content))
    (sheet,) = book.worksheets
    assert (sheet.title, sheet["A1"].value) == ("街道组", "某市总工会2026年9月信息采用积分排名（街道组）")
    assert "《市工运》全/简" in [cell.value for cell in sheet[3]]


def test_closing_asks_first_and_names_what_is_undecided(client, scene, units):
    waiting = scene.filed(units.jia, title="还没有筛选的信息")
    Submission.objects.exclude(pk=waiting.pk).update(state=State.ACCEPTED)
    IssueFactory(publication=scene.carriers["own"])
    scene.unit("新设街道总工会")
    page = shown(client, scene.scorer, f"{MONTH}close/")
    text = words(page.content.decode())
    assert "还有 1 条来稿没有筛选 还没有筛选的信息" in text
    assert "还有 1 期没有签发" in text
    assert "1 个单位没有编组 新设街道总工会。" in text
    assert Period.objects.count() == 0
    answer = client.post(f"{MONTH}close/", follow=True)
    assert "2026年9月已关账" in answer.content.decode()
    assert Period.objects.count() == 1


def test_closing_twice_is_told_by_whom_and_when(client, scene, units):
    close(scene)
    client.force_login(scene.scorer)
    answer = client.post(f"{MONTH}close/", follow=True)
    assert f"已由{scene.scorer}于2026年11月05日 09:00关账" in answer.content.decode()
    assert Period.objects.count() == 1


@pytest.mark.parametrize("role", [Role.EDITOR, Role.LEADER, Role.APPROVER])
def test_only_the_scorer_opens_the_closing_page(client, scene, role):
    client.force_login(member(scene, role))
    assert client.get(f"{MONTH}close/").status_code == 403
    assert client.post(f"{MONTH}close/").status_code == 403


def test_a_person_of_two_offices_chooses(client, scene, units):
    other = stage(book=False)
    Unit.objects.filter(pk=other.office.pk).update(name="另一个总工会")
    PostFactory(user=scene.scorer, unit=other.office, role=Role.LEADER)
    page = shown(client, scene.scorer, f"{MONTH}?office={other.office.pk}")
    assert page.context["office"] == other.office
    assert f"office={other.office.pk}" in page.content.decode()


PAGES = [
    MONTH,
    "/scoring/2026/10/",
    "/scoring/2026/9.xlsx",
    f"{MONTH}lines/",
    *[f"{MONTH}items/?what={what}" for what in ("submitted", "adopted", "used", "instructed")],
    "/scoring/groups/",
]


def populate(scene, group, count):
    for number in range(count):
        item = scene.filed(scene.unit(f"第{count}-{number}工会", group))
        scene.adopted(item, "city")
        instruct(scene, submission=item)


@pytest.mark.parametrize("url", PAGES)
def test_a_page_costs_the_same_for_3_rows_and_60(client, scene, url):
    group = scene.group("单位")
    shown(client, scene.scorer, url)  # the first page of a session also writes the session
    costs = []
    for count in (3, 57):
        populate(scene, group, count)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(url).status_code == 200
        costs.append(len(queries))
    assert costs[0] == costs[1]
    assert costs[0] <= 28


def test_a_closed_month_costs_few_queries_of_its_own(client, scene, units):
    close(scene)
    shown(client, scene.scorer)
    with CaptureQueriesContext(connection) as queries:
        client.get(MONTH)
    assert len(queries) <= 7
