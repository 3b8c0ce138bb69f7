"""Two windows on one item, brought together paragraph by paragraph: with and without script, on a desk and a phone."""

import re

import pytest
from playwright.sync_api import expect

from accounts.roles import Role
from submissions import actions
from submissions.models import Revision
from tests.conftest import PHONE
from tests.factories import SubmissionFactory, UserFactory
from tests.journeys.steps import log_in
from tests.journeys.test_nothing_lost import BODY, FIRST, THIRD, body, edit, save, saved, stored

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def informant(transactional_db):
    return UserFactory(role=Role.INFORMANT, username="informant")


@pytest.fixture
def item(informant):
    return SubmissionFactory(author=informant, title="临江街道建成三处站点", body=BODY)


def two_windows(page, informant, item):
    """The second window saves first; the first comes too late and has its side text."""
    log_in(page, informant)
    edit(page, item)
    other = page.context.new_page()
    edit(other, item)
    assert save(other, f"{FIRST}他处补。\n站点配备饮水机。\n{THIRD}") == 200
    other.close()
    body(page).fill(f"{FIRST}\n站点还有急救箱。\n{THIRD}\n成效明显。")
    expect(saved(page)).to_have_text(re.compile("您的文字已另存"))


def test_two_windows_are_brought_together_paragraph_by_paragraph(page, informant, item, shot):
    two_windows(page, informant, item)
    page.get_by_role("link", name="打开对照").click()
    expect(page.get_by_text("有 1 处两边都改了")).to_be_visible()
    shot(page, "nothing-lost-three-way")
    page.get_by_label("两份都留下").check()
    page.get_by_role("button", name="按此合并").click()

    merged = f"{FIRST}他处补。\n站点配备饮水机。\n站点还有急救箱。\n{THIRD}\n成效明显。"
    expect(stored(page)).to_have_value(merged)
    expect(saved(page)).to_have_text("合并的结果还没有保存，请看过后保存")
    assert save(page, f"{merged}\n合并后又改。") == 200

    item.refresh_from_db()
    kept = {each.why: each.body for each in item.revisions.all()}
    assert item.body == f"{merged}\n合并后又改。"
    assert kept == {
        Revision.Why.JOINED: f"{FIRST}\n站点还有急救箱。\n{THIRD}\n成效明显。",
        Revision.Why.BEFORE: f"{FIRST}他处补。\n站点配备饮水机。\n{THIRD}",
    }


def test_the_late_window_goes_on_saving_beside(page, informant, item):
    two_windows(page, informant, item)

    status = save(page, f"{FIRST}\n站点还有急救箱。\n{THIRD}\n又写了很多。")

    side = item.revisions.get(why=Revision.Why.SIDE)
    assert (status, side.body) == (409, f"{FIRST}\n站点还有急救箱。\n{THIRD}\n又写了很多。")


def test_the_choice_works_without_script_and_by_keyboard_on_a_phone(visit, informant, item, shot):
    actions.write(item, by=informant, base=1, body=BODY.replace("饮水机", "空调"))
    window, mine = actions.Window({"body": BODY}), BODY.replace("饮水机", "急救箱")
    with pytest.raises(actions.Newer):
        actions.write(item, by=informant, base=1, window=window, body=mine)
    phone = visit(**PHONE, java_script_enabled=False)
    log_in(phone, informant)
    phone.goto(f"/submissions/{item.pk}/edit/")
    phone.get_by_role("link", name="打开对照").click()
    shot(phone, "nothing-lost-three-way-phone")

    phone.get_by_label("我刚写的").focus()
    phone.keyboard.press("Space")
    phone.get_by_role("button", name="按此合并").press("Enter")
    expect(stored(phone)).to_have_value(mine)
    phone.get_by_role("button", name="保存草稿").click()

    item.refresh_from_db()
    assert item.body == mine
