"""Calls: only the table moves them, and nothing published changes in silence."""

from datetime import date, timedelta
from itertools import product

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from accounts.models import Notice
from accounts.refusal import NotYours, Refused
from accounts.roles import Role
from submissions.actions import calls, clock
from submissions.calling import CALL_MOVES, CallState, bounds, period_label
from submissions.forms.calling import CallForm
from submissions.models import Call
from tests.calling import a_call, again, editor_of
from tests.factories import OfficeFactory, UnitFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def unit():
    return UnitFactory()


def put_into(call, state):
    call.state = state
    call.published_at = timezone.now() if state != CallState.DRAFT else None
    call.save()
    return call


def say(call, verb, by):
    """One verb of the table, the way the pages say it."""
    topic = call.topics.first()
    if verb == "extend":
        return calls.extend_call(call, by=by, until=call.until + timedelta(days=3))
    if verb == "add-topic":
        return calls.add_topic(call, "又一条要点", by=by)
    if verb == "strike-topic":
        return calls.strike_topic(topic, by=by, reason="已另行布置")
    if verb == "return-topic":
        topic.struck_at, topic.struck_why = timezone.now(), "写错"
        topic.save()
        return calls.return_topic(topic, by=by)
    return calls.move_call(call, verb, by=by, reason="重复布置")


@pytest.mark.parametrize(("state", "verb", "role"), [*product(CallState, CALL_MOVES, Role)])
def test_only_the_table_moves_a_call(unit, state, verb, role):
    call = put_into(a_call(unit.office), state)
    step = CALL_MOVES[verb]
    home = unit if role in (Role.INFORMANT, Role.REVIEWER) else unit.office
    allowed = state in step.start and role in step.by

    try:
        say(call, verb, UserFactory(home=home, role=role))
    except Refused:
        outcome = "refused"
    else:
        outcome = "moved"

    end = step.again or step.end
    assert outcome == ("moved" if allowed else "refused")
    assert again(call).state == (end if allowed else state)


@pytest.mark.parametrize("verb", CALL_MOVES)
def test_an_editor_of_another_office_moves_no_call(unit, verb):
    call = put_into(a_call(unit.office), CALL_MOVES[verb].start[0])

    with pytest.raises(NotYours):
        say(call, verb, editor_of(OfficeFactory()))


def test_every_verb_over_a_call_has_a_way_back():
    ends = {verb: step.end for verb, step in CALL_MOVES.items()}

    assert {v: s.undo for v, s in CALL_MOVES.items() if ends[v] not in CALL_MOVES[s.undo].start} == {}


def test_publishing_tells_everybody_of_every_unit_once(unit):
    people = [UserFactory(home=unit, role=role) for role in (Role.INFORMANT, Role.REVIEWER)]
    neighbour = UserFactory(home=UnitFactory(parent=unit.office), role=Role.INFORMANT)
    UserFactory(role=Role.INFORMANT)

    call = a_call(unit.office, title="12月报送要点", until=date(2030, 12, 31))

    told = Notice.objects.filter(url=f"/submissions/calls/{call.pk}/")
    assert {notice.person for notice in told} == {*people, neighbour}
    assert {notice.text for notice in told} == {"请按“12月报送要点”报送信息，有效期至12-31"}


def test_a_notice_of_a_call_dies_when_the_call_is_over(unit):
    reader = UserFactory(home=unit, role=Role.INFORMANT)
    call = a_call(unit.office)
    assert Notice.objects.visible_to(reader).unread().count() == 1

    with time_machine.travel(timezone.now() + timedelta(days=10), tick=False):
        clock.keep_time()
        assert Notice.objects.visible_to(reader).unread().count() == 0
    assert again(call).state == CallState.CLOSED


@pytest.mark.parametrize("verb", ["close", "withdraw"])
def test_notices_of_topics_die_with_their_call(unit, verb):
    editor, reader = editor_of(unit.office), UserFactory(home=unit, role=Role.INFORMANT)
    call = a_call(unit.office, by=editor)
    calls.add_topic(call, "又一条要点", by=editor)
    calls.strike_topic(call.topics.first(), by=editor, reason="重复布置")
    assert Notice.objects.visible_to(reader).unread().count() == 3

    calls.move_call(call, verb, by=editor, reason="重复布置")

    standing = Notice.objects.visible_to(reader).unread()
    assert {notice.cause.verb for notice in standing} == ({"call-withdraw"} if verb == "withdraw" else set())


def test_what_was_published_cannot_be_rewritten(unit):
    editor = editor_of(unit.office)
    call = a_call(unit.office, by=editor)

    with pytest.raises(Refused, match="公开增补或撤下"):
        calls.save_call(
            call, by=editor, office=unit.office, topics=["改头换面"], since=call.since, until=call.until
        )
    assert [topic.text for topic in again(call).topics.all()] == ["防暑降温", "新就业形态劳动者入会"]


def test_a_draft_is_rewritten_with_its_topics(unit):
    editor = editor_of(unit.office)
    call = a_call(unit.office, by=editor, published=False)

    calls.save_call(call, by=editor, office=unit.office, topics=["甲", "乙"], title="改过")

    assert (again(call).title, [topic.text for topic in again(call).topics.all()]) == ("改过", ["甲", "乙"])


def test_a_call_without_topics_is_not_published(unit):
    editor = editor_of(unit.office)
    call = a_call(unit.office, by=editor, published=False, topics=())

    with pytest.raises(Refused, match="还没有要点"):
        calls.move_call(call, "publish", by=editor)


def test_a_struck_topic_stays_on_the_list_with_its_reason(unit, client):
    editor, reader = editor_of(unit.office), UserFactory(home=unit, role=Role.INFORMANT)
    call = a_call(unit.office, by=editor)
    calls.strike_topic(call.topics.first(), by=editor, reason="与市里重复")
    client.force_login(reader)

    page = client.get(reverse("submissions:call", args=[call.pk])).content.decode()

    assert "<s>防暑降温</s>" in page
    assert "撤下：与市里重复" in page
    assert page.count("写这一条</a>") == 1


def test_a_topic_is_not_struck_twice_nor_added_twice(unit):
    editor = editor_of(unit.office)
    call = a_call(unit.office, by=editor)
    topic = call.topics.first()
    calls.strike_topic(topic, by=editor, reason="重复")

    with pytest.raises(Refused, match="已经撤下"):
        calls.strike_topic(topic, by=editor, reason="重复")
    with pytest.raises(Refused, match="已有要点"):
        calls.add_topic(call, "新就业形态劳动者入会", by=editor)


def test_a_call_is_extended_only_to_a_later_day(unit):
    editor = editor_of(unit.office)
    call = a_call(unit.office, by=editor)

    with pytest.raises(Refused, match="须晚于原定"):
        calls.extend_call(call, by=editor, until=call.until)


def test_the_last_day_belongs_to_a_call_and_the_next_morning_does_not(unit):
    with time_machine.travel("2026-12-01T09:00:00+08:00", tick=False):
        call = a_call(unit.office, since=date(2026, 12, 1), until=date(2026, 12, 31))
    with time_machine.travel("2026-12-31T23:59:59+08:00", tick=False):
        assert (call.is_open, Call.objects.current().count(), Call.objects.run_out().count()) == (True, 1, 0)
    with time_machine.travel("2027-01-01T00:00:00+08:00", tick=False):
        assert (call.is_open, Call.objects.current().count(), Call.objects.run_out().count()) == (False, 0, 1)
        assert call.stage == CallState.CLOSED


@pytest.mark.parametrize(
    ("span", "month", "since", "until", "label"),
    [
        ("month", date(2026, 12, 9), date(2026, 12, 1), date(2026, 12, 31), "2026年12月"),
        ("month", date(2028, 2, 1), date(2028, 2, 1), date(2028, 2, 29), "2028年2月"),
        ("quarter", date(2026, 11, 5), date(2026, 10, 1), date(2026, 12, 31), "2026年第四季度"),
        ("month", date(9999, 12, 1), date(9999, 12, 1), date(9999, 12, 31), "9999年12月"),
        ("quarter", date(2026, 5, 5), date(2026, 4, 1), date(2026, 6, 30), "2026年第二季度"),
    ],
)
def test_a_month_and_a_quarter_know_their_days(span, month, since, until, label):
    assert bounds(span, month) == (since, until)
    assert period_label(span, since, until) == label


def test_a_call_form_takes_days_and_title_from_the_month():
    form = CallForm({"span": "month", "month": "2026-12", "topics": "防寒保暖\n\n 年终评优  工作 \n"})

    assert form.is_valid()
    content = form.content()
    assert (content["title"], content["until"]) == ("2026年12月信息报送要点", date(2026, 12, 31))
    assert content["topics"] == ["防寒保暖", "年终评优 工作"]


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"span": "month"}, "请填写月份，或写明有效期自、至。"),
        ({"span": "free", "month": "2026-12"}, "专题要点请写明有效期自、至。"),
        ({"month": "十二月"}, "月份请写成 2026-12 的样子。"),
        ({"topics": "长" * 101}, "“长长长长长长长长长长长长长长长长长长长长…”有101字，每条要点不超过100字。"),
        ({"topics": "甲\n甲"}, "“甲”写了两次。"),
        ({"since": "2026-12-02", "until": "2026-12-01"}, "有效期至不能早于有效期自。"),
    ],
)
def test_a_broken_call_form_says_what_is_wrong(given, sentence):
    whole = {"span": "free", "since": "2026-12-01", "until": "2026-12-02"}
    form = CallForm(given if "span" in given else whole | given)

    assert not form.is_valid()
    assert [text for texts in form.errors.values() for text in texts] == [sentence]


def test_a_refused_draft_keeps_what_was_typed(unit, client):
    client.force_login(editor_of(unit.office))
    data = {"span": "free", "topics": "第一条\n第二条", "introduction": "请各单位重视。"}

    page = client.post(reverse("submissions:call_new"), data)

    assert page.status_code == 422
    assert "第一条\n第二条" in page.content.decode()
    assert Call.objects.count() == 0


def test_a_call_restored_after_its_last_day_invites_nobody(unit):
    editor, reader = editor_of(unit.office), UserFactory(home=unit, role=Role.INFORMANT)
    call = calls.move_call(a_call(unit.office, by=editor), "withdraw", by=editor, reason="重复布置")

    with time_machine.travel(timezone.now() + timedelta(days=10), tick=False):
        calls.move_call(call, "restore", by=editor)
        assert Notice.objects.visible_to(reader).unread().count() == 0


@pytest.mark.parametrize(
    ("changed", "content"),
    [
        ({"month": "2026-12"}, ("2026年12月信息报送要点", date(2026, 12, 1), date(2026, 12, 31))),
        ({"span": "quarter"}, ("2026年第四季度信息报送要点", date(2026, 10, 1), date(2026, 12, 31))),
        (
            {"month": "2026-12", "until": "2026-12-10", "title": "岁末要点"},
            ("岁末要点", date(2026, 11, 1), date(2026, 12, 10)),
        ),
    ],
)
def test_days_and_title_of_a_draft_follow_another_month_unless_given(unit, changed, content):
    call = a_call(
        unit.office,
        published=False,
        title="2026年11月信息报送要点",
        since=date(2026, 11, 1),
        until=date(2026, 11, 30),
    )
    stood = {"title": call.title, "since": "2026-11-01", "until": "2026-11-30", "month": "2026-11"}

    form = CallForm(stood | {"span": "month", "topics": "甲"} | changed, instance=call)

    assert form.is_valid()
    given = form.content()
    assert (given["title"], given["since"], given["until"]) == content
