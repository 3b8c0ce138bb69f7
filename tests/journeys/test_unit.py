"""A unit's own work in real browsers: set right and signed, one after the other; people filed and granted."""

import re

import pytest
from playwright.sync_api import expect

from accounts.models import Post, User
from accounts.roles import Role
from submissions import actions
from submissions.models import Submission
from submissions.states import State
from tests.factories import PostFactory, SubmissionFactory, UserFactory
from tests.journeys.steps import log_in
from tests.world import office_with_people

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

TITLE = "临江街道总工会建成三处户外劳动者服务站点"
BODY = "11月18日，临江街道总工会建成三处户外劳动者服务站点。\n站点设在骑手集中的路口，可以喝水、充电、歇脚。"
BETTER = "11月18日，临江街道总工会建成三处户外劳动者服务站点，惠及骑手312人。\n站点设在骑手集中的路口，可以喝水、充电、歇脚。"


@pytest.fixture
def house(transactional_db):
    world = office_with_people("云湖区")
    for role, name in {
        Role.INFORMANT: "林晓燕",
        Role.REVIEWER: "周建国",
        Role.EDITOR: "陈思远",
        Role.SYSADMIN: "钱维",
        Role.SECADMIN: "孙安",
    }.items():
        User.objects.filter(pk=world.people[role].pk).update(name=name)
        world.people[role].refresh_from_db()
    return world


@pytest.fixture
def enter(visit, house):
    """A browser of their own for each person."""

    def as_person(person, **options):
        page = visit(**options)
        log_in(page, person)
        return page

    return as_person


def sent(house, title, body=BODY):
    item = SubmissionFactory(author=house.people[Role.INFORMANT], title=title, body=body)
    return actions.move(item, "send", by=item.author)


def press(page, name):
    page.get_by_role("button", name=name, exact=True).click()


def follow(page, name):
    page.get_by_role("link", name=name, exact=True).first.click()


def test_a_reviewer_sets_right_signs_and_goes_on_and_the_author_sees_the_difference(house, enter, shot):
    sent(house, TITLE), sent(house, "临江街道总工会举办女职工维权讲座")
    page = enter(house.people[Role.REVIEWER])
    page.goto("/submissions/review/")
    shot(page, "unit-review-queue")
    follow(page, "逐篇审签")
    shot(page, "unit-sign")
    follow(page, "修改后审签")
    page.get_by_label("正文").fill(BETTER)
    page.get_by_label(re.compile("本人已作保密审查")).check()
    shot(page, "unit-amend")
    press(page, "保存修改并审签报送")

    expect(page.get_by_text(f"《{TITLE}》已审签报送。")).to_be_visible()
    expect(page.locator("h1")).to_contain_text("第 1 / 1 篇")
    page.get_by_label(re.compile("本人已作保密审查")).check()
    press(page, "审签并报送")
    expect(page.get_by_text("待审签的信息已全部办完。")).to_be_visible()

    author = enter(house.people[Role.INFORMANT])
    author.goto("/accounts/notices/")
    author.get_by_role("link", name=re.compile("审签时由周建国修改")).click()
    expect(author.locator(".diff ins")).to_have_text("，惠及骑手312人")
    shot(author, "unit-difference")
    author.goto(f"/submissions/{Submission.objects.get(title=TITLE).pk}/")
    expect(author.get_by_text("审签时由周建国修改")).to_be_visible()
    shot(author, "unit-item-amended")
    assert Submission.objects.get(title=TITLE).filed.body == BETTER


def test_words_the_reviewer_typed_survive_a_later_text(house, enter, shot):
    item = sent(house, TITLE)
    page = enter(house.people[Role.REVIEWER])
    page.goto(f"/submissions/{item.pk}/sign/?amend=1")
    page.get_by_label("正文").fill(BETTER)
    item = actions.move(item, "recall", by=item.author)
    actions.write(item, by=item.author, base=item.version, body=f"{BODY}\n作者又补一段。")
    actions.move(item, "send", by=item.author)

    page.get_by_label(re.compile("本人已作保密审查")).check()
    press(page, "保存修改并审签报送")

    expect(page.get_by_role("alert").first).to_contain_text("有了变动")
    expect(page.get_by_label("正文")).to_have_value(BETTER)
    expect(page.locator(".diff del")).not_to_have_count(0)
    shot(page, "unit-amend-too-late")


def test_a_deputy_signs_for_the_one_who_is_away(house, enter, shot):
    chief, deputy = house.people[Role.REVIEWER], UserFactory(home=house.unit, name="吴代理")
    PostFactory(user=deputy, role=Role.REVIEWER, unit=house.unit, deputy_of=chief)
    item = sent(house, TITLE)
    page = enter(deputy)
    page.goto(f"/submissions/{item.pk}/sign/")
    page.get_by_label(re.compile("本人已作保密审查")).check()
    press(page, "审签并报送")

    page.goto(f"/submissions/{item.pk}/")
    expect(page.get_by_text("吴代理（代周建国）").first).to_be_visible()
    shot(page, "unit-deputy")


def test_a_unit_files_the_office_agrees_and_two_administrators_enter_and_grant(house, enter, shot):
    unit = enter(house.people[Role.REVIEWER])
    unit.goto(f"/submissions/units/{house.unit.pk}/")
    follow(unit, "备案人员变动")
    unit.get_by_label("新人员姓名").fill("高远")
    unit.get_by_label("职务").fill("宣传干事")
    unit.get_by_label("联系电话").fill("13800001234")
    unit.get_by_label("事由").fill("原信息员转岗，增设一名专职信息员。")
    shot(unit, "unit-filing-form")
    press(unit, "提交备案")
    expect(unit.locator("h1")).to_contain_text("待同意")

    office = enter(house.people[Role.EDITOR])
    office.goto("/accounts/roster/")
    shot(office, "unit-filings-office")
    press(office, "同意")
    expect(office.get_by_text("已同意")).to_be_visible()

    keeper = enter(house.people[Role.SYSADMIN])
    keeper.goto("/accounts/")
    keeper.get_by_role("link", name=re.compile("待办理备案")).click()
    shot(keeper, "unit-filings-keeper")
    follow(keeper, "开通账号并办理")
    expect(keeper.get_by_label("姓名")).to_have_value("高远")
    keeper.get_by_label("用户名").fill("gaoyuan")
    shot(keeper, "unit-filing-account")
    press(keeper, "开通账号并登记岗位")
    expect(keeper.get_by_text("gaoyuan").first).to_be_visible()
    newcomer = User.objects.get(username="gaoyuan")
    assert newcomer.holds(Role.INFORMANT, house.unit) is False

    guard = enter(house.people[Role.SECADMIN])
    guard.goto("/accounts/posts/?tab=pending")
    guard.get_by_label(re.compile("选择.*高远")).check()
    press(guard, "授权所选")
    expect(guard.get_by_text("已授权1个岗位。")).to_be_visible()

    unit.reload()
    expect(unit.locator("h1")).to_contain_text("已办理")
    shot(unit, "unit-filing-done")
    assert User.objects.get(username="gaoyuan").holds(Role.INFORMANT, house.unit) is True
    assert Post.objects.get(user=newcomer).granted_by == house.people[Role.SECADMIN]


def test_the_pages_of_a_unit_on_a_phone(house, enter, phone, shot):
    sent(house, TITLE), sent(house, "临江街道总工会举办女职工维权讲座")
    author = house.people[Role.INFORMANT]
    for state in (State.SUBMITTED, State.ACCEPTED, State.REJECTED, State.RETURNED):
        SubmissionFactory(author=author, state=state)
    gone = UserFactory(home=house.unit, name="吴离任")
    (
        SubmissionFactory(author=gone, title="没有写完的调研报告"),
        SubmissionFactory(author=gone, state=State.RETURNED),
    )
    desk = enter(house.people[Role.REVIEWER])
    log_in(phone, house.people[Role.REVIEWER])
    for name, url in {
        "page": f"/submissions/units/{house.unit.pk}/",
        "queue": "/submissions/review/",
        "sign": f"/submissions/{Submission.objects.get(title=TITLE).pk}/sign/",
        "amend": f"/submissions/{Submission.objects.get(title=TITLE).pk}/sign/?amend=1",
        "left": "/submissions/left/",
        "roster": "/accounts/roster/",
        "filing": f"/accounts/units/{house.unit.pk}/file/replace/",
        "profile": "/accounts/profile/",
    }.items():
        for page, size in ((desk, "desk"), (phone, "phone")):
            page.goto(url)
            page.wait_for_load_state("networkidle")
            shot(page, f"unit-{name}-{size}")
        assert (name, phone.evaluate("document.documentElement.scrollWidth")) == (name, 390)
