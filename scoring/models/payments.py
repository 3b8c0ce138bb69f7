"""What each person or unit gets by a signed list, whether it was handed over, and the signed files."""

from django.conf import settings
from django.db import models
from django.db.models import Q, Sum
from django.utils import timezone

from accounts.models import Unit
from scoring.models.awards import AwardList
from scoring.models.pay import MONEY_ROLES, PayList
from scoring.pay_states import PaymentState

PERSON = settings.AUTH_USER_MODEL
ONE_SOURCE = Q(pay_list__isnull=False, award_list=None) | Q(pay_list=None, award_list__isnull=False)


class PaymentQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those who answer for the money; each person their own; units what is given to the unit itself."""
        return self.filter(
            Q(office__in=user.units_as(*MONEY_ROLES))
            | Q(person=user)
            | Q(person=None, unit__in=user.units_as("informant", "reviewer"))
        )

    def due(self):
        return self.filter(state=PaymentState.DUE)

    def of_year(self, office, year):
        return self.filter(office=office, year=year)

    def total(self):
        return self.aggregate(total=Sum("amount"))["total"] or 0

    def with_names(self):
        found = self.select_related(
            "unit", "person", "pay_list__office", "award_list__office", "award_list__scheme", "by"
        )
        return found.defer("pay_list__content", "award_list__content")


class Payment(models.Model):
    """A sum one payee gets by one signed list; the sum is fixed, whether it was handed over is noted."""

    office = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    pay_list = models.ForeignKey(PayList, models.PROTECT, null=True, related_name="payments")
    award_list = models.ForeignKey(AwardList, models.PROTECT, null=True, related_name="payments")
    year = models.DateField("经费年度")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="单位")
    person = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+", verbose_name="领款人")
    what = models.CharField("名目", max_length=80)
    amount = models.DecimalField("金额", max_digits=10, decimal_places=2)
    state = models.CharField("状态", max_length=8, choices=PaymentState, default=PaymentState.DUE)
    on = models.DateField("发放日期", null=True)
    voucher = models.CharField("凭证号", max_length=40, blank=True)
    note = models.CharField("说明", max_length=200, blank=True)
    by = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+", verbose_name="经办人")
    at = models.DateTimeField(null=True)

    objects = PaymentQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = verbose_name_plural = "发放"
        constraints = [
            models.CheckConstraint(condition=ONE_SOURCE, name="a_payment_has_one_list"),
            models.CheckConstraint(
                condition=~Q(state=PaymentState.PAID) | Q(on__isnull=False) & ~Q(voucher=""),
                name="what_was_handed_over_has_day_and_voucher",
            ),
            models.CheckConstraint(
                condition=~Q(state=PaymentState.RETURNED) | ~Q(note=""), name="what_came_back_has_a_reason"
            ),
        ]
        indexes = [models.Index(fields=["office", "year"], name="payments_by_year")]

    def __str__(self):
        return f"{self.payee} {self.amount}"

    @property
    def payee(self):
        return str(self.person or self.unit)

    @property
    def is_due(self):
        return self.state == PaymentState.DUE

    @property
    def source(self):
        """The signed list it stands on."""
        return self.pay_list or self.award_list


class SignedFileQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The documents name every amount: only those who answer for the money take them out."""
        of_pay = Q(pay_list__in=PayList.objects.visible_to(user))
        return self.filter(of_pay | Q(award_list__office__in=user.units_as(*MONEY_ROLES)))


class SignedFile(models.Model):
    """The bytes that were signed. The database refuses to change or delete them."""

    class Format(models.TextChoices):
        DOCX = "docx", "Word"
        PDF = "pdf", "PDF"
        XLSX = "xlsx", "Excel"

    pay_list = models.ForeignKey(PayList, models.PROTECT, null=True, related_name="files")
    award_list = models.ForeignKey(AwardList, models.PROTECT, null=True, related_name="files")
    format = models.CharField(max_length=4, choices=Format)
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    at = models.DateTimeField(default=timezone.now)

    objects = SignedFileQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=ONE_SOURCE, name="a_signed_file_has_one_list"),
            models.UniqueConstraint(fields=["pay_list", "format"], name="one_signed_file_per_pay_list"),
            models.UniqueConstraint(fields=["award_list", "format"], name="one_signed_file_per_award_list"),
        ]

    def __str__(self):
        return f"{self.pay_list or self.award_list} {self.format}"
