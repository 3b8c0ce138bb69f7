"""A closed month becomes a circular: composed, edited, checked, signed, published, and then for ever the same."""

import hashlib

import pytest
from django.db import DatabaseError, transaction

from accounts.models import Notice
from accounts.refusal import NotYours, Refused
from accounts.roles import Role
from bulletins.paper import Paper
from scoring.actions import circular_moves, circular_signing, circulars
from scoring.actions.periods import reopen_month
from scoring.circular_sections import sections_of
from scoring.circular_states import CIRCULAR_MOVES, CircularState
from scoring.models import Circular, CircularDelivery, Letterhead
from tests.factories import UserFactory
from tests.scoring.circular_stage import closed_office, in_october
from tests.scoring.stage import OCTOBER, SEPTEMBER

pytestmark = pytest.mark.django_db


@pytest.fixture
def table():
    with in_october():
        yield closed_office()


def text_of(circular, kind):
    return next(each.text for each in sections_of(circular.body) if each.kind == kind)


def test_a_draft_says_what_the_closed_month_says(table):
    made = table.draft()
    assert made.title == "某市总工会关于2026年9月信息报送采用情况的通报"
    assert text_of(made, "lead") == (
        "各单位：\n现将2026年9月信息报送和采用情况通报如下。\n"
        "本月各单位共报送信息5条，采用5条，采用率100.0%。\n"
        "本月得分居前的单位有甲镇总工会、丙局工会、乙街道总工会。"
    )
    assert text_of(made, "zeros") == "本月零报送单位1个：丁局工会。\n本月零采用单位1个：丁局工会。"
    assert text_of(made, "above") == (
        "本月上级刊物采用我单位报送信息4条次，其中《市工运信息》2条，《省工运》1条，《中国工运》1条。"
    )


def test_a_month_that_is_not_closed_has_no_circular(table):
    with pytest.raises(Refused, match="2026年10月还没有关账，请先关账，再起草通报"):
        table.draft(last=OCTOBER)


def test_a_month_has_one_circular_until_it_is_dropped(table):
    first = table.draft()
    with pytest.raises(Refused, match="2026年9月的通报已在办理"):
        table.draft()
    circular_moves.move(first, "drop", by=table.scorer)
    assert table.draft().state == CircularState.DRAFT


def test_the_same_form_begins_one_draft(table):
    key = "6ac2ef1e-3c52-4f4d-9d4f-6f8ccd0b7f4a"
    assert table.draft(key=key) == table.draft(key=key)


def test_only_the_scorer_drafts(table):
    with pytest.raises(NotYours, match="通报由某市总工会的积分管理员起草"):
        circulars.begin(table.office, by=table.checker, last=SEPTEMBER)


def test_composing_one_section_again_keeps_the_words_of_the_others(table):
    made = table.draft()
    lead, zeros = sections_of(made.body)[0], text_of(made, "zeros")
    made = circulars.write(
        made, "lead", by=table.scorer, was=circulars.mark_of(lead), heading="", text="改过的开头。"
    )
    other = next(each for each in sections_of(made.body) if each.kind == "zeros")
    made = circulars.write(
        made, "zeros", by=table.scorer, was=circulars.mark_of(other), heading="零报送", text="改过。"
    )
    made = circulars.compose_again(made, "zeros", by=table.scorer)
    assert (text_of(made, "lead"), text_of(made, "zeros")) == ("改过的开头。", zeros)


def test_two_who_write_one_section_lose_nothing_and_two_sections_do_not_meet(table):
    made = table.draft()
    shown = {each.kind: circulars.mark_of(each) for each in sections_of(made.body)}
    circulars.write(made, "lead", by=table.scorer, was=shown["lead"], text="先存的。")
    circulars.write(made, "topics", by=table.scorer, was=shown["topics"], text="另一部分。")
    with pytest.raises(circulars.Overtaken, match="“总体情况”刚被他人改动"):
        circulars.write(made, "lead", by=table.scorer, was=shown["lead"], text="后存的。")
    made.refresh_from_db()
    assert (text_of(made, "lead"), text_of(made, "topics")) == ("先存的。", "另一部分。")


def test_sections_are_moved_and_switched_off(table):
    made = table.draft()
    made = circulars.arrange(made, "zeros", by=table.scorer, step=-1)
    made = circulars.arrange(made, "above", by=table.scorer, on=False)
    kinds = [each.kind for each in sections_of(made.body)]
    assert kinds.index("zeros") == kinds.index("persons") - 1
    assert [each.on for each in sections_of(made.body) if each.kind == "above"] == [False]


@pytest.mark.parametrize("verb", CIRCULAR_MOVES)
@pytest.mark.parametrize("state", CircularState.values)
def test_only_the_table_moves_a_circular(table, verb, state):
    made = table.draft()
    people = {Role.SCORER: table.scorer, Role.CHECKER: table.checker, Role.APPROVER: table.approver}
    if state in ("signed", "published", "void"):
        made = table.signed(made)
        if state == "published":
            made = circular_signing.publish(made, by=table.scorer)
        if state == "void":
            made = circular_signing.void(made, by=table.approver, reason="重排")
    elif state != "draft":
        Circular.objects.filter(pk=made.pk).update(state=state)
    step = CIRCULAR_MOVES[verb]
    doors = {"sign": circular_signing.sign, "publish": circular_signing.publish}
    act = doors.get(verb)
    by = people[step.by[0]]
    refused = False
    try:
        if act:
            act(made, by=by)
        elif verb == "void":
            circular_signing.void(made, by=by, reason="差错")
        else:
            circular_moves.move(made, verb, by=by, reason="差错")
    except Refused:
        refused = True
    made.refresh_from_db()
    assert (refused, made.state) == ((False, step.end) if state in step.start else (True, state))


def test_who_drafts_neither_checks_nor_signs_and_who_checks_does_not_sign(table):
    one = UserFactory(home=table.office, role=Role.CHECKER)
    one.posts.create(
        unit=table.office, role=Role.APPROVER, since=SEPTEMBER, granted_at=one.posts.get().granted_at
    )
    made = circular_moves.move(table.draft(), "submit", by=table.scorer)
    made = circular_moves.move(made, "check", by=one)
    one = type(one).objects.get(pk=one.pk)
    with pytest.raises(Refused, match="起草、核对、签发须为三人"):
        circular_signing.sign(made, by=one)


def test_a_return_needs_a_reason_and_tells_the_drafter(table):
    made = table.awaiting()
    with pytest.raises(Refused, match="退回修改须写明意见"):
        circular_moves.move(made, "refuse", by=table.approver)
    circular_moves.move(made, "refuse", by=table.approver, reason="补充要求")
    told = Notice.objects.filter(person=table.scorer, over_at=None).values_list("text", flat=True)
    assert list(told) == [f"《{made.title}》被退回：补充要求"]


def test_signature_gives_number_date_and_frozen_words(table, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        made = table.signed()
    paper = Paper.from_dict(made.paper)
    assert (made.number_line, made.date.isoformat(), made.state) == ("第1期", "2026-10-08", "signed")
    assert (paper.number, paper.proof, paper.tail.hands[0]) == ("第1期", False, f"编辑：{table.scorer}")
    assert [each.format for each in made.documents.order_by("format")] == ["docx", "pdf", "xlsx"]
    files = {each.format: each for each in made.documents.all()}
    assert {name: each.error for name, each in files.items()} == {"docx": "", "pdf": "", "xlsx": ""}
    assert all(hashlib.sha256(bytes(each.content)).hexdigest() == each.sha256 for each in files.values())


def test_an_office_with_a_word_of_its_own_goes_on_from_its_last_number(table):
    Letterhead.objects.create(
        office=table.office, style="word", word="云工信通报", number_before=8, started_in=2026
    )
    assert table.signed().number_line == "云工信通报〔2026〕9号"


@pytest.mark.parametrize(
    "change",
    [
        {"title": "别的"},
        {"paper": {}},
        {"body": []},
        {"number": 7},
        {"state": "draft"},
        {"closings": []},
    ],
    ids=lambda change: next(iter(change)),
)
def test_the_database_refuses_to_change_what_was_signed(table, change):
    made = table.signed()
    with pytest.raises(DatabaseError), transaction.atomic():
        Circular.objects.filter(pk=made.pk).update(**change)


def test_what_is_published_neither_becomes_void_nor_goes_away(table, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        made = table.published()
    with pytest.raises(DatabaseError), transaction.atomic():
        Circular.objects.filter(pk=made.pk).update(state="void")
    with pytest.raises(DatabaseError), transaction.atomic():
        Circular.objects.filter(pk=made.pk).delete()
    with pytest.raises(DatabaseError), transaction.atomic():
        made.documents.update(content=b"")


def test_publishing_makes_the_month_final_and_tells_everybody_below(table):
    reviewer = UserFactory(home=table.units.jia, role=Role.REVIEWER)
    leader = UserFactory(home=table.office, role=Role.LEADER)
    made = table.published()
    period = made.periods()[0]
    assert period.is_published
    with pytest.raises(Refused):
        reopen_month(period, by=table.scorer, reason="补记")
    given = set(CircularDelivery.objects.filter(circular=made).values_list("person", flat=True))
    assert {reviewer.pk, leader.pk} <= given
    assert given & {table.scorer.pk, table.checker.pk, table.approver.pk} == set()
    told = Notice.objects.filter(person=reviewer).values_list("text", flat=True)
    assert list(told) == [f"{made}已公布，请阅读"]


def test_a_month_opened_again_stops_its_circular_until_the_new_figures_are_taken(table):
    made = table.awaiting()
    reopen_month(made.periods()[0], by=table.scorer, reason="漏登一条")
    with pytest.raises(Refused, match="所通报的月份已重新打开"):
        circular_signing.sign(made, by=table.approver)
    made = circular_moves.move(made, "refuse", by=table.approver, reason="数字要变")
    with pytest.raises(Refused, match="还没有关账"):
        circulars.renew(made, by=table.scorer)
    from scoring import actions

    actions.close_month(table.office, SEPTEMBER, by=table.scorer)
    made = circulars.renew(made, by=table.scorer)
    assert made.is_stale() is False


def test_a_signed_circular_of_a_month_opened_again_is_not_published(table):
    made = table.signed()
    reopen_month(made.periods()[0], by=table.scorer, reason="漏登一条")
    with pytest.raises(Refused, match="已重新打开，本通报的数字不再有效"):
        circular_signing.publish(made, by=table.scorer)


def test_a_mistake_is_corrected_by_a_new_circular_and_both_know_each_other(table):
    first = table.published()
    with pytest.raises(Refused, match="请在该通报页面起草更正通报"):
        table.draft()
    made = table.draft(corrects=first)
    assert text_of(made, "lead").startswith(f"各单位：\n《{first.title}》（第1期）中有差错，现更正如下：")
    made = table.published(made)
    assert (made.number_line, made.corrects, list(first.corrections.all())) == ("第2期", first, [made])


def test_a_void_number_is_not_given_again(table):
    made = circular_signing.void(table.signed(), by=table.approver, reason="印错")
    again = table.signed()
    assert (made.number, again.number) == (1, 2)


def test_a_quarter_is_told_only_at_its_end(table):
    with pytest.raises(Refused, match="2026年9月不是一个考核年度的最后一个月"):
        circulars.closed_months(table.office, "year", SEPTEMBER)
    assert [each.month for each in circulars.closed_months(table.office, "quarter", SEPTEMBER)] == [SEPTEMBER]


def test_units_see_it_once_it_is_published_and_strangers_never(table):
    reviewer, stranger = UserFactory(home=table.units.jia, role=Role.REVIEWER), UserFactory()
    leader = UserFactory(home=table.office, role=Role.LEADER)
    made = table.signed()
    seen = [Circular.objects.visible_to(who).count() for who in (table.checker, leader, reviewer, stranger)]
    made = circular_signing.publish(made, by=table.scorer)
    then = [Circular.objects.visible_to(who).count() for who in (table.checker, leader, reviewer, stranger)]
    assert (seen, then) == ([1, 1, 0, 0], [1, 1, 1, 0])


def test_what_waits_for_ones_hand_is_counted_by_the_table(table):
    people = (table.scorer, table.checker, table.approver)

    def waiting():
        return [Circular.objects.awaiting(each).count() for each in people]

    made = table.draft()
    counts = [waiting()]
    made = circular_moves.move(made, "submit", by=table.scorer)
    counts.append(waiting())
    made = circular_moves.move(made, "check", by=table.checker)
    counts.append(waiting())
    circular_signing.sign(made, by=table.approver)
    counts.append(waiting())
    assert counts == [[1, 0, 0], [0, 1, 0], [0, 0, 1], [1, 0, 1]]
