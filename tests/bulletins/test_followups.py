"""督办: only its tables move it, nothing of it is lost, and it ends when everybody's part is done."""

from contextlib import suppress
from itertools import product
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction

from accounts.models import Event, Notice
from accounts.refusal import NotYours, Refused
from accounts.roles import Role
from bulletins.actions import feedback, followup_parts, followups, instructions
from bulletins.followup_states import (
    FOLLOWUP_MOVES,
    PART_MOVES,
    PLEA_MOVES,
    FollowUpState,
    PartState,
    Plea,
)
from bulletins.models import Extension, FollowUp, Part
from tests.factories import UnitFactory, UserFactory
from tests.following import (
    a_followup,
    a_town,
    accepted,
    again,
    an_instruction,
    answered,
    in_days,
    moved,
    part_of,
    put_followup,
    put_part,
    received,
)
from tests.pictures import png
from tests.world import PDF

pytestmark = pytest.mark.django_db

UNIT = (Role.INFORMANT, Role.REVIEWER)


def person(office, role):
    home = office.town if role in UNIT else office.unit
    return UserFactory(home=home, role=role)


def notices(user):
    """What still asks something of a person, of instructions and follow-ups."""
    kinds = ["bulletins.instruction", "bulletins.followup", "bulletins.part"]
    told = Notice.objects.visible_to(user).unread().filter(cause__thing_type__in=kinds)
    return list(told.order_by("pk").values_list("text", flat=True))


# ---- the tables


def say_followup(followup, verb, by, other):
    orders = {
        "assign": lambda: followups.assign(
            followup, by=by, task="办理", deadline=in_days(9), lead=other.unit
        ),
        "add": lambda: followups.add(followup, [other.unit], by=by),
        "transfer": lambda: followups.transfer(followup, other.unit, by=by, reason="职责所在"),
    }
    return orders.get(verb, lambda: followups.move(followup, verb, by=by, reason="按规定办"))()


@pytest.mark.parametrize(("verb", "state"), [*product(FOLLOWUP_MOVES, FollowUpState)])
def test_only_the_table_moves_a_followup(office, verb, state):
    followup = put_followup(a_followup(office), state)
    step, other = FOLLOWUP_MOVES[verb], a_town(office.unit)

    ends = tried_by_all(office, lambda by: say_followup(followup, verb, by, other), followup)

    end = step.again or step.end if state in step.start else state
    assert ends == {role: end if role in step.by else state for role in Role}


def tried_by_all(office, act, row):
    """The state after each role tried by itself; whoever may not is refused."""
    ends = {}
    for role in Role:
        by = person(office, role)
        with transaction.atomic():
            with suppress(Refused):
                act(by)
            ends[role] = again(row).state
            transaction.set_rollback(True)
    return ends


def say_part(part, verb, by):
    says = {
        "receive": lambda: followup_parts.receive(part, by=by),
        "answer": lambda: feedback.answer(part, by=by, text="又办了一步。"),
        "ask": lambda: feedback.ask_extension(part, by=by, wanted=in_days(30), reason="须开会研究"),
        "accept": lambda: followup_parts.accept(part, by=by),
        "send-back": lambda: followup_parts.send_back(part, by=by, reason="缺数字"),
        "release": lambda: followup_parts.release(part, by=by, reason="职责不符"),
        "recall": lambda: followup_parts.recall(part, by=by),
    }
    return says[verb]()


@pytest.mark.parametrize(("verb", "state"), [*product(PART_MOVES, PartState)])
def test_only_the_table_moves_a_units_part(office, verb, state):
    town = a_town(office.unit)
    part = put_part(part_of(a_followup(office, town.unit), town.unit), state)
    step = PART_MOVES[verb]

    ends = tried_by_all(moved(office, town), lambda by: say_part(part, verb, by), part)

    end = step.end or state if state in step.start else state
    assert ends == {role: end if role in step.by else state for role in Role}


@pytest.mark.parametrize("state", PartState)
def test_only_the_head_asks_for_more_time_and_only_while_something_is_owed(office, state):
    part = put_part(a_followup(office).parts.get(), state)
    step = PART_MOVES["ask"]
    asked = set()

    for role in Role:
        with transaction.atomic():
            with suppress(Refused):
                say_part(part, "ask", person(office, role))
            asked |= {role} if part.pleas.exists() else set()
            transaction.set_rollback(True)

    assert asked == (set(step.by) if state in step.start else set())


@pytest.mark.parametrize(("verb", "state"), [*product(PLEA_MOVES, Plea)])
def test_only_the_table_decides_a_plea(office, verb, state):
    part = a_followup(office).parts.get()
    plea = Extension.objects.create(part=part, wanted=in_days(20), reason="开会", by=office.reviewer)
    Extension.objects.filter(pk=plea.pk).update(state=state, word="再议" if state == Plea.REFUSED else "")
    step, plea = PLEA_MOVES[verb], again(plea)

    def decide(by):
        feedback.decide_extension(plea, verb, by=by, word="同意")

    ends = tried_by_all(office, decide, plea)

    end = step.end if state in step.start else state
    assert ends == {role: end if role in step.by else state for role in Role}


@pytest.mark.parametrize("state", [state for state in FollowUpState if state != FollowUpState.OPEN])
def test_no_part_moves_once_the_followup_is_not_open(office, state):
    town = a_town(office.unit)
    followup = a_followup(office, town.unit)
    put_followup(followup, state, parts=True)

    for verb, step in PART_MOVES.items():
        part = put_part(part_of(followup, town.unit), step.start[0])
        by = town.reviewer if Role.REVIEWER in step.by else office.editor
        with pytest.raises(Refused, match="督办现为"):
            say_part(part, verb, by)


@pytest.mark.parametrize("role", UNIT)
def test_people_of_another_unit_do_not_act_on_a_part(office, role):
    stranger = UserFactory(home=UnitFactory(parent=office.unit), role=role)
    part = a_followup(office).parts.get()

    for verb in PART_MOVES:
        with pytest.raises(NotYours):
            say_part(part, verb, stranger)


def test_people_of_another_office_do_not_act_on_a_followup(office, elsewhere):
    followup, other = a_followup(office), a_town(office.unit)

    for role, verb in product(Role, FOLLOWUP_MOVES):
        with pytest.raises(NotYours):
            say_followup(followup, verb, person(elsewhere, role), other)


# ---- asked for and given out


def test_a_leaders_tick_asks_and_the_editors_are_told(office):
    instruction = an_instruction(office, followup=True)

    followup = instruction.followups.get()
    assert (followup.state, followup.task, followup.made_by) == (
        FollowUpState.ASKED,
        instruction.text,
        office.leader,
    )
    assert notices(office.editor) == [f"{office.leader.name}要求督办：请认真研究。，请交办"]
    with pytest.raises(Refused, match="已要求督办"):
        followups.ask(instruction, by=office.leader)


def test_giving_out_tells_each_unit_once_and_ends_what_was_asked(office):
    town = a_town(office.unit)
    followup = an_instruction(office, followup=True).followups.get()

    followups.assign(
        followup,
        by=office.editor,
        task="形成办法",
        deadline=in_days(9),
        lead=office.town,
        helpers=[town.unit, office.town],
    )

    assert [(part.unit, part.is_lead, part.state) for part in followup.parts.all()] == [
        (office.town, True, PartState.ASSIGNED),
        (town.unit, False, PartState.ASSIGNED),
    ]
    day = in_days(9)
    assert notices(town.informant) == [
        f"{office.unit}交办督办（协办）：形成办法，请于{day.month}月{day.day}日前反馈"
    ]
    assert notices(office.editor) == []


def test_a_form_sent_twice_opens_one_followup(office):
    instruction, key = an_instruction(office), uuid4()

    first, second = (a_followup(office, instruction=instruction, key=key) for _ in range(2))

    assert (first, FollowUp.objects.count(), Part.objects.count()) == (second, 1, 1)


def test_nothing_is_given_where_nobody_could_answer(office, elsewhere):
    empty = UnitFactory(parent=office.unit)

    for unit, said in [(empty, "没有在任的单位审核人"), (elsewhere.town, "不是.*所属的报送单位")]:
        with pytest.raises(Refused, match=said):
            a_followup(office, lead=unit)
    assert FollowUp.objects.count() == 0


@pytest.mark.parametrize(
    ("orders", "said"), [({"task": "  "}, "督办事项"), ({"deadline": in_days(-1)}, "不能早于今天")]
)
def test_orders_that_say_nothing_are_refused(office, orders, said):
    with pytest.raises(Refused, match=said):
        a_followup(office, **orders)


def test_only_editor_and_approver_give_out(office):
    instruction = an_instruction(office)

    for user in (office.checker, office.leader, office.reviewer, office.informant):
        with pytest.raises(NotYours):
            a_followup(office, instruction=instruction, by=user)
    assert a_followup(office, instruction=instruction, by=office.approver).made_by == office.approver


# ---- reports


def test_every_report_of_a_unit_is_kept(office):
    followup = a_followup(office)
    part = followup.parts.get()

    answered(part, office.reviewer, "先开了会。")
    followup_parts.send_back(part, by=office.editor, reason="缺数字")
    answered(part, office.reviewer, "已建站点3处。")
    answered(part, office.reviewer, "补充：惠及312人。")

    assert list(part.feedback.values_list("number", "text")) == [
        (1, "先开了会。"),
        (2, "已建站点3处。"),
        (3, "补充：惠及312人。"),
    ]
    assert notices(office.reviewer) == [f"《{followup.instruction.submission}》获领导批示"]
    assert notices(office.editor) == [f"{office.town}反馈督办：{followup}，请审阅"]


def test_a_report_sent_twice_is_kept_once(office):
    part = a_followup(office).parts.get()
    answered(part, office.reviewer)

    answered(part, office.reviewer)

    assert part.feedback.count() == 1


def test_a_report_with_files_keeps_checked_files_and_refuses_others(office):
    part = a_followup(office).parts.get()
    files = [SimpleUploadedFile("照片.png", png()), SimpleUploadedFile("办法.pdf", PDF)]

    report = answered(part, office.reviewer, files=files)
    with pytest.raises(Refused, match="内容与扩展名不符"):
        answered(part, office.reviewer, "再报。", files=[SimpleUploadedFile("假.pdf", b"MZ program")])

    assert [file.name for file in report.files.all()] == ["照片.png", "办法.pdf"]
    assert part.feedback.count() == 1


@pytest.mark.parametrize("text", ["  ", "机密★5年 内容", "见内部文件所附"])
def test_a_report_without_words_or_with_a_secrecy_marker_does_not_leave(office, text):
    part = a_followup(office).parts.get()
    received(part, office.reviewer)

    with pytest.raises(Refused):
        feedback.answer(part, by=office.reviewer, text=text)

    assert again(part).state == PartState.RECEIVED


def test_what_is_accepted_is_what_was_read(office):
    part = a_followup(office).parts.get()
    first = answered(part, office.reviewer)
    answered(part, office.reviewer, "补充。")

    with pytest.raises(Refused, match="刚补充了反馈，请看过第2次反馈"):
        followup_parts.accept(part, by=office.editor, seen=first.pk)


def test_sending_back_after_the_day_needs_a_new_day(office):
    part = a_followup(office).parts.get()
    answered(part, office.reviewer)
    Part.objects.filter(pk=part.pk).update(deadline=in_days(-1))

    with pytest.raises(Refused, match="补办期限"):
        followup_parts.send_back(part, by=office.editor, reason="缺数字")
    followup_parts.send_back(part, by=office.editor, reason="缺数字", deadline=in_days(3))

    assert (again(part).state, again(part).deadline) == (PartState.RETURNED, in_days(3))


# ---- more time


def plea_of(office, days=30):
    part = a_followup(office).parts.get()
    received(part, office.reviewer)
    return feedback.ask_extension(part, by=office.reviewer, wanted=in_days(days), reason="须开会研究")


def test_a_granted_plea_moves_the_day_of_this_unit_alone(office):
    town = a_town(office.unit)
    followup = a_followup(office, town.unit)
    part = received(part_of(followup, town.unit), town.informant)
    plea = feedback.ask_extension(part, by=town.reviewer, wanted=in_days(30), reason="须开会")

    feedback.decide_extension(plea, "grant", by=office.approver, until=in_days(20))

    assert [each.deadline for each in followup.parts.all()] == [in_days(14), in_days(20)]
    assert (again(plea).state, again(plea).wanted) == (Plea.GRANTED, in_days(20))


def test_a_refused_plea_needs_a_word_and_leaves_the_day(office):
    plea = plea_of(office)

    with pytest.raises(Refused, match="须写明理由"):
        feedback.decide_extension(plea, "refuse", by=office.editor)
    feedback.decide_extension(plea, "refuse", by=office.editor, word="时间已够")

    assert again(plea).part.deadline == in_days(14)
    assert Event.objects.about(plea.part).last().note == f"期限{in_days(14)}：时间已够"


@pytest.mark.parametrize("days", [14, 3])
def test_more_time_is_later_than_the_day_there_is(office, days):
    with pytest.raises(Refused, match="须晚于"):
        plea_of(office, days)


def test_one_plea_waits_at_a_time_and_a_report_makes_it_moot(office):
    plea = plea_of(office)

    with pytest.raises(Refused, match="正等答复"):
        feedback.ask_extension(plea.part, by=office.reviewer, wanted=in_days(40), reason="再延")
    answered(plea.part, office.reviewer)

    assert again(plea).state == Plea.MOOT
    assert Extension.objects.to_decide(office.editor).count() == 0


# ---- who is in charge


@pytest.mark.parametrize(("keep", "state"), [(True, PartState.ASSIGNED), (False, PartState.RELEASED)])
def test_another_unit_takes_charge_and_the_former_helps_or_goes(office, keep, state):
    town = a_town(office.unit)
    followup = a_followup(office)

    followups.transfer(followup, town.unit, by=office.editor, reason="职责所在", keep=keep)

    former, new = part_of(followup, office.town), part_of(followup, town.unit)
    assert (former.is_lead, former.state, new.is_lead, new.state) == (
        False,
        state,
        True,
        PartState.ASSIGNED,
    )


def test_a_helper_that_takes_charge_keeps_what_it_reported(office):
    town = a_town(office.unit)
    followup = a_followup(office, town.unit)
    answered(part_of(followup, town.unit), town.reviewer)

    followups.transfer(followup, town.unit, by=office.editor, reason="职责所在")

    part = part_of(followup, town.unit)
    assert (part.is_lead, part.state, part.feedback.count()) == (True, PartState.ANSWERED, 1)


def test_the_unit_in_charge_is_not_let_go(office):
    part = a_followup(office).parts.get()

    with pytest.raises(Refused, match="请先变更主办单位"):
        followup_parts.release(part, by=office.editor, reason="不相干")


def test_the_database_knows_one_unit_in_charge(office):
    town = a_town(office.unit)
    followup = a_followup(office, town.unit)

    with pytest.raises(IntegrityError), transaction.atomic():
        Part.objects.filter(followup=followup).update(is_lead=True)


# ---- the end, and back


def test_it_ends_only_when_every_part_is_accepted(office):
    town = a_town(office.unit)
    followup = a_followup(office, town.unit)
    accepted(part_of(followup, office.town), office.reviewer, office.editor)

    with pytest.raises(Refused, match=f"还有单位没有办完：{town.unit}（待签收）"):
        followups.move(followup, "close", by=office.editor, reason="办结")
    followup_parts.release(part_of(followup, town.unit), by=office.editor, reason="已由主办一并办理")
    followups.move(followup, "close", by=office.editor, reason="已印发办法。")

    followup = again(followup)
    assert (followup.state, followup.closing, followup.closed_by) == (
        FollowUpState.CLOSED,
        "已印发办法。",
        office.editor,
    )
    assert notices(office.leader) == [f"督办已办结：{followup}"]


def test_it_does_not_end_without_a_word(office):
    followup = a_followup(office)
    accepted(followup.parts.get(), office.reviewer, office.editor)

    with pytest.raises(Refused, match="须写明办结意见"):
        followups.move(followup, "close", by=office.editor, reason=" ")


def test_what_was_ended_is_taken_up_again_with_its_reports(office):
    followup = a_followup(office)
    part = followup.parts.get()
    accepted(part, office.reviewer, office.editor)
    followups.move(followup, "close", by=office.editor, reason="已办。")

    followups.move(followup, "reopen", by=office.approver, reason="领导要求深化")
    followup_parts.send_back(part, by=office.editor, reason="深化", deadline=in_days(5))
    answered(part, office.reviewer, "已深化。")

    assert list(part.feedback.values_list("text", flat=True)) == ["已经办理。", "已深化。"]
    assert again(followup).closing == "已办。"


def test_cancelling_tells_the_units_and_the_leader_and_ends_older_notices(office):
    followup = a_followup(office)

    followups.move(followup, "cancel", by=office.editor, reason="与另一件重复")

    told = [f"督办已撤销：{followup}（与另一件重复）"]
    assert (notices(office.informant), notices(office.leader)) == (
        [f"《{followup.instruction.submission}》获领导批示", *told],
        told,
    )


def test_words_under_way_are_not_taken_back_and_what_was_only_asked_goes_along(office):
    given = a_followup(office).instruction
    asked = an_instruction(office, followup=True, text="请督办。")

    with pytest.raises(Refused, match="请先办结或撤销督办"):
        instructions.revoke(given, by=office.leader, reason="写错")
    instructions.revoke(asked, by=office.leader, reason="写错")

    assert asked.followups.get().state == FollowUpState.CANCELLED
    with pytest.raises(Refused, match="已撤回"):
        followups.move(asked.followups.get(), "restore", by=office.editor, reason="恢复")


# ---- who sees what


def test_a_helping_unit_sees_its_own_part_and_the_unit_in_charge_all(office, elsewhere):
    helper, stranger = a_town(office.unit), a_town(office.unit)
    followup = a_followup(office, helper.unit)
    own = part_of(followup, helper.unit)

    seen = {
        user: set(Part.objects.visible_to(user))
        for user in (office.reviewer, helper.informant, stranger.reviewer, elsewhere.editor, office.leader)
    }

    both = set(followup.parts.all())
    assert seen == {
        office.reviewer: both,
        helper.informant: {own},
        stranger.reviewer: set(),
        elsewhere.editor: set(),
        office.leader: both,
    }


def test_a_former_unit_in_charge_no_longer_sees_the_others(office):
    town = a_town(office.unit)
    followup = a_followup(office, town.unit)

    followups.transfer(followup, town.unit, by=office.editor, reason="职责所在", keep=False)

    assert set(Part.objects.visible_to(office.reviewer)) == {part_of(followup, office.town)}
    assert not followup.is_read_whole_by(office.reviewer)


def test_what_waits_is_what_the_table_lets_one_do(office):
    town = a_town(office.unit)
    asked = an_instruction(office, followup=True).followups.get()
    followup = a_followup(office, town.unit)
    lead, helper = part_of(followup, office.town), part_of(followup, town.unit)

    def waiting(user):
        return set(FollowUp.objects.waiting_for(user))

    assert (waiting(office.editor), waiting(office.informant), waiting(office.checker)) == (
        {asked},
        {followup},
        set(),
    )
    received(lead, office.informant)
    assert (waiting(office.informant), waiting(office.reviewer)) == (set(), {followup})
    answered(lead, office.reviewer)
    assert (waiting(office.reviewer), waiting(office.approver)) == (set(), {asked, followup})
    followup_parts.accept(lead, by=office.editor)
    assert (waiting(office.editor), waiting(town.informant)) == ({asked}, {followup})
    followup_parts.receive(helper, by=town.informant)
    feedback.ask_extension(helper, by=town.reviewer, wanted=in_days(30), reason="开会")
    assert waiting(office.editor) == {asked, followup}
    accepted(helper, town.reviewer, office.editor)
    assert waiting(office.editor) == {asked, followup}
    followups.move(followup, "close", by=office.editor, reason="办结")
    assert waiting(office.editor) == {asked}
