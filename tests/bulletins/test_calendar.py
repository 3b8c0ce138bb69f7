"""编发日历: what is due when, what is in work, what came out, and the deadlines of the office."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.roles import Role
from bulletins.actions import issues, publications
from bulletins.rhythm import Rhythm
from submissions.models import Call, Commission
from tests.bulletins.conftest import open_office
from tests.factories import PublicationFactory, UserFactory

pytestmark = pytest.mark.django_db

SHANGHAI = ZoneInfo("Asia/Shanghai")
ADDRESS = "/bulletins/calendar/"


def on(day, month=9):
    return time_machine.travel(datetime(2026, month, day, 10, tzinfo=SHANGHAI), tick=False)


def weekly(office, *days, since=date(2026, 9, 1)):
    """A publication that comes out on these days of the week."""
    publication = publications.amend(
        office.publication, by=office.editor, rhythm=Rhythm.WEEKLY, rhythm_days=list(days)
    )
    publication.rhythm_since = since
    publication.save()
    office.publication = publication
    return office


def boxes(answer):
    """What stands on each day: the labels and the words."""
    return {
        box["day"].day: [(entry.label, entry.text) for entry in box["entries"]]
        for week in answer.context["weeks"]
        for box in week
        if box and box["entries"]
    }


def answer_to(user, query=""):
    """The page as this person sees it; the clock is turned around it, so the client is made here."""
    client = Client()
    client.force_login(user)
    return client.get(ADDRESS + query)


def test_the_month_says_what_is_due_and_the_next_number():
    with on(1):
        office = weekly(open_office(), 5)
    with on(4):
        office.signed()
    with on(8):
        shown = answer_to(office.editor)

    assert boxes(shown) == {
        4: [("已出", "《工会信息》2026年第1期")],
        11: [("应出", "《工会信息》第2期")],
        18: [("应出", "《工会信息》")],
        25: [("应出", "《工会信息》")],
    }


def test_every_entry_leads_somewhere_the_person_may_go():
    with on(1):
        office = weekly(open_office(), 5)
    with on(8):
        for user, goal in (
            (office.editor, f"{reverse('bulletins:issue_new')}?publication={office.publication.pk}"),
            (office.checker, office.publication.get_absolute_url()),
        ):
            assert {
                entry.url
                for week in answer_to(user).context["weeks"]
                for box in week
                if box
                for entry in box["entries"]
            } == {goal}


def test_an_issue_in_work_stands_where_it_is_due_with_its_state():
    with on(8):
        office = weekly(open_office(), 5)
        issue = office.awaiting()
        shown = answer_to(office.checker)

    slot = next(entry for week in shown.context["weeks"] for box in week if box for entry in box["entries"])
    assert (slot.detail, slot.url) == ("待签发", issue.get_absolute_url())
    assert [each.pk for each in shown.context["in_work"]] == [issue.pk]


def test_what_is_overdue_is_marked_in_whatever_month_is_shown():
    with on(1):
        office = weekly(open_office(), 5)
        office.signed()
    with on(14):
        here, later = answer_to(office.editor), answer_to(office.editor, "?month=2026-12")

    assert boxes(here)[11] == [("逾期", "《工会信息》第2期")]
    assert [entry.text for entry in here.context["overdue"]] == ["《工会信息》第2期"]
    assert [entry.text for entry in later.context["overdue"]] == ["《工会信息》第2期"]
    assert "已逾期" in later.text


def test_a_late_issue_stands_on_both_days():
    with on(1):
        office = weekly(open_office(), 5)
    with on(7):
        office.signed()
        shown = boxes(answer_to(office.editor))

    assert shown[4] == [("迟出", "《工会信息》2026年第1期")]
    assert shown[7] == [("已签发", "《工会信息》2026年第1期")]


def test_a_supplement_keeps_no_promise_and_is_seen_on_its_day():
    with on(4):
        office = weekly(open_office(), 5)
        office.signed(series="supplement")
        shown = boxes(answer_to(office.editor))

    assert shown[4] == [("应出", "《工会信息》第1期"), ("已签发", "《工会信息》2026年增刊第1期")]


def test_a_special_issue_inside_the_regular_count_keeps_the_promise():
    with on(4):
        office = weekly(open_office(), 5)
        office.publication = publications.amend(
            office.publication, by=office.editor, series={"special": {"is_on": True}}
        )
        office.signed(series="special")
        shown = boxes(answer_to(office.editor))

    assert shown[4] == [("已出", "《工会信息》2026年第1期")]


def test_a_rhythm_binds_from_the_day_it_was_set():
    with on(16):
        office = open_office()
        publications.amend(office.publication, by=office.editor, rhythm=Rhythm.DAILY)
        shown = boxes(answer_to(office.editor))

    assert list(shown) == [16, 17, 18, 21, 22, 23, 24, 25, 28, 29, 30]


def test_deadlines_of_calls_and_commissions_stand_on_their_days():
    with on(8):
        office = open_office()
        call = Call.objects.create(
            office=office.unit,
            title="九月要点",
            since=date(2026, 9, 1),
            until=date(2026, 9, 28),
            state="published",
            made_by=office.editor,
            published_at=datetime(2026, 9, 1, tzinfo=SHANGHAI),
        )
        deadline = datetime(2026, 9, 22, 17, 0, tzinfo=SHANGHAI)
        commission = Commission.objects.create(
            office=office.unit,
            title="欠薪情况约稿",
            deadline=deadline,
            first_deadline=deadline,
            state="open",
            made_by=office.editor,
        )
        shown = answer_to(office.editor)

    entries = {
        box["day"].day: box["entries"]
        for week in shown.context["weeks"]
        for box in week
        if box and box["entries"]
    }
    assert [(e.label, e.text, e.detail, e.url) for e in entries[22]] == [
        ("约稿截止", "欠薪情况约稿", "17:00", reverse("submissions:commission", args=[commission.pk]))
    ]
    assert [(e.label, e.text, e.url) for e in entries[28]] == [
        ("要点截止", "九月要点", reverse("submissions:call", args=[call.pk]))
    ]


@pytest.mark.parametrize(
    "query", ["?month=2026-13", "?month=nonsense", "?month=1066-10", "?month=", "?month=²-³"]
)
def test_a_month_that_is_none_is_this_month(query):
    with on(8):
        office = open_office()

        assert answer_to(office.editor, query).context["first"] == date(2026, 9, 1)


def test_the_months_follow_one_another_over_new_year():
    with on(8):
        office = open_office()
        shown = answer_to(office.editor, "?month=2026-12")

    assert (shown.context["before"], shown.context["after"]) == (date(2026, 11, 1), date(2027, 1, 1))


def test_the_calendar_is_the_desks(as_user):
    office = open_office()

    seen = {user: as_user(user).get(ADDRESS).status_code for user in (office.leader, office.informant)}
    assert set(seen.values()) == {403}
    for role in (Role.EDITOR, Role.CHECKER, Role.APPROVER):
        assert as_user(UserFactory(home=office.unit, role=role)).get(ADDRESS).status_code == 200


def test_another_offices_calendar_is_its_own():
    with on(8):
        office, elsewhere = open_office(), weekly(open_office(name="别处信息"), 5)
        elsewhere.issue()

        assert "别处信息" not in answer_to(office.editor).text


def test_an_office_without_a_rhythm_is_told_where_to_set_one():
    with on(8):
        office = open_office()

        assert "在“刊物设置”中定好编发周期" in answer_to(office.editor).text
        assert "责任编辑在“刊物设置”中定好编发周期以后" in answer_to(office.checker).text


def test_the_calendar_costs_the_same_for_many_publications_and_issues():
    with on(8):
        office = weekly(open_office(), 1, 3, 5)
        office.signed()
        client = Client()
        client.force_login(office.editor)
        few = queries_of(client)
        for number in range(4):
            fields = {"name": f"第{number}种", "rhythm": "daily", "rhythm_since": date(2026, 9, 1)}
            other = PublicationFactory(office=office.unit, **fields)
            issues.open_issue(other, by=office.editor)
            office.signed()
        many = queries_of(client)

    assert many == few <= 22


def queries_of(client):
    client.get(ADDRESS)
    with CaptureQueriesContext(connection) as queries:
        client.get(ADDRESS)
    return len(queries)
