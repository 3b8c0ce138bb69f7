"""Calls: only the table moves them, nothing published changes in silence, and a closed one costs no text."""

from datetime import date, timedelta
from itertools import product

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from accounts.models import Event, Notice
from accounts.refusal import NotYours, Refused
from accounts.roles import Role
from submissions import actions
from submissions.actions import answering, calls, clock
from submissions.calling import CALL_MOVES, CallState, bounds, period_label
from submissions.forms.calling import CallForm
from submissions.models import Call, Submission
from submissions.states import State
from tests.calling import a_call, again, editor_of, file
from tests.factories import OfficeFactory, SubmissionFactory, UnitFactory, UserFactory
from tests.sheets import rows_of, shown

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


def answer_to(topic, unit):
    author = UserFactory(home=unit, role=Role.INFORMANT)
    return answering.link(SubmissionFactory(author=author), by=author, topic=topic)


def close_it(call, how):
    editor = editor_of(call.office)
    if how == "struck":
        calls.strike_topic(call.topics.first(), by=editor, reason="另发")
    elif how == "run out":
        Call.objects.filter(pk=call.pk).update(
            since=timezone.localdate() - timedelta(days=9), until=timezone.localdate() - timedelta(days=1)
        )
    else:
        calls.move_call(call, how, by=editor, reason="另发")


@pytest.mark.parametrize("how", ["close", "withdraw", "struck", "run out"])
def test_sending_to_a_closed_call_is_refused_with_the_text_kept_and_a_way_on(unit, how):
    call = a_call(unit.office)
    item = answer_to(call.topics.first(), unit)
    close_it(call, how)
    item = actions.write(item, by=item.author, base=item.version, body="截止之后写完的话。")

    with pytest.raises(Refused, match="解除关联"):
        actions.move(item, "send", by=item.author)

    assert (again(item).state, again(item).body) == (State.DRAFT, "截止之后写完的话。")
    item = answering.unlink(item, by=item.author)
    assert actions.move(item, "send", by=item.author).state == State.REVIEW


def test_what_was_sent_in_time_is_signed_after_the_call_has_closed(unit):
    call = a_call(unit.office)
    item = answer_to(call.topics.first(), unit)
    item = actions.move(item, "send", by=item.author)
    close_it(call, "close")

    item = actions.sign(item, by=UserFactory(home=unit, role=Role.REVIEWER), reviewed=True)

    assert (item.state, item.topic.call) == (State.SUBMITTED, call)


def test_what_was_filed_in_time_may_be_reworked_after_the_call_has_closed(unit):
    call = a_call(unit.office)
    item = file(answer_to(call.topics.first(), unit))
    item = actions.move(item, "return", by=editor_of(unit.office), reason="补充数字")
    close_it(call, "close")

    assert actions.move(item, "send", by=item.author).state == State.REVIEW
    with pytest.raises(Refused, match="已作为答复报送"):
        answering.unlink(item, by=UserFactory(home=unit, role=Role.REVIEWER))


def test_a_draft_is_not_linked_to_a_closed_call_nor_to_another_offices(unit):
    author = UserFactory(home=unit, role=Role.INFORMANT)
    item, closed, foreign = SubmissionFactory(author=author), a_call(unit.office), a_call(OfficeFactory())
    close_it(closed, "close")

    with pytest.raises(Refused, match="不能再关联"):
        answering.link(item, by=author, topic=closed.topics.first())
    with pytest.raises(Refused, match="收稿单位发布的要点"):
        answering.link(item, by=author, topic=foreign.topics.first())


def test_only_the_author_links_a_draft_and_only_while_it_is_one(unit):
    call = a_call(unit.office)
    item = SubmissionFactory(author=UserFactory(home=unit, role=Role.INFORMANT))

    with pytest.raises(NotYours):
        answering.link(item, by=UserFactory(home=unit, role=Role.INFORMANT), topic=call.topics.first())
    item = actions.move(item, "send", by=item.author)
    with pytest.raises(Refused, match="只有草稿"):
        answering.link(item, by=item.author, topic=call.topics.first())


def test_one_click_on_a_topic_opens_an_item_that_answers_it(unit, client):
    author, call = UserFactory(home=unit, role=Role.INFORMANT), a_call(unit.office)
    topic = call.topics.last()
    client.force_login(author)
    page = client.get(reverse("submissions:new"), {"topic": topic.pk})
    form = page.context["form"].initial
    data = {"key": form["key"], "unit": unit.pk, "title": "入会", "body": "正文", "topic": topic.pk}

    client.post(reverse("submissions:new"), data | {"kind": "dynamic", "nature": "neutral"})

    assert f'name="topic" value="{topic.pk}"' in page.content.decode()
    assert Submission.objects.get().topic == topic


def test_unlinking_from_the_form_saves_what_was_typed_first(unit, client):
    call = a_call(unit.office)
    item = answer_to(call.topics.first(), unit)
    close_it(call, "close")
    client.force_login(item.author)
    data = {"base": item.version, "title": item.title, "body": "截止时正在写的话。", "then": "unlink"}

    client.post(reverse("submissions:edit", args=[item.pk]), data | {"kind": "dynamic", "nature": "neutral"})

    item = again(item)
    assert (item.topic, item.body) == (None, "截止时正在写的话。")
    assert Event.objects.about(item).last().verb == "unlink"


@pytest.fixture
def busy(unit):
    """Two units with items in every stage under one call."""
    call, other = a_call(unit.office), UnitFactory(parent=unit.office)
    first, second = call.topics.all()
    editor = editor_of(unit.office)
    filed = [file(answer_to(first, unit)) for _ in range(2)] + [file(answer_to(second, other))]
    actions.move(filed[0], "accept", by=editor)
    answer_to(first, unit)
    actions.move(file(answer_to(first, other)), "withdraw", by=UserFactory(home=other, role=Role.REVIEWER))
    return call, unit, other, editor


def figures(page, name):
    """(value, the count of the list its link opens) for every linked figure of a page."""
    return [
        (cell.value, cell.url)
        for table in page.context["tables"]
        if table.name == name
        for row in table.rows
        for cell in row
        if cell.url
    ]


@pytest.mark.parametrize("name", ["各要点", "各单位"])
def test_every_figure_of_a_call_equals_the_list_it_opens(busy, client, name):
    call, *_, editor = busy
    client.force_login(editor)

    shown = figures(client.get(reverse("submissions:call", args=[call.pk])), name)

    assert len(shown) == (3 if name == "各要点" else 2)
    assert [client.get(url).context["page"].paginator.count for _, url in shown] == [n for n, _ in shown]


def test_the_office_counts_filed_and_accepted_by_topic_and_unit(busy, client):
    call, unit, other, editor = busy
    client.force_login(editor)

    by_topic, by_unit = client.get(reverse("submissions:call", args=[call.pk])).context["tables"]

    assert [[cell.value for cell in row[2:]] for row in by_topic.lines] == [[2, 1, 1], [1, 0, 1], [3, 1, 2]]
    assert {row[0].value: [cell.value for cell in row[1:]] for row in by_unit.rows} == {
        unit: [2, 1, 2, 0],
        other: [1, 0, 0, 1],
    }


def test_a_unit_counts_only_its_own(busy, client):
    call, unit, *_ = busy
    client.force_login(UserFactory(home=unit, role=Role.REVIEWER))

    page = client.get(reverse("submissions:call", args=[call.pk]))

    assert [(row["filed"], row["accepted"]) for row in page.context["rows"]] == [(2, 1), (0, 0)]
    assert "tables" not in page.context
    opened = client.get(reverse("submissions:topic", args=[call.topics.first().pk]), {"stage": "filed"})
    assert opened.context["page"].paginator.count == 2


def test_a_leader_reads_the_figures_without_the_items(busy, client):
    call, unit, *_ = busy
    client.force_login(UserFactory(home=unit.office, role=Role.LEADER))

    page = client.get(reverse("submissions:call", args=[call.pk]))

    assert figures(page, "各要点") == []
    assert [cell.value for cell in page.context["tables"][0].foot] == ["", "合计", 3, 1, 2]


def test_the_spreadsheet_has_the_rows_of_the_screen(busy, client):
    call, *_, editor = busy
    client.force_login(editor)
    tables = client.get(reverse("submissions:call", args=[call.pk])).context["tables"]

    book = rows_of(client.get(reverse("submissions:call_xlsx", args=[call.pk])))

    assert book == {table.name: [table.head, *[shown(line) for line in table.lines]] for table in tables}


def test_pages_of_calls_cost_the_same_for_three_and_for_thirty(unit, client, django_assert_max_num_queries):
    editor = editor_of(unit.office)
    for n in range(30):
        a_call(unit.office, by=editor, title=f"要点{n}", topics=[f"第{m}条" for m in range(12)])
    for topic in Call.objects.last().topics.all():
        file(answer_to(topic, unit))
    reader = UserFactory(home=unit, role=Role.INFORMANT)

    for user, names in ((editor, ["call_desk"]), (reader, ["calls"])):
        client.force_login(user)
        for name in names:
            with django_assert_max_num_queries(14):
                client.get(reverse(f"submissions:{name}"), {"tab": "current"})
    for user in (editor, reader):
        client.force_login(user)
        with django_assert_max_num_queries(15):
            client.get(reverse("submissions:call", args=[Call.objects.last().pk]))


@pytest.mark.parametrize(
    ("span", "month", "since", "until", "label"),
    [
        ("month", date(2026, 12, 9), date(2026, 12, 1), date(2026, 12, 31), "2026年12月"),
        ("month", date(2028, 2, 1), date(2028, 2, 1), date(2028, 2, 29), "2028年2月"),
        ("quarter", date(2026, 11, 5), date(2026, 10, 1), date(2026, 12, 31), "2026年第四季度"),
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
