"""Telling people: the row is written with the act, the mail leaves after commit, several in one."""

from datetime import datetime, time, timedelta

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.utils import timezone

from accounts.models import Notice
from accounts.models.people import Pace
from accounts.queue import after_commit

MORNING = time(8)
NO_HOLD = timedelta(0)
SUBJECT = "信息报送提醒"


@transaction.atomic
def notify(people, cause, text, url="", *, hold=NO_HOLD, urgent=False):
    """Tell each person once of one event; nobody is told of their own act.

    `hold` keeps it back while the act can still be recalled; what is `urgent` waits for no digest.
    """
    from accounts.tasks import mail_notice

    at = timezone.now() + hold
    notices = [
        Notice(
            person=person, cause=cause, text=text[:300], url=url, at=at, mail_at=mail_time(person, at, urgent)
        )
        for person in {p.pk: p for p in people}.values()
        if person.pk != cause.who_id and person.is_active
    ]
    for notice in Notice.objects.bulk_create(notices):
        if notice.person.email and notice.mail_at and notice.mail_at <= timezone.now():
            after_commit(mail_notice, notice.pk)
    return notices


def mail_time(person, at, urgent=False):
    """When a notice may leave as mail at the pace its person chose; None for never."""
    if urgent or person.mail_pace == Pace.EACH:
        return at
    local = timezone.localtime(at)
    if person.mail_pace == Pace.HOURLY:
        return local.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
    if person.mail_pace == Pace.DAILY:
        today = timezone.make_aware(datetime.combine(local.date(), MORNING))
        return today if local <= today else today + timedelta(days=1)
    return None


def retire(thing, *, verbs=(), besides=()):
    """Its cause is over: what was said about the thing asks nothing any more, what was held is never said.

    `verbs` are the only acts meant, `besides` those whose word still stands.
    """
    about = Notice.objects.about(thing).filter(over_at=None).exclude(cause__verb__in=besides)
    if verbs:
        about = about.filter(cause__verb__in=verbs)
    about.held().delete()
    return about.update(over_at=timezone.now())


def recall(cause):
    """Drop what one event was about to tell; how many were spared."""
    return Notice.objects.filter(cause=cause).held().delete()[0]


def mail(notice_id):
    """Send one notice and whatever else waits for the same mailbox, as one mail."""
    first = Notice.objects.to_mail().select_related("person").filter(pk=notice_id).first()
    if first is None:
        return False
    waiting = Notice.objects.to_mail().select_related("person").filter(person=first.person).order_by("pk")
    return post([notice for notice in waiting if claim(notice)])


def post(notices):
    """One mail for the notices this task has claimed."""
    if not notices:
        return False
    mine = Notice.objects.filter(pk__in=[notice.pk for notice in notices])
    try:
        send_mail(subject(notices), mail_body(notices), None, [notices[0].person.email])
    except OSError as error:
        mine.update(last_error=str(error)[:200])
        return False
    mine.update(mailed_at=timezone.now(), last_error="")
    return True


def claim(notice):
    """Compare and set: of several tasks for one notice exactly one goes on; no row is locked meanwhile."""
    mine = Notice.objects.filter(pk=notice.pk, attempts=notice.attempts, mailed_at=None)
    return mine.update(attempts=notice.attempts + 1, tried_at=timezone.now()) == 1


def subject(notices):
    return SUBJECT if len(notices) == 1 else f"{SUBJECT}（{len(notices)} 条）"


def mail_body(notices):
    """Plain text; the content stays in the system, the mail only says where to look."""
    lines = [
        f"{notice.text}\n{settings.SITE_URL}{notice.url}" if notice.url else notice.text for notice in notices
    ]
    if len(lines) > 1:
        lines = [f"{number}. {line}" for number, line in enumerate(lines, 1)]
    body = "\n\n".join(lines)
    return f"{notices[0].person.name}：\n\n{body}\n\n本邮件由系统发出，请勿回复。"


def read(notices):
    """Mark as read what its person has opened."""
    return notices.filter(read_at=None).update(read_at=timezone.now())
