"""How long news of each kind keeps (保鲜期): an office's own measure, or the house's."""

from django.db import models

from accounts.models import Unit
from submissions.states import SHELF_LIFE, Kind


class ShelfLifeQuerySet(models.QuerySet):
    def days_for(self, office, kind):
        """The limit of one kind in days."""
        own = self.filter(office=office, kind=kind).values_list("days", flat=True).first()
        return SHELF_LIFE[kind] if own is None else own

    def table_of(self, office):
        """The limits of all kinds, in the order of the catalogue."""
        return SHELF_LIFE | dict(self.filter(office=office).values_list("kind", "days"))


class ShelfLife(models.Model):
    """An office's own measure for one kind; kinds without a row keep the house's."""

    office = models.ForeignKey(Unit, models.CASCADE, related_name="shelf_lives", verbose_name="收稿单位")
    kind = models.CharField("类型", max_length=12, choices=Kind)
    days = models.PositiveSmallIntegerField("保鲜期（天）")

    objects = ShelfLifeQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "保鲜期"
        constraints = [models.UniqueConstraint(fields=["office", "kind"], name="a_kind_keeps_for_one_time")]

    def __str__(self):
        return f"{self.get_kind_display()} {self.days} 天"
