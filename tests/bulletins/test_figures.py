"""The year in figures: every number is as long as the list it opens, on the page and in the spreadsheet."""

from datetime import timedelta
from io import BytesIO
from urllib.parse import parse_qs, urlsplit

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from accounts.roles import Level, Role
from bulletins import periods
from bulletins.actions import signing
from bulletins.extent import extent_of
from bulletins.figure_tables import Sheet
from bulletins.models import Extent, Instruction, Issue
from tests.bulletins import chain
from tests.bulletins.conftest import open_office, register
from tests.factories import PublicationFactory, SubmissionFactory, UnitFactory, UserFactory

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate


def item_of(office, author=None, *, days=0, **fields):
    """A filed item; its event lay some days before."""
    item = office.item(**({"author": author} if author else {}), **fields)
    day = item.submitted_on - timedelta(days) if days is not None else None
    type(item.filed).objects.filter(pk=item.filed_id).update(
        event_date=day, kind=item.kind, nature=item.nature
    )
    return item


def say(office, issue, level=Level.CITY, on=None):
    return Instruction.objects.create(
        office=office.unit,
        issue=issue,
        leader="王书记",
        level=level,
        text="请研究。",
        by=office.editor,
        on=on or TODAY(),
    )


@pytest.fixture
def year(office):
    """Something in every row: several units, kinds and natures, uses here and above, an issue declared void."""
    other = UserFactory(home=UnitFactory(parent=office.unit, name="东街道总工会"), role=Role.INFORMANT)
    UnitFactory(parent=office.unit, name="南街道总工会")
    UnitFactory(parent=office.unit, name="停用街道", is_active=False)
    good = item_of(office, kind="experience", nature="good")
    bad = item_of(office, other, kind="problem", nature="bad", days=5)
    stale = item_of(office, kind="research", days=20)
    item_of(office, days=None)
    unused = UserFactory(home=UnitFactory(parent=office.unit, name="西街道总工会"), role=Role.INFORMANT)
    item_of(office, unused, days=2)
    first = office.signed(office.article(good, bad, ready=True), office.article(stale, ready=True))
    office.signed(office.article(item_of(office), ready=True), series="supplement")
    signing.void(
        office.signed(office.article(item_of(office), ready=True)), by=office.approver, reason="印错"
    )
    city = PublicationFactory(office=None, name="市工会信息", level="city")
    province = PublicationFactory(office=None, name="省工会信息", level="province")
    register(office, city, good)
    register(office, city, bad)
    register(office, province, good)
    say(office, first)
    say(office, first, Level.PROVINCE)
    chain.sent(office)
    return office


def figures_on(page):
    """(table, row, column, value, address) of every figure that opens a list."""
    return [
        (table.name, row[0].text, head, cell.value, cell.url)
        for table in page.context["tables"]
        for row in table.lines
        for head, cell in zip(table.head, row, strict=True)
        if cell.url
    ]


SUMS = {"篇数": 2, "字数": 3, "图片": 4, "刊发篇数": 2, "刊发字数": 3, "刊发图片": 4}  # columns of the list


def behind(client, url, label):
    """How much the list says: its rows, or for what is printed in them the sum of a column."""
    page = client.get(url)
    shown = len(page.context["table"].rows)
    assert shown == page.context["page"].paginator.count
    if label in SUMS:
        return sum(row[SUMS[label]].value for row in page.context["table"].rows)
    return shown


# ---- promise 9


@pytest.mark.parametrize("query", ["", "?first=2020-01-01&last=2030-01-01"])
def test_every_figure_is_as_long_as_the_list_it_opens(year, elsewhere, as_user, query):
    elsewhere.signed()
    client = as_user(year.editor)
    found = figures_on(client.get(reverse("bulletins:figures") + query))

    wrong = [
        (table, row, head, value, counted)
        for table, row, head, value, url in found
        if (counted := behind(client, url, row if row in SUMS else head)) != value
    ]

    assert wrong == []
    assert len(found) > 80


def test_a_unit_counts_and_opens_only_its_own_row(year, as_user):
    client = as_user(year.informant)
    page = client.get(reverse("bulletins:figures"))

    assert [(table.name, len(table.rows)) for table in page.context["tables"]] == [
        ("各单位", 1),
        ("各信息员", 1),
    ]
    assert [row[0].text for row in page.context["tables"][0].rows] == [str(year.town)]
    for _, _, head, value, url in figures_on(page):
        assert behind(client, url, head) == value
    assert "东街道总工会" not in page.text


@pytest.mark.parametrize("sort", ["issues", "sent", "instructions", "silent", "unused", "nothing", "office"])
def test_a_unit_opens_no_list_of_the_offices(year, as_user, sort):
    assert as_user(year.reviewer).get(reverse("bulletins:figure", args=[sort])).status_code == 404


def test_a_unit_asking_for_anothers_row_gets_an_empty_list(year, as_user):
    other = year.unit.children.get(name="东街道总工会")

    page = as_user(year.reviewer).get(reverse("bulletins:figure", args=["received"]), {"unit": other.pk})

    assert page.context["page"].paginator.count == 0


def test_a_stranger_gets_nothing_of_an_office(year, elsewhere, as_user):
    for person in (elsewhere.editor, elsewhere.informant):
        page = as_user(person).get(reverse("bulletins:figures"), {"office": year.unit.pk})
        assert page.status_code == 404
    administrator = UserFactory(home=year.unit, role=Role.SYSADMIN)
    assert as_user(administrator).get(reverse("bulletins:figures")).status_code == 403


# ---- what the figures say


def overview(office, period=None, client=None):
    sheet = Sheet(office.unit, period or periods.asked({}, TODAY()))
    return {row[0].text: row[1].value for row in sheet.overview().rows}


def test_the_overview_counts_facts_by_their_own_days(year):
    extents = [extent_of(issue.paper) for issue in Issue.objects.signed()]

    assert overview(year) == {
        "编发期数": 2,
        "刊发篇数": 3,
        "报送信息": 8,
        "采用信息": 4,
        "采用率": "50%",
        "本级刊用（条次）": 4,
        "上级采用（条次）": 3,
        "向上级报送": 1,
        "领导批示": 2,
        "刊发字数": sum(each["words"] for each in extents),
        "刊发图片": 0,
        "零报送单位": 1,
        "有报送无采用单位": 1,
    }


def test_the_period_before_stands_beside_it():
    with time_machine.travel("2026-12-20T09:00+08:00", tick=False):
        office = open_office()
        office.signed()
    with time_machine.travel("2027-01-05T09:00+08:00", tick=False):
        office.signed()
        office.signed()
        sheet = Sheet(office.unit, periods.asked({}, TODAY()))
        rows = {row[0].text: [cell.value for cell in row[1:]] for row in sheet.overview().rows}

    assert rows["编发期数"] == [2, 1, "+1"]
    assert rows["领导批示"] == [0, 0, "—"]


def test_freshness_counts_days_from_event_to_filing_and_on_to_print(year):
    [days] = [
        table for table in Sheet(year.unit, periods.asked({}, TODAY())).tables() if table.name == "时效"
    ]

    assert {row[0].text: (row[1].value, row[2].value) for row in days.rows} == {
        "当天": (4, 4),
        "1至3天": (1, 0),
        "4至7天": (1, 0),
        "8天以上": (1, 0),
        "未填日期": (1, 0),
    }


def test_what_was_printed_above_stands_by_level_and_carrier(year):
    table = Sheet(year.unit, periods.asked({}, TODAY())).carriers()

    assert [[cell.text for cell in row] for row in table.lines] == [
        ["省级", "《省工会信息》", "1"],
        ["市级", "《市工会信息》", "2"],
        ["合计", "", "3"],
    ]


def test_words_and_pictures_are_counted_once_at_signature(office):
    issue = office.signed(
        office.article(office.item(title="甲 乙", body="一二三。\n\n四五 六。"), title="甲 乙", ready=True)
    )

    extent = Extent.objects.get(issue=issue)

    assert (extent.articles, extent.words, extent.pictures) == (1, 10, 0)


def test_tables_and_captions_are_words_too():
    cell = {"runs": [["数 字", False], ["12", True]]}
    blocks = [
        {"kind": "p", "text": "正文。"},
        {"kind": "table", "rows": [[cell, cell]]},
        {"kind": "picture", "caption": "图一"},
    ]
    paper = {"note": "按语", "pieces": [{"title": "题", "byline": "不计", "note": "", "blocks": blocks}]}

    assert extent_of(paper) == {"articles": 1, "words": 2 + 1 + 3 + 8 + 2, "pictures": 1}


def test_an_item_used_twice_is_one_adopted_item(office):
    item = item_of(office)
    office.signed(office.article(item, ready=True))
    register(office, PublicationFactory(office=None, level="city"), item)

    found = overview(office)

    assert (found["采用信息"], found["本级刊用（条次）"], found["上级采用（条次）"]) == (1, 1, 1)


def test_nonsense_in_an_address_finds_nothing_and_breaks_nothing(year, as_user):
    client = as_user(year.leader)
    for query in ({"unit": "x"}, {"month": "99999999999999999999"}, {"kind": "'"}, {"first": "2026-02-30"}):
        for name, keys in (("figures", []), ("figure", ["received"]), ("figure", ["issues"])):
            assert client.get(reverse(f"bulletins:{name}", args=keys), query).status_code == 200


# ---- the spreadsheet


def test_the_spreadsheet_says_what_the_page_says(year, as_user):
    client = as_user(year.leader)
    tables = client.get(reverse("bulletins:figures")).context["tables"]

    book = load_workbook(BytesIO(client.get(reverse("bulletins:figures_xlsx")).content))

    assert book.sheetnames == [table.name for table in tables]
    for table in tables:
        sheet = book[table.name]
        read = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=3, max_col=len(table.head))]
        said = [table.head, *([cell.value for cell in row] for row in table.lines)]
        assert [[str(v or "") if v != 0 else "0" for v in row] for row in read] == [
            [str(v) if v not in ("", None) else "" for v in row] for row in said
        ]
        assert sheet.column_dimensions["A"].width >= 8
        assert sheet.page_setup.orientation == "landscape"


def test_a_list_is_a_spreadsheet_of_as_many_rows(year, as_user):
    client = as_user(year.editor)
    address = reverse("bulletins:figure_xlsx", args=["received"])

    book = load_workbook(BytesIO(client.get(address).content))

    assert book.active.max_row - 3 == 8
    assert book.active["A1"].value.endswith("报送的信息")


# ---- cost


def test_the_page_costs_the_same_for_few_facts_and_for_many(office, as_user, django_assert_max_num_queries):
    client = as_user(office.editor)
    address = reverse("bulletins:figures")
    office.signed(office.article(item_of(office), ready=True))
    carrier = PublicationFactory(office=None, level="city")
    register(office, carrier)
    counts = []
    for more in (0, 6):
        for _ in range(more):
            author = UserFactory(home=UnitFactory(parent=office.unit), role=Role.INFORMANT)
            item = SubmissionFactory(author=author, state="accepted")
            issue = office.signed(office.article(item, ready=True))
            say(office, issue)
            register(office, PublicationFactory(office=None, level="city"), item)
        client.get(address)
        with django_assert_max_num_queries(75) as queries:
            page = client.get(address)
        counts.append(len(queries))

    assert counts[0] == counts[1]
    lists = {urlsplit(url).path for *_, url in figures_on(page)}
    assert {len(parse_qs(urlsplit(url).query)["office"]) for *_, url in figures_on(page)} == {1}
    assert len(lists) >= 6
