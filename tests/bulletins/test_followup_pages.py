"""The pages of follow-ups: for whom they open, what they keep, and the course that stands on one of them."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts.kept import writer_key
from accounts.models import Event
from bulletins.actions import followup_parts
from bulletins.followup_states import FollowUpState, PartState, Plea
from bulletins.models import FollowUp
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
from tests.world import PDF

pytestmark = pytest.mark.django_db


def url(name, *args):
    return reverse(f"bulletins:{name}", args=args)


@pytest.fixture
def helper(office):
    return a_town(office.unit, name="协办街道")


@pytest.fixture
def followup(office, helper):
    return a_followup(office, helper.unit)


def test_an_editor_gives_out_what_the_leader_asked_for(office, as_user, helper):
    asked = an_instruction(office, followup=True).followups.get()
    client = as_user(office.editor)

    page = client.get(url("followup_assign", asked.pk))
    answer = client.post(
        url("followup_assign", asked.pk),
        {
            "task": "形成办法",
            "lead": office.town.pk,
            "helpers": [helper.unit.pk],
            "deadline": f"{in_days(9)}",
        },
    )

    assert (page.status_code, answer.url) == (200, asked.get_absolute_url())
    assert [part.unit for part in again(asked).parts.all()] == [office.town, helper.unit]


def test_a_followup_is_opened_from_the_page_of_an_instruction(office, as_user):
    kept, client = an_instruction(office), as_user(office.approver)

    shown = client.get(kept.get_absolute_url())
    client.post(
        url("followup_new", kept.pk),
        {"task": "形成办法", "lead": office.town.pk, "deadline": f"{in_days(9)}"},
    )

    assert shown.context["may_open"]
    assert FollowUp.objects.get().instruction == kept


def test_a_refused_order_keeps_what_was_typed(office, as_user):
    kept = an_instruction(office)
    data = {"task": "写了很久的事项", "lead": office.town.pk, "deadline": f"{in_days(-1)}"}

    answer = as_user(office.editor).post(url("followup_new", kept.pk), data)

    assert (answer.status_code, FollowUp.objects.count()) == (409, 0)
    assert "写了很久的事项" in answer.text
    assert "不能早于今天" in answer.text


def test_the_unit_signs_for_it_and_answers_with_a_file(office, as_user, followup):
    part, client = part_of(followup, office.town), as_user(office.reviewer)

    client.post(url("part_move", part.pk, "receive"))
    files = [SimpleUploadedFile("办法.pdf", PDF)]
    answer = client.post(url("part_answer", part.pk), {"text": "已印发办法。", "files": files})

    assert answer.url == followup.get_absolute_url()
    assert (again(part).state, again(part).received_by) == (PartState.ANSWERED, office.reviewer)
    file = part.feedback.get().files.get()
    got = as_user(office.leader).get(url("feedback_file", file.pk))
    assert (got.content, Event.objects.about(part).last().label) == (PDF, "下载反馈附件")


def test_a_refused_report_stands_in_the_form_again(office, as_user, followup):
    part = part_of(followup, office.town)

    answer = as_user(office.reviewer).post(
        url("part_answer", part.pk), {"text": "没签收就写的五百字", "files": []}
    )

    assert (answer.status_code, part.feedback.count()) == (409, 0)
    assert "没签收就写的五百字" in answer.text
    assert "现为“待签收”" in answer.text


def test_a_report_that_came_after_the_session_ended_is_given_back(office, client, followup):
    part = received(part_of(followup, office.town), office.reviewer)
    data = {"text": "会话过期前写的办理情况", "writer": writer_key(office.reviewer)}

    client.post(url("part_answer", part.pk), data)
    client.force_login(office.reviewer)

    assert "会话过期前写的办理情况" in client.get(url("part_answer", part.pk)).text


def test_a_marked_report_comes_back_with_its_text(office, as_user, followup):
    part = received(part_of(followup, office.town), office.reviewer)

    answer = as_user(office.reviewer).post(url("part_answer", part.pk), {"text": "绝密★的内容"})

    assert answer.status_code == 409
    assert "绝密★的内容" in answer.text
    assert "涉密内容不得在本系统填写" in answer.text


@pytest.mark.parametrize(
    ("verb", "data", "state"),
    [
        ("accept", {}, PartState.ACCEPTED),
        ("send-back", {"reason": "缺数字"}, PartState.RETURNED),
    ],
)
def test_the_office_judges_a_report(office, as_user, followup, verb, data, state):
    part = part_of(followup, office.town)
    data |= {"seen": answered(part, office.reviewer).pk}
    client = as_user(office.editor)

    client.get(url("part_move", part.pk, verb))
    answer = client.post(url("part_move", part.pk, verb), data)

    assert (answer.url, again(part).state) == (followup.get_absolute_url(), state)


def test_a_helper_is_let_go_and_called_back(office, as_user, followup, helper):
    part, client = part_of(followup, helper.unit), as_user(office.editor)

    client.post(url("part_move", part.pk, "release"), {"reason": "职责不符"})
    released = again(part)
    client.post(url("part_move", part.pk, "recall"), {"deadline": f"{in_days(5)}"})

    assert (released.state, released.reason) == (PartState.RELEASED, "职责不符")
    assert (again(part).state, again(part).deadline) == (PartState.ASSIGNED, in_days(5))


@pytest.mark.parametrize(
    ("verb", "data", "state"),
    [
        ("grant", {"until": f"{in_days(20)}"}, Plea.GRANTED),
        ("refuse", {"reason": "时间已够"}, Plea.REFUSED),
    ],
)
def test_more_time_is_asked_for_and_decided_on_pages(office, as_user, followup, verb, data, state):
    part = received(part_of(followup, office.town), office.reviewer)

    as_user(office.reviewer).post(
        url("part_extend", part.pk), {"wanted": f"{in_days(30)}", "reason": "须开会"}
    )
    plea = part.pleas.get()
    as_user(office.editor).post(url("plea_move", plea.pk, verb), data)

    assert again(plea).state == state


def test_units_are_added_and_the_charge_is_changed(office, as_user, followup):
    third, client = a_town(office.unit), as_user(office.editor)

    client.post(url("followup_add", followup.pk), {"units": [third.unit.pk]})
    client.post(url("followup_transfer", followup.pk), {"unit": third.unit.pk, "reason": "职责所在"})

    assert part_of(followup, third.unit).is_lead
    assert part_of(followup, office.town).state == PartState.RELEASED


def test_closing_keeps_the_word_that_was_refused(office, as_user, followup):
    client, address = as_user(office.editor), url("followup_move", followup.pk, "close")

    early = client.post(address, {"reason": "已印发办法，转入常态。"})
    followup_parts.release(followup.parts.get(is_lead=False), by=office.editor, reason="由主办一并办理")
    accepted(followup.parts.get(is_lead=True), office.reviewer, office.editor)
    client.post(address, {"reason": "已印发办法，转入常态。"})

    assert early.status_code == 409
    assert "已印发办法，转入常态。" in early.text
    assert again(followup).state == FollowUpState.CLOSED
