"""A scorer puts the office's own 考核办法 into force on screen: from nothing, section by section, tried, enacted."""

from dataclasses import replace

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from accounts.roles import Level
from bulletins.states import System
from scoring import books
from scoring.models import Book
from tests.conftest import PHONE
from tests.factories import PublicationFactory
from tests.journeys.scorer_steps import fill, press, row, save, section
from tests.journeys.steps import log_in
from tests.scoring.stage import stage

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PRICES = [  # of R14, as its document lists them: level, system, use, carrier, points
    ("区县级", "", "全文", "", "5"),
    ("区县级", "", "综合", "", "3"),
    ("区县级", "", "简讯", "", "3"),
    ("区县级", "", "约稿或调研", "", "10"),
    ("", "", "", "《要情》", "10"),
    ("", "", "", "《快报》", "10"),
    ("市级", "党委", "", "", "10"),
    ("省级", "党委", "", "", "20"),
    ("省级", "政府", "", "", "20"),
    ("中央", "政府", "", "", "30"),
    ("中央", "党委", "", "", "50"),
]
LEADERS = [
    ("中央", "", "50"),
    ("省级", "", "40"),
    ("市级", "", "30"),
    ("市级", "办公室主任", "20"),
    ("区县级", "", "10"),
]


@pytest.fixture
def scene(transactional_db):
    """An office with two bulletins its rules name, and a unit whose item was printed this month."""
    made = stage(book=False)
    for name, code in (("要情", "yaoqing"), ("快报", "kuaibao")):
        PublicationFactory(office=made.office, name=name, code=code, level=Level.COUNTY, system=System.PARTY)
    first = timezone.localdate().replace(day=1)
    made.adopted(made.filed(made.unit("甲镇"), on=first), "own", on=first)
    made.unit("乙镇")
    return made


def pick(line, label, value):
    cell = line.locator(f'td[data-label^="{label}"]')
    if value:
        cell.locator("summary").click()
        cell.get_by_label(value, exact=True).check()
        expect(cell.locator("summary")).to_have_text(value)


def build(page, shot):
    """Every clause of R14, in the words of its document."""
    page.goto("/scoring/books/new/")
    page.get_by_label("名称").fill("本县信息工作目标考核评比办法")
    press(page, "从空白起草")
    section(page, "自定词语")
    fill(row(page, "uses", 1), "叫法", "约稿或调研")
    save(page)
    section(page, "分值表")
    for number, (level, system, use, carrier, points) in enumerate(PRICES, start=1):
        line = row(page, "rules", number)
        for label, value in (("层级", level), ("系统", system), ("采用方式", use), ("刊物", carrier)):
            pick(line, label, value)
        fill(line, "分值", points)
    line = row(page, "multipliers", 1)
    fill(line, "信息类型", "调研")
    fill(line, "条件", "转报采用")
    fill(line, "倍数", "2")
    shot(page, "rulebook-1-prices")
    save(page)
    section(page, "批示")
    for number, (level, asked, points) in enumerate(LEADERS, start=1):
        line = row(page, "instructions", number)
        pick(line, "层级", level)
        fill(line, "条件", asked)
        fill(line, "加分", points)
    save(page)
    task(page, shot)


def task(page, shot):
    section(page, "任务与目标")
    card = row(page, "quotas", 1)
    card.locator("[name$=-label]").fill("全年报送")
    card.locator("[name$=-counts]").select_option("报送条数")
    card.locator("[name$=-per]").select_option("全年")
    card.locator("[name$=-need]").fill("15")
    card.locator("[name$=-lump]").fill("50")
    shot(page, "rulebook-2-task")
    save(page)


def in_effect(book):
    """What counts: without names, and with the codes an office never sees left out."""
    own = book.use_words
    plain = [
        replace(rule, code="", use=own.get(rule.use, rule.use)) for rule in (*book.rules, *book.multipliers)
    ]
    leaders = [replace(one, rule=replace(one.rule, code="")) for one in book.instructions]
    tasks = [replace(one, code="") for one in book.quotas]
    rest = replace(
        book,
        name="",
        version=1,
        rules=(),
        multipliers=(),
        instructions=(),
        quotas=(),
        use_words={},
        carrier_words={},
    )
    return set(plain), set(leaders), tasks, rest


def test_a_scorer_builds_a_book_from_nothing_tries_it_and_enacts_it(page, scene, shot):
    log_in(page, scene.scorer)
    build(page, shot)

    draft = Book.objects.get()
    assert in_effect(books.load(draft.source)) == in_effect(books.example("r14"))

    page.get_by_role("link", name="试算", exact=True).click()
    page.get_by_label("到", exact=True).select_option(f"{timezone.localdate():%Y-%m}")
    page.get_by_label("从", exact=True).select_option(f"{timezone.localdate():%Y-%m}")
    press(page, "试算")
    expect(page.get_by_role("row", name="甲镇")).to_contain_text("没有办法")
    page.get_by_role("link", name="甲镇").click()
    expect(page.locator("#unit h2")).to_contain_text("没有办法 → 5 分")
    shot(page, "rulebook-3-trial")

    page.get_by_role("link", name="回到办法").click()
    page.get_by_role("link", name="发布施行").click()
    expect(page.get_by_role("row", name="甲镇")).to_contain_text("0 → 5")
    shot(page, "rulebook-4-enact")
    press(page, "确认发布")
    expect(page.locator("h1 .state")).to_have_text("已发布")
    shot(page, "rulebook-5-book")
    draft.refresh_from_db()
    assert (draft.enacted_by, draft.since) == (scene.scorer, timezone.localdate().replace(day=1))


def test_without_script_on_a_phone_a_row_is_added_and_saved(visit, scene):
    page = visit(java_script_enabled=False, **PHONE)
    log_in(page, scene.scorer)
    page.goto("/scoring/books/new/")
    press(page, "用“累加型”起草")
    section(page, "分值表")
    page.locator("button[name=add][value=rules]").click()
    line = page.locator("[data-rows=rules] > tr").nth(15)
    cell = line.locator('td[data-label^="层级"]')
    cell.locator("summary").click()
    cell.get_by_label("基层", exact=True).check()
    fill(line, "分值", "2")
    save(page)
    width = page.evaluate("document.documentElement.scrollWidth")

    assert books.load(Book.objects.get().source).rules[-1].level == "grassroots"
    assert width == 390
