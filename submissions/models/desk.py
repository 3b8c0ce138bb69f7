"""How an office keeps its screening desk: its patience, its reasons, its editors' own filters."""

from django.conf import settings
from django.db import models
from django.db.models import Max, Q

from accounts.models import Unit
from accounts.roles import Role
from submissions.states import REASONS

DEFAULT_PATIENCE = 3
PATIENCE_CHOICES = range(1, 11)
WITH_REASONS = ("return", "reject", "turn-back")  # the verbs a reason can stand for


class DeskQuerySet(models.QuerySet):
    def visible_to(self, user):
        """An office's editors keep its desk."""
        return self.filter(office__in=user.units_as(Role.EDITOR))


class Desk(models.Model):
    """After how many working days an unscreened item counts as overdue; without a row, three."""

    office = models.OneToOneField(Unit, models.PROTECT, related_name="desk", verbose_name="收稿单位")
    patience = models.PositiveSmallIntegerField(
        "筛选时限",
        choices=[(days, f"{days} 个工作日") for days in PATIENCE_CHOICES],
        default=DEFAULT_PATIENCE,
    )

    objects = DeskQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "筛选设置"

    def __str__(self):
        return f"{self.office} {self.get_patience_display()}"


class ReasonQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(office__in=user.units_as(Role.EDITOR))

    def of(self, office):
        return self.filter(office=office)

    def texts_for(self, office, verb):
        """What the form of a verb offers: the office's own list, or the field's while it has none."""
        rows = list(self.of(office))
        if not rows:
            return list(REASONS)
        return [row.text for row in rows if row.active and verb in row.verbs]

    def next_order(self, office):
        return (self.of(office).aggregate(last=Max("order"))["last"] or 0) + 1


class Reason(models.Model):
    """One line of an office's catalogue. It can be retired, never deleted; decisions keep their own words."""

    office = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="收稿单位")
    text = models.CharField("意见", max_length=40)
    verbs = models.JSONField("用于", default=list)
    order = models.PositiveIntegerField(default=0)
    active = models.BooleanField("在用", default=True)

    objects = ReasonQuerySet.as_manager()

    class Meta:
        ordering = ["order", "pk"]
        verbose_name = verbose_name_plural = "常用意见"
        constraints = [
            models.UniqueConstraint(
                fields=["office", "text"],
                name="a_reason_is_listed_once",
                violation_error_message="目录里已有这一条。",
            )
        ]

    def __str__(self):
        return self.text


class SavedFilterQuerySet(models.QuerySet):
    def visible_to(self, user):
        """A person's filters are their own."""
        return self.filter(owner=user)


class SavedFilter(models.Model):
    """A named way of looking at the queue; the address line of the list, kept."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    name = models.CharField("名称", max_length=20)
    query = models.CharField(max_length=500)
    is_default = models.BooleanField("打开来稿筛选时先用", default=False)

    objects = SavedFilterQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        verbose_name = verbose_name_plural = "筛选条件"
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "name"],
                name="a_filter_is_named_once",
                violation_error_message="已有同名的筛选条件。",
            ),
            models.UniqueConstraint(
                fields=["owner"], condition=Q(is_default=True), name="one_filter_comes_first"
            ),
        ]

    def __str__(self):
        return self.name
