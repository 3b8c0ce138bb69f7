"""A leader reads on a phone; the desk sees who has read and asks the others."""

import pytest
from playwright.sync_api import expect

from accounts.roles import Role
from bulletins.actions import documents
from tests.bulletins.conftest import open_office
from tests.factories import SubmissionFactory
from tests.journeys.steps import log_in
from tests.pictures import show_picture

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WIDE = "<table><tr>" + "<th>指标名称</th>" * 9 + "</tr><tr>" + "<td>一百二十三</td>" * 9 + "</tr></table>"
NO_WIDER = "() => document.documentElement.scrollWidth <= window.innerWidth"


@pytest.fixture
def office(transactional_db):
    return open_office()


def long_issue(office):
    """Three articles: a long one, one with a wide table, one with a picture."""
    long = office.item(title="综合情况", body="\n".join(["这一段说明工作开展的情况和取得的成效。" * 4] * 20))
    table = office.item(title="数字一览", body="数字一览")
    type(table.filed).objects.filter(pk=table.filed_id).update(rich=f"<p>数字一览</p>{WIDE}")
    table.filed.refresh_from_db()
    shown = SubmissionFactory(author=office.informant, title="现场", body="现场", state="accepted")
    show_picture(shown, "现场图", before="<p>现场</p>")
    issue = office.signed(*(office.article(item, ready=True) for item in (long, table, shown)))
    for document in issue.documents.all():
        documents.make(document.pk)
    return issue


def test_a_leader_turns_the_articles_of_an_issue_on_a_phone(office, phone, shot):
    issue = long_issue(office)
    log_in(phone, office.leader)
    phone.goto("/bulletins/")
    expect(phone.get_by_text("1 期未读")).to_be_visible()
    assert phone.evaluate(NO_WIDER)
    shot(phone, "reading-room-phone")
    phone.get_by_role("link", name=str(issue)).first.click()

    assert phone.evaluate(NO_WIDER)
    assert phone.locator(".paper p.p").first.evaluate("p => parseFloat(getComputedStyle(p).fontSize)") >= 16
    table = phone.locator(".paper .table-scroll").first
    assert table.evaluate("box => box.scrollWidth > box.clientWidth && box.clientWidth <= window.innerWidth")
    picture = phone.locator(".paper figure img").first
    assert picture.evaluate("img => img.getBoundingClientRect().width <= window.innerWidth")
    turn = phone.locator("#piece-1 .turns a", has_text="下一篇")
    phone.locator("#piece-1 .headline").scroll_into_view_if_needed()
    expect(turn).to_be_in_viewport()
    assert turn.evaluate("a => a.getBoundingClientRect().height") >= 44
    shot(phone, "issue-phone")
    turn.click()
    expect(phone.locator("#piece-2 .headline")).to_be_in_viewport()
    phone.locator("#piece-2 .turns a", has_text="目录").click()
    expect(phone.locator("#contents")).to_be_in_viewport()
    phone.locator("#contents a", has_text="现场").click()
    expect(phone.locator("#piece-3 .headline")).to_be_in_viewport()
    phone.get_by_role("button", name="圈阅").click()
    expect(phone.locator("#readers .initial")).to_have_text(str(office.leader))
    phone.goto("/bulletins/")
    expect(phone.get_by_text("期未读")).to_have_count(0)


def test_the_desk_sees_who_has_not_read_and_reminds_them_once(office, visit, shot):
    issue = long_issue(office)
    reader, desk = visit(), visit()
    log_in(reader, office.informant)
    reader.goto(issue.number_url)
    log_in(desk, office.editor)
    desk.goto(issue.number_url)
    expect(desk.locator("#readers")).to_contain_text("分发 3 人，已读 1 人，未读 2 人")

    desk.locator("#readers a", has_text="2").click()
    expect(desk.locator("h1")).to_contain_text("阅读情况")
    shot(desk, "receipts")
    desk.get_by_role("button", name="催阅（2 人）").click()
    expect(desk.get_by_text("已催阅，2 位未读的同志会收到提醒。")).to_be_visible()
    desk.get_by_role("button", name="催阅（2 人）").click()

    expect(desk.get_by_text("一小时内只催一次")).to_be_visible()
    assert office.reviewer.notices.filter(text=f"请阅读{issue}").count() == 1
    assert not office.informant.notices.filter(text=f"请阅读{issue}").exists()


def test_a_bulletin_is_narrowed_to_a_list_without_script(office, visit, shot):
    page = visit(java_script_enabled=False)
    log_in(page, office.editor)
    page.goto(f"/bulletins/readers/{office.publication.code}/")
    page.get_by_label("姓名或用户名").fill("没有此人")
    page.get_by_role("button", name="列入此人").click()
    expect(page.get_by_text("没有“没有此人”")).to_be_visible()
    page.get_by_label("姓名或用户名").fill(office.leader.username)
    page.get_by_role("button", name="列入此人").click()
    page.locator("#id_unit_unit").select_option(str(office.town.pk))
    page.locator("#id_unit_role").select_option(Role.REVIEWER)
    page.get_by_role("button", name="列入单位或岗位").click()
    shot(page, "readers")
    page.get_by_role("link", name="改为仅限名单").click()
    page.get_by_role("button", name="确认改为“仅限名单”").click()

    expect(page.get_by_text("下一期签发时分发给 2 人")).to_be_visible()
    shot(page, "readers-narrowed")
