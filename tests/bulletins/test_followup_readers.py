"""Who reads what on the pages of follow-ups; and that the register counts what it lists."""

from datetime import timedelta
from io import BytesIO

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from bulletins.actions import feedback, followup_parts, followups
from bulletins.models import FollowUp, Part
from tests.following import (
    a_followup,
    a_town,
    accepted,
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


def test_a_helper_does_not_learn_that_another_unit_is_late(office, as_user, followup, helper):
    plea = feedback.ask_extension(
        received(part_of(followup, helper.unit), helper.reviewer),
        by=helper.reviewer,
        wanted=in_days(30),
        reason="等数字",
    )
    feedback.decide_extension(plea, "grant", by=office.editor)

    with time_machine.travel(timezone.now() + timedelta(days=20)):
        answers = {
            user: as_user(user).get(url("followups"), {"tab": "overdue"}).context["page"].object_list
            for user in (office.reviewer, helper.reviewer, office.leader)
        }
        pressing = {
            user: FollowUp.objects.visible_to(user).pressing_first(user).get().next_due
            for user in (office.reviewer, helper.reviewer)
        }

    assert [len(rows) for rows in answers.values()] == [1, 0, 1]
    assert list(pressing.values()) == [in_days(14), in_days(30)]


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
