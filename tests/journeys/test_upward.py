"""A county's item goes up and comes back, as people in their own browsers see it."""

import pytest
from playwright.sync_api import expect

from accounts.models import User
from bulletins.models import UpwardReport
from tests.bulletins import chain
from tests.journeys.steps import log_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def enter(visit, transactional_db):
    """A browser of their own for each person."""

    def open_for(user):
        page = visit()
        log_in(page, User.objects.get(pk=user.pk))
        return page

    return open_for


def test_from_the_countys_article_to_the_citys_issue_and_back_to_the_township(enter, shot):
    house = chain.build()
    item = house.county.item(title="暖心驿站建到家门口")
    article = house.county.article(item, ready=True)

    editor = enter(house.county.editor)
    editor.goto(article.get_absolute_url())
    editor.get_by_role("link", name="拟上报").click()
    editor.get_by_label("云湖市总工会").check()
    editor.get_by_role("button", name="拟上报").click()
    expect(editor.locator("main h1")).to_contain_text("拟上报")
    editor.get_by_role("link", name="送签", exact=True).click()
    editor.get_by_role("button", name="送签").click()
    expect(editor.locator("main h1")).to_contain_text("待签报")

    report = UpwardReport.objects.get()
    approver = enter(house.county.approver)
    approver.goto(report.get_absolute_url())
    approver.get_by_role("link", name="签报", exact=True).click()
    approver.get_by_label("本人已作保密审查").check()
    approver.get_by_role("button", name="签报").click()
    expect(approver.locator("main h1")).to_contain_text("已签报")
    approver.get_by_role("link", name="上报", exact=True).last.click()
    approver.get_by_role("button", name="确认上报").click()
    expect(approver.locator("main h1")).to_contain_text("已上报")

    above = enter(house.city.editor)
    report = chain.again(report)
    above.goto(f"/submissions/{report.submission_id}/")
    expect(above.locator("main")).to_contain_text("清波县总工会上报，原报送单位：清波县直属工会")
    issue = chain.printed(report, house.city)

    editor.goto(report.get_absolute_url())
    expect(editor.locator("main h1")).to_contain_text("上级采用")
    shot(editor, "upward-adopted")
    township = enter(house.county.informant)
    township.goto(f"/submissions/{item.pk}/")
    expect(township.get_by_role("link", name=f"{issue}").first).to_be_visible()
    expect(township.locator("main")).to_contain_text("上报云湖市总工会")
    township.goto(issue.number_url)
    expect(township.locator("main")).not_to_contain_text("暖心驿站")
