"""Two browsers on one article: one writes, one reads; a take-over and a killed browser lose no word."""

import re
from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone
from playwright.sync_api import expect

from accounts.roles import Role
from bulletins.actions import articles, issues
from bulletins.actions.presence import let_go, take_over
from bulletins.actions.writing import write
from bulletins.models import Mark, Presence
from bulletins.states import IssueState, Use
from submissions.states import State
from tests.conftest import PHONE
from tests.factories import PASSWORD, PublicationFactory, SubmissionFactory, UserFactory
from tests.journeys.steps import log_in
from tests.waiting import wait_until
from tests.world import office_with_people

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SAVING = re.compile("/save/$")
FIRST, SECOND = "走访慰问职工312人。", "发放慰问金5万元。"
BODY = f"{FIRST}\n{SECOND}"


@pytest.fixture
def office(transactional_db):
    world = office_with_people("云湖区")
    world.publication = PublicationFactory(office=world.office)
    world.editor = world.people[Role.EDITOR]
    world.other = UserFactory(home=world.office, role=Role.EDITOR, name="李四")
    return world


@pytest.fixture
def article(office):
    item = SubmissionFactory(author=office.people[Role.INFORMANT], body=BODY, state=State.ACCEPTED)
    return articles.draft(office.publication, [item], by=office.editor)


@pytest.fixture
def enter(visit, office):
    def as_person(person, **options):
        page = visit(**options)
        log_in(page, person)
        return page

    return as_person


def text(page):
    return page.locator(".ProseMirror")


def saved(page):
    return page.locator("[data-saved]")


def edit(page, article):
    page.goto(f"/bulletins/articles/{article.pk}/edit/")
    expect(page.locator("form[data-editing=ready]")).to_be_visible()


def save(page, words):
    with page.expect_response(SAVING) as answer:
        text(page).fill(words)
        page.keyboard.press("Control+s")
    return answer.value.status


def beat(page):
    """The sign of life that comes every twenty seconds, now."""
    with page.expect_response(re.compile("/presence/$")) as answer:
        page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    return answer.value.json()


def mains(article):
    return [(each.body, each.is_side) for each in article.revisions.all()]


def test_the_text_is_saved_by_itself_as_one_revision(enter, office, article, shot):
    page = enter(office.editor)
    edit(page, article)

    with page.expect_response(SAVING):
        text(page).fill(f"{BODY}\n成效明显。")
    expect(saved(page)).to_have_text(re.compile(r"已保存 \d\d:\d\d"))
    assert save(page, f"{BODY}\n成效明显，群众欢迎。") == 200

    article.refresh_from_db()
    assert article.body == f"{BODY}\n成效明显，群众欢迎。"
    assert mains(article) == [(BODY, False), (article.body, False)]
    shot(page, "together-1-editor")


def test_the_second_editor_reads_along_and_takes_over_and_the_first_ones_words_stay(
    enter, office, article, shot
):
    first, second = enter(office.editor), enter(office.other)
    edit(first, article)
    assert save(first, f"{FIRST}先写的。\n{SECOND}") == 200
    second.goto(f"/bulletins/articles/{article.pk}/edit/")
    expect(second.get_by_text(re.compile(f"{office.editor}正在编辑（.* 起）"))).to_be_visible()
    expect(second.get_by_text("先写的。")).to_be_visible()
    expect(second.locator(".ProseMirror")).to_have_count(0)
    shot(second, "together-2-read-only")

    second.get_by_role("link", name="接手编辑").click()
    second.get_by_role("button", name="确认接手").click()
    expect(second.locator("form[data-editing=ready]")).to_be_visible()
    assert save(second, f"{FIRST}先写的。\n{SECOND}李四补。") == 200
    assert save(first, f"{FIRST}先写的，没来得及存的。\n{SECOND}") == 409
    beat(first)

    expect(first.locator("[data-displaced]")).to_contain_text("李四正在编辑")
    shot(first, "together-3-displaced")
    expect(saved(first)).to_contain_text("您的文字已另存为第 4 版")
    article.refresh_from_db()
    assert article.body == f"{FIRST}先写的。\n{SECOND}李四补。"
    assert mains(article)[-1] == (f"{FIRST}先写的，没来得及存的。\n{SECOND}", True)


def test_the_displaced_text_is_brought_in_paragraph_by_paragraph(enter, office, article, shot):
    first = enter(office.editor)
    edit(first, article)
    take_over(article, by=office.other, holder=office.editor.pk)
    write(article, by=office.other, base=1, title=article.title, body=f"{FIRST}\n{SECOND}李四补。")
    let_go(article, by=office.other)
    assert save(first, f"{FIRST}我补。\n{SECOND}") == 409

    first.get_by_role("link", name="打开对照").click()
    shot(first, "together-4-join")
    first.get_by_role("button", name="按此合并").click()
    expect(first.locator("[name=body]")).to_have_value(f"{FIRST}我补。\n{SECOND}李四补。")
    first.get_by_role("button", name="保存并离开").click()

    expect(first.get_by_text("稿件已保存。")).to_be_visible()
    article.refresh_from_db()
    assert article.body == f"{FIRST}我补。\n{SECOND}李四补。"
    assert not article.revisions.filter(is_side=True).exists()


def test_a_killed_browser_frees_the_pen_in_two_minutes_and_loses_nothing(enter, office, article):
    first, second = enter(office.editor), enter(office.other)
    edit(first, article)
    assert save(first, f"{BODY}\n断电前写的。") == 200
    first.context.set_offline(True)  # nothing says good-bye
    first.close()

    edit_page = f"/bulletins/articles/{article.pk}/edit/"
    second.goto(edit_page)
    expect(second.get_by_role("link", name="接手编辑")).to_be_visible()
    Presence.objects.filter(person=office.editor).update(seen_at=timezone.now() - timedelta(seconds=121))
    beat(second)
    second.get_by_role("link", name="现在可以编辑").click()

    expect(second.locator("[name=body]")).to_have_value(f"{BODY}\n断电前写的。")
    assert save(second, f"{BODY}\n断电前写的。\n接着写。") == 200


def test_what_the_server_never_got_is_found_on_this_machine(enter, office, article):
    page = enter(office.editor)
    edit(page, article)
    page.context.route(SAVING, lambda route: route.abort())
    text(page).fill(f"{BODY}\n断网时写的。")
    page.keyboard.press("Control+s")
    expect(saved(page)).to_contain_text("文字已留在本机")
    page.goto("/bulletins/articles/")
    edit(page, article)
    expect(page.get_by_role("button", name="找回")).to_be_visible()
    page.context.unroute(SAVING)
    with page.expect_response(SAVING):
        page.get_by_role("button", name="找回").click()

    expect(saved(page)).to_have_text(re.compile(r"已保存 \d\d:\d\d"))
    article.refresh_from_db()
    assert article.body == f"{BODY}\n断网时写的。"


def test_an_ended_session_is_renewed_inside_the_page(enter, office, article):
    page = enter(office.editor)
    edit(page, article)
    Session.objects.all().delete()

    assert save(page, f"{BODY}\n过期后写的。") == 401
    with page.expect_response(SAVING) as answer:
        page.get_by_role("dialog").get_by_label("密码").fill(PASSWORD)
        page.keyboard.press("Enter")

    assert answer.value.status == 200
    article.refresh_from_db()
    assert article.body == f"{BODY}\n过期后写的。"


def test_leaving_the_page_frees_the_pen_at_once(enter, office, article):
    page = enter(office.editor)
    edit(page, article)
    page.goto("/bulletins/articles/")
    wait_until(lambda: not Presence.objects.exists())

    other = enter(office.other)
    edit(other, article)

    assert Presence.objects.pens().get().person == office.other


def test_without_script_one_writes_saves_and_lets_go(enter, office, article):
    page, other = (
        enter(office.editor, java_script_enabled=False),
        enter(office.other, java_script_enabled=False),
    )
    page.goto(f"/bulletins/articles/{article.pk}/edit/")
    other.goto(f"/bulletins/articles/{article.pk}/edit/")
    expect(other.get_by_role("link", name="接手编辑")).to_be_visible()

    page.locator("[name=body]").fill(f"{BODY}\n没有脚本。")
    page.get_by_role("button", name="保存并离开").click()
    other.reload()

    expect(other.locator("[name=body]")).to_have_value(f"{BODY}\n没有脚本。")


def test_a_finding_is_jumped_to_and_selected(enter, office, article, shot):
    write(article, by=office.editor, base=1, title=article.title, body=f"{FIRST}\n发放慰问金8万元。")
    page = enter(office.editor)
    edit(page, article)

    page.locator("[data-checks] li", has_text="8万").get_by_role("link", name="跳到").click()

    assert page.evaluate("getSelection().toString()") == "8万"
    shot(page, "together-5-jump")
    page.keyboard.type("5万")
    expect(text(page)).to_contain_text("发放慰问金5万元。")


def test_a_brief_says_what_it_asks_for_while_it_is_written(enter, office, article):
    page = enter(office.editor)
    edit(page, article)
    page.get_by_label("用法").select_option(Use.BRIEF)
    said = page.locator("#brief-said")

    expect(said).to_contain_text("现有 2 段，请并成一段")
    text(page).fill("长" * 151)
    expect(said).to_contain_text("151/150 字，超出 1 字")
    text(page).fill("一段短讯。")
    expect(said).to_have_text("简讯：只写一段，说清谁做了什么、结果如何；5/150 字")


def test_the_checker_marks_the_editor_answers_and_the_issue_is_passed(enter, office, article, shot):
    articles.move(article, "finish", by=office.editor)
    issue = issues.open_issue(office.publication, by=office.editor)
    issues.place(issue, article, by=office.editor)
    issues.move(issue, "submit", by=office.editor)
    checker, editor = enter(office.people[Role.CHECKER]), enter(office.editor)
    checker.goto(f"/bulletins/issues/{issue.pk}/")
    checker.get_by_role("link", name=article.title, exact=True).click()
    checker.locator("#p1 p").select_text()
    checker.locator("[name=note]").fill("请核实金额。")
    checker.get_by_role("button", name="批注", exact=True).click()
    expect(checker.locator(".spots .note")).to_have_text("请核实金额。")
    shot(checker, "together-6-mark")
    checker.get_by_role("link", name="退回编辑").click()
    checker.locator("[name=reason]").fill("标题再想想")
    checker.get_by_role("button", name="确认退回编辑").click()

    edit(editor, article)
    marks = editor.locator("[data-checks] .spots").first.locator("li")
    expect(marks).to_have_count(2)
    marks.filter(has_text="请核实金额").get_by_role("link", name="跳到").click()
    assert editor.evaluate("getSelection().toString()") == SECOND
    marks.filter(has_text="请核实金额").get_by_role("button", name="改了").click()
    expect(editor.locator("[data-checks]")).to_contain_text("已改")
    shot(editor, "together-7-answer")

    issues.move(issue, "submit", by=office.editor)
    checker.goto(f"/bulletins/issues/{issue.pk}/")
    checker.get_by_role("button", name="核对通过").click()
    expect(checker.get_by_text("下列 1 处批注还没有处理")).to_be_visible()
    checker.get_by_role("button", name="全部放行，核对通过").click()
    expect(checker.get_by_text("已核对通过")).to_be_visible()
    issue.refresh_from_db()
    assert issue.state == IssueState.AWAITING
    assert set(Mark.objects.values_list("state", flat=True)) == {"changed", "waived"}


@pytest.mark.parametrize("name", ["edit", "checks"])
def test_the_pages_on_a_phone(enter, office, article, shot, name):
    phone = enter(office.editor, **PHONE)
    phone.goto(f"/bulletins/articles/{article.pk}/{name}/")
    expect(phone.locator("[data-checks]")).to_be_visible()

    shot(phone, f"together-phone-{name}")

    assert phone.evaluate("document.documentElement.scrollWidth") == 390
