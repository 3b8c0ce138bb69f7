"""The pages of follow-ups: for whom they open, what they keep, and the course that stands on one of them."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import load_workbook

from accounts.kept import writer_key
from accounts.models import Event
from bulletins.actions import feedback, followup_parts, followups
from bulletins.followup_states import FollowUpState, PartState, Plea
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


def test_a_helper_reads_its_own_part_and_nobody_elses(office, as_user, followup, helper):
    answered(part_of(followup, office.town), office.reviewer, "主办的办理情况。")
    answered(part_of(followup, helper.unit), helper.reviewer, "协办的办理情况。")

    pages = {
        user: as_user(user).get(followup.get_absolute_url()).text
        for user in (office.reviewer, helper.informant, office.leader)
    }

    seen = {
        user: ("主办的办理情况。" in page, "协办的办理情况。" in page, "协办街道" in page)
        for user, page in pages.items()
    }
    assert seen == {
        office.reviewer: (True, True, True),
        helper.informant: (False, True, True),
        office.leader: (True, True, True),
    }


def test_a_helper_does_not_learn_who_else_works_on_it(office, as_user, followup, helper):
    third = a_town(office.unit, name="第三街道")
    followups.add(followup, [third.unit], by=office.editor)

    pages = [
        as_user(helper.reviewer).get(address).text
        for address in (followup.get_absolute_url(), url("followups"), url("instructions"))
    ]

    assert ["第三街道" in page for page in pages] == [False, False, False]


def test_a_neighbour_and_a_stranger_find_nothing(office, elsewhere, as_user, followup):
    neighbour, part = a_town(office.unit), part_of(followup, office.town)
    file = answered(part, office.reviewer, files=[SimpleUploadedFile("办法.pdf", PDF)]).files.get()
    plea = Part.objects.get(pk=part.pk).pleas.create(wanted=in_days(30), reason="开会", by=office.reviewer)

    addresses = [
        followup.get_absolute_url(),
        followup.instruction.get_absolute_url(),
        url("feedback_file", file.pk),
        url("part_answer", part.pk),
        url("part_move", part.pk, "receive"),
        url("plea_move", plea.pk, "grant"),
        url("followup_move", followup.pk, "close"),
        url("followup_assign", followup.pk),
    ]
    for user in (neighbour.reviewer, neighbour.informant, elsewhere.editor, elsewhere.leader):
        client = as_user(user)
        assert {client.post(address).status_code for address in addresses} <= {404, 405}
        assert followup.task not in client.get(url("followups")).text


@pytest.mark.parametrize("who", ["checker", "leader", "informant", "reviewer"])
def test_the_offices_verbs_are_not_everybodys(office, as_user, followup, who):
    client = as_user(getattr(office, who))
    names = [("followup_assign",), ("followup_add",), ("followup_transfer",), ("followup_move", "close")]

    assert {client.post(url(name, followup.pk, *verb)).status_code for name, *verb in names} == {403}


def test_the_course_is_told_from_the_words_to_the_end(office, as_user):
    followup = a_followup(office)
    part = followup.parts.get()
    answered(part, office.reviewer)
    followup_parts.send_back(part, by=office.editor, reason="缺数字")
    accepted(part, office.reviewer, office.editor)
    followups.move(followup, "close", by=office.approver, reason="已印发办法。")

    history = as_user(office.leader).get(followup.get_absolute_url()).context["history"]

    assert [(event.label, event.who) for event in history] == [
        ("批示", office.leader),
        ("督办立项", office.editor),
        ("交办", office.editor),
        ("交办（主办）", office.editor),
        ("签收", office.reviewer),
        ("反馈", office.reviewer),
        ("退回补办", office.editor),
        ("反馈", office.reviewer),
        ("认可", office.editor),
        ("办结", office.approver),
    ]


def test_each_tab_counts_what_it_lists_and_the_file_holds_the_same(office, as_user, helper):
    late, other = a_followup(office, task="逾期的一件"), a_followup(office, task="在期的一件")
    Part.objects.filter(followup=late).update(deadline=in_days(-2))
    an_instruction(office, text="刚要求的。", followup=True)
    client = as_user(office.editor)

    tabs = client.get(url("followups")).context["tabs"]
    listed = {
        value: [row.task for row in client.get(url("followups"), {"tab": value}).context["page"]]
        for value, _, _ in tabs
    }
    book = load_workbook(BytesIO(client.get(url("followups_xlsx")).content))

    assert {value: count for value, _, count in tabs} == {value: len(rows) for value, rows in listed.items()}
    assert listed["overdue"] == ["逾期的一件"]
    assert listed[""] == ["逾期的一件", "在期的一件", "刚要求的。"]
    rows = list(book.active.iter_rows(min_row=4, values_only=True))
    assert [row[0] for row in rows] == listed[""]
    assert (rows[0][3], rows[0][8], rows[1][8]) == (f"{office.town}", 2, None)
    assert other.parts.count() == 1


def test_a_part_page_costs_the_same_for_1_unit_and_6(office, as_user, django_assert_max_num_queries):
    towns = [a_town(office.unit) for _ in range(6)]
    few, many = a_followup(office), a_followup(office, *(town.unit for town in towns))
    for town in towns:
        answered(part_of(many, town.unit), town.reviewer)
    answered(few.parts.get(), office.reviewer)
    client = as_user(office.editor)
    client.get(url("followups"))

    for followup in (few, many):
        with django_assert_max_num_queries(24):
            assert client.get(followup.get_absolute_url()).status_code == 200


def test_a_report_of_a_released_unit_is_not_lost(office, as_user, followup, helper):
    part = part_of(followup, helper.unit)
    answered(part, helper.reviewer, "已经做了的。")
    followup_parts.release(part, by=office.editor, reason="并入主办")

    assert "已经做了的。" in as_user(office.editor).get(followup.get_absolute_url()).text
    with pytest.raises(Exception, match="不再承办"):
        feedback.answer(part, by=helper.reviewer, text="再报。")
