"""Promise 1: a cut network, an ended session, two windows, a passing deadline: not a word is lost."""

import re
from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone
from playwright.sync_api import expect

from accounts.roles import Role
from submissions import actions
from submissions.actions import answering
from submissions.models import Submission
from submissions.states import State
from tests.calling import a_call, close_it
from tests.conftest import PHONE
from tests.factories import PASSWORD, SubmissionFactory, UserFactory
from tests.journeys.steps import body_of as body
from tests.journeys.steps import log_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

FIRST, SECOND, THIRD = "选址在骑手集中的路口。", "站点配备饮水机和充电柜。", "下一步推动建会。"
BODY = f"{FIRST}\n{SECOND}\n{THIRD}"


@pytest.fixture
def informant(transactional_db):
    return UserFactory(role=Role.INFORMANT, username="informant")


@pytest.fixture
def item(informant):
    return SubmissionFactory(author=informant, title="临江街道建成三处站点", body=BODY)


def saved(page):
    return page.locator("[data-saved]")


def stored(page):
    return page.locator("[name=body]")


def edit(page, item):
    page.goto(f"/submissions/{item.pk}/edit/")
    expect(page.locator("form[data-editing=ready]")).to_be_visible()


def save(page, text):
    with page.expect_response("**/save/") as answer:
        body(page).fill(text)
        page.keyboard.press("Control+s")
    return answer.value.status


def dialog(page):
    return page.get_by_role("dialog")


def end_session():
    Session.objects.all().delete()


def enter(page, password=PASSWORD):
    dialog(page).get_by_label("密码").fill(password)
    page.keyboard.press("Enter")


def test_what_is_typed_without_a_network_is_saved_when_it_returns(page, informant, item):
    log_in(page, informant)
    edit(page, item)

    page.context.set_offline(True)
    body(page).fill(f"{BODY}\n断网时写的。")
    expect(saved(page)).to_have_text("网络不通，文字已留在本机，连通后自动保存。")
    page.context.set_offline(False)

    expect(saved(page)).to_have_text(re.compile("^已保存"))
    item.refresh_from_db()
    assert (item.body, item.revisions.count()) == (f"{BODY}\n断网时写的。", 0)


def test_an_answer_the_network_lost_is_not_taken_for_another_window(page, informant, item):
    log_in(page, informant)
    edit(page, item)
    page.route("**/save/", lambda route: (route.fetch(), route.abort()))
    body(page).fill(f"{BODY}\n已到系统。")
    expect(saved(page)).to_have_text(re.compile("网络不通"))
    page.unroute("**/save/")

    status = save(page, f"{BODY}\n已到系统。\n接着写。")

    item.refresh_from_db()
    assert (status, item.body, item.revisions.count()) == (200, f"{BODY}\n已到系统。\n接着写。", 0)


def test_the_machine_dies_offline_and_the_text_is_merged_with_what_came_since(page, informant, item):
    log_in(page, informant)
    edit(page, item)
    page.context.set_offline(True)
    body(page).fill(f"{FIRST}\n{SECOND}\n{THIRD}断网时补。")
    expect(saved(page)).to_have_text(re.compile("网络不通"))
    actions.write(item, by=informant, base=1, body=f"{FIRST}手机上改。\n{SECOND}\n{THIRD}")
    page.route("**/save/", lambda route: route.abort())
    page.context.set_offline(False)
    page.goto("/")
    page.unroute("**/save/")

    edit(page, item)
    page.get_by_role("button", name="找回").click()
    expect(saved(page)).to_have_text(re.compile("您的文字已另存"))
    page.get_by_role("link", name="打开对照").click()
    page.get_by_role("button", name="按此合并").click()

    expect(stored(page)).to_have_value(f"{FIRST}手机上改。\n{SECOND}\n{THIRD}断网时补。")


def test_an_ended_session_is_renewed_inside_the_page(page, informant, item, shot):
    log_in(page, informant)
    edit(page, item)
    end_session()

    body(page).fill(f"{BODY}\n会话结束后写的。")
    expect(dialog(page)).to_be_visible()
    expect(dialog(page).get_by_label("用户名")).to_have_value("informant")
    expect(dialog(page).get_by_label("密码")).to_be_focused()
    shot(page, "nothing-lost-log-in")
    enter(page)

    expect(dialog(page)).to_be_hidden()
    expect(saved(page)).to_have_text(re.compile("^已保存"))
    item.refresh_from_db()
    assert item.body.endswith("会话结束后写的。")


def test_a_wrong_password_and_a_locked_account_are_said_in_the_dialog(page, informant, item, lockout):
    log_in(page, informant)
    edit(page, item)
    end_session()
    body(page).fill(f"{BODY}\n没有丢。")
    expect(dialog(page)).to_be_visible()

    enter(page, "Falsch-2026")
    expect(dialog(page).get_by_role("alert")).to_have_text(re.compile("^用户名或密码不正确"))
    for _ in range(4):
        with page.expect_response("**/login/again/"):
            enter(page, "Falsch-2026")
    expect(dialog(page).get_by_role("alert")).to_have_text(re.compile("账号已锁定三十分钟"))
    dialog(page).get_by_role("button", name="以后再说").click()

    expect(stored(page)).to_have_value(f"{BODY}\n没有丢。")
    expect(page.get_by_role("button", name="在本页登录")).to_be_visible()
    page.reload()
    assert "没有丢。" in page.evaluate("Object.values(localStorage).join()")


def test_on_a_phone_the_dialog_fits_and_comes_back_when_asked(visit, informant, item, shot):
    phone = visit(**PHONE)
    log_in(phone, informant)
    edit(phone, item)
    end_session()
    body(phone).fill(f"{BODY}\n手机上写的。")
    expect(dialog(phone)).to_be_visible()
    shot(phone, "nothing-lost-log-in-phone")
    width = phone.evaluate("document.documentElement.scrollWidth")

    phone.keyboard.press("Escape")
    phone.get_by_role("button", name="在本页登录").click()
    enter(phone)

    expect(saved(phone)).to_have_text(re.compile("^已保存"))
    assert width == 390


def test_a_log_in_of_somebody_else_in_another_tab_saves_nothing_here(page, informant, item):
    other = UserFactory(home=informant.home, role=Role.INFORMANT, username="other")
    log_in(page, informant)
    page.goto("/submissions/new/")
    expect(page.locator("form[data-editing=ready]")).to_be_visible()
    end_session()
    log_in(page.context.new_page(), other)

    page.get_by_label("标题", exact=True).fill("我的标题")
    expect(saved(page)).to_have_text(re.compile("另一位同事登录时打开的，文字没有保存"))
    page.get_by_role("button", name="在本页登录").click()
    enter(page)

    expect(saved(page)).to_have_text(re.compile("^已保存"))
    assert list(Submission.objects.filter(title="我的标题").values_list("author__username", flat=True)) == [
        "informant"
    ]


def test_a_deadline_that_passes_while_typing_takes_nothing_away(visit, informant, shot):
    item = SubmissionFactory(author=informant, state=State.RETURNED, title="站点建成", body=BODY)
    Submission.objects.filter(pk=item.pk).update(answer_by=timezone.localdate())
    page = visit()
    log_in(page, informant)
    edit(page, item)
    body(page).fill(f"{BODY}\n赶在期限前补写。")
    Submission.objects.filter(pk=item.pk).update(answer_by=timezone.localdate() - timedelta(days=1))
    page.get_by_role("button", name="保存并送审").click()

    expect(page.get_by_role("status")).to_have_text(re.compile("报送后将标明“逾期”"))
    page.wait_for_load_state("networkidle")  # the page asks for its parts
    item.refresh_from_db()
    assert (item.state, item.body) == (State.REVIEW, f"{BODY}\n赶在期限前补写。")
    actions.sign(item, by=UserFactory(home=item.unit, role=Role.REVIEWER), reviewed=True)
    desk = visit()
    log_in(desk, UserFactory(home=item.office, role=Role.EDITOR))
    desk.goto(f"/submissions/{item.pk}/")
    expect(desk.get_by_text("逾期 1 天报回").first).to_be_visible()
    shot(desk, "nothing-lost-late")


def test_a_call_that_closes_while_typing_leaves_the_text_a_draft(page, informant, shot):
    call = a_call(informant.home.office)
    item = SubmissionFactory(author=informant, title="站点建成", body=BODY)
    answering.link(item, by=informant, topic=call.topics.first())
    log_in(page, informant)
    edit(page, item)
    body(page).fill(f"{BODY}\n截止前没写完。")
    close_it(call, "run out")

    page.get_by_role("button", name="保存并送审").click()
    expect(page.get_by_role("alert")).to_have_text(re.compile("文字已保存，但没有送审：报送要点.*到期截止"))
    shot(page, "nothing-lost-call-closed")
    item.refresh_from_db()
    assert (item.state, item.body) == (State.DRAFT, f"{BODY}\n截止前没写完。")

    page.get_by_role("button", name="解除关联").click()
    page.get_by_role("button", name="保存并送审").click()
    expect(page.get_by_role("status")).to_have_text("已送本单位审核人审签。")


def test_what_was_sent_the_ordinary_way_is_not_offered_again(page, informant):
    log_in(page, informant)
    page.goto("/submissions/new/")
    expect(page.locator("form[data-editing=ready]")).to_be_visible()
    page.get_by_label("标题", exact=True).fill("快手保存")
    body(page).fill(BODY)
    page.get_by_role("button", name="保存草稿").click()
    expect(page.get_by_role("status").first).to_have_text(re.compile("^已保存"))
    expect(page.locator("form[data-editing=ready]")).to_be_visible()

    expect(page.get_by_role("button", name="找回")).to_be_hidden()
    page.goto("/submissions/new/")
    expect(page.locator("form[data-editing=ready]")).to_be_visible()
    expect(page.get_by_role("button", name="找回")).to_be_hidden()
