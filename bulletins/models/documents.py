"""The frozen files of a signed issue."""

from datetime import timedelta

from django.db import models
from django.db.models.functions import Length
from django.utils import timezone

from bulletins.models.issues import Issue

PATIENCE = timedelta(minutes=2)


class FileQuerySet(models.QuerySet):
    """Files that are made once, from what was signed."""

    def pending(self):
        return self.filter(sha256="", attempts__lt=5)

    def unmade(self):
        return self.filter(sha256="")

    def listed(self):
        """Without the bytes: a page names the files, it does not carry them."""
        return self.defer("content").annotate(size=Length("content")).order_by("format")


class DocumentQuerySet(FileQuerySet):
    def visible_to(self, user):
        return self.filter(issue__in=Issue.objects.visible_to(user))


class FrozenFile(models.Model):
    """A file of something signed; the row is born at signature, the bytes once, soon after."""

    content = models.BinaryField(default=b"")
    sha256 = models.CharField(max_length=64, blank=True)
    made_at = models.DateTimeField("生成时间", null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    error = models.CharField("错误", max_length=300, blank=True)

    class Meta:
        abstract = True

    @property
    def ready(self):
        return self.sha256 != ""

    @property
    def failed(self):
        return not self.ready and self.error != ""

    @property
    def late(self):
        """Long enough not made that the worker or the queue may have lost it."""
        return not self.ready and timezone.now() - self.signed_at > PATIENCE


class Document(FrozenFile):
    """A frozen file of a signed issue."""

    class Format(models.TextChoices):
        DOCX = "docx", "Word"
        PDF = "pdf", "PDF"

    issue = models.ForeignKey(Issue, models.PROTECT, related_name="documents")
    format = models.CharField(max_length=4, choices=Format)

    objects = DocumentQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["issue", "format"], name="one_document_per_format")]

    def __str__(self):
        return f"{self.issue} {self.format}"

    @property
    def signed_at(self):
        return self.issue.signed_at

    @property
    def file_name(self):
        """The name on the reader's disk: as printed, with the year."""
        return f"{self.issue.paper['masthead']}{self.issue.label}.{self.format}"
