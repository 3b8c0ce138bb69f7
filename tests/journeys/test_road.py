"""The whole road once, as six people in six browsers: from an empty form to a line in the ranking."""

import io
import re
from datetime import date

import pytest
from django.utils import timezone
from docx import Document as Word
from playwright.sync_api import expect
from pypdf import PdfReader

from accounts.roles import Role
from bulletins.models import Adoption, Issue
from scoring.books import dump, example
from scoring.models import Book, Group, Membership
from submissions.models import Submission
from tests.factories import PublicationFactory
from tests.journeys.steps import body_of, log_in
from tests.world import office_with_people

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

TITLE = "临江街道总工会“暖蜂驿站”让骑手歇好脚"
BODY = """11月18日，临江街道总工会联合六家企业建成“暖蜂驿站”3处，惠及骑手312人。
一、摸清需求。发放问卷280份，收回263份，骑手反映最多的是喝水、充电和如厕。
（一）分片走访。14个站点逐一建立台账。
1. 建立联络员制度。
二、下一步打算。推动站点企业单独建会。"""
EDITED = "临江街道总工会建成“暖蜂驿站”服务骑手"


@pytest.fixture
def office(transactional_db):
    """A county office under R1, with a publication and one ranking group."""
    world = office_with_people("云湖区")
    world.office.short_name = "区总工会"
    world.office.save()
    PublicationFactory(
        office=world.office, name="云湖工会信息", code="yunhu", publisher="云湖区总工会办公室", copies=20
    )
    group = Group.objects.create(office=world.office, name="街道（乡镇）总工会")
    start = date(timezone.localdate().year, 1, 1)
    Membership.objects.create(group=group, unit=world.unit, since=start)
    Book.objects.create(
        office=world.office,
        name="工会信息工作考核办法",
        since=start,
        source=dump(example("r1")),
        made_by=world.people[Role.SCORER],
        enacted_at=timezone.now(),
        enacted_by=world.people[Role.SCORER],
    )
    return world


@pytest.fixture
def enter(visit, office):
    """A browser of their own for each person."""
    pages = {}

    def as_person(role):
        if role not in pages:
            pages[role] = visit()
            log_in(pages[role], office.people[role])
        return pages[role]

    return as_person


def press(page, name):
    page.get_by_role("button", name=name, exact=True).click()


def follow(page, name):
    page.get_by_role("link", name=name, exact=True).first.click()


def file_and_send(page, shot):
    follow(page, "写信息")
    page.get_by_label("标题", exact=True).fill(TITLE)
    page.get_by_label("性质").select_option(label="喜")
    page.get_by_label("事件日期").fill(f"{timezone.localdate()}")
    body_of(page).fill(BODY)
    shot(page, "road-1-filing")
    press(page, "保存并送审")
    expect(page.get_by_text("已送本单位审核人审签。")).to_be_visible()
    shot(page, "road-2-sent")


def sign_for_unit(page, shot):
    page.goto("/")
    follow(page, TITLE)
    follow(page, "审签报送")
    shot(page, "road-3-secrecy")
    page.get_by_label(re.compile("本人已作保密审查")).check()
    press(page, "审签并报送")
    expect(page.get_by_text("已审签报送")).to_be_visible()


def screen(page, shot):
    page.goto("/submissions/inbox/")
    shot(page, "road-4-inbox")
    follow(page, TITLE)
    page.get_by_role("link", name=re.compile("^拟采用")).click()
    expect(page.get_by_label("云湖工会信息", exact=True)).to_be_checked()
    shot(page, "road-5-accepting")
    page.get_by_role("button", name=re.compile("^确认拟采用")).click()
    expect(page.get_by_text("这一列已全部筛选完。")).to_be_visible()


def edit(page, shot):
    page.goto("/bulletins/candidates/")
    page.get_by_label(TITLE, exact=True).check()
    expect(page.locator("#basket")).to_contain_text("取材篮 1 篇")
    press(page, "去建稿")
    press(page, "建稿")
    follow(page, "编辑")
    page.get_by_role("textbox", name=re.compile("^标题")).fill(EDITED)
    shot(page, "road-6-editing")
    page.get_by_role("button", name=re.compile("^保存")).first.click()
    expect(page.get_by_role("button", name="定稿", exact=True)).to_be_visible()
    follow(page, "对照修改")
    expect(page.locator(".diff ins").first).to_be_visible()
    shot(page, "road-7-difference")
    page.go_back()
    press(page, "定稿")
    expect(page.locator("h1 .state")).to_have_text("待编发")


def compile_issue(page, shot):
    page.goto("/bulletins/desk/")
    follow(page, "开始组稿")
    press(page, "开始组稿")
    page.get_by_label(EDITED).check()
    press(page, "编入本期")
    follow(page, "修改")
    page.get_by_label("编者按").fill("新就业形态劳动者工作怎么做，临江街道总工会作了探索，现予编发。")
    page.get_by_label("特刊标注").fill("服务新就业形态劳动者特刊")
    press(page, "保存")
    shot(page, "road-8-compiled")
    press(page, "送核对")
    expect(page.locator("h1 .state")).to_have_text("核对")


def check(page, shot):
    page.goto("/")
    page.locator("main table a").first.click()
    shot(page, "road-9-checking")
    press(page, "核对通过")
    expect(page.get_by_text("待签发").first).to_be_visible()


def sign(page, shot):
    page.goto("/")
    page.locator("main table a").first.click()
    shot(page, "road-10-awaiting-signature")
    follow(page, "签发")
    shot(page, "road-11-signature")
    page.get_by_role("button", name=re.compile("签发$")).dblclick()
    expect(page.locator(".paper .masthead").or_(page.locator(".masthead")).first).to_have_text("云湖工会信息")
    shot(page, "road-12-signed")


def read_and_instruct(page, shot):
    page.goto("/bulletins/")
    page.get_by_role("link", name=re.compile("第1期")).first.click()
    page.get_by_label("批示内容").fill("做法很好，请在全区推广。")
    press(page, "保存批示")
    expect(page.get_by_text("做法很好，请在全区推广。").first).to_be_visible()
    shot(page, "road-13-instruction")


def test_the_whole_road_from_an_empty_form_to_the_ranking(office, enter, shot):
    file_and_send(enter(Role.INFORMANT), shot)
    sign_for_unit(enter(Role.REVIEWER), shot)
    screen(enter(Role.EDITOR), shot)
    edit(enter(Role.EDITOR), shot)
    compile_issue(enter(Role.EDITOR), shot)
    check(enter(Role.CHECKER), shot)
    sign(enter(Role.APPROVER), shot)
    read_and_instruct(enter(Role.LEADER), shot)

    issue = Issue.objects.get()
    assert (issue.number, issue.year, issue.date) == (1, timezone.localdate().year, timezone.localdate())
    assert Adoption.objects.get().submission == Submission.objects.get()
    documents_say_what_was_signed(enter(Role.LEADER), issue)
    points_lead_back_to_the_document(enter(Role.INFORMANT), shot)
    the_informant_sees_it_all(enter(Role.INFORMANT), shot)


def documents_say_what_was_signed(page, issue):
    """What is downloaded is the frozen file, and both formats carry number, tag, text and hands."""
    base = f"/bulletins/yunhu/{issue.year}/1"
    word = Word(io.BytesIO(page.request.get(f"{base}.docx").body()))
    text = "\n".join(p.text for p in word.element.body.iter() if p.tag.endswith("}t") and p.text)
    pdf = "".join(
        page.extract_text() for page in PdfReader(io.BytesIO(page.request.get(f"{base}.pdf").body())).pages
    )
    for words in ("云湖工会信息", "第1期", "服务新就业形态劳动者特刊", "一、摸清需求。", "20"):
        assert words in text.replace("\n", "")
        assert words in pdf.replace("\n", "").replace(" ", "")


def points_lead_back_to_the_document(page, shot):
    """Ranking → lines → fact → document."""
    page.goto("/scoring/")
    shot(page, "road-14-ranking")
    row = page.locator("tr.mine").first
    expect(row).to_contain_text("10")
    row.get_by_role("link", name="10", exact=True).first.click()
    shot(page, "road-15-lines")
    expect(page.get_by_text("10分").first).to_be_visible()
    page.get_by_role("link", name=re.compile(EDITED)).first.click()
    page.get_by_role("link", name=re.compile("第1期")).first.click()
    expect(page.locator(".masthead").first).to_have_text("云湖工会信息")


def the_informant_sees_it_all(page, shot):
    """The item's own page tells each step, the adoption and the leader's words."""
    page.goto(f"/submissions/{Submission.objects.get().pk}/")
    for step in ("建稿", "送审", "审签报送", "拟采用", "刊发采用", "批示"):
        expect(page.locator(".timeline b", has_text=step).first).to_be_visible()
    expect(page.get_by_text("做法很好，请在全区推广。").first).to_be_visible()
    shot(page, "road-16-the-item-afterwards")
