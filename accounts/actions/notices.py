"""Telling people: the row is written with the act, the mail leaves after commit."""

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.utils import timezone

from accounts.models import Notice
from accounts.queue import after_commit


@transaction.atomic
def notify(people, cause, text, url=""):
    """Tell each person once of one event; nobody is told of their own act."""
    from accounts.tasks import mail_notice

    notices = [
        Notice(person=person, cause=cause, text=text[:300], url=url)
        for person in {p.pk: p for p in people}.values()
        if person.pk != cause.who_id and person.is_active
    ]
    for notice in Notice.objects.bulk_create(notices):
        if notice.person.email:
            after_commit(mail_notice, notice.pk)
    return notices


def mail(notice_id):
    """Send one notice's mail. Whoever marks the attempt first sends it; no row is locked meanwhile."""
    notice = Notice.objects.to_mail().select_related("person").filter(pk=notice_id).first()
    if notice is None or not claim(notice):
        return False
    try:
        send_mail("信息报送提醒", mail_body(notice), None, [notice.person.email])
    except OSError as error:
        Notice.objects.filter(pk=notice.pk).update(last_error=str(error)[:200])
        return False
    Notice.objects.filter(pk=notice.pk).update(mailed_at=timezone.now(), last_error="")
    return True


def claim(notice):
    """Compare and set: of several tasks for one notice exactly one goes on."""
    mine = Notice.objects.filter(pk=notice.pk, attempts=notice.attempts, mailed_at=None)
    return mine.update(attempts=notice.attempts + 1, tried_at=timezone.now()) == 1


def mail_body(notice):
    """Plain text; the content stays in the system, the mail only says where to look."""
    link = f"\n\n{settings.SITE_URL}{notice.url}" if notice.url else ""
    return f"{notice.person.name}：\n\n{notice.text}{link}\n\n本邮件由系统发出，请勿回复。"


def read(notices):
    """Mark as read what its person has opened."""
    return notices.unread().update(read_at=timezone.now())
