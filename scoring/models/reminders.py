"""That an office's scorers were told of a month to close: once, whatever the queue repeats."""

from django.db import models
from django.utils import timezone

from accounts.models import Unit


class ClosingReminder(models.Model):
    """The newest month of which was said that it waits."""

    office = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="考核单位")
    month = models.DateField("月份")
    at = models.DateTimeField("时间", default=timezone.now)

    class Meta:
        verbose_name = verbose_name_plural = "关账提醒"
        constraints = [
            models.UniqueConstraint(fields=["office", "month"], name="a_month_is_reminded_of_once")
        ]

    def __str__(self):
        return f"{self.office}{self.month:%Y年%m月}"
