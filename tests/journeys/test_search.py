"""From any page to a found item by keyboard, and the same on a telephone."""

import pytest

from accounts.roles import Role
from submissions.states import State
from tests.factories import SubmissionFactory
from tests.journeys.steps import log_in
from tests.world import office_with_people

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def office():
    office = office_with_people("柳林区总工会")
    SubmissionFactory(
        author=office.people[Role.INFORMANT],
        title="<b>送清凉</b>活动走进工地",
        body="柳林街道总工会开展高温慰问，拨打12351热线可以报名。" * 12,
        state=State.SUBMITTED,
    )
    return office


def test_a_slash_leads_to_the_field_and_enter_to_the_item(office, page, shot):
    log_in(page, office.people[Role.EDITOR])

    page.keyboard.press("/")
    page.keyboard.type("清凉 12351热线")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/?q=*")

    assert page.locator("mark").all_inner_texts()[:2] == ["清凉", "12351热线"]
    assert page.get_by_role("link", name="<b>送清凉</b>活动走进工地").count() == 1
    shot(page, "search-desk")
    page.locator("h1").click()
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "id_q"


def test_a_slash_that_is_typed_stays_a_slash(office, page):
    log_in(page, office.people[Role.EDITOR])
    page.goto("/search/")

    page.keyboard.type("GB/T")

    assert page.locator("#id_q").input_value() == "GB/T"


def test_the_search_fits_a_telephone(office, phone, shot):
    log_in(phone, office.people[Role.EDITOR])

    phone.locator(".topbar-search input").fill("慰问")
    phone.locator(".topbar-search input").press("Enter")
    phone.wait_for_url("**/search/?q=*")

    assert phone.locator("mark").first.inner_text() == "慰问"
    assert phone.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    shot(phone, "search-phone")
