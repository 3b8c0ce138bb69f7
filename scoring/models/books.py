"""Rule books (考核办法): data as readable text, dated and versioned."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.models import Unit
from accounts.roles import DESK_ROLES


class BookQuerySet(models.QuerySet):
    def visible_to(self, user):
        """An enacted book is for everybody it counts for; drafts are the desk's."""
        enacted = Q(office__in=user.reading_offices, enacted_at__isnull=False)
        return self.filter(enacted | Q(office__in=user.units_as(*DESK_ROLES)))

    def kept(self):
        """Without those that were discarded."""
        return self.filter(discarded_at=None)

    def with_use(self):
        """How many closed months were counted under each book."""
        return self.select_related("made_by").annotate(months=models.Count("periods__month", distinct=True))

    def in_force(self, office, day):
        """The newest book of the office that was put into force by the day."""
        return self.enacted(office).filter(since__lte=day).last()

    def enacted(self, office):
        """In the order they came into force; of two with one date the one enacted last counts."""
        return self.filter(office=office, enacted_at__isnull=False).order_by("since", "enacted_at", "pk")


class Book(models.Model):
    """A rule book (考核办法): data as readable text, dated and versioned."""

    office = models.ForeignKey(Unit, models.PROTECT, related_name="books", verbose_name="考核单位")
    name = models.CharField("名称", max_length=80)
    version = models.PositiveIntegerField("版本", default=1)
    since = models.DateField("施行日期")
    source = models.TextField("规则")
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="制定人"
    )
    made_at = models.DateTimeField("制定时间", default=timezone.now)
    enacted_at = models.DateTimeField("发布时间", null=True, editable=False)
    enacted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    discarded_at = models.DateTimeField("作废时间", null=True, editable=False)
    discarded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    objects = BookQuerySet.as_manager()

    class Meta:
        ordering = ["-since", "-version"]
        verbose_name = verbose_name_plural = "考核办法"
        constraints = [
            models.UniqueConstraint(
                fields=["office", "name", "version"], name="book_versions_are_numbered_once"
            ),
            models.CheckConstraint(
                condition=Q(enacted_at=None) | Q(discarded_at=None), name="a_book_in_force_is_not_discarded"
            ),
        ]

    def __str__(self):
        return f"{self.name}（第{self.version}版）"
