"""Joint filing in a browser: units and authors in order, by keyboard and on a phone."""

import re

import pytest
from playwright.sync_api import expect

from accounts.roles import Role
from submissions.models import Submission
from tests.conftest import PHONE
from tests.factories import UnitFactory, UserFactory
from tests.journeys.steps import log_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def informant(transactional_db):
    return UserFactory(role=Role.INFORMANT, username="informant")


def test_units_and_authors_are_put_in_order_by_keyboard(page, informant, shot):
    for name in ("清河街道总工会", "商会"):
        UnitFactory(parent=informant.home.office, name=name)
    log_in(page, informant)
    page.goto("/submissions/new/")
    page.get_by_label("标题", exact=True).fill("联合报送的信息")
    page.get_by_text("联合报送、作者、来源等").press("Enter")
    for place, name in enumerate(("清河街道总工会", "商会"), 1):
        page.get_by_role("button", name="添加联合报送单位").press("Enter")
        page.get_by_label(f"联合报送单位 {place}").select_option(label=name)
    for place, name in enumerate(("王芳", "李强"), 1):
        page.get_by_role("button", name="添加作者").press("Enter")
        page.get_by_label(f"作者 {place}").fill(name)
    shot(page, "joint-filing")

    page.get_by_role("button", name="上移").nth(1).press("Enter")
    page.get_by_role("button", name="下移").nth(2).press("Enter")
    page.get_by_role("button", name="保存草稿").click()

    expect(page.get_by_label("联合报送单位 1")).to_have_value(re.compile(r"\d+"))
    item = Submission.objects.get()
    names = dict(informant.home.office.children.values_list("pk", "name"))
    assert [names[key] for key in item.partners] == ["商会", "清河街道总工会"]
    assert item.authors == ["李强", "王芳"]


def test_the_folded_section_fits_a_phone(visit, informant, shot):
    UnitFactory(parent=informant.home.office, name="清河街道总工会")
    phone = visit(**PHONE)
    log_in(phone, informant)
    phone.goto("/submissions/new/")
    phone.get_by_text("联合报送、作者、来源等").click()
    phone.get_by_role("button", name="添加联合报送单位").click()
    phone.get_by_role("button", name="添加作者").click()
    shot(phone, "joint-filing-phone")

    assert phone.evaluate("document.documentElement.scrollWidth") == 390
