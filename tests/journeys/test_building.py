"""Building an issue by hand, by keys and by number, and signing it on a phone."""

import re

import pytest
from playwright.sync_api import expect

from accounts.models import Event
from bulletins.actions import issues
from bulletins.models import Article, Column
from tests.bulletins.conftest import open_office
from tests.journeys.steps import log_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

TITLES = ("甲", "乙", "丙", "丁")


@pytest.fixture
def office(transactional_db):
    return open_office()


@pytest.fixture
def columns(office):
    return [
        Column.objects.create(publication=office.publication, name=name, order=order)
        for order, name in enumerate(("要闻", "基层动态", "简讯"))
    ]


@pytest.fixture
def issue(office, columns):
    """Two articles under each of the first two columns; the third is empty."""
    pieces = [office.article(title=f"{title}街道建成服务站点", ready=True) for title in TITLES]
    for piece, column in zip(pieces, (columns[0], columns[0], columns[1], columns[1]), strict=True):
        Article.objects.filter(pk=piece.pk).update(column=column)
        piece.refresh_from_db()
    return office.issue(*pieces)


def stands(issue):
    return [(p.article.title[0], str(p.article.column or "")) for p in issue.ordered()]


def row(page, title):
    return page.locator(f"li[data-article][data-title^='{title}']")


def opened(page, office, issue):
    log_in(page, office.editor)
    page.goto(issue.get_absolute_url())
    expect(page.locator("#order.scripted")).to_be_visible()
    return page


def saved(page):
    expect(page.locator("#order-saved")).to_have_text(re.compile("^\\s*已保存"))


def drawn(page):
    """The first page has come and is a picture."""
    first = page.locator(".page-images img").first
    expect(first).to_be_visible()
    first.evaluate("(each) => each.decode()")


def test_an_article_is_dragged_into_another_column_and_the_pages_follow(office, page, issue, shot):
    opened(page, office, issue)
    first_page = page.locator("#pages img").first
    expect(first_page).to_be_visible()
    before = first_page.get_attribute("src")

    page.locator("li[data-title^='丁'] .grip").hover()
    page.mouse.down()
    target = row(page, "乙").bounding_box()
    page.mouse.move(target["x"] + 60, target["y"] + target["height"] + 4, steps=12)
    page.mouse.move(target["x"] + 60, target["y"] + 6, steps=12)
    shot(page, "build-dragging")
    page.mouse.up()
    saved(page)

    assert stands(issue) == [("甲", "要闻"), ("丁", "要闻"), ("乙", "要闻"), ("丙", "基层动态")]
    expect(page.locator("#pages img").first).not_to_have_attribute("src", before)
    expect(row(page, "丁").locator("select")).to_have_value(str(issue.ordered()[0].article.column_id))
    drawn(page)
    shot(page, "build-dragged")


def test_keys_carry_an_article_through_the_columns_and_a_screen_reader_hears_it(office, page, issue):
    opened(page, office, issue)

    row(page, "乙").focus()
    page.keyboard.press("Alt+ArrowDown")
    expect(page.locator("#order-says")).to_have_text(
        "《乙街道建成服务站点》移到第 2 位，共 4 篇，栏目：基层动态"
    )
    page.keyboard.press("Alt+ArrowDown")
    page.keyboard.press("Alt+ArrowDown")
    page.keyboard.press("Alt+ArrowDown")
    expect(page.locator("#order-says")).to_have_text("《乙街道建成服务站点》移到第 4 位，共 4 篇，栏目：简讯")
    expect(row(page, "乙")).to_be_focused()
    saved(page)

    assert stands(issue) == [("甲", "要闻"), ("丙", "基层动态"), ("丁", "基层动态"), ("乙", "简讯")]
    assert Event.objects.about(issue).filter(verb="reorder").count() == 1


def test_an_article_is_moved_to_a_place_by_its_number(office, page, issue):
    opened(page, office, issue)

    field = row(page, "丁").get_by_label(re.compile("移到第几位"))
    field.fill("1")
    field.press("Enter")
    saved(page)

    assert stands(issue) == [("丁", "要闻"), ("甲", "要闻"), ("乙", "要闻"), ("丙", "基层动态")]


def test_after_ordering_the_issue_is_sent_on_from_the_same_page(office, page, issue):
    opened(page, office, issue)
    row(page, "甲").get_by_role("button", name="下移").click()
    saved(page)

    page.get_by_role("button", name="送核对").click()

    expect(page.locator("h1 .state")).to_have_text("核对")


def test_a_colleagues_change_shows_both_orders_in_place(office, page, issue, shot):
    opened(page, office, issue)
    last = issue.ordered().last().article
    issues.lift(issue, last, by=office.editor)

    row(page, "乙").get_by_role("button", name="上移").click()

    expect(page.get_by_role("heading", name="次序没有保存")).to_be_visible()
    shot(page, "build-conflict")
    page.get_by_role("button", name="按我的次序保存").click()
    expect(page.locator("#order.scripted")).to_be_visible()
    assert stands(issue) == [("乙", "要闻"), ("甲", "要闻"), ("丙", "基层动态")]


def test_everything_is_ordered_without_script(office, visit, issue):
    page = visit(java_script_enabled=False)
    log_in(page, office.editor)
    page.goto(issue.get_absolute_url())

    row(page, "乙").get_by_role("button", name="下移").click()
    row(page, "丁").get_by_label(re.compile("移到第几位")).fill("1")
    row(page, "丁").get_by_role("button", name="移到这一位").click()
    row(page, "甲").locator("select").select_option(label="简讯")
    page.get_by_role("button", name="保存栏目", exact=True).click()
    page.get_by_role("link", name="逐页看印样").click()

    expect(page.locator(".page-images img").first).to_be_visible()
    assert stands(issue) == [("丁", "要闻"), ("乙", "基层动态"), ("丙", "基层动态"), ("甲", "简讯")]


def test_the_builder_fits_a_phone(office, phone, issue, shot):
    opened(phone, office, issue)
    shot(phone, "build-phone")

    assert phone.evaluate("document.documentElement.scrollWidth") <= 390


def test_the_approver_swipes_through_the_pages_and_signs_on_a_phone(office, phone, shot):
    body = "一段正文，说明做法和成效。\n" * 30
    issue = office.awaiting(office.article(office.item(body=body), title="骑手歇脚", ready=True))
    log_in(phone, office.approver)
    phone.goto(issue.get_absolute_url())
    phone.get_by_role("link", name="签发", exact=True).click()
    images = phone.locator(".page-images img")
    drawn(phone)
    shot(phone, "sign-phone")
    strip = phone.locator(".page-images")
    strip.evaluate("(each) => each.scrollTo({ left: each.clientWidth })")

    expect(images.nth(1)).to_be_in_viewport()
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390
    phone.get_by_role("link", name="去签发或退回").click()
    phone.get_by_role("button", name="确认签发").dblclick()
    expect(phone.locator(".masthead").first).to_have_text("工会信息")

    issue.refresh_from_db()
    assert (issue.state, issue.number, issue.approver) == ("signed", 1, office.approver)


def test_the_approver_returns_an_issue_from_the_pages(office, page, shot):
    issue = office.awaiting(office.article(title="骑手歇脚", ready=True))
    log_in(page, office.approver)
    page.goto(f"{issue.get_absolute_url()}sign/")
    drawn(page)
    shot(page, "sign-desk")

    page.get_by_text("退回重编", exact=True).click()
    page.get_by_label("意见").fill("第二段数字再核。")
    page.get_by_role("button", name="确认退回").click()

    expect(page.locator("h1 .state")).to_have_text("组稿")
    issue.refresh_from_db()
    assert (issue.number, issue.reason) == (None, "第二段数字再核。")
