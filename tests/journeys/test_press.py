"""One issue from the basket to the leader's words, by everybody who works at it, each in a browser of their own."""

import io
import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect
from pypdf import PdfReader

from accounts.roles import Role
from bulletins.actions import candidates, documents
from bulletins.models import Article, Column, FollowUp, Instruction, Issue, Mark, Presence, Receipt
from tests.bulletins.conftest import open_office
from tests.conftest import PHONE
from tests.factories import UserFactory
from tests.journeys.steps import log_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

FILED = "临江街道建成服务站点"
TITLES = (FILED, "清波街道慰问一线职工", "云栖街道开办职工夜校")
BODY = "临江街道总工会建成服务站点3处，惠及骑手312人。\n下一步推动站点企业单独建会。"
WRITTEN = "临江街道总工会建成“暖蜂驿站”3处，惠及骑手312人。\n下一步推动站点企业单独建会。"
TAKEN_OVER = f"{WRITTEN}\n各站点配备饮水和充电设施。"
ANSWERED = TAKEN_OVER.replace("各站点配备", "3处站点均配备")
HEADLINE = "临江街道建成“暖蜂驿站”"
ASKS = "“各站点”请写明处数。"
WORDS = "做法实在，请研究推广。"


@pytest.fixture
def office(transactional_db):
    """Three items meant for a bulletin with two columns, and a second editor at the desk."""
    world = open_office(name="云湖工会信息", code="yunhu")
    world.second = UserFactory(home=world.unit, role=Role.EDITOR, name="李四")
    for order, name in enumerate(("基层动态", "要闻")):
        Column.objects.create(publication=world.publication, name=name, order=order)
    world.items = [world.item(title=title, body=BODY if title == FILED else title) for title in TITLES]
    for item in world.items:
        candidates.move(world.publication, item, "enlist", by=world.editor)
    return world


@pytest.fixture
def enter(visit):
    def as_person(person, **options):
        page = visit(**options)
        log_in(page, person)
        return page

    return as_person


def press(page, name):
    page.get_by_role("button", name=name, exact=True).click()


def follow(page, name):
    page.get_by_role("link", name=name, exact=True).first.click()


def draft_from_the_basket(page, shot):
    """One article of each item; the first of them comes back to be written."""
    page.goto("/bulletins/candidates/")
    for count, title in enumerate(TITLES, 1):
        page.get_by_label(title, exact=True).check()
        expect(page.locator("#basket")).to_contain_text(f"取材篮 {count} 篇")
    shot(page, "press-1-candidates")
    press(page, "去建稿")
    page.get_by_label("成稿方式").select_option(label="每篇各成一稿")
    press(page, "建稿")
    expect(page.get_by_text("已建稿 3 篇。")).to_be_visible()
    return Article.objects.get(title=FILED)


def write(page, text, title=None):
    """Type into the open editor and wait until the server has it."""
    expect(page.locator("form[data-editing=ready]")).to_be_visible()
    with page.expect_response(re.compile("/save/$")) as answer:
        if title:
            page.get_by_role("textbox", name=re.compile("^标题")).fill(title)
        page.locator(".ProseMirror").fill(text)
        page.keyboard.press("Control+s")
    assert answer.value.status == 200


def write_and_die(page, article):
    """The browser goes without a good-bye."""
    page.goto(article.get_absolute_url())
    follow(page, "编辑")
    write(page, WRITTEN)
    page.context.set_offline(True)


def read_along(page, article, first, shot):
    page.goto(f"{article.get_absolute_url()}edit/")
    expect(page.get_by_text(re.compile(f"{first}正在编辑（.* 起）"))).to_be_visible()
    expect(page.get_by_text("暖蜂驿站")).to_be_visible()
    expect(page.locator(".ProseMirror")).to_have_count(0)
    shot(page, "press-2-second-reads-along")


def take_over_after_the_lease(page, article, first):
    Presence.objects.filter(person=first).update(seen_at=timezone.now() - timedelta(seconds=121))
    with page.expect_response(re.compile("/presence/$")):
        page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    follow(page, "现在可以编辑")
    expect(page.locator("[name=body]")).to_have_value(WRITTEN)
    write(page, TAKEN_OVER, HEADLINE)
    press(page, "保存并离开")
    expect(page.get_by_text("稿件已保存。")).to_be_visible()
    for each in Article.objects.filter(state="editing"):
        page.goto(each.get_absolute_url())
        press(page, "定稿")
        expect(page.locator("h1 .state")).to_have_text("待编发")


def row(page, title):
    return page.locator("li[data-article]", has_text=title)


def saved(page, turn):
    with page.expect_response(re.compile("/order/$")):
        turn()
    expect(page.locator("#order-saved")).to_have_text(re.compile("^\\s*已保存"))


def put_under(page, title, column):
    saved(page, lambda: row(page, title).locator("select").select_option(label=column))


def build(page, shot):
    """Columns by choice, places by keys, and whole columns by their own button."""
    page.goto("/bulletins/desk/")
    follow(page, "开始组稿")
    press(page, "开始组稿")
    for title in (HEADLINE, *TITLES[1:]):
        page.locator("#ready").get_by_label(title).check()
    press(page, "编入本期")
    put_under(page, HEADLINE, "要闻")
    for title in TITLES[1:]:
        put_under(page, title, "基层动态")
    saved(page, lambda: row(page, TITLES[2]).press("Alt+ArrowUp"))
    press(page, "“要闻”整栏上移")
    expect(page.locator("li[data-article]").first).to_contain_text(HEADLINE)
    expect(page.locator(".page-images img").first).to_be_visible()
    shot(page, "press-3-builder")
    press(page, "送核对")
    expect(page.locator("h1 .state")).to_have_text("核对")
    return Issue.objects.get()


def mark_and_send_back(page, issue, shot):
    page.goto("/")
    follow(page, str(issue))
    follow(page, HEADLINE)
    page.locator("#p2 p").select_text()
    page.locator("[name=note]").fill(ASKS)
    press(page, "批注")
    expect(page.locator(".spots .note")).to_have_text(ASKS)
    shot(page, "press-4-mark")
    follow(page, "退回编辑")
    page.locator("[name=reason]").fill("改后再送。")
    press(page, "确认退回编辑")
    expect(page.get_by_text(f"已把《{HEADLINE}》连同本期退回编辑。")).to_be_visible()


def resolve(page, article, issue, shot):
    page.goto(f"{article.get_absolute_url()}edit/")
    write(page, ANSWERED)
    marks = page.locator("[data-checks] .spots").first.locator("li")
    for note in (ASKS, "改后再送。"):
        marks.filter(has_text=note).get_by_role("button", name="改了").click()
        expect(marks.filter(has_text=note)).to_contain_text("已改")
    shot(page, "press-5-resolved")
    press(page, "保存并离开")
    page.goto(issue.get_absolute_url())
    press(page, "送核对")
    expect(page.locator("h1 .state")).to_have_text("核对")


def pass_on(page, issue):
    page.goto(issue.get_absolute_url())
    press(page, "核对通过")
    expect(page.locator("h1 .state")).to_have_text("待签发")


def sign(page, issue, shot):
    """What is seen is what is printed: as many pages before the signature as in the signed file."""
    page.goto("/")
    follow(page, str(issue))
    follow(page, "签发")
    images = page.locator(".page-images img")
    expect(images.first).to_be_visible()
    images.first.evaluate("(each) => each.decode()")
    seen = images.count()
    shot(page, "press-6-signature")
    press(page, "确认签发")
    expect(page.locator(".masthead").first).to_have_text("云湖工会信息")
    for document in issue.documents.all():
        documents.make(document.pk)
    printed = PdfReader(io.BytesIO(issue.documents.get(format="pdf").content))
    assert len(printed.pages) == seen


def lead(page, issue, shot):
    page.goto("/bulletins/")
    follow(page, str(issue))
    expect(page.locator("#piece-1 .headline")).to_have_text(HEADLINE)
    press(page, "圈阅")
    expect(page.locator("#readers .initial")).to_have_count(1)
    page.locator("#piece-1").get_by_text("在本篇上批示").click()
    page.get_by_label("对本篇的批示", exact=True).first.fill(WORDS)
    page.locator("#piece-1").get_by_label(re.compile("要求督办")).check()
    shot(page, "press-7-leader")
    page.locator("#piece-1").get_by_role("button", name="保存对本篇的批示").click()
    expect(page.locator("#instructions").get_by_text(WORDS)).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def learn(page, office, issue, shot):
    """The item's page: where it was printed, what the leader wrote, and what the editors changed."""
    page.goto(f"/submissions/{office.items[0].pk}/")
    expect(page.locator("#item-state")).to_have_text("已采用")
    expect(page.get_by_role("link", name=str(issue), exact=True).first).to_be_visible()
    expect(page.get_by_role("link", name=WORDS)).to_be_visible()
    shot(page, "press-8-item")
    page.locator("#edits a").click()
    expect(page.locator(".diff ins", has_text="暖蜂驿站").first).to_be_visible()
    expect(page.locator(".diff ins", has_text="3处站点均配备饮水和充电设施。")).to_be_visible()
    shot(page, "press-9-redline")


def test_one_issue_from_the_basket_to_the_leaders_words(office, enter, shot):
    first, second, checker = enter(office.editor), enter(office.second), enter(office.checker)
    article = draft_from_the_basket(first, shot)
    write_and_die(first, article)
    read_along(second, article, office.editor, shot)
    first.close()
    take_over_after_the_lease(second, article, office.editor)
    issue = build(second, shot)
    mark_and_send_back(checker, issue, shot)
    resolve(second, article, issue, shot)
    pass_on(checker, issue)
    sign(enter(office.approver), issue, shot)
    issue.refresh_from_db()
    lead(enter(office.leader, **PHONE), issue, shot)
    learn(enter(office.informant), office, issue, shot)

    assert (issue.state, issue.number, issue.approver) == ("signed", 1, office.approver)
    assert [place.article.title for place in issue.ordered()] == [HEADLINE, TITLES[2], TITLES[1]]
    article.refresh_from_db()
    assert article.body == ANSWERED
    assert WRITTEN in [each.body for each in article.revisions.all()]
    assert set(Mark.objects.values_list("state", flat=True)) == {"changed"}
    assert [(each.person, each.issue) for each in Receipt.objects.filter(kind="initialled")] == [
        (office.leader, issue)
    ]
    assert (Instruction.objects.get().text, Instruction.objects.get().article) == (WORDS, article)
    assert FollowUp.objects.get().state == "asked"
