"""督办, from the tick to the end: who is told, what is kept, who sees it."""

from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.models import Event, Notice
from accounts.refusal import NotYours, Refused
from bulletins.actions import feedback, followup_parts, followups
from bulletins.followup_states import (
    FollowUpState,
    PartState,
    Plea,
)
from bulletins.models import Extension, FollowUp, Part
from tests.factories import UnitFactory
from tests.following import (
    a_followup,
    a_town,
    again,
    an_instruction,
    answered,
    in_days,
    part_of,
    received,
)
from tests.pictures import png
from tests.world import PDF

pytestmark = pytest.mark.django_db


def notices(user):
    """What still asks something of a person, of instructions and follow-ups."""
    kinds = ["bulletins.instruction", "bulletins.followup", "bulletins.part"]
    told = Notice.objects.visible_to(user).unread().filter(cause__thing_type__in=kinds)
    return list(told.order_by("pk").values_list("text", flat=True))


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
