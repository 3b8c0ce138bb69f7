"""Rule books, ranking groups, the ledger and closed months."""

import hashlib
import json

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from accounts.models import Unit
from accounts.roles import DESK_ROLES, Role
from bulletins.models import Adoption
from scoring.adjustments import Adjustment as Adjustment
from submissions.models import Submission


class OfficeQuerySet(models.QuerySet):
    """Rows that belong to an office and are read by everybody it reaches."""

    def visible_to(self, user):
        return self.filter(office__in=user.reading_offices)


class GroupQuerySet(OfficeQuerySet):
    def with_members(self, day):
        """Each group with its members of the day as `members`."""
        present = Membership.objects.on(day).select_related("unit").order_by("unit__order", "unit_id")
        return self.prefetch_related(models.Prefetch("memberships", present, to_attr="members"))


class Group(models.Model):
    """Units are ranked among their like (街道、机关、企业…), each group by itself."""

    office = models.ForeignKey(Unit, models.PROTECT, related_name="groups", verbose_name="考核单位")
    name = models.CharField("组别", max_length=40)
    order = models.PositiveIntegerField("排序", default=100)

    objects = GroupQuerySet.as_manager()

    class Meta:
        ordering = ["order", "pk"]
        verbose_name = verbose_name_plural = "组别"
        constraints = [models.UniqueConstraint(fields=["office", "name"], name="groups_have_different_names")]

    def __str__(self):
        return self.name


class MembershipQuerySet(models.QuerySet):
    def on(self, day):
        """Who belonged where on the day."""
        return self.filter(Q(until=None) | Q(until__gte=day), since__lte=day)

    def upcoming(self, day):
        return self.filter(since__gt=day).order_by("since", "unit__order")

    def ended(self, day):
        return self.filter(until__lt=day).order_by("-until")

    def visible_to(self, user):
        return self.filter(group__in=Group.objects.visible_to(user))


class Membership(models.Model):
    """A unit's group for a time, with its yearly target in points."""

    group = models.ForeignKey(Group, models.PROTECT, related_name="memberships", verbose_name="组别")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="memberships", verbose_name="单位")
    since = models.DateField("自")
    until = models.DateField("至", null=True, blank=True)
    target = models.DecimalField("全年目标分", max_digits=8, decimal_places=2, null=True, blank=True)
    quota_class = models.CharField(
        "任务类别", max_length=20, blank=True
    )  # blank: tasks go by the group's name
    heads = models.PositiveIntegerField("人数", default=1)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        ordering = ["group__order", "unit__order"]
        verbose_name = verbose_name_plural = "组别成员"
        constraints = [
            models.UniqueConstraint(
                fields=["unit"], condition=Q(until=None), name="a_unit_is_in_one_group_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")), name="a_membership_ends_after_it_begins"
            ),
            models.CheckConstraint(condition=Q(heads__gte=1), name="a_unit_has_somebody"),
        ]

    def __str__(self):
        return f"{self.group} {self.unit}"


class BookQuerySet(models.QuerySet):
    def visible_to(self, user):
        """An enacted book is for everybody it counts for; drafts are the desk's."""
        enacted = Q(office__in=user.reading_offices, enacted_at__isnull=False)
        return self.filter(enacted | Q(office__in=user.units_as(*DESK_ROLES)))

    def with_use(self):
        """How many closed months were counted under each book."""
        return self.select_related("made_by").annotate(months=models.Count("periods"))

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

    objects = BookQuerySet.as_manager()

    class Meta:
        ordering = ["-since", "-version"]
        verbose_name = verbose_name_plural = "考核办法"
        constraints = [
            models.UniqueConstraint(
                fields=["office", "name", "version"], name="book_versions_are_numbered_once"
            )
        ]

    def __str__(self):
        return f"{self.name}（第{self.version}版）"


class PeriodQuerySet(OfficeQuerySet):
    def visible_to(self, user):
        return super().visible_to(user).in_short()

    def in_short(self):
        """Without the tables, for lists of months."""
        return self.defer("snapshot", "sources")

    def closed(self, office):
        return self.filter(office=office)

    def of(self, office, month):
        return self.closed(office).filter(month=month).select_related("office", "book", "closed_by").first()

    def last_closed(self, office):
        """The newest closed month; months close in order, so all before it are closed too."""
        return self.closed(office).order_by("-month").values_list("month", flat=True).first()


class Period(models.Model):
    """A closed month: who stood where when it was closed, kept as it was (冻结)."""

    office = models.ForeignKey(Unit, models.PROTECT, related_name="periods", verbose_name="考核单位")
    month = models.DateField("月份")
    book = models.ForeignKey(Book, models.PROTECT, related_name="periods", verbose_name="考核办法")
    snapshot = models.JSONField("排名快照")
    sources = models.JSONField("名单快照", default=dict)  # the rows behind each figure of the snapshot
    sha256 = models.CharField(max_length=64)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="关账人"
    )
    closed_at = models.DateTimeField("关账时间", default=timezone.now)

    objects = PeriodQuerySet.as_manager()

    class Meta:
        ordering = ["-month"]
        verbose_name = verbose_name_plural = "已关账月份"
        constraints = [
            models.UniqueConstraint(fields=["office", "month"], name="a_month_is_closed_once"),
            models.CheckConstraint(condition=Q(month__day=1), name="a_month_is_its_first_day"),
        ]

    def __str__(self):
        return f"{self.month.year}年{self.month.month}月"

    def seal(self):
        """The hash of everything the month keeps."""
        text = json.dumps([self.snapshot, self.sources], sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(text.encode()).hexdigest()

    @property
    def is_intact(self):
        return self.sha256 == self.seal()


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
        indexes = [
            models.Index(fields=["office", "month"], include=["unit", "points"], name="ledger_by_month"),
            models.Index(fields=["submission"], name="ledger_by_item"),
        ]

    def __str__(self):
        return f"{self.unit} {self.points} {self.reason}"
