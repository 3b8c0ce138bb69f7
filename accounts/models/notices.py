"""What a person is told: a row first; the queue only carries it to their mailbox.

A notice dies with its cause: once its thing has moved on it asks nothing of anybody any more.
"""

from datetime import timedelta

from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.models.log import Event
from accounts.models.people import User

PAUSE = timedelta(minutes=5)
GIVE_UP = timedelta(days=3)


class NoticeQuerySet(models.QuerySet):
    def visible_to(self, user):
        """What was told by now; a decision that can still be recalled is told to nobody."""
        return self.filter(person=user, at__lte=timezone.now())

    def unread(self):
        """New, and still standing: the badge counts nothing that is over."""
        return self.filter(read_at=None, over_at=None)

    def held(self):
        """Not told yet."""
        return self.filter(at__gt=timezone.now())

    def about(self, thing):
        return self.filter(cause__thing_type=thing._meta.label_lower, cause__thing_id=thing.pk)

    def to_mail(self, now=None):
        """Mail that has not left yet and may be tried now: every few minutes, for three days."""
        now = now or timezone.now()
        waiting = self.filter(
            mailed_at=None, over_at=None, mail_at__lte=now, mail_at__gt=now - GIVE_UP, person__is_active=True
        )
        rested = Q(tried_at=None) | Q(tried_at__lt=now - PAUSE)
        return waiting.filter(rested).exclude(person__email="")


class Notice(models.Model):
    """One event, one person, one notice."""

    person = models.ForeignKey(User, models.CASCADE, related_name="notices", verbose_name="收件人")
    cause = models.ForeignKey(Event, models.PROTECT, related_name="notices")
    text = models.CharField("内容", max_length=300)
    url = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField("时间", default=timezone.now)  # when it is told; later than its cause if held
    over_at = models.DateTimeField("已了结", null=True)
    read_at = models.DateTimeField("已读时间", null=True)
    mail_at = models.DateTimeField("邮件不早于", null=True, default=timezone.now)  # null: no mail
    mailed_at = models.DateTimeField("邮件发出", null=True)
    tried_at = models.DateTimeField("最近尝试", null=True)
    attempts = models.PositiveSmallIntegerField("邮件尝试", default=0)
    last_error = models.CharField("最近错误", max_length=200, blank=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = verbose_name_plural = "消息"
        constraints = [
            models.UniqueConstraint(fields=["person", "cause"], name="one_notice_per_person_and_event")
        ]
        indexes = [models.Index(fields=["person", "read_at", "over_at"], name="notice_by_person")]

    def __str__(self):
        return self.text
