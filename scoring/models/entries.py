"""The ledger of points: append-only, the database refuses anything else."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from accounts.models import Unit
from accounts.roles import DESK_ROLES, Role
from bulletins.models import Adoption
from scoring.models.books import Book
from submissions.models import Submission


class EntryQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The desk and leaders see the office's ledger; a unit its own lines; a person theirs."""
        return self.filter(
            Q(office__in=user.units_as(*DESK_ROLES, Role.LEADER))
            | Q(unit__in=user.units_as(Role.REVIEWER, Role.INFORMANT))
            | Q(person=user)
        )

    def of_months(self, office, first, last):
        """What was booked in the months, whenever it happened."""
        return self.filter(office=office, month__range=(first, last))

    def unlike_what_they_reverse(self):
        """Reversals that say something else than the line they take back: there are none unless somebody tampered."""
        same = {name: F(f"reverses__{name}") for name in ("office", "unit", "fact", "rule", "book", "on")}
        reversals = self.filter(reverses__isnull=False)
        mirrored = reversals.filter(points=-F("reverses__points"), month__gte=F("reverses__month"), **same)
        return reversals.exclude(pk__in=mirrored.values("pk")).select_related("unit").order_by("pk")

    def dated(self, office, first, last):
        """What happened in the period, whenever it was booked; reversals keep the date of what they reverse."""
        return self.filter(office=office, on__range=(first, last)).order_by("pk")


class Entry(models.Model):
    """One line of the ledger. The database refuses to change or delete it; mistakes are reversed."""

    office = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="entries", verbose_name="单位")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="entries")
    fact = models.CharField("事实", max_length=40)
    adoption = models.ForeignKey(Adoption, models.PROTECT, null=True, related_name="entries")
    submission = models.ForeignKey(Submission, models.PROTECT, null=True, related_name="entries")
    book = models.ForeignKey(Book, models.PROTECT, related_name="entries", verbose_name="考核办法")
    rule = models.CharField("规则", max_length=60)
    points = models.DecimalField("分值", max_digits=9, decimal_places=2)
    on = models.DateField("业务日期")
    month = models.DateField("入账月份")
    reason = models.CharField("事由", max_length=300)
    reverses = models.OneToOneField("self", models.PROTECT, null=True, related_name="reversal")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField("入账时间", default=timezone.now)

    objects = EntryQuerySet.as_manager()

    class Meta:
        ordering = ["on", "pk"]
        verbose_name = verbose_name_plural = "积分账"
        constraints = [
            models.CheckConstraint(condition=Q(month__day=1), name="a_line_is_booked_in_a_whole_month"),
            models.CheckConstraint(condition=~Q(reverses=F("id")), name="a_line_does_not_reverse_itself"),
        ]
        indexes = [
            models.Index(fields=["office", "month"], include=["unit", "points"], name="ledger_by_month"),
            models.Index(fields=["submission"], name="ledger_by_item"),
        ]

    def __str__(self):
        return f"{self.unit} {self.points} {self.reason}"
