"""The months on screen: what is undecided before closing, opening again with a reason, publishing for good."""

from datetime import date
from decimal import Decimal

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.roles import Role
from scoring import actions
from scoring.actions import adjustments
from scoring.actions.periods import publish_month, reopen_month
from scoring.models import Book, Fate, Period
from tests.factories import IssueFactory, UserFactory
from tests.scoring.pages import tables, words
from tests.scoring.stage import NOVEMBER_5, OCTOBER, SEPTEMBER, stage, worked_month

pytestmark = pytest.mark.django_db
MONTHS, CLOSE = "/scoring/months/", "/scoring/2026/9/close/"
REOPEN, PUBLISH = "/scoring/2026/9/reopen/", "/scoring/2026/9/publish/"


@pytest.fixture(autouse=True)
def in_november():
    with time_machine.travel(NOVEMBER_5, tick=False):
        yield


@pytest.fixture
def scene(client):
    made = stage(book=False)
    made.book(since=SEPTEMBER)
    made.units = worked_month(made)
    client.force_login(made.scorer)
    return made


def close(scene, month=SEPTEMBER):
    return actions.close_month(scene.office, month, by=scene.scorer)


def rows(answer):
    return [row[:2] + row[3:4] for row in tables(answer)[0][1:]]


def alerts(answer):
    return [str(message) for message in answer.context["messages"]]


def test_every_month_shows_its_state_and_what_was_booked(client, scene):
    publish_month(close(scene), by=scene.scorer)
    assert rows(client.get(MONTHS)) == [
        ["2026年11月", "进行中", "–"],
        ["2026年10月", "待关账", "–"],
        ["2026年9月", f"已公布 {scene.scorer} 2026-11-05", "110 分 10 笔"],
        ["2026年8月", "未计分", "–"],
        *[[f"2026年{month}月", "未计分", "–"] for month in range(7, 0, -1)],
    ]


def test_a_month_tells_by_whom_it_was_opened_again_and_why(client, scene):
    reopen_month(close(scene), by=scene.scorer, reason="漏登一条市级采用")
    close(scene)
    page = words(client.get(MONTHS).content.decode())
    at = "2026-11-05 09:00"
    assert "曾重新打开" in page
    assert f"第 1 次：{scene.scorer} {at} 关账，{scene.scorer} {at} 重新打开：漏登一条市级采用" in page


def test_units_read_the_months_but_not_why_one_was_opened_again(client, scene):
    reopen_month(close(scene), by=scene.scorer, reason="漏登一条市级采用")
    client.force_login(UserFactory(home=scene.units.jia, role=Role.INFORMANT))
    answer = client.get(MONTHS)
    assert answer.status_code == 200
    assert "漏登" not in answer.content.decode()
    assert client.get(CLOSE).status_code == 403


@pytest.mark.parametrize("role", [Role.EDITOR, Role.LEADER], ids=["editor", "leader"])
def test_only_a_scorer_opens_again_and_nobody_else_of_the_desk_publishes(client, scene, role):
    close(scene)
    client.force_login(UserFactory(home=scene.office, role=role))
    assert [client.get(page).status_code for page in (REOPEN, PUBLISH)] == [403, 403]
    assert [client.post(page).status_code for page in (REOPEN, PUBLISH)] == [403, 403]
    assert not Fate.objects.exists()


def test_an_open_month_is_neither_opened_again_nor_published(client, scene):
    assert [client.get(page).status_code for page in (REOPEN, PUBLISH)] == [404, 404]


def test_opening_again_keeps_the_reason_when_it_is_refused(client, scene):
    close(scene)
    close(scene, OCTOBER)
    answer = client.post(REOPEN, {"reason": "漏登一条"})
    assert answer.status_code == 422
    assert answer.context["form"]["reason"].value() == "漏登一条"
    [told] = answer.context["form"].non_field_errors()
    assert told.endswith("要改2026年9月，请先重新打开2026年10月。")


def test_opening_again_without_a_reason_asks_for_one(client, scene):
    close(scene)
    answer = client.post(REOPEN, {"reason": " "})
    assert (answer.status_code, answer.context["form"].errors["reason"]) == (422, ["请写明重新打开的原因。"])


def test_a_month_is_opened_again_from_its_page(client, scene):
    close(scene)
    answer = client.post(REOPEN, {"reason": "漏登一条"}, follow=True)
    assert alerts(answer) == ["2026年9月已重新打开，改好以后请再关账。"]
    assert [row[1] for row in rows(answer)][1:3] == ["待关账", "待关账 曾重新打开"]


def test_a_month_is_published_plainly_and_then_told_why_not_again(client, scene):
    close(scene)
    first = client.post(PUBLISH, follow=True)
    second = client.post(PUBLISH)
    assert alerts(first) == ["2026年9月积分已公布，已告知各单位。"]
    assert second.status_code == 409
    assert second.context["refusal"] == f"2026年9月已由{scene.scorer}于2026年11月05日 09:00公布，不能公布。"


def test_before_closing_everything_undecided_is_listed_with_its_page(client, scene):
    waiting = scene.filed(scene.units.jia, on=date(2026, 9, 29), title="九月末的来稿")
    later = scene.filed(scene.units.jia, on=date(2026, 10, 2), title="十月的来稿")
    IssueFactory(publication=scene.carriers["own"])
    proposed = adjustments.propose(
        scene.office,
        by=scene.scorer,
        unit=scene.units.jia,
        on=date(2026, 9, 9),
        points=Decimal(2),
        reason="组织活动",
        evidence="会议纪要",
    )
    draft = actions.copy_book(Book.objects.get(), by=scene.scorer)
    Book.objects.filter(pk=draft.pk).update(since=SEPTEMBER)
    answer = client.get(CLOSE)
    found = {one.title: [row.url for row in one.rows] for one in answer.context["open"]}
    assert f"/submissions/{waiting.pk}/" in found["还有 6 条来稿没有筛选"]
    assert f"/submissions/{later.pk}/" not in found["还有 6 条来稿没有筛选"]
    assert found["还有 1 笔加减分没有复核"] == [proposed.get_absolute_url()]
    assert found["还有 1 份考核办法草稿没有发布"] == [f"/scoring/books/{draft.pk}/"]
    assert len(found["还有 1 期没有签发"]) == 1


def cost(client, page):
    with CaptureQueriesContext(connection) as queries:
        client.get(page)
    return len(queries)


def test_the_page_before_closing_costs_the_same_for_few_items_and_many(client, scene):
    cost(client, CLOSE)
    few = cost(client, CLOSE)
    for number in range(12):
        scene.filed(scene.units.jia, title=f"多{number}")
    assert cost(client, CLOSE) == few


def test_the_page_of_months_costs_the_same_for_one_closed_month_and_two(client, scene):
    reopen_month(close(scene), by=scene.scorer, reason="核对")
    close(scene)
    cost(client, MONTHS)
    one = cost(client, MONTHS)
    close(scene, OCTOBER)
    assert cost(client, MONTHS) == one


def test_closing_the_last_month_ends_the_year(client):
    scene = stage(book=False)
    with time_machine.travel(date(2026, 12, 3), tick=False):
        scene.book(since=date(2026, 12, 1))
    with time_machine.travel(date(2027, 1, 4), tick=False):
        client.force_login(scene.scorer)
        before = client.get(f"{MONTHS}?year=2026").context["year"].final
        asked = words(client.get("/scoring/2026/12/close/").content.decode())
        close(scene, date(2026, 12, 1))
        after = client.get(f"{MONTHS}?year=2026")
    assert (before, after.context["year"].final) == (False, True)
    assert "关账即为年终结账" in asked
    assert "2026年度已年终结账" in words(after.content.decode())


def test_a_tampered_month_is_shown_as_one(client, scene):
    period = close(scene)
    reopen_month(period, by=scene.scorer, reason="核对")
    forged = Period(**{name: getattr(period, name) for name in ("office", "month", "book", "closed_by")})
    forged.round, forged.snapshot, forged.sources, forged.sha256 = 2, period.snapshot, {}, period.sha256
    Period.objects.bulk_create([forged])
    assert "所存数字与关账时的校验值不符" in words(client.get(MONTHS).content.decode())


@pytest.mark.parametrize(
    "asked",
    ["x", "1999", "20260", "²", "9" * 5000],
    ids=["letters", "too-early", "too-long", "raised", "endless"],
)
def test_a_year_that_is_none_is_not_there(client, scene, asked):
    assert client.get(f"{MONTHS}?year={asked}").status_code == 404
