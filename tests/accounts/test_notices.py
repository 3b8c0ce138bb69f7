"""A notice is told once, at the pace its person chose, and dies with its cause."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core import mail
from django.utils import timezone

from accounts.actions.notices import mail_time, notify, recall, retire
from accounts.events import record
from accounts.models import Notice
from accounts.models.people import Pace
from accounts.roles import Role
from infohub.tasks import sweep
from submissions import actions
from submissions.states import State
from tests.factories import SubmissionFactory, UserFactory

MINUTE = timedelta(seconds=60)
SHANGHAI = ZoneInfo("Asia/Shanghai")


@pytest.fixture
def reader(db):
    return UserFactory(email="reader@example.org")


@pytest.fixture
def item(db):
    return SubmissionFactory()


def told(reader, item, text="请看", verb="send", **options):
    cause = record(None, verb, item, label="办事")
    notify([reader], cause, text, f"/submissions/{item.pk}/", **options)
    return cause


def shown_to(reader):
    return list(Notice.objects.visible_to(reader).unread().order_by("pk").values_list("text", flat=True))


def at(hour, minute=0, day=21):
    return timezone.datetime(2026, 11, day, hour, minute, tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("pace", "now", "due"),
    [
        (Pace.EACH, at(9, 5), at(9, 5)),
        (Pace.HOURLY, at(9, 5), at(10)),
        (Pace.HOURLY, at(23, 59), at(0, day=22)),
        (Pace.DAILY, at(7, 59), at(8)),
        (Pace.DAILY, at(8), at(8)),
        (Pace.DAILY, at(8, 1), at(8, day=22)),
        (Pace.NEVER, at(9), None),
    ],
)
def test_mail_leaves_at_the_pace_its_person_chose(pace, now, due):
    assert mail_time(UserFactory.build(home=None, mail_pace=pace), now) == due


def test_what_is_urgent_waits_for_no_digest():
    assert mail_time(UserFactory.build(home=None, mail_pace=Pace.NEVER), at(9), urgent=True) == at(9)


@pytest.mark.django_db(transaction=True)
def test_a_digest_is_one_mail_with_everything_that_waited(reader, item):
    reader.mail_pace = Pace.DAILY
    reader.save()
    with time_machine.travel(at(9), tick=False):
        told(reader, item, "第一件")
        told(reader, SubmissionFactory(), "第二件")
        sweep()
        assert mail.outbox == []

    with time_machine.travel(at(8, 1, day=22), tick=False):
        sweep()
        sweep()

    (letter,) = mail.outbox
    assert letter.subject == "信息报送提醒（2 条）"
    assert [line for line in letter.body.splitlines() if line[:1].isdigit()] == ["1. 第一件", "2. 第二件"]


@pytest.mark.django_db(transaction=True)
def test_a_held_notice_is_neither_shown_nor_mailed_before_its_time(reader, item):
    with time_machine.travel(at(9), tick=False):
        told(reader, item, hold=MINUTE)
        sweep()
        assert (shown_to(reader), mail.outbox) == ([], [])

    with time_machine.travel(at(9, 1), tick=False):
        sweep()
        assert (shown_to(reader), len(mail.outbox)) == (["请看"], 1)


def test_recalling_an_act_drops_what_it_was_about_to_tell(reader, item):
    first = told(reader, item, "要撤的", hold=MINUTE)
    told(reader, item, "别的", hold=MINUTE)

    assert recall(first) == 1
    assert list(Notice.objects.values_list("text", flat=True)) == ["别的"]


def test_what_was_told_cannot_be_recalled(reader, item):
    assert recall(told(reader, item)) == 0
    assert shown_to(reader) == ["请看"]


def test_a_retired_notice_stays_to_be_read_but_counts_no_more(reader, item, client):
    told(reader, item)
    told(reader, SubmissionFactory(), "另一件")
    client.force_login(reader)

    retire(item)

    assert shown_to(reader) == ["另一件"]
    page = client.get("/accounts/notices/").content.decode()
    assert (page.count("已了结"), page.count("新</span>")) == (1, 1)


def test_only_the_named_acts_are_retired(reader, item):
    told(reader, item, "送审", verb="send")
    told(reader, item, "批示", verb="instruct")

    retire(item, verbs=["send"])

    assert shown_to(reader) == ["批示"]


def test_once_one_reviewer_has_signed_the_others_are_asked_no_more(item):
    reviewers = [UserFactory(home=item.unit, role=Role.REVIEWER) for _ in range(2)]
    actions.move(item, "send", by=item.author)
    assert [shown_to(person) for person in reviewers] == [[f"《{item}》待您审签"]] * 2

    actions.sign(item, by=reviewers[0], reviewed=True)

    assert [shown_to(person) for person in reviewers] == [[], []]


def test_of_two_decisions_only_the_last_is_still_news(item):
    editor = UserFactory(home=item.office, role=Role.EDITOR)
    held = SubmissionFactory(author=item.author, state=State.SUBMITTED)

    actions.move(held, "reject", by=editor, reason="内容陈旧")
    actions.move(held, "restore", by=editor)
    actions.move(held, "accept", by=editor)

    assert shown_to(item.author) == []
    with time_machine.travel(timezone.now() + MINUTE):
        assert shown_to(item.author) == [f"《{held}》拟采用"]


def test_a_person_says_how_often_mail_may_come(reader, client):
    client.force_login(reader)

    client.post("/accounts/profile/", {"phone": "", "email": reader.email, "mail_pace": "daily"})

    reader.refresh_from_db()
    assert reader.mail_pace == Pace.DAILY
