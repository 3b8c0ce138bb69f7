"""Joint filing: which other units signed off on an item with its own, in what order (联合报送)."""

from django.db import models

from accounts.models import Unit


class JointUnit(models.Model):
    """A partner of the signed text; the row is what lets the partner's people read the item."""

    submission = models.ForeignKey("submissions.Submission", models.PROTECT, related_name="joint_units")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="joint_items", verbose_name="联合报送单位")
    position = models.PositiveSmallIntegerField("次序")

    class Meta:
        ordering = ["position"]
        verbose_name = verbose_name_plural = "联合报送单位"
        constraints = [
            models.UniqueConstraint(fields=["submission", "unit"], name="a_unit_joins_once"),
            models.UniqueConstraint(fields=["submission", "position"], name="partners_stand_in_order"),
        ]

    def __str__(self):
        return str(self.unit)
