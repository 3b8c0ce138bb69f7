"""A spreadsheet between its preview and its confirmation."""

import uuid
from datetime import timedelta

from django.db import models
from django.utils import timezone

from accounts.models.people import User

KEPT_FOR = timedelta(hours=2)


class UploadQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Rows with names and telephones are shown to nobody but who brought them."""
        return self.filter(owner=user).fresh()

    def fresh(self):
        return self.filter(at__gt=timezone.now() - KEPT_FOR)

    def stale(self):
        return self.filter(at__lte=timezone.now() - KEPT_FOR)


class Upload(models.Model):
    """The rows as they were read; the file itself is not kept. One a person, gone once loaded."""

    owner = models.OneToOneField(User, models.CASCADE, related_name="+", verbose_name="上传人")
    key = models.UUIDField(default=uuid.uuid4)  # names the preview that was looked at
    name = models.CharField("文件名", max_length=120)
    rows = models.JSONField()
    at = models.DateTimeField("时间", default=timezone.now)

    objects = UploadQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "待导入表格"

    def __str__(self):
        return self.name
