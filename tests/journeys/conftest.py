"""People and pages the journeys share."""

import pytest
from playwright.sync_api import expect

from accounts.roles import Role
from tests.factories import SubmissionFactory, UserFactory
from tests.journeys.steps import body_of, log_in

# A browser tells of a moved caret a moment later, and only a real hand's paste waits for that.
CARET_NOTICED = "() => new Promise((done) => requestAnimationFrame(() => setTimeout(done, 100)))"


@pytest.fixture
def informant(transactional_db):
    return UserFactory(role=Role.INFORMANT, username="informant")


@pytest.fixture
def writing(page, informant):
    """A draft opened in the editor."""
    item = SubmissionFactory(author=informant, title="临江街道建成服务站点", body="第一段。")
    log_in(page, informant)
    page.goto(f"/submissions/{item.pk}/edit/")
    expect(page.locator("[data-editing=ready]")).to_be_visible()
    body_of(page).click()
    page.keyboard.press("Control+End")
    page.evaluate(CARET_NOTICED)
    page.item = item
    return page
