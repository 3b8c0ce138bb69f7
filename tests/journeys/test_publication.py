"""Setting a publication up: the page beside the form, without script in a tab of its own; the calendar on a phone."""

from datetime import date, timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from bulletins.actions import columns
from bulletins.models import Publication
from bulletins.rhythm import Rhythm
from tests.bulletins.conftest import open_office
from tests.conftest import PHONE
from tests.journeys.steps import log_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def office(transactional_db):
    return open_office(name="云湖工会信息", code="yunhu")


def test_the_page_beside_the_form_follows_what_is_typed_until_it_is_saved(office, page, shot):
    log_in(page, office.editor)
    page.goto("/bulletins/yunhu/edit/")
    first = page.locator("#look img").first
    before = first.get_attribute("src", timeout=20_000)

    page.get_by_label("刊名*", exact=True).fill("云湖职工信息")
    page.keyboard.press("Tab")
    expect(first).not_to_have_attribute("src", before, timeout=20_000)
    typed = Publication.objects.get(code="yunhu").name
    shot(page, "publication-settings")
    page.get_by_role("button", name="保存").click()

    expect(page.locator("main h1")).to_contain_text("云湖职工信息")
    assert (typed, Publication.objects.get(code="yunhu").name) == ("云湖工会信息", "云湖职工信息")


def test_what_cannot_be_printed_is_said_beside_the_form(office, page):
    log_in(page, office.editor)
    page.goto("/bulletins/yunhu/edit/")
    page.locator("#look img").first.wait_for(timeout=20_000)

    page.get_by_label("报", exact=True).fill("区委办公室\n区委办公室")
    page.keyboard.press("Tab")

    expect(page.locator("#look")).to_contain_text("“报”第2行“区委办公室”与“报”第1行重复", timeout=20_000)
    expect(page.get_by_label("报", exact=True)).to_have_value("区委办公室\n区委办公室")


def test_without_script_the_preview_opens_in_a_tab_of_its_own(office, visit):
    page = visit(java_script_enabled=False)
    log_in(page, office.editor)
    page.goto("/bulletins/yunhu/edit/")
    page.get_by_label("天头（毫米）").fill("5")

    with page.expect_popup() as opened:
        page.get_by_role("button", name="预览样张").click()

    expect(opened.value.locator("main")).to_contain_text("天头（毫米）不能小于 10。")
    expect(page.get_by_label("天头（毫米）")).to_have_value("5")


def test_columns_are_ordered_on_a_phone(office, phone, shot):
    for name in ("工作动态", "基层经验"):
        columns.add(office.publication, name, by=office.editor)
    log_in(phone, office.editor)
    phone.goto("/bulletins/yunhu/columns/")

    phone.get_by_role("button", name="上移：基层经验").click()
    phone.get_by_label("增设栏目").fill("问题与建议")
    phone.get_by_role("button", name="增设").click()

    expect(phone.get_by_text("已增设栏目“问题与建议”。")).to_be_visible()
    assert list(office.publication.column_set.values_list("name", flat=True)) == [
        "基层经验",
        "工作动态",
        "问题与建议",
    ]
    assert phone.evaluate("document.documentElement.scrollWidth") <= PHONE["viewport"]["width"]
    shot(phone, "publication-columns-phone")


def test_the_calendar_is_a_table_on_a_desk_and_a_list_on_a_phone(office, page, phone, shot):
    Publication.objects.filter(code="yunhu").update(
        rhythm=Rhythm.DAILY, rhythm_since=timezone.localdate() - timedelta(days=7)
    )
    due = [day for day in office_days(office) if day.month == timezone.localdate().month]
    for screen in (page, phone):
        log_in(screen, office.editor)
        screen.goto("/bulletins/calendar/")

    expect(page.get_by_role("columnheader", name="周三")).to_be_visible()
    expect(phone.get_by_role("columnheader", name="周三")).to_be_hidden()
    for screen in (page, phone):
        expect(screen.locator(".entry")).to_have_count(len(due))
        assert screen.evaluate("document.documentElement.scrollWidth <= innerWidth")
    shot(page, "calendar")
    shot(phone, "calendar-phone")
    phone.locator(".entry a").first.click()
    expect(phone.locator("main h1")).to_have_text("开始组稿")


def office_days(office):
    publication = Publication.objects.get(pk=office.publication.pk)
    today: date = timezone.localdate()
    return publication.due_days(today.replace(day=1), today + timedelta(days=31))
