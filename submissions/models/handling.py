"""What a desk notes on an item while it screens it; none of it is the informant's words."""

from django.conf import settings
from django.db import models

from submissions.states import Verification


def person(label):
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=label,
    )


class Handled(models.Model):
    """Who screens it, whether it was verified, for which bulletin, held until when."""

    held_until = models.DateField("留用至", null=True, editable=False)
    claimed_by = person("领取人")
    claimed_at = models.DateTimeField("领取时间", null=True, editable=False)
    verification = models.CharField(
        "核实", max_length=12, choices=Verification, default=Verification.UNVERIFIED, editable=False
    )
    verification_note = models.CharField("核实说明", max_length=200, blank=True, editable=False)
    verified_by = person("核实人")
    verified_at = models.DateTimeField("核实时间", null=True, editable=False)
    # code: name, as proposed and then as accepted; the publications themselves live downstream
    chosen = models.JSONField("拟用刊物", default=dict, editable=False)

    class Meta:
        abstract = True

    @property
    def chosen_names(self):
        return "、".join(self.chosen.values())
