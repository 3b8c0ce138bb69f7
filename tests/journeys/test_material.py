"""Picking material in a browser: ticks that stay with script and without, and sources put in order by drag and keys."""

import re

import pytest
from playwright.sync_api import expect

from accounts.roles import Role
from bulletins.actions import candidates, model_items
from bulletins.models import Article, Pick
from tests.bulletins.conftest import item_of, open_office
from tests.factories import UnitFactory, UserFactory
from tests.journeys.steps import log_in
from tests.waiting import wait_until

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def office(transactional_db):
    return open_office(name="云湖工会信息")


def meant(office, count):
    items = [office.item(title=f"第{n}条拟用") for n in range(count)]
    for item in items:
        candidates.move(office.publication, item, "enlist", by=office.editor)
    return items


def three_units(office):
    towns = [UnitFactory(parent=office.unit, name=name) for name in ("甲街道", "乙街道", "丙街道")]
    return office.article(*map(item_of, towns))


def units_of(article):
    return [row.submission.unit.name for row in article.sources.select_related("submission__unit")]


@pytest.mark.parametrize("script", [True, False])
def test_an_editor_picks_over_two_pages_and_makes_one_article(office, visit, script):
    meant(office, 31)
    page = visit(java_script_enabled=script)
    log_in(page, office.editor)
    page.goto("/bulletins/candidates/")

    page.get_by_label("第3条拟用", exact=True).check()
    page.get_by_label("第5条拟用", exact=True).check()
    if script:
        expect(page.locator("#basket")).to_contain_text("取材篮 2 篇")
    page.get_by_role("button", name="下一页").click()
    page.get_by_label("第30条拟用", exact=True).check()
    page.get_by_label("标题含").fill("第3条")
    page.get_by_role("button", name="查找").click()
    expect(page.get_by_label("第3条拟用", exact=True)).to_be_checked()
    page.get_by_role("button", name="去建稿").click()
    expect(page.locator("tbody tr")).to_have_count(3)
    page.get_by_role("button", name="上移《第30条拟用》").click()
    page.get_by_role("button", name="建稿", exact=True).last.click()
    expect(page.locator("h1")).to_contain_text("稿件")

    article = Article.objects.get()
    titles = [row.submission.title for row in article.sources.select_related("submission")]
    assert titles == ["第3条拟用", "第30条拟用", "第5条拟用"]
    assert Pick.objects.count() == 0


def test_a_tick_is_kept_even_if_the_browser_dies(office, visit):
    [item] = meant(office, 1)
    page = visit()
    log_in(page, office.editor)
    page.goto("/bulletins/candidates/")

    page.get_by_label(item.title, exact=True).check()
    expect(page.locator("#basket")).to_contain_text("取材篮 1 篇")
    page.context.close()

    assert [row.submission for row in Pick.objects.visible_to(office.editor)] == [item]


def test_sources_are_put_in_order_by_keys(office, page):
    article = three_units(office)
    log_in(page, office.editor)
    page.goto(f"/bulletins/articles/{article.pk}/sources/")

    page.locator(".handle").nth(2).press("ArrowUp")
    page.keyboard.press("ArrowUp")
    page.get_by_role("button", name="保存").click()
    page.wait_for_url(re.compile(rf"/articles/{article.pk}/$"))

    assert units_of(article) == ["丙街道", "甲街道", "乙街道"]


def test_sources_are_put_in_order_by_drag(office, page):
    article = three_units(office)
    log_in(page, office.editor)
    page.goto(f"/bulletins/articles/{article.pk}/sources/")

    start, end = (page.locator(".handle").nth(place).bounding_box() for place in (0, 2))
    page.mouse.move(start["x"] + 5, start["y"] + 5)
    page.mouse.down()
    page.mouse.move(end["x"] + 5, end["y"] + 8, steps=8)
    page.mouse.up()
    page.get_by_role("button", name="保存").click()
    page.wait_for_url(re.compile(rf"/articles/{article.pk}/$"))

    wait_until(lambda: units_of(article) == ["乙街道", "丙街道", "甲街道"])


def test_an_informant_reads_what_became_of_their_words(office, visit, shot):
    item = office.item(title="建成驿站", body="建成暖心驿站十二处，服务五千人次。\n下一步扩大到园区。")
    body = "下一步扩大到园区。\n建成暖心驿站二十处，服务五千人次。"
    office.signed(office.article(item, ready=True, body=body))
    page = visit()
    log_in(page, office.informant)
    page.goto(f"/submissions/{item.pk}/")

    page.locator("#edits a").click()

    expect(page.locator(".diff del")).to_have_text(["十二"])
    expect(page.locator(".moved").first).to_be_visible()
    page.get_by_role("link", name="左右并排").click()
    expect(page.locator(".redline tbody tr")).not_to_have_count(0)
    shot(page, "edits-side-by-side")


def test_a_new_informant_finds_the_models_from_the_writing_page(office, visit):
    article = office.article(ready=True, title="好稿的题")
    issue = office.signed(article)
    model_items.hold_up(issue, article, by=office.editor, comment="好在数字。", kind="dynamic")
    newcomer = UserFactory(home=UnitFactory(parent=office.unit), role=Role.INFORMANT)
    page = visit()
    log_in(page, newcomer)
    page.goto("/submissions/new/")

    with page.context.expect_page() as opened:
        page.get_by_role("link", name="写作参考：范文").click()
    library = opened.value
    library.get_by_role("link", name="好稿的题").click()

    expect(library.locator(".comment")).to_contain_text("好在数字。")
