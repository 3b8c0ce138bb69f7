"""The pages of remuneration and awards: who gets in, what they read, and that long lists cost no more."""

from datetime import date
from decimal import Decimal

import pytest
import time_machine
from django.urls import reverse

from accounts.roles import Role
from scoring.actions import award_lists, pay
from scoring.models import PayList, Payment
from tests.factories import UserFactory
from tests.scoring.award_stage import award, award_stage, drawn
from tests.scoring.pages import tables
from tests.scoring.paying_stage import drawn as pay_drawn
from tests.scoring.paying_stage import pay_stage, signed
from tests.scoring.stage import NOVEMBER_5

pytestmark = pytest.mark.django_db
OCTOBER_31 = date(2026, 10, 31)


@pytest.fixture
def world():
    with time_machine.travel(NOVEMBER_5, tick=False):
        yield pay_stage()


def at(name, *args):
    return reverse(f"scoring:{name}", args=args)


def test_a_list_shows_each_payee_and_the_total_in_words(client, world):
    made = signed(world)
    client.force_login(world.leader)
    page = client.get(made.get_absolute_url())
    head, *rows = tables(page)[0]
    assert [row[head.index("金额（元）")] for row in rows] == [
        "40.00",
        "140.00",
        "20.00",
        "100.00",
        "140.00",
        "440.00",
    ]
    assert "肆佰肆拾元整" in page.content.decode()


def test_each_sum_opens_the_uses_it_is_made_of(client, world):
    made = signed(world)
    client.force_login(world.scorer)
    payee = made.content["payees"][1]
    page = client.get(at("pay_lines", made.pk), {"payee": f"{payee['unit']}-{payee['person']}"})
    head, *rows = tables(page)[0]
    sums = [Decimal(row[head.index("金额（元）")]) for row in rows]
    assert (sorted(sums), sum(sums)) == ([40, 40, 60], Decimal(payee["amount"]))
    assert client.get(at("pay_lines", made.pk), {"payee": "0-0"}).status_code == 404


DOORS = {"scorer": 200, "approver": 200, "leader": 200, "editor": 404, "writer": 404, "reviewer": 404}


@pytest.mark.parametrize("who", DOORS)
@pytest.mark.parametrize("form", [None, "pdf", "docx", "xlsx"], ids=["page", "pdf", "docx", "xlsx"])
def test_sums_are_behind_a_door_only_some_open(client, world, who, form):
    made = signed(world)
    writer = made.payments.first().person
    people = {"writer": writer, "reviewer": UserFactory(home=writer.home, role=Role.REVIEWER)}
    client.force_login(people.get(who) or getattr(world, who))
    url = at("pay_file", made.pk, form) if form else made.get_absolute_url()
    assert client.get(url).status_code == DOORS[who]


def test_a_writer_reads_their_own_sum_and_no_other(client, world):
    made = signed(world)
    mine = made.payments.get(amount=100)
    client.force_login(mine.person)
    assert client.get(at("pay")).url == at("pay_mine")
    head, *rows = tables(client.get(at("pay_mine")))[0]
    assert [row[head.index("金额（元）")] for row in rows] == ["100.00"]


def test_what_was_typed_stays_when_a_voucher_is_missing(client, world):
    made = signed(world)
    client.force_login(world.scorer)
    ticked = [str(one.pk) for one in made.payments.all()[:2]]
    page = client.post(at("pay_payments", made.pk), {"payment": ticked, "on": "2026-11-05", "voucher": ""})
    assert (page.status_code, page.content.decode().count(" checked")) == (422, 2)
    client.post(at("pay_payments", made.pk), {"payment": ticked, "on": "2026-11-05", "voucher": "7"})
    assert Payment.objects.filter(state="paid").count() == 2


def test_drawing_up_on_screen_and_a_refusal_that_keeps_the_form(client, world):
    client.force_login(world.scorer)
    made = client.post(at("pay_new"), {"per": "month", "on": "2026-09-30"})
    assert made.url == PayList.objects.get().get_absolute_url()
    again = client.post(at("pay_new"), {"per": "month", "on": "2026-10-31"})
    assert (again.status_code, 'value="2026-10-31"' in again.content.decode()) == (422, True)


def test_a_long_list_of_lists_costs_no_more(client, world, django_assert_max_num_queries):
    signed(world)
    client.force_login(world.scorer)
    for _ in range(12):
        made = pay_drawn(world)
        pay.move(made, "drop", by=world.scorer, reason="试拟")
    pay_drawn(world, on=OCTOBER_31)
    with django_assert_max_num_queries(20):
        page = client.get(at("pay"))
    assert tables(page)[0][1][0].startswith("2026年10月信息稿酬发放表")


def test_the_page_of_a_signed_list_costs_no_more_for_more_payees(
    client, world, django_assert_max_num_queries
):
    made = signed(world)
    client.force_login(world.scorer)
    with django_assert_max_num_queries(22):
        client.get(made.get_absolute_url())
    with django_assert_max_num_queries(22):
        client.get(at("pay_payments", made.pk))


@pytest.fixture
def contest():
    with time_machine.travel("2026-01-05 09:00+08:00", tick=False):
        yield award_stage()


def test_the_office_reads_reasons_and_a_unit_only_who_is_put_forward(client, contest):
    award(contest)
    made = drawn(contest)
    client.force_login(contest.reviewer)
    assert client.get(made.get_absolute_url()).status_code == 404
    today = "2026-01-05"
    client.force_login(contest.scorer)
    client.post(at("award_move", made.pk, "announce"), {"first": today, "last": "2026-01-12"})
    assert "35分，第2名" in client.get(made.get_absolute_url()).content.decode()
    client.force_login(contest.reviewer)
    page = client.get(made.get_absolute_url()).content.decode()
    assert ("丙局工会" in page, "35分" in page, "乙街道总工会" in page, "300" in page) == (
        True,
        False,
        False,
        False,
    )
    assert client.get(at("award_file", made.pk, "pdf")).status_code == 404


def test_an_award_with_its_conditions_is_kept_from_one_form(client, contest):
    client.force_login(contest.scorer)
    rows = {"form-TOTAL_FORMS": 2, "form-INITIAL_FORMS": 0, "form-0-kind": "items_min", "form-0-number": "10"}
    rows |= {"form-1-kind": "no_false"}
    facts = {"name": "先进单位", "of": "unit", "order": 1, "scope": "group", "take": "count", "number": 2}
    client.post(at("award_new", contest.scheme.pk), facts | rows | {"prize": "300"})
    one = contest.scheme.awards.get()
    assert [str(each) for each in one.conditions.all()] == ["采用不少于10条", "有谎报的，一票否决"]
    bad = client.post(at("award_edit", one.pk), facts | rows | {"prize": "300", "form-0-number": ""})
    assert (bad.status_code, "请为“采用不少于（条）”填写数值。" in bad.content.decode()) == (422, True)


def test_an_objection_is_read_by_who_raised_it_and_who_answers(client, contest):
    award(contest)
    made = drawn(contest)
    client.force_login(contest.scorer)
    client.post(at("award_move", made.pk, "announce"), {"first": "2026-01-05", "last": "2026-01-12"})
    client.force_login(contest.reviewer)
    client.post(at("award_object", made.pk), {"source": "甲镇", "text": "采用篇数不对"})
    other = UserFactory(home=contest.units.yi, role=Role.REVIEWER)
    award_lists.answer(made.objections.get(), reply="已核对无误", by=contest.scorer)
    seen = {}
    for who in (contest.reviewer, other):
        client.force_login(who)
        seen[who] = "已核对无误" in client.get(made.get_absolute_url()).content.decode()
    assert seen == {contest.reviewer: True, other: False}


def test_a_preview_and_a_list_cost_the_same_for_more_candidates(
    client, contest, django_assert_max_num_queries
):
    award(contest)
    award(contest, name="优秀信息员", of="person", scope="whole", number=Decimal(3), order=2)
    made = drawn(contest)
    client.force_login(contest.scorer)
    with django_assert_max_num_queries(22):
        client.get(made.get_absolute_url())
    with django_assert_max_num_queries(60):
        client.get(at("award_preview", contest.scheme.pk))
