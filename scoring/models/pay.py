"""Remuneration (稿酬): lists that are signed, what each paid for, and what the office may spend in a year."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone

from accounts.models import Unit
from accounts.moves import verbs_from
from accounts.roles import Role
from bulletins.models import Adoption
from scoring.pay_states import OPEN, PAY_MOVES, STANDING, PaymentState, PayState
from scoring.spans import PERIODS
from submissions.models import Submission

PERSON = settings.AUTH_USER_MODEL
MONEY_ROLES = (Role.SCORER, Role.APPROVER, Role.LEADER)  # amounts are personal: not even the whole desk


class MoneyQuerySet(models.QuerySet):
    """Rows of an office's money, read by those who keep, sign or answer for it."""

    def visible_to(self, user):
        return self.filter(office__in=user.units_as(*MONEY_ROLES))


class Fund(models.Model):
    """What an office may spend on remuneration and prizes in an assessment year (奖励经费)."""

    office = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="考核单位")
    year = models.DateField("年度")  # the year's first day
    amount = models.DecimalField("经费（元）", max_digits=10, decimal_places=2)
    note = models.CharField("依据", max_length=200, blank=True)
    by = models.ForeignKey(PERSON, models.PROTECT, related_name="+", verbose_name="登记人")
    at = models.DateTimeField("登记时间", default=timezone.now)

    objects = MoneyQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "年度经费"
        constraints = [
            models.UniqueConstraint(fields=["office", "year"], name="a_year_has_one_fund"),
            models.CheckConstraint(condition=Q(amount__gte=0), name="a_fund_is_not_negative"),
        ]

    def __str__(self):
        return f"{self.office}{self.year.year}年度经费"


class PayListQuerySet(MoneyQuerySet):
    def standing(self):
        """Signed: what they name counts as paid."""
        return self.filter(state__in=STANDING)

    def open(self):
        return self.filter(state__in=OPEN)

    def awaiting(self, user):
        """What asks for this person's hand: never for the maker's own."""
        checks = Q(state=PayState.REVIEW, office__in=user.units_as(*PAY_MOVES["check"].by))
        signs = Q(state=PayState.CHECKED, office__in=user.units_as(*PAY_MOVES["issue"].by))
        return self.filter(checks | signs).exclude(made_by=user)

    def with_names(self):
        return self.select_related("office", "made_by", "checked_by", "issued_by")

    def with_sums(self):
        """What each signed list comes to, for how many, and how many still wait for it."""
        waiting = models.Count("payments", filter=Q(payments__state=PaymentState.DUE))
        sums = {"total": models.Sum("payments__amount"), "people": models.Count("payments")}
        return self.annotate(**sums, waiting=waiting).order_by("-last", "-pk")


class PayList(models.Model):
    """A remuneration list for a period; of one office only one is being drawn up at a time."""

    office = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="考核单位")
    title = models.CharField("名称", max_length=80)
    per = models.CharField(
        "周期", max_length=8, choices=[pair for pair in PERIODS.items() if pair[0] != "week"]
    )
    first = models.DateField("起")
    last = models.DateField("止")
    year = models.DateField("经费年度")
    state = models.CharField("状态", max_length=8, choices=PayState, default=PayState.DRAFT)
    made_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+", verbose_name="制表")
    made_at = models.DateTimeField("制表时间", default=timezone.now)
    checked_by = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+", verbose_name="审核")
    issued_by = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+", verbose_name="签发")
    issued_on = models.DateField("签发日期", null=True)
    moved_at = models.DateTimeField("进入本状态", default=timezone.now)
    word = models.CharField("意见", max_length=200, blank=True)
    content = models.JSONField("表内容", default=dict)  # as it was handed in, from then on the list itself
    sha256 = models.CharField(max_length=64, blank=True)

    objects = PayListQuerySet.as_manager()

    class Meta:
        ordering = ["-last", "-pk"]
        verbose_name = verbose_name_plural = "稿酬表"
        constraints = [
            models.UniqueConstraint(
                fields=["office"], condition=Q(state__in=OPEN), name="one_pay_list_is_drawn_up_at_a_time"
            ),
            models.CheckConstraint(condition=Q(last__gte=F("first")), name="a_pay_list_ends_after_it_begins"),
            models.CheckConstraint(
                condition=~Q(state__in=[PayState.CHECKED, *STANDING])
                | Q(checked_by__isnull=False) & ~Q(checked_by=F("made_by")),
                name="a_pay_list_is_checked_by_another",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=STANDING)
                | Q(issued_by__isnull=False, issued_on__isnull=False)
                & ~Q(issued_by=F("made_by"))
                & ~Q(sha256=""),
                name="a_pay_list_is_signed_by_another",
            ),
        ]
        indexes = [models.Index(fields=["office", "-last"], name="pay_lists_by_day")]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("scoring:pay_list", args=[self.pk])

    @property
    def is_frozen(self):
        """Handed in: the list is what was handed in, not what would be reckoned today."""
        return self.state not in (PayState.DRAFT, PayState.DROPPED)

    @property
    def is_standing(self):
        return self.state in STANDING

    def allows(self, verb, user):
        """Whoever drew it up neither checks nor signs it."""
        if not user.holds_any(PAY_MOVES[verb].by, self.office):
            return False
        return user.pk != self.made_by_id or verb not in ("check", "issue")

    def moves_for(self, user):
        verbs = verbs_from(PAY_MOVES, self.state)
        return [(verb, PAY_MOVES[verb]) for verb in verbs if self.allows(verb, user)]


class PayCorrection(models.Model):
    """A sum entered by hand into a list, for a reason; whoever checks the list is its second hand."""

    list = models.ForeignKey(PayList, models.PROTECT, related_name="corrections")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="单位")
    person = models.ForeignKey(PERSON, models.PROTECT, related_name="+", verbose_name="领款人")
    amount = models.DecimalField("金额（元）", max_digits=8, decimal_places=2)
    reason = models.CharField("事由", max_length=200)
    by = models.ForeignKey(PERSON, models.PROTECT, related_name="+", verbose_name="提出人")
    at = models.DateTimeField("提出时间", default=timezone.now)
    dropped_at = models.DateTimeField(null=True)
    dropped_by = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["pk"]
        verbose_name = verbose_name_plural = "手工更正"
        constraints = [
            models.CheckConstraint(condition=~Q(amount=0), name="a_correction_changes_something"),
            models.CheckConstraint(condition=~Q(reason=""), name="a_correction_has_a_reason"),
        ]

    def __str__(self):
        return f"{self.person}：{self.reason}"


class PayLineQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those who answer for the money; each person their own."""
        return self.filter(Q(office__in=user.units_as(*MONEY_ROLES)) | Q(person=user))

    def dated(self, office, first, last):
        return self.filter(office=office, correction=None, on__range=(first, last)).order_by("pk")


class PayLine(models.Model):
    """One use that was paid for, or the taking back of one. The database refuses to change or delete it."""

    office = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    list = models.ForeignKey(PayList, models.PROTECT, related_name="lines")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    person = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+")
    fact = models.CharField("事实", max_length=40)
    round = models.PositiveSmallIntegerField("第几次", default=1)
    adoption = models.ForeignKey(Adoption, models.PROTECT, null=True, related_name="+")
    submission = models.ForeignKey(Submission, models.PROTECT, null=True, related_name="+")
    correction = models.OneToOneField(PayCorrection, models.PROTECT, null=True, related_name="line")
    points = models.DecimalField("分值", max_digits=9, decimal_places=2, null=True)
    amount = models.DecimalField("金额", max_digits=9, decimal_places=2)
    on = models.DateField("采用日期")
    reason = models.CharField("事由", max_length=300)
    reverses = models.OneToOneField("self", models.PROTECT, null=True, related_name="reversal")
    at = models.DateTimeField("入账时间", default=timezone.now)

    objects = PayLineQuerySet.as_manager()

    class Meta:
        ordering = ["on", "pk"]
        verbose_name = verbose_name_plural = "稿酬账"
        constraints = [
            models.UniqueConstraint(
                F("office"),
                F("fact"),
                F("unit"),
                Coalesce(F("person"), 0),
                F("round"),
                condition=Q(reverses=None),
                name="a_use_is_paid_once",
            )
        ]
        indexes = [
            models.Index(fields=["office", "on"], name="pay_lines_by_day"),
            models.Index(fields=["person", "-on"], name="pay_lines_by_person"),
        ]

    def __str__(self):
        return f"{self.person or self.unit} {self.amount} {self.reason}"
