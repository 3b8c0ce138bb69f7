"""Joint filing: which other units signed off on an item with its own, in what order (联合报送)."""

from django.db import models

from accounts.models import Unit

PARTNER_LIMIT = 8
AUTHOR_LIMIT = 10


def possible_partners(*units):
    """Who may file jointly with these units: whoever reports to the same office, or below it."""
    offices = {unit.office_id: unit.office for unit in units if unit.office}.values()
    return Unit.objects.active().under(*offices).exclude(pk__in=[office.pk for office in offices])


def units_in_order(keys):
    """The units of a list of primary keys, in its order; what no longer exists is left out."""
    found = Unit.objects.in_bulk(keys) if keys else {}
    return [found[key] for key in keys if key in found]


class JointUnitQuerySet(models.QuerySet):
    def of(self, units):
        return self.filter(unit__in=units)


class JointUnit(models.Model):
    """A partner of the signed text; the row is what lets the partner's people read the item."""

    submission = models.ForeignKey("submissions.Submission", models.PROTECT, related_name="joint_units")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="joint_items", verbose_name="联合报送单位")
    position = models.PositiveSmallIntegerField("次序")

    objects = JointUnitQuerySet.as_manager()

    class Meta:
        ordering = ["position"]
        verbose_name = verbose_name_plural = "联合报送单位"
        constraints = [
            models.UniqueConstraint(fields=["submission", "unit"], name="a_unit_joins_once"),
            models.UniqueConstraint(fields=["submission", "position"], name="partners_stand_in_order"),
        ]

    def __str__(self):
        return str(self.unit)
