"""An informant meets the self-check, takes a suggestion up and sends; a reviewer and an editor read the same."""

import re

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from accounts.roles import Role
from submissions.actions.likeness import note_likeness
from submissions.models import Submission
from submissions.states import State
from tests.factories import SubmissionFactory, UserFactory
from tests.journeys.steps import log_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

BODY = (
    "7月12日，区总工会走进轨道交通三号线建设工地，为八百名一线工人送去防暑药品和饮料。\n"
    "慰问组逐个查看食堂、宿舍和医务室，要求施工单位错峰作业，备足凉茶，发现中暑苗头立即停工。\n"
)


@pytest.fixture
def informant(transactional_db):
    return UserFactory(role=Role.INFORMANT, username="informant")


@pytest.fixture
def former(informant):
    item = SubmissionFactory(
        author=informant,
        state=State.SUBMITTED,
        title="区总工会把清凉送到工地",
        body=BODY + "工人代表说，今年宿舍装了空调，晚上睡得踏实。",
    )
    note_likeness([item])
    return item


@pytest.fixture
def draft(informant, former):
    day = timezone.localdate() - timezone.timedelta(days=8)
    body = BODY + "下一步,将对工地(含隧道)逐一回访,既使下雨也不停。\n文件标有机密★一年。"
    return SubmissionFactory(author=informant, title="送清凉到工地。", body=body, event_date=day)


def test_an_informant_takes_a_suggestion_up_and_sends(page, informant, draft, shot):
    log_in(page, informant)
    page.goto(f"/submissions/{draft.pk}/edit/")
    page.get_by_role("button", name="保存并送审").click()

    expect(page.locator("main h1")).to_have_text("报送前自查")
    expect(page.get_by_text("已超过 5 天")).to_be_visible()
    expect(page.locator(".alike h3")).to_have_text("区总工会把清凉送到工地")
    shot(page, "check-desk")
    page.get_by_role("button", name="采纳：既使").click()
    expect(page.get_by_role("status")).to_have_text("已采纳 1 处，文字已保存。")
    page.get_by_role("button", name=re.compile("全部采纳")).click()
    expect(page.get_by_text("没有发现错别字和标点问题")).to_be_visible()

    page.get_by_role("button", name="仍然送审").click()
    expect(page.get_by_text("请逐个核对涉密标记")).to_be_visible()
    page.get_by_label("“机密★”不是密级标志").check()
    page.get_by_label("排除理由").fill("系引用文件格式样本")
    page.get_by_role("button", name="仍然送审").click()

    expect(page.get_by_role("status")).to_have_text("已送本单位审核人审签。")
    item = Submission.objects.get(pk=draft.pk)
    assert (item.state, item.title) == (State.REVIEW, "送清凉到工地")
    assert "下一步，将对工地（含隧道）逐一回访，即使下雨也不停。" in item.body


def test_the_page_works_without_script_and_on_a_phone(visit, phone, informant, draft, shot):
    plain = visit(java_script_enabled=False)
    log_in(plain, informant)
    plain.goto(f"/submissions/{draft.pk}/check/")
    plain.get_by_role("button", name=re.compile("全部采纳")).click()
    expect(plain.get_by_text("已采纳")).to_be_visible()

    draft.refresh_from_db()
    Submission.objects.filter(pk=draft.pk).update(body=draft.body + "帐户,按装。")
    log_in(phone, informant)
    phone.goto(f"/submissions/{draft.pk}/check/")
    expect(phone.locator(".findings li")).to_have_count(3)
    shot(phone, "check-phone")
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390


def test_reviewer_and_editor_are_told_beside_the_text(visit, former, shot):
    item = SubmissionFactory(
        author=former.author, state=State.REVIEW, title="清凉进工地", body=BODY + "帐户。"
    )
    reviewer = UserFactory(home=item.unit, role=Role.REVIEWER)
    signing = visit()
    log_in(signing, reviewer)
    signing.goto(f"/submissions/{item.pk}/sign/")
    expect(signing.get_by_text("与 1 篇来稿相似")).to_be_visible()
    expect(signing.get_by_text("文字和标点有 1 处值得再看")).to_be_visible()
    shot(signing, "check-at-signing")

    other = SubmissionFactory(author=former.author, state=State.SUBMITTED, title="又见清凉", body=BODY)
    desk = visit()
    log_in(desk, UserFactory(home=other.office, role=Role.EDITOR))
    desk.goto(f"/submissions/{other.pk}/")
    expect(desk.locator("#likeness .alike h3")).to_have_text("区总工会把清凉送到工地")
    shot(desk, "check-at-screening")
    desk.goto("/submissions/inbox/settings/shelf-life/")
    shot(desk, "check-shelf-lives")
