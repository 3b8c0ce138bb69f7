"""Late entries by spreadsheet (补录): the rows as they were read, loaded as one and undone as one."""

import uuid
from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone

from accounts.models import Unit
from accounts.roles import Role

KEPT_FOR = timedelta(hours=2)


class LateTableQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Loaded tables are the editors'; a preview is its owner's alone."""
        return self.filter(office__in=user.units_as(Role.EDITOR)).filter(
            Q(loaded_at__isnull=False) | Q(by=user)
        )

    def loaded(self):
        return self.filter(loaded_at__isnull=False)

    def previews(self):
        return self.filter(loaded_at=None)

    def stale(self):
        return self.previews().filter(at__lte=timezone.now() - KEPT_FOR)

    def with_counts(self):
        """How many adoptions each table entered, and how many of them stand."""
        standing = Q(adoptions__revoked_at=None, adoptions__isnull=False)
        return self.annotate(entered=Count("adoptions"), standing=Count("adoptions", filter=standing)).defer(
            "rows", "columns"
        )

    def with_people(self):
        return self.select_related("office", "by", "undone_by")


class LateTable(models.Model):
    """One table of adoptions entered afterwards; the file itself is known by its hash."""

    office = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="收稿单位")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="上传人")
    key = models.UUIDField(default=uuid.uuid4)  # names the preview that was looked at
    name = models.CharField("文件名", max_length=120)
    sha256 = models.CharField(max_length=64)
    rows = models.JSONField()
    columns = models.JSONField(default=dict)
    at = models.DateTimeField("上传时间", default=timezone.now)
    loaded_at = models.DateTimeField("导入时间", null=True)
    undone_at = models.DateTimeField("撤销时间", null=True)
    undone_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    undone_why = models.CharField("撤销原因", max_length=200, blank=True)

    objects = LateTableQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = verbose_name_plural = "补录表"
        constraints = [
            models.UniqueConstraint(
                fields=["office", "sha256"],
                condition=Q(loaded_at__isnull=False, undone_at=None),
                name="a_table_is_loaded_once",
            ),
            models.CheckConstraint(
                condition=Q(undone_at=None) | ~Q(undone_why=""), name="a_table_is_undone_for_a_reason"
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("bulletins:late_table", args=[self.pk])

    @property
    def may_be_undone(self):
        return self.loaded_at is not None and self.undone_at is None
