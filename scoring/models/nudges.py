"""Whom an office reminded to report (提醒报送), so that nobody is reminded twice on one day."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from accounts.models import Unit
from scoring.models.offices import OfficeQuerySet


class NudgeQuerySet(OfficeQuerySet):
    def of_day(self, office, day):
        return self.filter(office=office, on=day)

    def latest(self, office):
        """Unit → the day it was last reminded."""
        return dict(self.filter(office=office).order_by("on").values_list("unit", "on"))


class Nudge(models.Model):
    """One unit reminded on one day."""

    office = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="考核单位")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="单位")
    on = models.DateField("日期", default=timezone.localdate)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="经办人")
    at = models.DateTimeField("时间", default=timezone.now)

    objects = NudgeQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "报送提醒"
        constraints = [
            models.UniqueConstraint(fields=["office", "unit", "on"], name="a_unit_is_reminded_once_a_day")
        ]

    def __str__(self):
        return f"{self.unit} {self.on}"
