"""限时: each reminder comes once, to more people the longer it lasts, and never for what is done."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.utils import timezone

from accounts.models import Event, Notice
from bulletins.actions import feedback, followup_parts, followups
from bulletins.actions.followup_clock import keep_followups
from bulletins.models import FollowUp, FollowUpReminder, Part
from infohub.tasks import sweep
from submissions.workdays import workdays_from
from tests.following import a_followup, again, answered, received

pytestmark = pytest.mark.django_db
SHANGHAI = ZoneInfo("Asia/Shanghai")
GIVEN = datetime(2026, 12, 1, 10, tzinfo=SHANGHAI)  # a Tuesday
DEADLINE = date(2026, 12, 11)  # a Friday


def at(day, hour=8):
    return time_machine.travel(datetime(2026, 12, day, hour, tzinfo=SHANGHAI), tick=False)


@pytest.fixture
def december(office):
    """Given out on 1 December, due on the 11th."""
    with time_machine.travel(GIVEN, tick=False):
        return a_followup(office, deadline=DEADLINE).parts.get()


def told_on(day):
    """Who was reminded on a day, and of what."""
    with at(day):
        keep_followups()
        keep_followups()
        told = Notice.objects.filter(cause__verb="part-remind", at=timezone.now()).order_by("pk")
        return [(notice.person, notice.text) for notice in told.select_related("person")]


def test_reminders_come_once_each_before_on_the_day_and_after(office, december):
    told = {day: told_on(day) for day in range(2, 25)}

    days = {day: {person for person, _ in rows} for day, rows in told.items() if rows}
    unit = {office.reviewer, office.informant}
    assert days == {
        8: unit,
        11: unit,
        14: unit | {office.editor},
        16: unit | {office.editor, office.approver, office.leader},
    }
    assert [told[day][0][1] for day in days] == [
        f"督办还有3天到期（12月11日）：{december.followup}，{office.town}尚未签收",
        f"督办今天到期（12月11日）：{december.followup}，{office.town}尚未签收",
        f"督办已逾期3天（12月11日到期）：{december.followup}，{office.town}尚未签收",
        f"督办已逾期5天（12月11日到期）：{december.followup}，{office.town}尚未签收",
    ]


def test_of_several_that_became_due_the_latest_is_told(office, december):
    texts = {text for _, text in told_on(15)}

    assert texts == {f"督办已逾期4天（12月11日到期）：{december.followup}，{office.town}尚未签收"}
    assert FollowUpReminder.objects.filter(sent_at=None).count() == 1


def test_a_reminder_ends_the_one_before_it(office, december):
    told_on(8)
    told_on(11)

    standing = Notice.objects.unread().filter(person=office.informant, cause__verb="part-remind")
    assert [notice.text[:6] for notice in standing] == ["督办今天到期"]


@pytest.mark.parametrize("how", ["answered", "released", "cancelled"])
def test_nobody_is_reminded_of_what_is_done(office, december, how):
    with time_machine.travel(GIVEN, tick=False):
        if how == "answered":
            answered(december, office.reviewer)
        elif how == "released":
            Part.objects.filter(pk=december.pk).update(is_lead=False)
            followup_parts.release(december, by=office.editor, reason="职责不符")
        else:
            followups.move(december.followup, "cancel", by=office.editor, reason="重复")

    assert [told_on(day) for day in (8, 11, 14, 16)] == [[], [], [], []]


def test_the_clock_follows_a_granted_day(office, december):
    with at(9):
        received(december, office.informant)
        plea = feedback.ask_extension(
            december, by=office.reviewer, wanted=date(2026, 12, 18), reason="须开会"
        )
        feedback.decide_extension(plea, "grant", by=office.editor)

    days = [day for day in range(9, 29) if told_on(day)]

    assert days == [15, 18, 21, 23]


def test_what_is_sent_back_runs_again(office, december):
    with at(10):
        answered(december, office.reviewer)
        followup_parts.send_back(december, by=office.editor, reason="缺数字", deadline=date(2026, 12, 21))

    assert {text for _, text in told_on(21)} == {
        f"督办今天到期（12月21日）：{december.followup}，{office.town}尚未补报"
    }


def test_the_day_itself_is_in_time_and_the_next_is_late(office, december):
    with at(11, 23):
        assert not Part.objects.overdue().exists()
        assert not answered(december, office.reviewer, "按时。").is_late
    with at(12, 1):
        followup_parts.send_back(december, by=office.editor, reason="补", deadline=date(2026, 12, 12))
    with at(13, 1):
        assert list(FollowUp.objects.overdue_for(office.reviewer)) == [december.followup]
        assert answered(december, office.reviewer, "迟了。").is_late
        assert not Part.objects.overdue().exists()


def test_the_minute_sweep_reminds(office, december):
    with at(8):
        sweep()

    assert Event.objects.filter(verb="part-remind").count() == 1


@pytest.mark.parametrize(
    ("count", "day"),
    [(-3, date(2026, 12, 8)), (0, DEADLINE), (1, date(2026, 12, 14)), (6, date(2026, 12, 21))],
)
def test_working_days_are_counted_both_ways(count, day):
    assert workdays_from(DEADLINE, count) == day


def test_the_day_asked_for_stays_with_a_part_alone(december):
    assert again(december.followup).deadline == DEADLINE
