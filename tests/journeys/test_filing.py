"""Filing cannot lose text: tried in a real browser, with and without script."""

import re

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import expect

from accounts.roles import Role
from submissions.models import Submission
from submissions.states import State
from tests.factories import PASSWORD, SubmissionFactory, UserFactory
from tests.journeys.steps import body_of, log_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

TITLE = "临江街道总工会建成三处户外劳动者服务站点"
BODY = "11月18日，临江街道总工会建成三处户外劳动者服务站点。\n一、选址。站点设在骑手集中的路口。"


@pytest.fixture
def informant(transactional_db):
    return UserFactory(role=Role.INFORMANT, username="informant")


def write(page, title=TITLE, body=BODY, *, script=True):
    page.goto("/submissions/new/")
    page.get_by_label("标题", exact=True).fill(title)
    body_of(page, script=script).fill(body)


def saved(page):
    return page.locator("[data-saved]")


def test_the_form_saves_by_itself_and_makes_one_draft(page, informant, shot):
    log_in(page, informant)
    write(page)
    expect(saved(page)).to_have_text(re.compile(r"^已保存 \d\d:\d\d$"))
    expect(page).to_have_url(re.compile(r"/submissions/\d+/edit/$"))

    body_of(page).press("Control+End")
    page.keyboard.type("再写几个字。")
    page.keyboard.press("Control+s")
    expect(saved(page)).to_have_text(re.compile("^已保存"))
    shot(page, "filing-autosaved")
    page.get_by_role("button", name="保存并送审").click()

    expect(page.get_by_role("status")).to_have_text("已送本单位审核人审签。")
    item = Submission.objects.get()
    assert (item.state, item.body.endswith("再写几个字。")) == (State.REVIEW, True)
    assert item.revisions.filter(why="side").count() == 0


def test_filing_works_without_script(visit, informant):
    page = visit(java_script_enabled=False)
    log_in(page, informant)

    write(page, script=False)
    page.get_by_role("button", name="保存并送审").click()

    expect(page.get_by_text("已送本单位审核人审签。")).to_be_visible()
    assert Submission.objects.get().title == TITLE


def test_a_session_that_ends_while_typing_loses_nothing(page, visit, informant, shot):
    log_in(page, informant)
    write(page)
    expect(saved(page)).to_have_text(re.compile("^已保存"))
    Session.objects.all().delete()

    body_of(page).fill(BODY + "\n会话结束后写的字。")
    expect(saved(page)).to_have_text(re.compile("登录已过期，文字留在本页"))
    shot(page, "filing-session-ended")
    log_in(page.context.new_page(), informant)
    body_of(page).press("Control+s")

    expect(saved(page)).to_have_text(re.compile("^已保存"))
    assert Submission.objects.get().body.endswith("会话结束后写的字。")


def test_a_form_sent_after_the_session_ended_comes_back_after_log_in(visit, informant, shot):
    page = visit(java_script_enabled=False)
    log_in(page, informant)
    write(page, script=False)
    Session.objects.all().delete()

    page.get_by_role("button", name="保存草稿").click()
    expect(page.get_by_text("登录已过期")).to_be_visible()
    page.get_by_label("用户名").fill(informant.username)
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()

    expect(page.get_by_label("标题", exact=True)).to_have_value(TITLE)
    shot(page, "filing-found-again")
    page.get_by_role("button", name="保存草稿").click()
    assert Submission.objects.get().title == TITLE


def test_what_an_ended_session_kept_is_not_shown_to_another_person(visit, informant):
    page = visit(java_script_enabled=False)
    log_in(page, informant)
    write(page, script=False)
    Session.objects.all().delete()
    page.get_by_role("button", name="保存草稿").click()

    other = UserFactory(home=informant.home, role=Role.INFORMANT, username="other")
    page.get_by_label("用户名").fill(other.username)
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()

    expect(page.get_by_label("标题", exact=True)).to_have_value("")


def test_two_windows_keep_both_texts(page, informant, shot):
    item = SubmissionFactory(author=informant, body="原文。")
    log_in(page, informant)
    page.goto(f"/submissions/{item.pk}/edit/")
    other = page.context.new_page()
    other.goto(f"/submissions/{item.pk}/edit/")
    with other.expect_response("**/save/"):
        body_of(other).fill("第二个窗口先保存。")
    item.refresh_from_db()
    assert item.body == "第二个窗口先保存。"

    body_of(page).fill("第一个窗口后保存。")
    expect(saved(page)).to_have_text(re.compile("您的文字已另存"))
    page.get_by_role("link", name="打开对照").click()

    expect(page.locator(".merge ins")).not_to_have_count(0)
    shot(page, "filing-two-windows")
    page.get_by_role("button", name="全用我刚写的").click()
    expect(page.locator("[name=body]")).to_have_value("第一个窗口后保存。")


def test_a_cut_network_keeps_the_text_in_the_browser(page, informant):
    log_in(page, informant)
    write(page)
    expect(saved(page)).to_have_text(re.compile("^已保存"))

    page.context.set_offline(True)
    body_of(page).fill(BODY + "\n断网时写的字。")
    expect(saved(page)).to_have_text("网络不通，文字已留在本机，连通后自动保存。")
    page.context.set_offline(False)
    expect(saved(page)).to_have_text(re.compile("^已保存"))

    assert Submission.objects.get().body.endswith("断网时写的字。")


def test_a_browser_that_dies_gives_the_text_back(page, informant):
    log_in(page, informant)
    write(page)
    expect(saved(page)).to_have_text(re.compile("^已保存"))
    page.route("**/save/", lambda route: route.abort())
    body_of(page).fill(BODY + "\n没来得及保存的字。")
    expect(saved(page)).to_have_text(re.compile("网络不通"))
    page.unroute("**/save/")

    page.reload()
    with page.expect_response("**/save/"):  # taking the text up saves it at once
        page.get_by_role("button", name="找回").click()

    expect(page.locator("[name=body]")).to_have_value(BODY + "\n没来得及保存的字。")


def test_an_over_long_title_is_answered_and_kept(visit, informant):
    page = visit(java_script_enabled=False)
    log_in(page, informant)

    write(page, title="长" * 120, script=False)
    page.get_by_role("button", name="保存并送审").click()

    expect(page.get_by_text("标题过长，请精简到 50 字以内。")).to_be_visible()
    expect(page.get_by_label("标题", exact=True)).to_have_value("长" * 120)
    expect(page.locator("[name=body]")).to_have_value(BODY)


def test_an_empty_title_is_answered_and_the_text_is_saved(page, informant):
    log_in(page, informant)

    write(page, title="")
    page.get_by_role("button", name="保存并送审").click()

    expect(page.get_by_role("alert")).to_have_text("文字已保存，但没有送审：还没有标题，请写好标题再送审。")
    assert (Submission.objects.get().state, Submission.objects.get().body) == (State.DRAFT, BODY)


def test_a_file_that_lies_is_refused_and_the_text_is_saved(page, informant):
    log_in(page, informant)
    write(page)

    page.get_by_label("附件").set_input_files(
        {"name": "假.pdf", "mimeType": "application/pdf", "buffer": b"MZ\x90"}
    )
    page.get_by_role("button", name="保存并送审").click()

    expect(page.get_by_role("alert")).to_have_text(re.compile("“假.pdf”的内容与扩展名不符"))
    assert Submission.objects.get().title == TITLE


def test_the_filing_form_on_a_phone(phone, informant, shot):
    log_in(phone, informant)
    write(phone)

    expect(saved(phone)).to_have_text(re.compile("^已保存"))
    width = phone.evaluate("document.documentElement.scrollWidth")
    shot(phone, "filing-phone")

    assert width == 390
