"""What must happen is a row first; the queue only carries it."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone
from redis import Redis

from accounts.models import Event, Notice
from accounts.roles import Role
from infohub.tasks import sweep
from submissions import actions
from submissions.models import Submission
from submissions.states import State
from tests.factories import SubmissionFactory, UserFactory
from tests.queues import send_tasks_to
from tests.waiting import wait_until

DEAD = "redis://127.0.0.1:1/0"  # nothing listens there


def sent_for_review():
    item = SubmissionFactory()
    UserFactory(home=item.unit, role=Role.REVIEWER, email="reviewer@example.org")
    actions.move(item, "send", by=item.author)
    return item


@pytest.mark.django_db(transaction=True)
def test_without_a_broker_the_mail_leaves_after_commit():
    item = sent_for_review()

    assert [(m.to, f"/submissions/{item.pk}/" in m.body) for m in mail.outbox] == [
        (["reviewer@example.org"], True)
    ]
    assert Notice.objects.get().mailed_at is not None


@pytest.mark.django_db(transaction=True)
def test_a_mail_server_that_fails_loses_nothing(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_PORT = 1

    item = sent_for_review()

    notice = Notice.objects.get()
    assert (notice.mailed_at, notice.attempts) == (None, 1)
    assert notice.last_error
    assert Submission.objects.get(pk=item.pk).state == State.REVIEW


@pytest.mark.django_db(transaction=True)
def test_a_notice_is_mailed_once_however_often_its_task_runs():
    from accounts.tasks import mail_notice

    sent_for_review()

    mail_notice(Notice.objects.get().pk)

    assert len(mail.outbox) == 1


@pytest.mark.django_db(transaction=True)
def test_the_sweep_seals_what_was_left_open():
    SubmissionFactory()
    Event.objects.create(verb="begin", label="建稿")

    sweep()

    assert Event.objects.unsealed().count() == 0


@pytest.mark.redis
@pytest.mark.django_db(transaction=True)
def test_with_redis_stopped_filing_goes_on_and_the_mail_leaves_when_it_returns(queue, settings):
    send_tasks_to(DEAD)
    item = sent_for_review()
    assert (Submission.objects.get(pk=item.pk).state, len(mail.outbox)) == (State.REVIEW, 0)

    send_tasks_to(queue)
    sweep()

    with Redis.from_url(queue) as redis:
        assert redis.llen("celery") == 1


@pytest.mark.redis
@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_a_real_worker_sends_the_mail(worker):
    sent_for_review()

    wait_until(lambda: Notice.objects.get().mailed_at)

    assert Notice.objects.get().attempts == 1
    assert mail.outbox == []


@pytest.mark.django_db(transaction=True)
def test_a_failed_mail_rests_and_is_then_tried_again(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_PORT = 1
    sent_for_review()
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"

    sweep()
    assert mail.outbox == []
    Notice.objects.update(tried_at=timezone.now() - timedelta(minutes=6))
    sweep()

    assert len(mail.outbox) == 1


@pytest.mark.django_db(transaction=True)
def test_whoever_left_gets_no_more_mail():
    item = SubmissionFactory()
    reviewer = UserFactory(home=item.unit, role=Role.REVIEWER, email="reviewer@example.org")
    event = Event.objects.create(verb="send", label="送审", who=item.author)
    notice = Notice.objects.create(person=reviewer, cause=event, text="待审签")
    reviewer.is_active = False
    reviewer.save()

    sweep()

    assert (mail.outbox, Notice.objects.get(pk=notice.pk).attempts) == ([], 0)
