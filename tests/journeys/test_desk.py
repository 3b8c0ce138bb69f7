"""Screening by keyboard alone: two hundred items, none of them touched with the mouse."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from accounts.models import Event, Notice
from accounts.roles import Role
from submissions.models import Submission
from submissions.states import MOVES, State
from tests.factories import PublicationFactory, SubmissionFactory, UserFactory
from tests.journeys.steps import log_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

ITEMS = 200
ROUND = ("accept", "return", "reject", "hold", "accept")  # what is done with each five in turn


@pytest.fixture
def author(transactional_db):
    return UserFactory(role=Role.INFORMANT)


@pytest.fixture
def editor(author):
    PublicationFactory(office=author.home.office, name="工会信息", code="xinxi")
    return UserFactory(home=author.home.office, role=Role.EDITOR, username="editor", name="胡编辑")


def waiting(author, count):
    """Items that came a minute apart, the first one longest ago."""
    items = SubmissionFactory.create_batch(count, author=author, state=State.SUBMITTED)
    start = timezone.now() - timedelta(days=20)
    for number, item in enumerate(items):
        item.moved_at = start + timedelta(minutes=number)
    Submission.objects.bulk_update(items, ["moved_at"])
    return items


def mouseless(page):
    """From here on a click of a pointer fails the test; a key that presses a button makes one without a pointer."""
    page.add_init_script(
        "addEventListener('pointerdown', () => { throw new Error('the mouse was used') }, true)"
    )


def press(page, *keys):
    for key in keys:
        page.keyboard.press(key)


def lands_on(page, item):
    """The next item's page is there, and its keys work."""
    page.wait_for_url(re.compile(rf"/submissions/{item.pk}/\?"), wait_until="domcontentloaded")


def decide(page, verb, number):
    """One decision by keys: the verb, a reason or a word where one is asked, Enter."""
    with page.expect_navigation(wait_until="domcontentloaded"):
        press(page, MOVES[verb].key)
    if verb == "return":
        press(page, str(number % 9 + 1))
    if verb == "reject":
        press(page, "2", "0")
    press(page, "Enter")


def test_two_hundred_waiting_items_are_screened_by_keyboard_alone(page, author, editor, shot):
    items = waiting(author, ITEMS)
    log_in(page, editor)
    mouseless(page)
    page.goto("/submissions/inbox/?state=submitted")
    press(page, "j")
    shot(page, "desk-1-list")
    press(page, "Enter")

    for number, item in enumerate(items):
        lands_on(page, item)
        decide(page, ROUND[number % len(ROUND)], number)
    expect(page.get_by_text("这一列已全部筛选完")).to_be_visible()
    shot(page, "desk-2-done")

    ended = [MOVES[ROUND[number % len(ROUND)]].end for number in range(ITEMS)]
    assert list(Submission.objects.order_by("pk").values_list("state", flat=True)) == ended
    assert Event.objects.filter(verb__in=ROUND).count() == ITEMS
    assert set(Submission.objects.filter(state=State.REJECTED).values_list("reason", flat=True)) == {
        "内容陈旧、内容失实"
    }
    assert Notice.objects.filter(person=author).count() == sum(state != State.HELD for state in ended)


def test_a_slip_is_taken_back_from_the_next_items_page(page, author, editor, shot):
    first, second = waiting(author, 2)
    log_in(page, editor)
    mouseless(page)
    page.goto(f"/submissions/{first.pk}/?state=waiting")

    decide(page, "reject", 0)
    lands_on(page, second)
    expect(page.locator("[data-recall] .words")).to_have_text(f"已退稿：《{first}》")
    seconds = page.locator("[data-seconds]")
    expect(seconds).not_to_have_text("60")
    shot(page, "desk-3-recall")
    press(page, "u")

    lands_on(page, first)
    expect(page.get_by_text("已撤销")).to_be_visible()
    assert Submission.objects.get(pk=first.pk).state == State.SUBMITTED
    assert not Notice.objects.filter(person=author).exists()


def test_the_bar_says_when_the_minute_is_over(page, author, editor):
    item, _ = waiting(author, 2)
    log_in(page, editor)
    page.clock.install()
    page.goto(f"/submissions/{item.pk}/?state=waiting")
    decide(page, "hold", 0)
    bar = page.locator("[data-recall]")
    expect(bar).to_be_visible()

    page.clock.run_for(61_000)

    expect(bar).to_contain_text("消息已发出")
    expect(bar.get_by_role("button")).to_have_count(0)


def test_letters_typed_into_a_field_decide_nothing(page, author, editor):
    item, _ = waiting(author, 2)
    log_in(page, editor)
    page.goto("/submissions/inbox/?state=waiting")
    page.get_by_label("标题含").focus()
    page.keyboard.type("jkaxthur ]")
    expect(page.get_by_label("标题含")).to_have_value("jkaxthur ]")

    page.goto(f"/submissions/{item.pk}/return/?state=waiting")
    page.get_by_label("具体意见").focus()
    page.keyboard.type("at 12\n")
    expect(page.get_by_label("具体意见")).to_have_value("at 12\n")
    expect(page.locator("input[name=reasons]:checked")).to_have_count(0)
    expect(page.locator("#preview .notice")).to_have_text(re.compile("at 12"))
    press(page, "Control+Enter")

    page.wait_for_url(re.compile(r"/submissions/\d+/\?state=waiting"))
    assert Submission.objects.get(pk=item.pk).reason == "at 12"


def test_keys_can_be_switched_off(page, author, editor):
    item, _ = waiting(author, 2)
    log_in(page, editor)
    page.goto(f"/submissions/{item.pk}/?state=waiting")
    press(page, "?")
    page.get_by_label(re.compile("关闭单键操作")).check()
    page.get_by_role("button", name="关闭").click()

    press(page, "x")
    page.wait_for_timeout(300)

    expect(page).to_have_url(re.compile(rf"/submissions/{item.pk}/\?state=waiting$"))


def test_claims_neighbours_and_the_list_by_keys(page, author, editor):
    first, second = waiting(author, 2)
    log_in(page, editor)
    page.goto(f"/submissions/{first.pk}/?state=waiting")

    press(page, "r")
    expect(page.get_by_text("已领取《")).to_be_visible()
    press(page, "n")
    lands_on(page, second)
    press(page, "p")
    lands_on(page, first)
    press(page, "r")
    expect(page.get_by_text("已放回《")).to_be_visible()
    press(page, "l")

    page.wait_for_url("**/submissions/inbox/?state=waiting")
    assert Submission.objects.get(pk=first.pk).claimed_by is None


def test_many_rows_are_ticked_and_decided_by_keys(page, author, editor, shot):
    items = waiting(author, 3)
    log_in(page, editor)
    page.goto("/submissions/inbox/?state=waiting")
    press(page, "j", "Space", "j", "Space")
    expect(page.locator("[data-ticked]")).to_have_text("已选 2 篇")
    page.get_by_role("button", name="退稿", exact=True).focus()
    press(page, "Enter")
    page.wait_for_url("**/inbox/bulk/**")
    press(page, "2")
    expect(page.locator("#preview .notice")).to_have_text(re.compile("内容陈旧"))
    shot(page, "desk-4-many")
    press(page, "Enter")

    expect(page.get_by_text("已办理")).to_have_count(2)
    states = [Submission.objects.get(pk=item.pk).state for item in items]
    assert states == [State.REJECTED, State.REJECTED, State.SUBMITTED]


@pytest.mark.parametrize("script", [True, False])
def test_bulletins_are_boxes_with_script_and_a_line_without(visit, author, editor, script):
    item, _ = waiting(author, 2)
    page = visit(java_script_enabled=script)
    log_in(page, editor)
    page.goto(f"/submissions/{item.pk}/accept/?state=waiting")

    if script:
        expect(page.get_by_label("工会信息", exact=True)).to_be_checked()
    else:
        page.get_by_label("拟用刊物").fill("工会信息")
        page.get_by_role("button", name="预览").click()
        expect(page.locator("#preview .notice")).to_contain_text("拟用于工会信息")
    page.get_by_role("button", name=re.compile("确认拟采用")).click()

    page.wait_for_url(re.compile(r"/submissions/\d+/\?state=waiting"))
    assert list(Submission.objects.get(pk=item.pk).chosen.values()) == ["工会信息"]


@pytest.mark.parametrize("address", ["inbox/", "{pk}/", "{pk}/return/", "inbox/settings/"])
def test_the_desk_on_a_phone(phone, author, editor, shot, address):
    item, _ = waiting(author, 2)
    log_in(phone, editor)
    phone.goto(f"/submissions/{address.format(pk=item.pk)}")

    shot(phone, f"desk-phone-{address.strip('/').replace('/', '-').replace('{pk}', 'item')}")

    assert phone.evaluate("document.documentElement.scrollWidth") == 390
