"""Commissions: asked, accepted, declined, answered in time or late, missed; the clock and the signature decide."""

from datetime import datetime, timedelta
from itertools import product
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from accounts.models import Event, Notice
from accounts.refusal import NotYours, Refused
from accounts.roles import Role
from submissions import actions
from submissions.actions import answering, clock, commissions
from submissions.calling import COMMISSION_MOVES, OWED, REPLY_MOVES, CommissionState, Reply, Standing
from submissions.models import Commission, Invitation, Reminder, Submission
from submissions.states import State
from tests.calling import (
    a_commission,
    again,
    an_answer,
    an_invitation,
    editor_of,
    file,
    invitation_of,
    set_reply,
)
from tests.factories import OfficeFactory, PostFactory, SubmissionFactory, UnitFactory, UserFactory
from tests.sheets import rows_of, shown

pytestmark = pytest.mark.django_db

SHANGHAI = ZoneInfo("Asia/Shanghai")
SENT = datetime(2026, 12, 1, 10, tzinfo=SHANGHAI)
DEADLINE = datetime(2026, 12, 8, 18, tzinfo=SHANGHAI)
MOMENT = timedelta(microseconds=1)


def person(role, unit):
    return UserFactory(home=unit if role in (Role.INFORMANT, Role.REVIEWER) else unit.office, role=role)


@pytest.fixture
def unit():
    return UnitFactory()


@pytest.fixture
def december(unit):
    """A commission of 1 December with its deadline on the 8th at six in the evening."""
    with time_machine.travel(SENT, tick=False):
        UserFactory(home=unit, role=Role.INFORMANT)
        UserFactory(home=unit, role=Role.REVIEWER)
        return an_invitation(unit, deadline=DEADLINE)


def at(moment):
    return time_machine.travel(moment, tick=False)


@pytest.mark.parametrize(("state", "verb", "role"), [*product(Reply, REPLY_MOVES, Role)])
def test_only_the_table_moves_an_invitation(unit, state, verb, role):
    invitation = set_reply(an_invitation(unit), state)
    step = REPLY_MOVES[verb]
    allowed = state in step.start and role in step.by

    try:
        commissions.reply(invitation, verb, by=person(role, unit), reason="人手不足")
    except Refused:
        outcome = "refused"
    else:
        outcome = "moved"

    assert outcome == ("moved" if allowed else "refused")
    assert again(invitation).state == (step.end if allowed else state)


def say(commission, verb, by):
    if verb == "extend":
        return commissions.extend(commission, by=by, deadline=commission.deadline + timedelta(days=2))
    if verb == "invite":
        return commissions.invite(commission, [UnitFactory(parent=commission.office)], by=by)
    return commissions.move_commission(commission, verb, by=by, reason="改由市里统一约稿")


@pytest.mark.parametrize(("state", "verb", "role"), [*product(CommissionState, COMMISSION_MOVES, Role)])
def test_only_the_table_moves_a_commission(unit, state, verb, role):
    invitation = set_reply(an_invitation(unit), Reply.ANSWERED)
    Commission.objects.update(state=state, reason="取消" if state == CommissionState.CANCELLED else "")
    step = COMMISSION_MOVES[verb]
    allowed = state in step.start and role in step.by

    try:
        say(invitation.commission, verb, person(role, unit))
    except Refused:
        outcome = "refused"
    else:
        outcome = "moved"

    assert outcome == ("moved" if allowed else "refused")
    assert Commission.objects.get().state == (step.end if allowed else state)


def test_verbs_of_commissions_and_invitations_have_a_way_back():
    for moves in (COMMISSION_MOVES, REPLY_MOVES):
        assert {v: s.undo for v, s in moves.items() if s.end not in moves[s.undo].start} == {}


@pytest.mark.parametrize("verb", REPLY_MOVES)
def test_another_unit_answers_for_nobody(unit, verb):
    with pytest.raises(NotYours):
        commissions.reply(an_invitation(unit), verb, by=UserFactory(role=Role.REVIEWER), reason="不行")


def test_a_unit_sees_its_own_invitation_and_never_that_of_another(unit):
    other, stranger = UnitFactory(parent=unit.office), UnitFactory()
    commission = a_commission(unit, other)
    seen = {
        name: list(Invitation.objects.visible_to(person(Role.INFORMANT, each)).values_list("unit", flat=True))
        for name, each in (("own", unit), ("other", other), ("stranger", stranger))
    }

    assert seen == {"own": [unit.pk], "other": [other.pk], "stranger": []}
    assert Commission.objects.visible_to(person(Role.REVIEWER, unit)).count() == 0
    assert Commission.objects.visible_to(person(Role.LEADER, unit)).get() == commission


@pytest.mark.parametrize("is_open", [False, True])
def test_who_else_was_asked_is_shown_only_where_the_office_laid_it_open(unit, client, is_open):
    other = UnitFactory(parent=unit.office, name="隔壁街道")
    commission = a_commission(unit, other, is_list_open=is_open)
    commissions.reply(
        invitation_of(commission, other), "decline", by=person(Role.REVIEWER, other), reason="太忙"
    )
    client.force_login(person(Role.INFORMANT, unit))

    page = client.get(reverse("submissions:invitation", args=[invitation_of(commission, unit).pk]))

    assert ("隔壁街道" in page.content.decode()) is is_open
    assert "太忙" not in page.content.decode()


def test_an_invitation_tells_informants_and_reviewers_of_the_unit(unit):
    people = {person(Role.INFORMANT, unit), person(Role.REVIEWER, unit)}

    invitation = an_invitation(unit, title="稳就业", deadline=datetime(2030, 12, 8, 18, tzinfo=SHANGHAI))

    notices = Notice.objects.filter(url=f"/submissions/invitations/{invitation.pk}/")
    assert {notice.person for notice in notices} == people
    assert {notice.text for notice in notices} == {f"{unit.office}约稿《稳就业》，请于12月8日 18:00前报送"}


def test_declining_tells_the_editors_why_and_ends_what_was_asked(unit):
    editor, informant = editor_of(unit.office), person(Role.INFORMANT, unit)
    invitation = an_invitation(unit, by=editor, title="稳就业")

    commissions.reply(invitation, "decline", by=informant, reason="没有这方面的工作")

    colleague = Notice.objects.visible_to(editor).unread().get()
    assert colleague.text == f"{unit}谢绝约稿《稳就业》：没有这方面的工作"
    assert Notice.objects.visible_to(informant).unread().count() == 0
    assert list(Invitation.objects.awaiting(informant)) == []


def test_declining_needs_a_reason(unit):
    with pytest.raises(Refused, match="须写明原因"):
        commissions.reply(an_invitation(unit), "decline", by=person(Role.REVIEWER, unit), reason=" ")


def test_units_of_another_office_are_not_asked(unit):
    with pytest.raises(Refused, match="不能向它约稿"):
        a_commission(unit, UnitFactory())
    assert Commission.objects.count() == 0


def test_a_deadline_lies_ahead(unit):
    with pytest.raises(Refused, match="须晚于现在"):
        a_commission(unit, deadline=timezone.now())


@pytest.mark.parametrize(
    ("moment", "standing"),
    [(DEADLINE - MOMENT, "on_time"), (DEADLINE, "on_time"), (DEADLINE + MOMENT, "late")],
)
def test_the_moment_of_the_deadline_is_still_in_time(december, moment, standing):
    item = an_answer(december)
    with at(moment):
        item = file(item)

    invitation = again(december)
    assert (invitation.state, invitation.standing, invitation.answered_at) == ("answered", standing, moment)
    assert Event.objects.about(invitation).last().label == f"报送约稿（{Standing(standing).label}）"


@pytest.mark.parametrize(("moment", "standing"), [(DEADLINE, "invited"), (DEADLINE + MOMENT, "missed")])
def test_an_invitation_is_missed_by_the_clock_even_before_the_sweep(december, moment, standing):
    with at(moment):
        assert again(december).standing == standing
        clock.keep_time()
        assert again(december).standing == standing
        assert again(december).state == standing


def test_the_sweep_writes_a_missed_deadline_down_once_and_tells_both_sides(december):
    unit, editor = december.unit, editor_of(december.unit.office)
    with at(DEADLINE + timedelta(minutes=1)):
        clock.keep_time()
        clock.keep_time()

        assert again(december).missed_at == DEADLINE
        assert Event.objects.about(december).filter(verb="miss").count() == 1
        told = Notice.objects.filter(over_at=None, cause__verb="miss")
        assert {n.person.home for n in told} == {unit}
        assert Notice.objects.visible_to(editor).unread().get().text == (
            "约稿《欠薪治理的做法》到期：已报送0个单位，未报送1个单位"
        )
    first, last = DEADLINE.date(), DEADLINE.date()
    assert list(Invitation.objects.missed_between(unit.office, first, last)) == [december]


def test_sending_is_not_filing(december):
    item = an_answer(december)

    with at(DEADLINE - MOMENT):
        actions.move(item, "send", by=item.author)

    assert again(december).state == Reply.INVITED


def test_withdrawing_the_answer_reopens_the_invitation(december):
    with at(SENT):
        item = file(an_answer(december))
        assert again(december).state == Reply.ANSWERED
        actions.move(item, "withdraw", by=item.author)

        invitation = again(december)
        assert (invitation.state, invitation.answered_at) == (Reply.ACCEPTED, None)
        assert list(Invitation.objects.awaiting(item.author)) == [invitation]


def test_with_two_answers_the_invitation_stands_by_the_one_that_remains(december):
    with at(SENT):
        first, second = file(an_answer(december)), an_answer(december)
    with at(DEADLINE + MOMENT):
        file(second)
        assert again(december).standing == "on_time"
        actions.move(first, "withdraw", by=first.author)

        assert again(december).standing == "late"


def test_reworking_a_returned_answer_after_the_deadline_does_not_make_it_late(december):
    with at(SENT):
        item = file(an_answer(december))
        item = actions.move(item, "return", by=editor_of(item.office), reason="补充数字")
    with at(DEADLINE + timedelta(days=1)):
        file(item)

        assert again(december).standing == "on_time"


def test_throwing_a_returned_answer_away_reopens_the_invitation_and_taking_it_back_closes_it(december):
    with at(SENT):
        item = file(an_answer(december))
        item = actions.move(item, "return", by=editor_of(item.office), reason="补充数字")
        item = actions.move(item, "discard", by=item.author)
        assert again(december).state == Reply.ACCEPTED

        actions.move(item, "reopen", by=item.author)

        assert again(december).state == Reply.ANSWERED


def test_an_item_of_another_unit_answers_nothing(december):
    stranger = UserFactory(home=UnitFactory(parent=december.unit.office), role=Role.INFORMANT)

    with pytest.raises(Refused, match="这次约稿约的是"):
        answering.link(SubmissionFactory(author=stranger), by=stranger, invitation=december)


def test_an_answer_to_a_cancelled_commission_is_refused_with_a_way_on(december):
    with at(SENT):
        item = an_answer(december)
        editor = editor_of(item.office)
        commissions.move_commission(december.commission, "cancel", by=editor, reason="市里已约")

        with pytest.raises(Refused, match=r"已取消（市里已约）.*解除关联"):
            actions.move(item, "send", by=item.author)
        item = answering.unlink(item, by=item.author)

        assert file(item).state == State.SUBMITTED


def test_a_reviewer_meets_a_cancelled_commission_and_unlinks_in_one_click(december, client):
    with at(SENT):
        item = an_answer(december)
        item = actions.move(item, "send", by=item.author)
        reviewer = UserFactory(home=item.unit, role=Role.REVIEWER)
        seen = item.seen
        editor = UserFactory(home=item.office, role=Role.EDITOR, name="胡编辑")
        commissions.move_commission(december.commission, "cancel", by=editor, reason="市里已约")
        with pytest.raises(Refused, match="已取消（市里已约）（胡编辑于"):
            actions.sign(item, by=reviewer, reviewed=True)

        client.force_login(reviewer)
        client.post(reverse("submissions:unlink", args=[item.pk]))

        with pytest.raises(Refused, match="有了变动"):
            actions.sign(item, by=reviewer, reviewed=True, seen=seen)
        assert actions.sign(again(item), by=reviewer, reviewed=True).invitation is None


def test_a_passed_deadline_refuses_yes_and_no_but_not_the_item(december):
    with at(DEADLINE + MOMENT):
        for verb in REPLY_MOVES:
            with pytest.raises(Refused, match="仍可补报"):
                commissions.reply(december, verb, by=person(Role.REVIEWER, december.unit), reason="忙")
        file(an_answer(december))

        assert again(december).standing == "late"


def test_reminders_come_once_each_three_days_and_one_day_before_and_on_the_day(december):
    told = []
    for day in range(1, 10):
        for hour in (8, 9, 12):
            with at(datetime(2026, 12, day, hour, 31, tzinfo=SHANGHAI)):
                clock.keep_time()
                clock.keep_time()
                told += Notice.objects.filter(cause__verb="remind", at=timezone.now()).values_list(
                    "text", flat=True
                )

    title = "约稿《欠薪治理的做法》{}截止（12月8日 18:00），尚未答复是否接受"
    assert told == [
        title.format(when) for when in ("还有3天", "还有3天", "还有1天", "还有1天", "今天", "今天")
    ]


def test_of_several_reminders_that_became_due_one_is_sent(december):
    with at(datetime(2026, 12, 7, 12, tzinfo=SHANGHAI)):
        clock.keep_time()

    assert Event.objects.filter(verb="remind").count() == 1
    assert Reminder.objects.filter(sent_at=None).count() == 1


@pytest.mark.parametrize("reason", ["answered", "declined", "cancelled"])
def test_nobody_is_reminded_of_what_is_done(december, reason):
    with at(SENT):
        if reason == "answered":
            file(an_answer(december))
        elif reason == "declined":
            commissions.reply(december, "decline", by=person(Role.REVIEWER, december.unit), reason="忙")
        else:
            editor = editor_of(december.unit.office)
            commissions.move_commission(december.commission, "cancel", by=editor, reason="市里已约")
    with at(datetime(2026, 12, 8, 9, tzinfo=SHANGHAI)):
        clock.keep_time()

    assert Event.objects.filter(verb="remind").count() == 0


def test_a_short_deadline_sets_no_reminder_in_the_past(unit):
    with at(datetime(2026, 12, 7, 12, tzinfo=SHANGHAI)):
        an_invitation(unit, deadline=DEADLINE)

    assert [timezone.localtime(r.due_at).day for r in Reminder.objects.all()] == [8]


def test_extending_forgives_what_was_missed_and_reminds_anew(december):
    later = DEADLINE + timedelta(days=4)
    with at(DEADLINE + timedelta(hours=1)):
        clock.keep_time()
        commissions.extend(december.commission, by=editor_of(december.unit.office), deadline=later)

        invitation = again(december)
        assert (invitation.state, invitation.missed_at, invitation.standing) == ("invited", None, "invited")
        assert invitation.commission.first_deadline == DEADLINE
        told = Notice.objects.filter(person__home=december.unit).unread()
        assert {n.text for n in told} == {"约稿《欠薪治理的做法》延期到12月12日 18:00"}
    assert Reminder.objects.filter(sent_at=None, due_at__gt=DEADLINE).count() == 3
    assert Invitation.objects.missed_between(december.unit.office, SENT.date(), later.date()).count() == 0


def test_an_extension_makes_a_late_answer_one_in_time(december):
    with at(DEADLINE + timedelta(hours=1)):
        file(an_answer(december))
        assert again(december).standing == "late"
        editor = editor_of(december.unit.office)
        commissions.extend(december.commission, by=editor, deadline=DEADLINE + timedelta(days=1))

        assert again(december).standing == "on_time"


def test_a_deadline_is_not_moved_forward(december):
    with at(SENT), pytest.raises(Refused, match="须晚于原定"):
        commissions.extend(
            december.commission, by=editor_of(december.unit.office), deadline=DEADLINE - timedelta(days=1)
        )


def test_closing_early_does_not_cut_off_who_still_has_time(december):
    editor = editor_of(december.unit.office)
    with at(SENT), pytest.raises(Refused, match="1个单位尚未报送"):
        commissions.move_commission(december.commission, "close", by=editor)

    with at(DEADLINE + MOMENT):
        commissions.move_commission(december.commission, "close", by=editor)

        assert again(december).state == Reply.MISSED
        assert list(Invitation.objects.chased_by(editor)) == []
        assert Notice.objects.filter(person__home=december.unit).unread().count() == 0


def test_a_cancelled_commission_is_nobodys_failure(december):
    editor = editor_of(december.unit.office)
    with at(DEADLINE + MOMENT):
        clock.keep_time()
        assert list(Invitation.objects.chased_by(editor)) == [december]
        commissions.move_commission(december.commission, "cancel", by=editor, reason="选题取消")

        assert again(december).standing == "cancelled"
        assert list(Invitation.objects.chased_by(editor)) == []
        assert Invitation.objects.missed_between(editor.home, SENT.date(), DEADLINE.date()).count() == 0


def test_the_to_do_list_is_exactly_what_is_owed(unit):
    person_, deadline = UserFactory(home=unit, role=Role.INFORMANT), timezone.now() + timedelta(days=2)
    for state in Reply:
        set_reply(an_invitation(unit, title=state, deadline=deadline), state)
        cancelled = set_reply(an_invitation(unit, title=state), state)
        Commission.objects.filter(pk=cancelled.commission_id).update(state="cancelled", reason="取消")

    assert {i.state for i in Invitation.objects.awaiting(person_)} == set(OWED)
    assert Invitation.objects.awaiting(person_).count() == len(OWED)


def test_one_click_on_an_invitation_opens_an_item_of_the_unit_that_answers_it(unit, client):
    other = UnitFactory(parent=unit.office)
    author = UserFactory(home=other, role=Role.INFORMANT)
    PostFactory(user=author, unit=unit, role=Role.INFORMANT)
    invitation = an_invitation(unit)
    client.force_login(author)
    page = client.get(reverse("submissions:new"), {"invitation": invitation.pk})
    form = page.context["form"]

    assert list(form.fields["unit"].queryset) == [unit]
    data = {"key": form.initial["key"], "unit": unit.pk, "title": "答约稿", "body": "正文"}
    data |= {"invitation": invitation.pk, "kind": "dynamic", "nature": "neutral"}
    client.post(reverse("submissions:new"), data)

    assert Submission.objects.get().invitation == invitation


@pytest.fixture
def busy(unit):
    """Four units, two commissions, every standing."""
    units = [unit, *(UnitFactory(parent=unit.office) for _ in range(3))]
    editor = editor_of(unit.office)
    with at(SENT):
        first = a_commission(*units, by=editor, title="甲题", deadline=DEADLINE)
        second = a_commission(*units[:2], by=editor, title="乙题", deadline=DEADLINE + timedelta(days=9))
        file(an_answer(invitation_of(first, units[0])))
        commissions.reply(
            invitation_of(first, units[1]), "decline", by=person(Role.REVIEWER, units[1]), reason="忙"
        )
    with at(DEADLINE + timedelta(hours=2)):
        file(an_answer(invitation_of(first, units[2])))
        clock.keep_time()
    return editor, units, first, second


def test_completion_of_a_period_sums_up_by_unit_and_commission(busy, client):
    editor, units, *_ = busy
    client.force_login(editor)
    with at(DEADLINE + timedelta(days=1)):
        client.force_login(editor)
        table = client.get(reverse("submissions:completion")).context["table"]

    assert table.head == ["单位", "约稿", "按时", "迟报", "谢绝", "未报", "未到期", "完成率", "甲题", "乙题"]
    assert {row[0].value: [cell.value for cell in row[1:]] for row in table.rows} == {
        units[0]: [2, 1, 0, 0, 0, 1, "100%", "按时报送", "待答复"],
        units[1]: [2, 0, 0, 1, 0, 1, "0%", "已谢绝", "待答复"],
        units[2]: [1, 0, 1, 0, 0, 0, "100%", "迟报", "—"],
        units[3]: [1, 0, 0, 0, 1, 0, "0%", "逾期未报", "—"],
    }
    assert [cell.value for cell in table.foot[1:8]] == [6, 1, 1, 1, 1, 2, "50%"]


@pytest.mark.parametrize("name", ["completion", "commission"])
def test_the_spreadsheet_of_completion_has_the_rows_of_the_screen(busy, client, name):
    editor, _, first, _ = busy
    keys = [first.pk] if name == "commission" else []
    with at(DEADLINE + timedelta(days=1)):
        client.force_login(editor)
        table = client.get(reverse(f"submissions:{name}", args=keys)).context["table"]
        book = rows_of(client.get(reverse(f"submissions:{name}_xlsx", args=keys)))

    assert book == {table.name: [table.head, *map(shown, table.lines)]}


def test_the_tabs_of_commissions_count_what_they_open(busy, client):
    editor, *_ = busy
    with at(DEADLINE + timedelta(days=1)):
        client.force_login(editor)
        url = reverse("submissions:commissions")
        tabs = client.get(url).context["tabs"]
        opened = {
            value: client.get(url, {"state": value}).context["page"].paginator.count for value, *_ in tabs
        }

    assert {value: count for value, _, count in tabs} == opened
    assert opened == {"open": 2, "overdue": 1, "closed": 0, "cancelled": 0, "": 2}


def test_the_tabs_of_a_unit_count_what_they_open(busy, client):
    _, units, *_ = busy
    with at(DEADLINE + timedelta(days=1)):
        client.force_login(person(Role.REVIEWER, units[0]))
        url = reverse("submissions:calls")
        tabs = client.get(url).context["tabs"]
        opened = {tab: client.get(url, {"tab": tab}).context["page"].paginator.count for tab, *_ in tabs}

    assert {tab: count for tab, _, count in tabs} == opened == {"todo": 1, "current": 0, "done": 1, "past": 0}


def test_pages_of_commissions_cost_the_same_for_many_units(unit, client, django_assert_max_num_queries):
    editor = editor_of(unit.office)
    units = [unit, *(UnitFactory(parent=unit.office) for _ in range(12))]
    made = [a_commission(*units, by=editor, title=f"题{n}") for n in range(8)]
    for invitation in made[0].invitations.all():
        file(an_answer(invitation))
    client.force_login(editor)

    for name, keys, most in (
        ("commissions", [], 14),
        ("commission", [made[0].pk], 11),
        ("completion", [], 10),
        ("invitation", [made[0].invitations.first().pk], 11),
    ):
        with django_assert_max_num_queries(most):
            client.get(reverse(f"submissions:{name}", args=keys))


def test_a_refused_commission_keeps_what_was_typed(unit, client):
    client.force_login(editor_of(unit.office))
    data = {
        "title": "稳就业",
        "requirements": "写清数字",
        "contact": "胡编辑",
        "day": "2020-01-01",
        "hour": "18:00",
    }

    page = client.post(reverse("submissions:commission_new"), data | {"units": [unit.pk]})

    words = page.content.decode()
    assert page.status_code == 422
    assert "截止时间须晚于现在。" in words
    assert f'name="units" value="{unit.pk}" checked' in words
    assert "写清数字" in words


def test_a_group_of_another_office_is_not_offered(unit, client):
    client.force_login(editor_of(unit.office))

    own = client.get(reverse("scoring:group_units"), {"office": unit.office.pk})
    foreign = client.get(reverse("scoring:group_units"), {"office": OfficeFactory().pk})

    assert (own.status_code, foreign.status_code) == (200, 404)
