"""The scorer composes a circular of the closed month, two others check and sign it, a unit reads it on a phone."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from accounts.roles import Role
from scoring.models import Circular, Letterhead
from tests.factories import UserFactory
from tests.journeys.scorer_steps import NO_WIDER, passed_on, printed
from tests.journeys.steps import log_in
from tests.scoring.circular_stage import closed_office

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def table(transactional_db):
    """Last month, closed."""
    last = timezone.localdate().replace(day=1) - timedelta(days=1)
    made = closed_office(on=last.replace(day=10))
    lists = {"report_to": "省总工会办公室", "copy_to": "各镇总工会、各街道总工会"}
    Letterhead.objects.create(
        office=made.office, style="word", word="某工信通报", publisher="某市总工会办公室", **lists
    )
    return made


def composed(page, shot):
    """The first draft from the figures, one section rewritten, one moved, one left out."""
    page.goto("/scoring/circulars/")
    expect(page.get_by_text("还没有签发的通报")).to_be_visible()
    shot(page, "circulars-empty")
    page.get_by_role("link", name="起草通报").click()
    shot(page, "circular-new")
    page.get_by_role("button", name="拟出初稿").click()
    printed(page)
    shot(page, "circular-draft")
    lead = page.locator("#s-lead")
    lead.get_by_label("正文").fill("各单位：\n本月各单位共报送信息6条，采用5条。")
    lead.get_by_role("button", name="保存总体情况").click()
    expect(page.get_by_text("正文与关账数字不一致（1 处）")).to_be_visible()
    shot(page, "circular-doubt")
    page.locator("#s-lead").get_by_role("button", name="重新生成总体情况").click()
    expect(page.get_by_text("正文与关账数字不一致")).to_have_count(0)
    page.locator("#s-zeros").get_by_role("button", name="零报送、零采用上移").click()
    page.locator("#s-problems").get_by_role("button", name="不印存在问题").click()
    expect(page.locator("#s-problems h2")).to_contain_text("（不印）")


def test_a_closed_month_becomes_a_circular_that_a_unit_reads_on_a_phone(table, visit, phone, shot):
    reviewer = UserFactory(home=table.units.jia, role=Role.REVIEWER, username="reviewer")
    scorer = visit()
    log_in(scorer, table.scorer)
    scorer.goto("/scoring/circulars/settings/")
    shot(scorer, "circular-settings")
    composed(scorer, shot)
    passed_on(scorer, "送核对")
    address = scorer.url

    checker = visit()
    log_in(checker, table.checker)
    checker.goto(address)
    printed(checker)
    shot(checker, "circular-check")
    passed_on(checker, "核对通过")

    approver = visit()
    log_in(approver, table.approver)
    approver.goto(address)
    approver.get_by_role("link", name="签发", exact=True).click()
    printed(approver)
    shot(approver, "circular-sign")
    approver.get_by_role("button", name="确认签发").click()
    expect(approver.get_by_text("已签发，尚未公布")).to_be_visible()

    scorer.goto(address)
    passed_on(scorer, "公布")
    shot(scorer, "circular-published")
    circular = Circular.objects.get()
    assert (circular.number_line, circular.state) == (f"某工信通报〔{circular.date.year}〕1号", "published")

    log_in(phone, reviewer)
    phone.goto("/scoring/circulars/")
    shot(phone, "circulars-phone")
    phone.get_by_role("link", name=circular.title).click()
    expect(phone.locator(".paper .masthead")).to_have_text("信息工作通报")
    assert phone.evaluate(NO_WIDER)
    shot(phone, "circular-phone")
    with phone.expect_download() as taken:
        phone.get_by_role("link", name="Word").click()
    assert taken.value.suggested_filename == f"{circular.number_line}{circular.title}.docx"

    scorer.goto(f"{address}receipts/?state=read")
    expect(scorer.get_by_role("cell", name=str(reviewer))).to_be_visible()
    shot(scorer, "circular-receipts")
