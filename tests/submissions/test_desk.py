"""The screening queue: every count is its list, overdue comes first, pages cost the same at any depth."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.roles import Role
from submissions import actions
from submissions.actions import claiming
from submissions.actions.desk import set_patience
from submissions.models import SavedFilter, Submission
from submissions.models import queue as queues
from submissions.models.queue import STAGES
from submissions.states import TAKEN, WAITING, Channel, Kind, Nature, State, Verification
from submissions.workdays import workdays_before
from tests.factories import SubmissionFactory, UnitFactory, UserFactory

pytestmark = pytest.mark.django_db
SHANGHAI = ZoneInfo("Asia/Shanghai")
INBOX = "/submissions/inbox/"


@pytest.fixture
def author():
    return UserFactory(role=Role.INFORMANT)


@pytest.fixture
def editor(author):
    return UserFactory(home=author.home.office, role=Role.EDITOR, name="胡编辑")


@pytest.fixture
def colleague(author):
    return UserFactory(home=author.home.office, role=Role.EDITOR, name="刘编辑")


def waiting_since(author, days, **fields):
    """An item that came so many days ago."""
    item = SubmissionFactory(author=author, **{"state": State.SUBMITTED} | fields)
    Submission.objects.filter(pk=item.pk).update(moved_at=timezone.now() - timedelta(days=days))
    return Submission.objects.get(pk=item.pk)


def settle(item, **fields):
    Submission.objects.filter(pk=item.pk).update(**fields)
    return Submission.objects.get(pk=item.pk)


def listed(client, query=""):
    return [item.pk for item in client.get(f"{INBOX}?{query}").context["page"]]


STATES = (
    [State.SUBMITTED] * 5 + [State.HELD] * 3 + [State.ACCEPTED] * 3 + [State.RETURNED] * 3 + [State.REJECTED]
)


def mixed_desk(author, editor, colleague):
    """Items in every stage, each of them different in each thing the desk narrows by."""
    other = UserFactory(home=UnitFactory(parent=author.home.office), role=Role.INFORMANT)
    for number, state in enumerate(STATES):
        item = SubmissionFactory(
            author=author if number % 2 else other,
            state=state,
            kind=Kind.values[number % 3],
            nature=Nature.values[number % 3],
            channel=Channel.values[number % 4],
            suggested="工会信息" if number % 4 == 0 else "",
        )
        settle(item, claimed_by=[None, editor, colleague][number % 3], **handled(number))
    actions.take(Submission.objects.filter(state=State.ACCEPTED).first(), by=editor)
    return other


def handled(number):
    today = timezone.localdate()
    return {
        "moved_at": timezone.now() - timedelta(days=number * 2),
        "submitted_on": today - timedelta(days=number),
        "held_until": today + timedelta(days=number - 6),
        "answer_by": today + timedelta(days=number - 12),
        "verification": Verification.values[number % 3],
        "chosen": {"xinxi": "工会信息"} if number % 5 == 0 else {},
    }


NARROWINGS = [
    "",
    "q=标题",
    "kind=dynamic",
    "nature=bad",
    "channel=below",
    "claim=mine",
    "claim=none",
    "claim=others",
    "verification=verified",
    "verification=doubtful",
    "publication=工会",
    "publication=xinxi",
    "publication=xinxi:工会信息",
    "late=1",
    "first=2020-01-01",
    "last=2020-01-01",
    "late=1&claim=none&nature=good",
    "nature=nonsense",
    "first=nonsense",
]


@pytest.mark.parametrize("narrowing", NARROWINGS)
def test_every_count_equals_the_list_it_opens(client, author, editor, colleague, narrowing):
    mixed_desk(author, editor, colleague)
    client.force_login(editor)

    tabs = client.get(f"{INBOX}?{narrowing}&state=").context["tabs"]

    assert [stage for stage, *_ in tabs] == list(STAGES)
    assert {stage: len(listed(client, query)) for stage, _, _, query in tabs} == {
        stage: count for stage, _, count, _ in tabs
    }


def test_each_narrowing_shows_some_and_hides_some(client, author, editor, colleague):
    other = mixed_desk(author, editor, colleague)
    client.force_login(editor)
    everything = len(listed(client, "state="))
    telling = [each for each in NARROWINGS[2:15] if each != "first=2020-01-01"] + [f"unit={other.home.pk}"]

    shown = {each: len(listed(client, f"state=&{each}")) for each in telling}

    assert [each for each, count in shown.items() if not 0 < count < everything] == []


def test_a_unit_outside_is_no_filter(client, author, editor):
    waiting_since(author, 0)
    client.force_login(editor)

    assert len(listed(client, f"unit={UnitFactory().pk}")) == 1


def test_what_waits_is_what_is_unscreened_or_has_run_over_its_day(client, author, editor):
    today = timezone.localdate()
    fresh = waiting_since(author, 0)
    expired = settle(SubmissionFactory(author=author, state=State.HELD), held_until=today - timedelta(days=1))
    unanswered = settle(
        SubmissionFactory(author=author, state=State.RETURNED), answer_by=today - timedelta(days=1)
    )
    settle(SubmissionFactory(author=author, state=State.HELD), held_until=today)
    settle(SubmissionFactory(author=author, state=State.RETURNED), answer_by=today)
    SubmissionFactory(author=author, state=State.ACCEPTED)
    client.force_login(editor)

    assert sorted(listed(client)) == sorted([fresh.pk, expired.pk, unanswered.pk])
    page = client.get(INBOX).content.decode()
    assert ("到期" in page, "逾期未报回" in page) == (True, True)


def test_overdue_comes_first_and_then_the_longest_waiting(client, author, editor):
    young, old, late = waiting_since(author, 0), waiting_since(author, 1), waiting_since(author, 20)
    held = SubmissionFactory(author=author, state=State.HELD)
    expired = settle(held, held_until=timezone.localdate() - timedelta(days=1))
    client.force_login(editor)

    assert listed(client) == [late.pk, expired.pk, old.pk, young.pk]


def test_an_office_says_how_many_working_days_are_too_long(client, author, editor):
    item = waiting_since(author, 6)
    client.force_login(editor)
    assert listed(client, "late=1") == [item.pk]

    set_patience(editor.home, 10, by=editor)

    assert listed(client, "late=1") == []


@pytest.mark.parametrize(
    ("now", "count", "then"),
    [
        ((2026, 11, 20, 10), 1, (2026, 11, 19, 10)),  # Friday to Thursday
        ((2026, 11, 23, 10), 1, (2026, 11, 20, 10)),  # Monday over the weekend
        ((2026, 11, 22, 10), 1, (2026, 11, 20, 10)),  # Sunday
        ((2026, 11, 23, 10), 5, (2026, 11, 16, 10)),
    ],
)
def test_working_days_step_over_the_weekend(now, count, then):
    assert workdays_before(datetime(*now, tzinfo=SHANGHAI), count) == datetime(*then, tzinfo=SHANGHAI)


def test_a_tab_counts_no_further_than_anybody_reads(client, author, editor, monkeypatch):
    for _ in range(4):
        waiting_since(author, 0)
    monkeypatch.setattr(queues, "CAP", 3)
    monkeypatch.setattr("submissions.views.queue.CAP", 3)
    client.force_login(editor)

    assert [count for _, _, count, _ in client.get(INBOX).context["tabs"]][:3] == ["3+", "3+", 0]


def test_previous_and_next_stay_within_the_filter(client, author, editor):
    first, other, last = (
        waiting_since(author, days, nature=nature) for days, nature in [(9, "bad"), (8, "good"), (7, "bad")]
    )
    middle = settle(waiting_since(author, 8, nature="bad"), claimed_by=editor)
    client.force_login(editor)

    beside = client.get(f"/submissions/{middle.pk}/?state=waiting&nature=bad").context["beside"]

    assert (beside.previous, beside.following, beside.left) == (first.pk, last.pk, 2)
    assert other.pk not in (beside.previous, beside.following)


def test_after_the_last_the_queue_begins_again(client, author, editor):
    first, last = waiting_since(author, 9), waiting_since(author, 7)
    client.force_login(editor)

    assert client.get(f"/submissions/{last.pk}/").context["beside"].following == first.pk
    alone = client.get(f"/submissions/{first.pk}/?state=held").context["beside"]
    assert (alone.previous, alone.following, alone.left) == (None, None, 0)


def cost(client, url):
    client.get(url)  # the first click of a minute also renews the session
    with CaptureQueriesContext(connection) as queries:
        assert client.get(url).status_code == 200
    return len(queries)


def fill(author, editor, count):
    """Rows as heavy as they get: claimed, verified, chosen, with a history."""
    for _ in range(count):
        item = SubmissionFactory(author=author, state=State.SUBMITTED)
        claiming.claim(item, by=editor)
        claiming.verify(item, Verification.VERIFIED, by=editor)
        claiming.propose(item, {"a": "甲", "b": "乙"}, by=editor)
    return item


def test_the_queue_costs_at_most_eight_queries_for_three_rows_and_for_three_hundred(client, author, editor):
    fill(author, editor, 3)
    SavedFilter.objects.create(owner=editor, name="甲", query="state=waiting")
    client.force_login(editor)
    few = cost(client, f"{INBOX}?state=waiting")
    SubmissionFactory.create_batch(297, author=author, state=State.SUBMITTED)

    assert cost(client, f"{INBOX}?state=waiting") == few
    assert few <= 8


def test_an_item_costs_at_most_ten_queries_among_three_and_among_three_hundred(client, author, editor):
    item = fill(author, editor, 3)
    client.force_login(editor)
    few = cost(client, f"/submissions/{item.pk}/?state=waiting")
    SubmissionFactory.create_batch(297, author=author, state=State.SUBMITTED)
    for verb, reason in (("return", "补充"), ("restore", ""), ("hold", "备用"), ("restore", "")):
        actions.move(item, verb, by=editor, reason=reason)

    assert cost(client, f"/submissions/{item.pk}/?state=waiting") == few
    assert few <= 10


def test_the_taken_stand_in_a_tab_of_their_own(client, author, editor):
    taken, accepted = (SubmissionFactory(author=author, state=State.ACCEPTED) for _ in range(2))
    actions.take(taken, by=editor)
    client.force_login(editor)

    assert (listed(client, f"state={TAKEN}"), listed(client, "state=accepted")) == ([taken.pk], [accepted.pk])


def test_the_first_page_lists_what_the_desk_lists(author, editor, colleague):
    mixed_desk(author, editor, colleague)

    assert set(Submission.objects.awaiting(editor)) == set(
        Submission.objects.of_office(editor).in_stage(WAITING)
    )
