"""Closing several months that are due, one after the other: what was asked for and how far it came."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from accounts.models import Unit
from accounts.roles import Role

PATIENCE = timedelta(minutes=5)  # without a sign of life the worker is taken for dead
ATTEMPTS = 3


class CatchUpQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(office__in=user.units_as(Role.SCORER))

    def unfinished(self):
        return self.filter(ended_at=None)

    def pending(self):
        """Waiting, or begun by a worker that has given no sign of life since."""
        idle = Q(alive_at=None) | Q(alive_at__lt=timezone.now() - PATIENCE)
        return self.unfinished().filter(idle)

    def with_people(self):
        return self.select_related("office", "by")


class CatchUp(models.Model):
    """The row is born when a scorer asks; every month closed is a transaction of its own."""

    office = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="考核单位")
    first = models.DateField("自")
    last = models.DateField("至")
    anyway = models.BooleanField("有未办事项的月份也关账", default=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="经办人")
    at = models.DateTimeField("时间", default=timezone.now)
    done = models.PositiveSmallIntegerField("已关账月数", default=0)
    total = models.PositiveSmallIntegerField("月数")
    attempts = models.PositiveSmallIntegerField(default=0)
    alive_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField("结束时间", null=True)
    stopped_at = models.DateField("停在", null=True)
    problem = models.CharField("原因", max_length=300, blank=True)

    objects = CatchUpQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = verbose_name_plural = "逐月关账"
        constraints = [
            models.UniqueConstraint(
                fields=["office"], condition=Q(ended_at=None), name="an_office_catches_up_once_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(done__lte=F("total")), name="no_more_months_closed_than_asked"
            ),
        ]

    def __str__(self):
        return f"{self.first:%Y年%m月}至{self.last:%Y年%m月}逐月关账"

    def get_absolute_url(self):
        return reverse("scoring:catch_up", args=[self.pk])
