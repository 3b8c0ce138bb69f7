"""Files that came with an item; kept privately, removed only from view."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from accounts.roles import DESK_ROLES, Role
from submissions.models.joint import JointUnit
from submissions.rich import pictures_in


def private_path(attachment, name):
    """A name of our own: nothing of the uploader's reaches the file system."""
    return f"attachments/{timezone.now():%Y/%m}/{uuid.uuid4().hex}"


# Among the files when the unit signed, whatever was added or taken away since.
WAS_SIGNED = Q(at__lte=F("submission__filed__at")) & (
    Q(removed_at=None) | Q(removed_at__gt=F("submission__filed__at"))
)


class AttachmentQuerySet(models.QuerySet):
    def present(self):
        return self.filter(removed_at=None)

    def images(self):
        return self.filter(content_type__startswith="image/")

    def unscanned(self):
        """Files whose words nobody's scan reads."""
        return self.exclude(content_type__startswith="application/vnd.openxmlformats")

    def beside(self, html):
        """The files listed under a text: all but the pictures the text itself shows."""
        return self.exclude(pk__in=[picture.attachment for picture in pictures_in(html)])

    def visible_to(self, user):
        """The unit sees all of its files; office and partners those that were there when the unit signed."""
        unit_eyes = user.units_as(Role.REVIEWER, Role.INFORMANT)
        own = Q(submission__author=user)
        units = Q(submission__unit__in=unit_eyes, submission__sent_at__isnull=False)
        return self.filter(
            (own | units) & Q(removed_at=None)
            | Q(submission__office__in=user.units_as(*DESK_ROLES)) & WAS_SIGNED
            | Q(submission__in=JointUnit.objects.of(unit_eyes).values("submission")) & WAS_SIGNED
        )


class Attachment(models.Model):
    """One uploaded file, checked by its content."""

    submission = models.ForeignKey("submissions.Submission", models.PROTECT, related_name="attachments")
    file = models.FileField(upload_to=private_path)
    name = models.CharField("文件名", max_length=120)
    content_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField("大小")
    sha256 = models.CharField(max_length=64)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField("时间", default=timezone.now)
    removed_at = models.DateTimeField("移除时间", null=True)

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = verbose_name_plural = "附件"

    def __str__(self):
        return self.name
