"""From a request to its answer: the office commissions, a unit accepts, writes and signs, the office sees it."""

from datetime import date, timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from accounts.roles import Role
from scoring.models import Group, Membership
from submissions.actions import calls
from submissions.models import Call, Commission, Submission
from tests.calling import a_call, a_commission
from tests.conftest import PHONE
from tests.factories import UnitFactory
from tests.journeys.steps import body_of, log_in
from tests.world import office_with_people

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def office(transactional_db):
    """An office with three units, two of them in one group."""
    world = office_with_people("云湖区")
    group = Group.objects.create(office=world.office, name="街道组")
    others = [UnitFactory(parent=world.office, name=name) for name in ("清波街道", "望江街道")]
    for unit in (world.unit, others[0]):
        Membership.objects.create(group=group, unit=unit, since=date(2020, 1, 1))
    return world


@pytest.fixture
def enter(visit, office):
    def as_person(role, **options):
        page = visit(**options)
        log_in(page, office.people[role])
        return page

    return as_person


def press(page, name):
    page.get_by_role("button", name=name, exact=True).click()


def follow(page, name):
    page.get_by_role("link", name=name, exact=True).first.click()


def issue(page, shot):
    page.goto("/submissions/commissions/")
    follow(page, "发约稿")
    page.get_by_label("约稿题目").fill("新就业形态劳动者入会的做法")
    page.get_by_label("要求").fill("写清做法、数字和困难，1500字以内。")
    page.get_by_label("截止日期").fill(f"{timezone.localdate() + timedelta(days=5)}")
    press(page, "街道组 2")
    expect(page.locator("input[name=units]:checked")).to_have_count(2)
    shot(page, "calls-1-commission")
    press(page, "发出约稿")
    expect(page.get_by_text("2个单位已收到通知")).to_be_visible()


def answer(page, shot):
    page.goto("/submissions/calls/")
    shot(page, "calls-2-unit-list")
    follow(page, "新就业形态劳动者入会的做法")
    press(page, "接受约稿")
    expect(page.locator("h1 .state")).to_have_text("已接受")
    shot(page, "calls-3-invitation")
    follow(page, "写这一篇")
    expect(page.locator("[data-answers]")).to_contain_text("新就业形态劳动者入会的做法")
    page.get_by_label("标题", exact=True).fill("骑手入会一站办结")
    body_of(page).fill("云湖区街道总工会设立骑手驿站3处，吸收会员312人。")
    shot(page, "calls-4-writing")
    press(page, "保存并送审")
    expect(page.get_by_text("已送本单位审核人审签。")).to_be_visible()


def sign(page, shot):
    item = Submission.objects.get()
    page.goto(f"/submissions/{item.pk}/sign/")
    expect(page.get_by_text("答复约稿")).to_be_visible()
    shot(page, "calls-5-signing")
    page.get_by_label("本人已作保密审查").check()
    press(page, "审签并报送")
    expect(page.get_by_text("已审签报送")).to_be_visible()


def test_the_office_commissions_a_unit_accepts_writes_and_signs_and_the_office_sees_it(office, enter, shot):
    issue(enter(Role.EDITOR), shot)
    answer(enter(Role.INFORMANT), shot)
    sign(enter(Role.REVIEWER), shot)

    page = enter(Role.EDITOR)
    page.goto(f"/submissions/commissions/{Commission.objects.get().pk}/")

    row = page.locator("tr", has_text=f"{office.unit}")
    expect(row).to_contain_text("按时报送")
    expect(row).to_contain_text("《骑手入会一站办结》")
    expect(page.locator("tr", has_text="清波街道")).to_contain_text("待答复")
    shot(page, "calls-6-completion-of-one")
    page.goto("/submissions/commissions/completion/")
    expect(page.locator("tr", has_text="合计")).to_contain_text("100%")
    shot(page, "calls-7-completion")


def test_the_office_publishes_a_call_and_a_unit_writes_one_topic_of_it(office, enter, shot):
    page = enter(Role.EDITOR)
    page.goto("/submissions/calls/desk/")
    follow(page, "拟要点")
    page.get_by_label("月份").fill(f"{timezone.localdate():%Y-%m}")
    page.get_by_label("说明").fill("请各单位围绕下列要点报送信息。")
    page.locator("textarea[name=topics]").fill("新就业形态劳动者入会\n冬季送温暖\n欠薪治理")
    shot(page, "calls-8-drafting")
    press(page, "保存")
    follow(page, "发布")
    press(page, "确认发布")
    expect(page.locator("h1 .state")).to_have_text("征集中")
    shot(page, "calls-9-published")

    reader = enter(Role.INFORMANT)
    reader.goto(f"/submissions/calls/{Call.objects.get().pk}/")
    shot(reader, "calls-10-unit-reads")
    reader.get_by_role("link", name="写这一条：冬季送温暖").click()
    reader.get_by_label("标题", exact=True).fill("送温暖到工地")
    press(reader, "保存草稿")
    expect(reader.get_by_text("已保存")).not_to_have_count(0)
    reader.goto(f"/submissions/calls/{Call.objects.get().pk}/")

    assert Submission.objects.get().topic.text == "冬季送温暖"
    expect(reader.locator("tr", has_text="冬季送温暖").locator("td").nth(2)).to_have_text("1")


def test_a_call_that_closes_while_typing_returns_the_text_and_says_what_to_do(office, enter, shot):
    call = a_call(office.office, by=office.people[Role.EDITOR])
    page = enter(Role.INFORMANT)
    page.goto(f"/submissions/new/?topic={call.topics.first().pk}")
    page.get_by_label("标题", exact=True).fill("高温下的送清凉")
    body_of(page).fill("正写着，要点截止了。")
    calls.move_call(call, "close", by=office.people[Role.EDITOR])

    press(page, "保存并送审")

    expect(page.get_by_text("没有送审").first).to_be_visible()
    expect(page.get_by_label("标题", exact=True)).to_have_value("高温下的送清凉")
    shot(page, "calls-11-closed-while-typing")
    press(page, "解除关联")
    expect(page.locator("[data-answers]")).to_have_count(0)
    press(page, "保存并送审")
    expect(page.get_by_text("已送本单位审核人审签。")).to_be_visible()
    assert Submission.objects.get().body.strip() == "正写着，要点截止了。"


def test_on_a_telephone_a_unit_finds_and_declines_a_commission(office, visit, shot):
    a_commission(office.unit, by=office.people[Role.EDITOR], title="欠薪治理的做法")
    page = visit(**PHONE)
    log_in(page, office.people[Role.REVIEWER])
    page.goto("/submissions/calls/")
    shot(page, "calls-12-phone-list")
    follow(page, "欠薪治理的做法")
    shot(page, "calls-13-phone-invitation")
    follow(page, "谢绝约稿")
    page.get_by_label("原因").fill("本街道没有欠薪案件")
    press(page, "确认谢绝约稿")

    expect(page.locator("h1 .state")).to_have_text("已谢绝")
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_without_script_a_commission_is_issued_by_ticking_units(office, enter):
    page = enter(Role.EDITOR, java_script_enabled=False)
    page.goto("/submissions/commissions/new/")
    page.get_by_label("约稿题目").fill("稳就业")
    page.get_by_label("要求").fill("写清数字")
    page.get_by_label("截止日期").fill(f"{timezone.localdate() + timedelta(days=3)}")
    page.get_by_label("望江街道").check()
    press(page, "发出约稿")

    expect(page.get_by_text("1个单位已收到通知")).to_be_visible()
