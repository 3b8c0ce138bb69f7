"""A year's end: the list of writers is drawn up, checked, signed and paid; the best are proposed and shown."""

import re
from decimal import Decimal

import pytest
import time_machine
from playwright.sync_api import expect

from scoring.actions import pay
from scoring.models import PayList
from scoring.pay_states import PayState
from tests.journeys.steps import log_in
from tests.scoring.paying_stage import SEPTEMBER_30, pay_stage

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def world(transactional_db):
    with time_machine.travel("2026-11-05 09:00+08:00", tick=False):
        return pay_stage()


@pytest.fixture
def enter(visit):
    def as_person(user):
        page = visit()
        log_in(page, user)
        return page

    return as_person


def press(page, name):
    page.get_by_role("button", name=name, exact=True).first.click()


def follow(page, name):
    page.get_by_role("link", name=name, exact=True).first.click()


def say(page, label):
    follow(page, label)
    press(page, f"确认{label}")
    expect(page.get_by_text(f"已{label}。")).to_be_visible()


def test_writers_are_paid_by_three_hands(enter, world, shot):
    scorer = enter(world.scorer)
    scorer.goto("/scoring/pay/")
    follow(scorer, "拟制稿酬表")
    scorer.get_by_label("按").select_option("month")
    scorer.get_by_label("哪一期").fill(f"{SEPTEMBER_30}")
    press(scorer, "拟表")
    expect(scorer.get_by_text("人民币（大写）肆佰肆拾元整")).to_be_visible()
    shot(scorer, "awards-1-pay-list")
    say(scorer, "报审")
    made = PayList.objects.get()
    pay.move(made, "check", by=world.second)

    approver = enter(world.approver)
    approver.goto(made.get_absolute_url())
    say(approver, "签发")
    hand_over(scorer, made, shot)
    read_own_sum(enter, made, shot)


def hand_over(scorer, made, shot):
    scorer.goto(made.get_absolute_url())
    follow(scorer, "登记发放")
    scorer.get_by_label("凭证号").fill("2026-11-03")
    shot(scorer, "awards-2-hand-over")
    press(scorer, "登记为已发")
    expect(scorer.get_by_text("已登记发放5笔。")).to_be_visible()
    made.refresh_from_db()
    assert made.state == PayState.PAID


def read_own_sum(enter, made, shot):
    writer = enter(made.payments.get(amount=Decimal(100)).person)
    writer.goto("/scoring/pay/mine/")
    expect(writer.locator("main")).to_contain_text("合计 100.00 元")
    assert re.findall(r"\d+\.00", writer.locator("table").first.inner_text()) == ["100.00"]
    shot(writer, "awards-3-mine")
