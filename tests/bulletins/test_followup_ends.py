"""督办: who is in charge, how it ends and is taken up again, and who sees it."""

import pytest
from django.db import IntegrityError, transaction

from accounts.models import Notice
from accounts.refusal import Refused
from bulletins.actions import feedback, followup_parts, followups, instructions
from bulletins.followup_states import (
    FollowUpState,
    PartState,
)
from bulletins.models import FollowUp, Part
from tests.following import (
    a_followup,
    a_town,
    accepted,
    again,
    an_instruction,
    answered,
    in_days,
    part_of,
    received,
)

pytestmark = pytest.mark.django_db


def notices(user):
    """What still asks something of a person, of instructions and follow-ups."""
    kinds = ["bulletins.instruction", "bulletins.followup", "bulletins.part"]
    told = Notice.objects.visible_to(user).unread().filter(cause__thing_type__in=kinds)
    return list(told.order_by("pk").values_list("text", flat=True))


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
