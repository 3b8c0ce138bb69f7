"""The frozen files of a signed circular, and whom a published one was given to."""

from django.conf import settings
from django.db import models
from django.db.models import Count, F, Q
from django.utils import timezone

from accounts.models import Unit
from bulletins.models.documents import FileQuerySet, FrozenFile
from scoring.models.circulars import HANDS, Circular


class CircularFileQuerySet(FileQuerySet):
    def visible_to(self, user):
        return self.filter(circular__in=Circular.objects.visible_to(user))


class CircularDocument(FrozenFile):
    """A frozen file of a signed circular. The row is born at signature; the bytes once, soon after."""

    class Format(models.TextChoices):
        DOCX = "docx", "Word"
        PDF = "pdf", "PDF"
        XLSX = "xlsx", "附表 Excel"

    circular = models.ForeignKey(Circular, models.PROTECT, related_name="documents")
    format = models.CharField(max_length=4, choices=Format)

    objects = CircularFileQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["circular", "format"], name="one_file_of_a_circular_per_format")
        ]

    def __str__(self):
        return f"{self.circular} {self.format}"

    @property
    def signed_at(self):
        return self.circular.signed_at

    @property
    def file_name(self):
        """The name on the reader's disk."""
        end = "（附表）" if self.format == self.Format.XLSX else ""
        return f"{self.circular.number_line}{self.circular.title}{end}.{self.format}"


class CircularDeliveryQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Receipts are the desk's and the leaders' business; everybody knows their own."""
        return self.filter(Q(circular__office__in=user.units_as(*HANDS)) | Q(person=user))

    def unread(self):
        return self.filter(read_at=None)

    def unread_by(self, user):
        """What waits for this person and still reaches them."""
        return self.unread().filter(person=user, circular__in=Circular.objects.visible_to(user))

    def in_state(self, state):
        chosen = {"read": Q(read_at__isnull=False), "unread": Q(read_at=None)}
        return self.filter(chosen.get(state, Q()))

    def counts(self):
        """The numbers of the tabs, from the same conditions."""
        return self.order_by().aggregate(
            given=Count("pk"),
            read=Count("pk", filter=Q(read_at__isnull=False)),
            unread=Count("pk", filter=Q(read_at=None)),
        )

    def by_unit(self):
        return (
            self.order_by("unit__order", "unit")
            .values("unit", "unit__name")
            .annotate(given=Count("pk"), read=Count("pk", filter=Q(read_at__isnull=False)))
        )

    def listed(self):
        """Unread first, unit by unit."""
        unread_first = F("read_at").desc(nulls_first=True)
        return self.select_related("person", "unit").order_by(unread_first, "unit__order", "unit", "pk")


class CircularDelivery(models.Model):
    """One circular given to one person when it was published, and whether they have read it."""

    circular = models.ForeignKey(Circular, models.PROTECT, related_name="deliveries", verbose_name="通报")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="读者"
    )
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="单位")  # theirs that day
    at = models.DateTimeField("分发时间", default=timezone.now)
    read_at = models.DateTimeField("首次阅读", null=True)
    times = models.PositiveIntegerField("阅读次数", default=0)
    reminded_at = models.DateTimeField("催阅时间", null=True)

    objects = CircularDeliveryQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = verbose_name_plural = "通报分发"
        constraints = [
            models.UniqueConstraint(
                fields=["circular", "person"], name="a_circular_is_given_to_a_person_once"
            )
        ]
        indexes = [models.Index(fields=["person", "read_at"], name="circulars_unread")]

    def __str__(self):
        return f"{self.circular} {self.person}"
