"""Closed months: who stood where when they were closed, kept as it was."""

import hashlib
import json

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from accounts.models import Unit
from scoring.models.books import Book
from scoring.models.offices import OfficeQuerySet


class Fate(models.Model):
    """What became of a closing: published, or taken back by opening the month again; never both, and for good."""

    class What(models.TextChoices):
        REOPENED = "reopened", "已重新打开"
        PUBLISHED = "published", "已公布"

    period = models.OneToOneField("Period", models.PROTECT, related_name="fate", verbose_name="关账")
    what = models.CharField("结果", max_length=10, choices=What)
    reason = models.CharField("原因", max_length=200, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="经办人")
    at = models.DateTimeField("时间", default=timezone.now)

    class Meta:
        verbose_name = verbose_name_plural = "关账结果"
        constraints = [
            models.CheckConstraint(
                condition=Q(what="published") | ~Q(reason=""), name="a_month_is_opened_again_for_a_reason"
            )
        ]

    def __str__(self):
        return f"{self.period}{self.get_what_display()}"


class PeriodQuerySet(OfficeQuerySet):
    def visible_to(self, user):
        return super().visible_to(user).standing().in_short()

    def in_short(self):
        """Without the tables, for lists of months."""
        return self.defer("snapshot", "sources")

    def standing(self):
        """Without the closings that were taken back by opening the month again."""
        return self.exclude(fate__what=Fate.What.REOPENED)

    def closed(self, office):
        return self.standing().filter(office=office)

    def of(self, office, month):
        return (
            self.closed(office)
            .filter(month=month)
            .select_related("office", "book", "closed_by", "fate")
            .first()
        )

    def last_closed(self, office):
        """The newest closed month; months close in order, so all before it are closed too."""
        return self.closed(office).order_by("-month").values_list("month", flat=True).first()


class Period(models.Model):
    """A closed month: who stood where when it was closed, kept as it was (冻结)."""

    office = models.ForeignKey(Unit, models.PROTECT, related_name="periods", verbose_name="考核单位")
    month = models.DateField("月份")
    round = models.PositiveSmallIntegerField("第几次关账", default=1)
    book = models.ForeignKey(Book, models.PROTECT, related_name="periods", verbose_name="考核办法")
    snapshot = models.JSONField("排名快照")
    sources = models.JSONField("名单快照", default=dict)  # the rows behind each figure of the snapshot
    sha256 = models.CharField(max_length=64)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="关账人"
    )
    closed_at = models.DateTimeField("关账时间", default=timezone.now)

    objects = PeriodQuerySet.as_manager()

    class Meta:
        ordering = ["-month"]
        verbose_name = verbose_name_plural = "已关账月份"
        constraints = [
            models.UniqueConstraint(
                fields=["office", "month", "round"], name="a_round_of_a_month_is_closed_once"
            ),
            models.CheckConstraint(condition=Q(month__day=1), name="a_month_is_its_first_day"),
        ]

    def __str__(self):
        return f"{self.month.year}年{self.month.month}月"

    def get_absolute_url(self):
        url = reverse("scoring:month", args=[self.month.year, self.month.month])
        return f"{url}?office={self.office_id}"

    def seal(self):
        """The hash of everything the month keeps."""
        text = json.dumps([self.snapshot, self.sources], sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(text.encode()).hexdigest()

    @property
    def is_published(self):
        return hasattr(self, "fate") and self.fate.what == Fate.What.PUBLISHED

    @property
    def is_intact(self):
        return self.sha256 == self.seal()
