"""A whole year of a publication as one file, made in the background for the person who asked."""

from datetime import timedelta
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone

from accounts.roles import DESK_ROLES
from bulletins.models.documents import Document
from bulletins.models.issues import Issue
from bulletins.models.publications import Publication
from bulletins.states import IssueState

KEPT = timedelta(days=3)
PATIENCE = timedelta(minutes=2)  # without a sign of life the maker is taken for dead
ATTEMPTS = 3


def archive_path(archive, filename):
    """A name nobody can guess; the Chinese one is given at download."""
    return f"archives/{uuid4().hex}.zip"


def years_of(publication):
    """What each year holds, newest first: issues, void ones, and those of which a file is not made yet."""
    unmade = Document.objects.unmade().filter(issue=OuterRef("pk"))
    years = (
        Issue.objects.of(publication)
        .printed()
        .annotate(lacks=Exists(unmade))
        .order_by("-year")
        .values("year")
    )
    return years.annotate(
        issues=models.Count("pk"),
        void=models.Count("pk", filter=Q(state=IssueState.VOID)),
        unmade=models.Count("pk", filter=Q(lacks=True)),
    )


class ArchiveQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Only whoever asked, and only while they still have a desk there."""
        return self.filter(asked_by=user, publication__office__in=user.units_as(*DESK_ROLES))

    def standing(self):
        """Not yet expired."""
        return self.filter(expires_at__gt=timezone.now())

    def unfinished(self):
        return self.filter(made_at=None, error="")

    def pending(self):
        """Waiting, or begun by a worker that has given no sign of life since."""
        idle = Q(alive_at=None) | Q(alive_at__lt=timezone.now() - PATIENCE)
        return self.unfinished().standing().filter(idle)

    def expired(self):
        return self.filter(expires_at__lte=timezone.now()).exclude(file="")


class Archive(models.Model):
    """The row is born when somebody asks; the file soon after, and it is thrown away on its day."""

    publication = models.ForeignKey(Publication, models.PROTECT, related_name="archives")
    year = models.PositiveIntegerField("年度")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField("申请时间", default=timezone.now)
    expires_at = models.DateTimeField("保留至")
    alive_at = models.DateTimeField(null=True)
    done = models.PositiveIntegerField("已打包期数", default=0)
    total = models.PositiveIntegerField("期数")
    attempts = models.PositiveSmallIntegerField(default=0)
    error = models.CharField("错误", max_length=300, blank=True)
    file = models.FileField(upload_to=archive_path, blank=True)
    size = models.PositiveBigIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True)
    made_at = models.DateTimeField("完成时间", null=True)

    objects = ArchiveQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at", "-pk"]
        verbose_name = verbose_name_plural = "年度合订"
        constraints = [
            models.CheckConstraint(
                condition=Q(made_at=None) | ~Q(sha256=""), name="a_made_archive_has_its_hash"
            ),
            models.CheckConstraint(condition=Q(done__lte=models.F("total")), name="no_more_done_than_asked"),
        ]

    def __str__(self):
        return f"{self.publication}{self.year}年合订"

    @property
    def ready(self):
        return self.made_at is not None and not self.over

    @property
    def failed(self):
        return self.made_at is None and self.error != ""

    @property
    def over(self):
        """Past its day, whether swept away already or not."""
        return self.expires_at <= timezone.now()

    @property
    def making(self):
        return self.made_at is None and not self.failed and not self.over

    @property
    def page_url(self):
        return reverse("bulletins:archive", args=[self.publication.code])

    @property
    def file_name(self):
        return f"{self.publication.name}{self.year}年合订.zip"
