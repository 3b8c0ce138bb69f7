"""The scorer's road at one go, page by page: a new rule book, a month closed by it, its circular in a unit's hand."""

from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from django.db.models import Sum
from django.utils import timezone
from playwright.sync_api import expect

from accounts.roles import Role
from scoring.models import Book, Circular, Entry, Letterhead, Period
from tests.factories import UserFactory
from tests.journeys.scorer_steps import NO_WIDER, fill, passed_on, press, printed, row
from tests.journeys.steps import log_in
from tests.scoring.stage import Stage, stage, worked_month

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
FULL_IN_OWN = 1  # the row of the example's price table that the office pays better


@dataclass
class Office:
    """Who takes part, and the month they are about to close."""

    scene: Stage
    month: date
    checker: object
    approver: object
    informant: object

    @property
    def name(self):
        return f"{self.month.year}年{self.month.month}月"

    @property
    def address(self):
        return f"/scoring/{self.month.year}/{self.month.month}/"


@pytest.fixture
def office(transactional_db):
    """Last month three units were adopted ten times, a fourth filed nothing; there is no rule book."""
    last = timezone.localdate().replace(day=1) - timedelta(days=1)
    scene = stage(book=False)
    units = worked_month(scene, on=last.replace(day=10))
    Letterhead.objects.create(office=scene.office, masthead="工会信息通报", publisher=f"{scene.office}办公室")
    checker, approver = (UserFactory(home=scene.office, role=role) for role in (Role.CHECKER, Role.APPROVER))
    informant = UserFactory(home=units.jia, role=Role.INFORMANT, username="informant")
    return Office(scene, last.replace(day=1), checker, approver, informant)


def test_from_a_new_rule_book_to_a_published_circular(office, visit, phone, shot):
    scorer = visit()
    log_in(scorer, office.scene.scorer)
    put_a_book_into_force(scorer, office, shot)
    close_the_month(scorer, office, shot)
    circular = compose(scorer, shot)
    check_and_sign(office, visit, circular, shot)
    publish(scorer, circular, shot)
    read_on_a_phone(phone, office, shot)
    find_the_month_final(scorer, office, shot)


def put_a_book_into_force(page, office, shot):
    """From an example: one date, one price, tried on the month, enacted."""
    page.goto("/scoring/books/")
    shot(page, "scorer-01-no-book")
    page.get_by_role("link", name="起草考核办法").click()
    shot(page, "scorer-02-examples")
    press(page, "用“累加型”起草")
    page.get_by_label("施行日期").fill(office.month.isoformat())
    shot(page, "scorer-03-basics")
    press(page, "保存，到“分值表”")
    expect(page.get_by_text("“基本信息”已保存。")).to_be_visible()
    fill(row(page, "rules", FULL_IN_OWN), "分值", "12")
    shot(page, "scorer-04-prices")
    press(page, "保存本节")
    expect(page.get_by_text("“分值表”已保存。")).to_be_visible()
    try_it(page, office, shot)
    enact(page, shot)
    book = Book.objects.get()
    assert (book.since, book.enacted_by) == (office.month, office.scene.scorer)


def try_it(page, office, shot):
    page.get_by_role("link", name="试算", exact=True).click()
    for label in ("到", "从"):
        page.get_by_label(label, exact=True).select_option(f"{office.month:%Y-%m}")
    press(page, "试算")
    expect(page.get_by_role("row", name="甲镇总工会")).to_contain_text("没有办法")
    page.get_by_role("link", name="甲镇总工会").click()
    expect(page.locator("#unit h2")).to_contain_text("没有办法 → 49 分")
    shot(page, "scorer-05-trial")
    page.get_by_role("link", name="回到办法").click()


def enact(page, shot):
    shot(page, "scorer-06-draft")
    page.get_by_role("link", name="发布施行").click()
    expect(page.get_by_role("row", name="甲镇总工会")).to_contain_text("0 → 49")
    shot(page, "scorer-07-enact")
    press(page, "确认发布")
    expect(page.locator("h1 .state")).to_have_text("已发布")
    shot(page, "scorer-08-book")


def close_the_month(page, office, shot):
    """What is undecided first; then the ranking stands still."""
    page.get_by_role("link", name="关账", exact=True).click()
    shot(page, "scorer-09-months")
    page.get_by_role("row", name=office.name).get_by_role("link", name="关账", exact=True).click()
    expect(page.locator("main h1")).to_have_text(f"{office.name}关账")
    shot(page, "scorer-10-close")
    page.get_by_role("button", name="确认关账").click()
    expect(page.get_by_text(f"{office.name}已关账")).to_be_visible()
    expect(page.get_by_role("row", name="甲镇总工会")).to_contain_text("49")
    shot(page, "scorer-11-ranking")
    booked = Entry.objects.order_by().values_list("unit__name").annotate(Sum("points"))
    assert dict(booked) == {"甲镇总工会": 49, "丙局工会": 37, "乙街道总工会": 32}


def compose(page, shot):
    """The first draft from the closed month's figures, one section left out; where it stands now."""
    page.get_by_role("link", name="通报", exact=True).click()
    page.get_by_role("link", name="起草通报").click()
    shot(page, "scorer-12-circular-new")
    press(page, "拟出初稿")
    printed(page)
    shot(page, "scorer-13-circular-draft")
    page.locator("#s-problems").get_by_role("button", name="不印存在问题").click()
    expect(page.locator("#s-problems h2")).to_contain_text("（不印）")
    passed_on(page, "送核对")
    return page.url


def check_and_sign(office, visit, circular, shot):
    checker = visit()
    log_in(checker, office.checker)
    checker.goto(circular)
    printed(checker)
    shot(checker, "scorer-14-circular-check")
    passed_on(checker, "核对通过")
    approver = visit()
    log_in(approver, office.approver)
    approver.goto(circular)
    approver.get_by_role("link", name="签发", exact=True).click()
    printed(approver)
    shot(approver, "scorer-15-circular-sign")
    approver.get_by_role("button", name="确认签发").click()
    expect(approver.get_by_text("已签发，尚未公布")).to_be_visible()


def publish(page, circular, shot):
    page.goto(circular)
    passed_on(page, "公布")
    shot(page, "scorer-16-circular-published")
    assert Circular.objects.get().state == "published"


def read_on_a_phone(page, office, shot):
    """The informant finds it on the first page and reads the own unit's place in it."""
    log_in(page, office.informant)
    shot(page, "scorer-17-phone-home")
    page.goto("/scoring/circulars/")
    page.get_by_role("link", name=Circular.objects.get().title).click()
    expect(page.locator(".paper .masthead")).to_have_text("工会信息通报")
    own = page.locator(".paper").get_by_role("row", name="甲镇总工会")
    expect(own.filter(has_text="49").first).to_be_visible()
    assert page.evaluate(NO_WIDER)
    shot(page, "scorer-18-phone-circular")


def find_the_month_final(page, office, shot):
    """No button opens it again, and its address says why."""
    page.goto("/scoring/months/")
    month = page.get_by_role("row", name=office.name)
    expect(month).to_contain_text("已公布")
    expect(page.get_by_role("link", name="重新打开")).to_have_count(0)
    shot(page, "scorer-19-months")
    page.goto(f"{office.address}reopen/")
    page.get_by_label("原因").fill("漏登一条市级采用")
    press(page, "确认重新打开")
    expect(page.locator("main")).to_contain_text("不能重新打开")
    shot(page, "scorer-20-final")
    assert Period.objects.get().fate.what == "published"
