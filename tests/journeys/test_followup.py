"""件件有着落: a leader writes on the phone, the office gives it to two units, and the leader reads the end."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from accounts.roles import Role
from bulletins.models import FollowUp, Instruction
from tests.conftest import PHONE
from tests.factories import PublicationFactory
from tests.following import a_town
from tests.journeys.steps import log_in
from tests.world import accepted, office_with_people, signed_issue

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WORDS = "“暖蜂驿站”的做法很实在，请研究推广。"
REPORT = "已会同有关部门走访企业14家，计划年内新建站点20处。"
CLOSING = "方案已印发，年内新建站点20处，转入常态。"


@pytest.fixture
def office(transactional_db):
    """An office whose first issue is signed, and a second unit that helps."""
    world = office_with_people("云湖区")
    world.publication = PublicationFactory(office=world.office, name="云湖工会信息", code="yunhu")
    world.issue = signed_issue(world, accepted(world, "临江街道建成“暖蜂驿站”"))
    world.helper = a_town(world.office, name="清波街道")
    return world


@pytest.fixture
def enter(visit):
    def as_person(user, **options):
        page = visit(**options)
        log_in(page, user)
        return page

    return as_person


def press(page, name):
    page.get_by_role("button", name=name, exact=True).first.click()


def follow(page, name):
    page.get_by_role("link", name=name, exact=True).first.click()


def write_on_the_phone(page, office, shot):
    page.goto(office.issue.number_url)
    page.get_by_text("在本篇上批示").click()
    page.get_by_label("对本篇的批示", exact=True).fill(WORDS)
    page.locator(".write-here").get_by_label(re.compile("要求督办")).check()
    shot(page, "followup-1-leader-writes")
    press(page, "保存对本篇的批示")
    expect(page.get_by_text("批示已记录")).to_be_visible()
    expect(page.locator("#instructions").get_by_text(WORDS)).to_be_visible()


def give_out(page, office, shot):
    page.goto("/bulletins/followups/?tab=mine")
    follow(page, WORDS)
    follow(page, "交办")
    page.get_by_label("督办事项").fill("研究推广“暖蜂驿站”做法，提出建设方案。")
    page.get_by_label("主办单位").select_option(label=str(office.unit))
    page.get_by_label("清波街道", exact=True).check()
    page.get_by_label("办理期限").fill(f"{timezone.localdate() + timedelta(days=10)}")
    shot(page, "followup-2-editor-gives-out")
    press(page, "交办")
    expect(page.get_by_text("各承办单位已收到通知")).to_be_visible()
    expect(page.locator(".part")).to_have_count(2)


def sign_and_answer(page, report, shot, name):
    page.goto("/accounts/notices/")
    page.get_by_role("link", name=re.compile("交办督办")).first.click()
    expect(page.locator(".part")).to_have_count(2 if name == "lead" else 1)
    press(page, "签收")
    page.get_by_label("办理情况").fill(report)
    shot(page, f"followup-3-{name}-answers")
    press(page, "报送反馈")
    expect(page.get_by_text("反馈已报送")).to_be_visible()
    expect(page.locator(".part .state").first).to_have_text("已反馈")


def close(page, shot):
    page.goto(FollowUp.objects.get().get_absolute_url())
    follow(page, "办结")
    page.get_by_label("办结意见").fill(CLOSING)
    press(page, "办结")
    expect(page.get_by_text("还有单位没有办完").first).to_be_visible()
    expect(page.get_by_label("办结意见")).to_have_value(CLOSING)
    shot(page, "followup-4-not-yet")
    page.goto(FollowUp.objects.get().get_absolute_url())
    for _ in range(2):
        press(page, "认可")
        expect(page.get_by_text("已认可。").first).to_be_visible()
    follow(page, "办结")
    page.get_by_label("办结意见").fill(CLOSING)
    press(page, "办结")
    expect(page.locator("h1 .state")).to_have_text("已办结")
    shot(page, "followup-5-closed")


def test_what_a_leader_writes_on_the_phone_is_followed_to_its_end(office, enter, shot):
    leader = enter(office.people[Role.LEADER], **PHONE)
    write_on_the_phone(leader, office, shot)
    editor = enter(office.people[Role.EDITOR])
    give_out(editor, office, shot)
    sign_and_answer(enter(office.people[Role.REVIEWER]), REPORT, shot, "lead")
    sign_and_answer(enter(office.helper.reviewer), "已走访企业5家。", shot, "helper")
    close(editor, shot)

    leader.goto("/bulletins/instructions/mine/")
    expect(leader.get_by_text(CLOSING)).to_be_visible()
    shot(leader, "followup-6-leader-reads")
    leader.get_by_role("link", name="督办已办结").click()
    for words in (WORDS, REPORT, "已走访企业5家。", CLOSING):
        expect(leader.get_by_text(words).first).to_be_visible()
    shot(leader, "followup-7-whole-course")

    informant = enter(office.people[Role.INFORMANT])
    informant.goto("/accounts/notices/")
    expect(informant.get_by_text("获领导批示").first).to_be_visible()
    kept = Instruction.objects.get()
    assert (kept.text, kept.article, kept.person) == (
        WORDS,
        office.issue.articles.get(),
        office.people[Role.LEADER],
    )


def test_without_script_a_leader_still_writes_and_a_unit_still_answers(office, visit):
    plain = {"java_script_enabled": False}
    leader = visit(**PHONE, **plain)
    log_in(leader, office.people[Role.LEADER])
    leader.goto(office.issue.number_url)
    leader.get_by_text("在本篇上批示").click()
    leader.get_by_label("对本篇的批示", exact=True).fill(WORDS)
    press(leader, "保存对本篇的批示")

    expect(leader.locator("#instructions").get_by_text(WORDS)).to_be_visible()
