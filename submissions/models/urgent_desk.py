"""What the office keeps about urgent reports: clocks, the duty roster, alarms, faults."""

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

from accounts.models import Post, Unit
from accounts.roles import OFFICE_ROLES
from submissions.models.urgent import UNIT_EYES, Incident, UrgentReport
from submissions.urgent_clocks import BASES, DEFAULTS, NO_RULE, PHASES, Rule
from submissions.urgent_states import DUTY_ROLES, Fault, Grade, Step

PERSON = settings.AUTH_USER_MODEL
ACK_MINUTES = 10


class Clock(models.Model):
    """One limit an office has set for itself; where it set none, the shipped one holds."""

    office = models.ForeignKey(Unit, models.PROTECT, related_name="urgent_clocks", verbose_name="接报单位")
    grade = models.CharField("等级", max_length=12, choices=Grade)
    phase = models.CharField("环节", max_length=8, choices=list(PHASES.items()))
    basis = models.CharField("起算", max_length=12, choices=list(BASES.items()))
    minutes = models.PositiveIntegerField("分钟", default=0)
    times = models.JSONField("时点", default=list)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["office", "grade", "phase"], name="one_clock_per_grade_and_phase")
        ]

    def __str__(self):
        return f"{self.get_grade_display()}{self.get_phase_display()}：{self.as_rule().words}"

    def as_rule(self):
        return Rule(self.basis, self.minutes, tuple(self.times))


class Watch(models.Model):
    """How long an office lets a report wait for its receipt before it tells others."""

    office = models.OneToOneField(Unit, models.PROTECT, related_name="urgent_watch")
    ack_minutes = models.PositiveSmallIntegerField("签收时限（分钟）", default=ACK_MINUTES)

    def __str__(self):
        return f"{self.office} {self.ack_minutes} 分钟"


def clocks_of(*offices):
    """For each office its rules by (grade, phase), in one query."""
    rules = {office.pk: dict(DEFAULTS) for office in offices}
    for clock in Clock.objects.filter(office__in=offices):
        rules[clock.office_id][clock.grade, clock.phase] = clock.as_rule()
    return rules


def rule_of(rules, grade, phase):
    return rules.get((grade, phase), NO_RULE)


class DutyQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(office__in=user.units_as(*OFFICE_ROLES))

    def at(self, moment):
        return self.filter(since__lte=moment, until__gt=moment)

    def between(self, start, end):
        return self.filter(since__lt=end, until__gt=start)

    def manned(self):
        """By somebody who still has a post at this desk: a shift of one who left must silence nobody."""
        posts = Post.objects.current().filter(
            role__in=DUTY_ROLES, user=OuterRef("user"), unit=OuterRef("office"), user__is_active=True
        )
        return self.filter(Exists(posts))


class Duty(models.Model):
    """Who sits at the telephone of an office, and under which number."""

    office = models.ForeignKey(Unit, models.PROTECT, related_name="duties", verbose_name="接报单位")
    user = models.ForeignKey(PERSON, models.PROTECT, related_name="duties", verbose_name="值班员")
    since = models.DateTimeField("起")
    until = models.DateTimeField("止")
    phone = models.CharField("值班电话", max_length=30)

    objects = DutyQuerySet.as_manager()

    class Meta:
        ordering = ["since"]
        verbose_name = verbose_name_plural = "值班"
        constraints = [
            models.CheckConstraint(
                condition=Q(until__gt=F("since")),
                name="a_duty_ends_after_it_begins",
                violation_error_message="结束时间须晚于开始时间。",
            )
        ]
        indexes = [models.Index(fields=["office", "since"], name="duty_by_office")]

    def __str__(self):
        return f"{self.user} {timezone.localtime(self.since):%m-%d %H:%M}"


class AlarmQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(incident__in=Incident.objects.visible_to(user))


class Alarm(models.Model):
    """What the clock has told people of: each step once."""

    incident = models.ForeignKey(Incident, models.PROTECT, related_name="alarms")
    report = models.ForeignKey(UrgentReport, models.PROTECT, null=True, related_name="alarms")
    step = models.CharField("提醒", max_length=8, choices=Step)
    phase = models.CharField("环节", max_length=8, blank=True)
    due_at = models.DateTimeField("时限", null=True)
    at = models.DateTimeField("时间", default=timezone.now)

    objects = AlarmQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["report", "step"], condition=Q(report__isnull=False), name="each_escalation_once"
            ),
            models.UniqueConstraint(
                fields=["incident", "step", "phase", "due_at"],
                condition=Q(report=None),
                name="each_reminder_once",
            ),
        ]

    def __str__(self):
        return self.get_step_display()


class MarkQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The unit sees its own marks, the office those it made."""
        return self.filter(Q(unit__in=user.units_as(*UNIT_EYES)) | Q(office__in=user.units_as(*OFFICE_ROLES)))

    def standing(self):
        """Faults that count: not a revocation, and not revoked. This is what scoring reads."""
        return self.filter(revokes=None, revocation=None)

    def between(self, first, last):
        """By the day of the fault, both included."""
        return self.filter(on__range=(first, last))

    def matching(self, *, unit=None, fault=""):
        found = self.filter(unit=unit) if unit else self
        return found.filter(fault=fault) if fault else found

    def with_people(self):
        return self.select_related("unit", "incident", "by", "revocation__by")


class Mark(models.Model):
    """A fault of reporting: late by the clock, or found by a person. Revoked by a further row, never erased."""

    office = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="接报单位")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="urgent_marks", verbose_name="报告单位")
    incident = models.ForeignKey(
        Incident, models.PROTECT, null=True, related_name="marks", verbose_name="事件"
    )
    report = models.ForeignKey(UrgentReport, models.PROTECT, null=True, related_name="marks")
    about = models.CharField("事由", max_length=100)
    fault = models.CharField("认定", max_length=10, choices=Fault)
    minutes = models.PositiveIntegerField("迟报（分钟）", null=True)
    on = models.DateField("发生日期")  # the month that scoring counts it in
    reason = models.TextField("理由", max_length=1000)
    by = models.ForeignKey(
        PERSON, models.PROTECT, null=True, related_name="+", verbose_name="认定人"
    )  # null: clock
    at = models.DateTimeField("认定时间", default=timezone.now)
    revokes = models.OneToOneField("self", models.PROTECT, null=True, related_name="revocation")

    objects = MarkQuerySet.as_manager()

    class Meta:
        ordering = ["-on", "-pk"]
        verbose_name = verbose_name_plural = "报告责任认定"
        constraints = [
            models.CheckConstraint(
                condition=Q(by__isnull=False) | Q(fault=Fault.LATE, minutes__gt=0),
                name="only_lateness_is_found_by_the_clock",
            ),
            models.UniqueConstraint(
                fields=["report"], condition=Q(fault=Fault.LATE, revokes=None), name="a_report_is_late_once"
            ),
        ]
        indexes = [models.Index(fields=["office", "on"], name="urgent_mark_by_day")]

    def __str__(self):
        return f"{self.get_fault_display()}：{self.about}"

    @property
    def is_standing(self):
        return self.revokes_id is None and not hasattr(self, "revocation")
