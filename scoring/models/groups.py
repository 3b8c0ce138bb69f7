"""Ranking groups and the units in them, each for a time."""

from django.db import models
from django.db.models import F, Q

from accounts.models import Unit
from scoring.models.offices import OfficeQuerySet


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
    counts_for = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="得分计入"
    )  # 企业直报点的得分计入所在县 (domain R6)

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
            models.CheckConstraint(
                condition=Q(counts_for=None) | ~Q(counts_for=F("unit")), name="nobody_counts_for_itself"
            ),
        ]

    def __str__(self):
        return f"{self.group} {self.unit}"
