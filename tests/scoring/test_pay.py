"""稿酬: what is signed is paid once, what changes comes as plus and minus, and three hands see it."""

import hashlib
from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
import time_machine
from django.db import DatabaseError, transaction
from django.utils import timezone
from openpyxl import load_workbook

from accounts.models import Notice
from accounts.refusal import NotYours, Refused
from accounts.roles import Role
from bulletins.models import Adoption
from scoring.actions import pay, payments
from scoring.funding import purse
from scoring.models import PayLine, PayList, Payment, SignedFile
from scoring.pay_states import PAY_MOVES, PayState
from scoring.payroll import content_of
from tests.factories import UserFactory
from tests.scoring.paying_stage import drawn, pay_stage, signed
from tests.scoring.stage import NOVEMBER_5

pytestmark = pytest.mark.django_db
OCTOBER_31 = date(2026, 10, 31)


@pytest.fixture
def world():
    with time_machine.travel(NOVEMBER_5, tick=False):
        yield pay_stage()


def amounts(content):
    return sorted(Decimal(payee["amount"]) for payee in content["payees"])


def test_each_writer_gets_four_yuan_a_point(world):
    content = content_of(drawn(world))
    assert amounts(content) == [20, 40, 100, 140, 140]
    assert content["total"] == "440.00"
    assert {(one["unit_name"], one["items"]) for one in content["payees"]} == {
        ("甲镇总工会", 1),
        ("丙局工会", 1),
        ("乙街道总工会", 1),
    }


def test_a_signed_list_pays_for_its_uses_once(world):
    made = signed(world)
    again = drawn(world, on=OCTOBER_31)
    assert PayLine.objects.filter(list=made).count() == Adoption.objects.count()
    assert sum(line.amount for line in PayLine.objects.all()) == 440
    assert content_of(again)["lines"] == []
    with pytest.raises(Refused, match="没有应付的稿酬"):
        pay.move(again, "submit", by=world.scorer)


def test_a_use_registered_late_and_a_revoked_one_come_in_the_next_list(world):
    signed(world)
    item = world.scene.filed(world.units.ding, on=date(2026, 9, 20))
    world.scene.adopted(item, "own", on=date(2026, 9, 21))
    Adoption.objects.filter(unit=world.units.yi, use="brief").update(
        revoked_at=timezone.now(), revoked_by=world.scorer, revoked_why="登记有误"
    )
    lines = content_of(drawn(world, on=OCTOBER_31))["lines"]
    assert [(line["amount"], line["early"], line["reason"]) for line in lines] == [
        ("-20.00", True, "冲销：《工运信息》简讯采用"),
        ("40.00", True, "《工运信息》全文采用"),
    ]


def test_a_use_that_was_taken_back_can_be_paid_again(world):
    signed(world)
    brief = Adoption.objects.get(unit=world.units.yi, use="brief")
    Adoption.objects.filter(pk=brief.pk).update(
        revoked_at=timezone.now(), revoked_by=world.scorer, revoked_why="误撤"
    )
    signed(world, on=OCTOBER_31)
    Adoption.objects.filter(pk=brief.pk).update(revoked_at=None, revoked_by=None, revoked_why="")
    with time_machine.travel("2026-12-05 09:00+08:00", tick=False):
        signed(world, on=date(2026, 11, 30))
    rows = PayLine.objects.filter(adoption=brief).order_by("pk")
    assert [(row.round, row.amount) for row in rows] == [(1, 20), (1, -20), (2, 20)]


def test_the_database_itself_refuses_a_second_payment(world):
    made = signed(world)
    first = made.lines.first()
    first.pk = None
    with pytest.raises(DatabaseError), transaction.atomic():
        first.save(force_insert=True)


@pytest.mark.parametrize("act", ["update", "delete"])
def test_what_was_paid_is_never_rewritten(world, act):
    rows = PayLine.objects.filter(list=signed(world))
    with pytest.raises(DatabaseError), transaction.atomic():
        rows.update(amount=1) if act == "update" else rows.delete()


def test_a_signed_list_keeps_its_content_and_its_sums(world):
    made = signed(world)
    with pytest.raises(DatabaseError), transaction.atomic():
        PayList.objects.filter(pk=made.pk).update(content={})
    with pytest.raises(DatabaseError), transaction.atomic():
        PayList.objects.filter(pk=made.pk).update(state=PayState.DRAFT)
    with pytest.raises(DatabaseError), transaction.atomic():
        made.payments.update(amount=1)


def test_an_office_draws_up_one_list_at_a_time(world):
    first = drawn(world)
    with pytest.raises(Refused, match=f"“{first}”由{world.scorer}拟制，现为“拟表”"):
        drawn(world)
    pay.move(first, "drop", by=world.scorer, reason="期间选错")
    assert drawn(world, on=OCTOBER_31).first == date(2026, 10, 1)


def test_a_period_must_be_over(world):
    with pytest.raises(Refused, match="2026年11月30日才结束"):
        drawn(world, on=date(2026, 11, 5))


@pytest.mark.parametrize(("per", "first", "last"), [("quarter", (7, 1), (9, 30)), ("half", (1, 1), (6, 30))])
def test_a_list_covers_a_whole_period(world, per, first, last):
    made = drawn(world, per, on=date(2026, *last))
    assert (made.first, made.last) == (date(2026, *first), date(2026, *last))


def test_what_changes_between_the_hands_sends_the_list_back(world):
    made = drawn(world)
    pay.move(made, "submit", by=world.scorer)
    item = world.scene.filed(world.units.ding, on=date(2026, 9, 20))
    world.scene.adopted(item, "own", on=date(2026, 9, 21))
    with pytest.raises(Refused, match="请退回修改，重新报审"):
        pay.move(made, "check", by=world.second)
    pay.move(made, "back", by=world.second, reason="有新采用")
    made.refresh_from_db()
    assert (made.state, made.content, content_of(made)["total"]) == (PayState.DRAFT, {}, "480.00")


def test_nobody_checks_or_signs_a_list_of_their_own(world):
    made = drawn(world)
    pay.move(made, "submit", by=world.scorer)
    with pytest.raises(Refused, match="由另一个人办理"):
        pay.move(made, "check", by=world.scorer)
    pay.move(made, "check", by=world.second)
    with pytest.raises(NotYours):
        pay.move(made, "issue", by=world.second)
    with pytest.raises(DatabaseError), transaction.atomic():
        PayList.objects.filter(pk=made.pk).update(checked_by=world.scorer)


def test_a_correction_is_checked_by_another_than_who_entered_it(world):
    made = drawn(world)
    writer = Adoption.objects.first().person
    pay.correct(made, unit=writer.home, person=writer, amount=Decimal(15), reason="上期漏计", by=world.second)
    pay.move(made, "submit", by=world.scorer)
    with pytest.raises(Refused, match="您提出的手工更正"):
        pay.move(made, "check", by=world.second)
    pay.move(made, "check", by=world.approver)
    pay.move(made, "issue", by=world.approver)
    assert PayLine.objects.get(correction__isnull=False).amount == 15
    assert made.payments.total() == 455


def test_a_correction_taken_out_counts_no_more(world):
    made = drawn(world)
    writer = Adoption.objects.first().person
    facts = {"unit": writer.home, "person": writer, "amount": Decimal(15), "reason": "上期漏计"}
    one = pay.correct(made, by=world.scorer, **facts)
    pay.drop_correction(one, by=world.scorer)
    assert content_of(made)["total"] == "440.00"
    with pytest.raises(Refused, match="已经撤去"):
        pay.drop_correction(one, by=world.scorer)


def test_what_names_no_writer_is_paid_nothing_and_listed(world):
    item = world.scene.filed(world.units.ding, on=date(2026, 9, 20), title="联合开展走访")
    item.joint_units.create(unit=world.units.jia, position=1)
    world.scene.adopted(item, "own", on=date(2026, 9, 21))
    content = content_of(drawn(world))
    assert content["unnamed"] == [
        {"unit": "甲镇总工会", "title": "联合开展走访", "on": "2026-09-21", "reason": "《工运信息》全文采用"}
    ]
    assert {line["person"] for line in content["lines"]} == set(
        Adoption.objects.values_list("person", flat=True)
    )


def test_the_files_are_those_of_the_signature(world):
    made = signed(world)
    files = {one.format: bytes(one.content) for one in made.files.all()}
    sheet = load_workbook(BytesIO(files["xlsx"]))["发放表"]
    assert {one.format: one.sha256 for one in made.files.all()} == {
        form: hashlib.sha256(content).hexdigest() for form, content in files.items()
    }
    assert files["pdf"].startswith(b"%PDF-")
    assert [sheet.cell(9, column).value for column in (2, 6)] == ["合计", 440]
    with pytest.raises(DatabaseError), transaction.atomic():
        SignedFile.objects.update(sha256="")


def test_money_is_noted_as_handed_over_payee_by_payee(world):
    made = signed(world)
    first, *others = made.payments.all()
    day = timezone.localdate()
    payments.hand_over(made, [first], on=day, voucher="2026-11-03", by=world.scorer)
    made.refresh_from_db()
    assert (made.state, made.payments.due().count()) == (PayState.ISSUED, 4)
    with pytest.raises(Refused, match="不能重复登记"):
        payments.hand_over(made, [first], on=day, voucher="2026-11-04", by=world.scorer)
    payments.hand_over(made, others[1:], on=day, voucher="2026-11-04", by=world.scorer)
    payments.send_back(others[0], reason="已调离，联系不上", by=world.scorer)
    made.refresh_from_db()
    assert (made.state, sorted(made.payments.values_list("state", flat=True))) == (
        PayState.PAID,
        ["paid"] * 4 + ["returned"],
    )


def test_what_came_back_may_be_handed_over_later_and_is_not_spent_until_then(world):
    made = signed(world)
    one = made.payments.get(amount=100)
    payments.send_back(one, reason="出差", by=world.scorer)
    assert purse(world.office, made.year).spent == 340
    payments.hand_over(made, [one], on=timezone.localdate(), voucher="8", by=world.scorer)
    assert purse(world.office, made.year).spent == 440


def test_a_day_before_the_signature_is_no_day_of_payment(world):
    made = signed(world)
    with pytest.raises(Refused, match="签发之日"):
        payments.hand_over(made, made.payments.all(), on=date(2026, 11, 4), voucher="8", by=world.scorer)


def test_the_fund_tells_what_is_left_and_what_is_too_much(world):
    made = signed(world)
    payments.set_fund(world.office, day=made.last, amount=Decimal(30000), note="年度预算", by=world.scorer)
    assert (purse(world.office, made.year).left, purse(world.office, made.year).over) == (29560, 0)
    payments.set_fund(world.office, day=made.last, amount=Decimal(400), note="压减", by=world.scorer)
    assert purse(world.office, made.year).over == 40


def test_writers_are_told_their_own_sum_only(world):
    made = signed(world)
    told = {notice.person_id: notice.text for notice in Notice.objects.filter(text__contains="您的稿酬")}
    assert told == {one.person_id: f"{made}已签发，您的稿酬为{one.amount}元。" for one in made.payments.all()}


def test_amounts_are_seen_by_who_answers_for_them_and_by_their_own_writer(world):
    made = signed(world)
    mine = made.payments.first()
    reviewer = UserFactory(home=mine.unit, role=Role.REVIEWER)
    everybody = {"scorer": 5, "approver": 5, "leader": 5, "editor": 0}
    seen = {name: Payment.objects.visible_to(getattr(world, name)).count() for name in everybody}
    assert seen == everybody
    assert list(Payment.objects.visible_to(mine.person)) == [mine]
    assert [*Payment.objects.visible_to(reviewer), *PayLine.objects.visible_to(reviewer)] == []
    assert {line.person_id for line in PayLine.objects.visible_to(mine.person)} == {mine.person_id}
    assert [*PayList.objects.visible_to(mine.person), *SignedFile.objects.visible_to(mine.person)] == []


@pytest.mark.parametrize("state", PayState)
@pytest.mark.parametrize("verb", PAY_MOVES)
def test_only_the_table_moves_a_list(world, verb, state):
    made = drawn(world)
    made = furnish(world, made, state)
    by = world.approver if verb in ("issue", "check") else world.scorer
    if state in PAY_MOVES[verb].start:
        assert pay.move(made, verb, by=by, reason="数字有误").state == PAY_MOVES[verb].end
        return
    with pytest.raises(Refused, match="不能"):
        pay.move(made, verb, by=by, reason="数字有误")


def furnish(world, made, state):
    """On its own road to the state."""
    road = {"review": ["submit"], "checked": ["submit", "check"], "dropped": ["drop"], "draft": []}
    verbs = road.get(state, ["submit", "check", "issue"])
    hands = {"check": world.second, "issue": world.approver}
    for verb in verbs:
        made = pay.move(made, verb, by=hands.get(verb, world.scorer), reason="核对")
    if state == PayState.PAID:
        payments.hand_over(made, made.payments.all(), on=timezone.localdate(), voucher="1", by=world.scorer)
    return made
