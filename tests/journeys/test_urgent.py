"""An emergency from the first call for help to the words that go up, in five people's browsers."""

import re
from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone
from playwright.sync_api import expect

from accounts.roles import Role
from submissions.actions import urgent_duty
from submissions.models import Incident, Onward, UrgentReport
from submissions.urgent_states import State, Wording
from tests.conftest import PHONE
from tests.journeys.steps import log_in
from tests.submissions.urgent_stage import EVENT, first
from tests.world import office_with_people

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

TITLE = "星河电子厂发生职工群体性事件、劳资纠纷"


@pytest.fixture
def office(transactional_db):
    world = office_with_people("云湖区总工会")
    world.informant, world.editor = world.people[Role.INFORMANT], world.people[Role.EDITOR]
    now = timezone.now()
    urgent_duty.add_duty(
        by=world.editor,
        office=world.office,
        user=world.editor,
        since=now - timedelta(hours=1),
        until=now + timedelta(hours=8),
        phone="010-55501000",
    )
    return world


@pytest.fixture
def enter(visit, office):
    """A browser of their own for each person."""
    pages = {}

    def as_person(role, **options):
        if role not in pages:
            pages[role] = visit(**options)
            log_in(pages[role], office.people[role])
        return pages[role]

    return as_person


def press(page, name):
    page.get_by_role("button", name=name, exact=True).click()


def follow(page, name):
    page.get_by_role("link", name=name, exact=True).first.click()


def begin(page):
    page.goto("/submissions/urgent/")
    follow(page, "报送紧急信息")
    page.get_by_label("类别").select_option(label="职工群体性事件/劳资纠纷")
    page.get_by_label("事发地点").fill("星河电子厂")
    page.get_by_label("事：发生了什么").fill(EVENT)


def poll(page):
    """What each half minute does by itself."""
    with page.expect_response("**/urgent/bar/"):
        page.evaluate("htmx.ajax('GET', '/submissions/urgent/bar/', '#urgent')")


def test_from_the_first_report_to_the_words_that_go_up(enter, shot):
    desk = enter(Role.EDITOR)
    desk.goto("/bulletins/")
    expect(desk.locator(".urgent-bar")).to_have_count(0)

    unit = enter(Role.INFORMANT)
    begin(unit)
    expect(unit.locator("[data-clock-left]")).to_have_text(re.compile(r"前报出，还剩 1 小时 5\d 分$"))
    expect(unit.get_by_text("010-55501000")).to_be_visible()
    shot(unit, "urgent-1-filing")
    press(unit, "立即报出")
    expect(unit.get_by_text("首报已报出")).to_be_visible()

    hear_and_sign(desk, shot)
    confirm_as_head(enter(Role.REVIEWER))
    follow_to_the_end(unit, shot)
    going_up(enter, shot)


def hear_and_sign(desk, shot):
    poll(desk)  # the page was never loaded again
    expect(desk.locator(".urgent-bar")).to_contain_text(TITLE)
    assert desk.title().startswith("【紧急 1】")
    shot(desk, "urgent-2-bar")
    press(desk, "签收")
    expect(desk.get_by_text("已签收")).to_be_visible()
    expect(desk.locator(".urgent-bar")).to_have_count(0)


def confirm_as_head(head):
    head.goto("/submissions/urgent/")
    follow(head, f"确认首报《{TITLE}》")
    press(head, "负责人确认")


def follow_to_the_end(unit, shot):
    unit.reload()
    follow(unit, "续报")
    unit.get_by_label("本次报告的情况").fill("工会、人社已到场协商。")
    press(unit, "立即报出")
    follow(unit, "终报")
    unit.get_by_label("本次报告的情况").fill("职工已散去。")
    unit.get_by_label("果：处置结果").fill("工资已当场支付。")
    press(unit, "立即报出")
    expect(unit.locator("h1 .state")).to_have_text("已终报")
    shot(unit, "urgent-3-chain")


def going_up(enter, shot):
    desk, signer = enter(Role.EDITOR), enter(Role.APPROVER)
    desk.goto(f"/submissions/urgent/{Incident.objects.get().pk}/")
    follow(desk, "拟上报稿")
    press(desk, "送核签")
    expect(desk.get_by_role("button", name="核签", exact=True)).to_have_count(0)

    signer.goto("/submissions/urgent/")
    signer.get_by_role("link", name=re.compile("^核签上报稿")).click()
    press(signer, "核签")
    expect(signer.locator("h1 .state")).to_have_text("已核签待上报")

    desk.reload()
    desk.get_by_label("报往").fill("市总工会办公室")
    desk.get_by_label("方式").fill("电话")
    press(desk, "登记已上报")
    expect(desk.locator("h1 .state")).to_have_text("已上报")
    shot(desk, "urgent-4-onward")

    paper, incident = Onward.objects.get(), Incident.objects.get()
    assert (paper.state, paper.recipient, incident.state) == (Wording.SENT, "市总工会办公室", State.CLOSED)


def test_the_bar_comes_by_itself_within_half_a_minute(enter, office):
    desk = enter(Role.EDITOR)
    desk.clock.install()
    desk.goto("/bulletins/")
    first(office, now=timezone.now(), by=office.informant)

    with desk.expect_response("**/urgent/bar/"):
        desk.clock.fast_forward(31_000)

    expect(desk.locator(".urgent-bar")).to_contain_text("星河电子厂职工聚集讨薪")


def test_the_clock_turns_red_when_the_hour_has_passed(enter):
    unit = enter(Role.INFORMANT)
    begin(unit)

    unit.get_by_label("等级").select_option(label="重大")
    then = timezone.localtime() - timedelta(minutes=45)
    unit.get_by_label("事发时间").fill(f"{then:%Y-%m-%dT%H:%M}")

    expect(unit.locator("[data-clock-left]")).to_have_text(re.compile(r"前报出，已超时 1[56] 分$"))
    expect(unit.locator(".urgent-clock")).to_have_class(re.compile("over"))


def test_what_is_typed_outlives_the_page_and_the_session(enter, office):
    unit = enter(Role.INFORMANT)
    begin(unit)
    expect(unit.locator("[data-saved]")).to_have_text(re.compile("^已保存"))
    unit.reload()
    expect(unit.get_by_label("事：发生了什么")).to_have_value(EVENT)

    Session.objects.all().delete()
    unit.get_by_label("事：发生了什么").fill(EVENT + "又有20人到场。")
    expect(unit.locator("[data-saved]")).to_have_text(re.compile("登录已过期"))
    press(unit, "立即报出")
    unit.get_by_label("用户名").fill(office.informant.username)
    unit.get_by_label("密码").fill("Yunhu-2026")
    press(unit, "登录")

    expect(unit.get_by_label("事：发生了什么")).to_have_value(EVENT + "又有20人到场。")
    press(unit, "立即报出")
    expect(unit.get_by_text("首报已报出")).to_be_visible()
    assert UrgentReport.objects.get().event == EVENT + "又有20人到场。"


def test_all_of_it_works_without_script(enter, office):
    unit = enter(Role.INFORMANT, java_script_enabled=False)
    begin(unit)
    expect(unit.locator("[data-clock-left]")).to_have_text(re.compile("前报出$"))

    press(unit, "立即报出")

    expect(unit.get_by_text("首报已报出")).to_be_visible()
    assert Incident.objects.get().title == TITLE


def test_the_pages_fit_a_phone(enter, office, shot):
    report = first(office, now=timezone.now(), by=office.informant)
    desk = enter(Role.EDITOR, **PHONE)
    wide = []
    for name in ("", "duty/", "rules/", "summary/", "marks/", "reports/", "call/", f"{report.incident_id}/"):
        desk.goto(f"/submissions/urgent/{name}")
        if desk.evaluate("document.documentElement.scrollWidth") != 390:
            wide.append(name)
    expect(desk.locator(".urgent-bar")).to_be_visible()
    shot(desk, "urgent-phone")

    assert wide == []
