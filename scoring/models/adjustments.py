"""What counts by hand, with reason and evidence, once a second person has agreed: an event, or points."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from accounts.models import Unit
from accounts.moves import verbs_from
from accounts.roles import DESK_ROLES, UNIT_ROLES, Level, Role
from scoring.adjustment_states import ADJUSTMENT_MOVES, AdjustmentState
from submissions.models import Submission

PERSON = settings.AUTH_USER_MODEL


def adjustment_path(adjustment, name):
    """Private, and named by us."""
    return f"adjustments/{timezone.now():%Y/%m}/{uuid.uuid4().hex}"


class AdjustmentQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The desk and leaders of the office; a unit what has counted for it."""
        counted = Q(state__in=[AdjustmentState.IN_FORCE, AdjustmentState.REVOKED])
        return self.filter(
            Q(office__in=user.units_as(*DESK_ROLES, Role.LEADER))
            | Q(unit__in=user.units_as(*UNIT_ROLES)) & counted
        )

    def in_force(self):
        return self.filter(state=AdjustmentState.IN_FORCE)

    def points(self):
        return self.filter(kind=Adjustment.Kind.POINTS)

    def events(self):
        return self.filter(kind=Adjustment.Kind.EVENT)

    def in_state(self, state):
        return self.filter(state=state) if state in AdjustmentState.values else self

    def matching(self, *, kind="", event="", unit=None, days=None):
        """The filters of the register."""
        found = self.filter(kind=kind) if kind else self
        found = found.filter(event=event) if event else found
        found = found.filter(unit=unit) if unit else found
        return found.filter(on__range=days) if days else found

    def awaiting(self, user):
        """What asks for this person's agreement: never to their own proposal."""
        offices = user.units_as(*ADJUSTMENT_MOVES["agree"].by)
        return self.filter(state=AdjustmentState.PROPOSED, office__in=offices).exclude(by=user)

    def tally(self):
        return dict(self.order_by().values_list("state").annotate(models.Count("pk")))

    def with_names(self):
        return self.select_related("office", "unit", "person", "by", "second", "submission__filed")


class Adjustment(models.Model):
    """What happened to a unit on a day, or so many points for it; never edited, only revoked and entered anew.

    An event (差错、表扬 …) has no points of its own: the rule book in force says what it is worth.
    """

    class Kind(models.TextChoices):
        EVENT = "event", "按办法计分的事项"
        POINTS = "points", "直接加减分"

    kind = models.CharField("类别", max_length=8, choices=Kind, default=Kind.POINTS)
    office = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="考核单位")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="adjustments", verbose_name="单位")
    person = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+", verbose_name="人员")
    on = models.DateField("业务日期")
    points = models.DecimalField("分值", max_digits=7, decimal_places=2, null=True)
    event = models.CharField("事项", max_length=40, blank=True)
    event_name = models.CharField("事项名称", max_length=20, blank=True)  # as the book called it that day
    level = models.CharField("层级", max_length=12, choices=Level, blank=True)
    submission = models.ForeignKey(
        Submission, models.PROTECT, null=True, related_name="adjustments", verbose_name="有关信息"
    )
    reason = models.CharField("事由", max_length=200)
    evidence = models.CharField("依据", max_length=200)
    file = models.FileField("依据附件", upload_to=adjustment_path, blank=True)
    file_name = models.CharField(max_length=120, blank=True, editable=False)
    file_type = models.CharField(max_length=100, blank=True, editable=False)
    state = models.CharField("状态", max_length=12, choices=AdjustmentState, default=AdjustmentState.PROPOSED)
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)  # of the form it was made with
    by = models.ForeignKey(PERSON, models.PROTECT, related_name="+", verbose_name="提出人")
    at = models.DateTimeField("提出时间", default=timezone.now)
    second = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+", verbose_name="复核人")
    moved_at = models.DateTimeField("进入本状态", default=timezone.now)
    word = models.CharField("意见", max_length=200, blank=True)

    objects = AdjustmentQuerySet.as_manager()

    class Meta:
        ordering = ["-on", "-pk"]
        verbose_name = verbose_name_plural = "手工加减分"
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="points", points__isnull=False, event="", level="", submission=None)
                & ~Q(points=0)
                | Q(kind="event", points=None) & ~Q(event="") & ~Q(event_name=""),
                name="an_adjustment_changes_points_or_tells_an_event",
            ),
            models.CheckConstraint(
                condition=~Q(reason="") & ~Q(evidence=""), name="an_adjustment_has_reason_and_evidence"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[AdjustmentState.IN_FORCE, AdjustmentState.REVOKED])
                | Q(second__isnull=False) & ~Q(second=F("by")),
                name="an_adjustment_counts_by_two_hands",
            ),
        ]
        indexes = [models.Index(fields=["office", "state", "on"], name="adjustments_by_day")]

    def __str__(self):
        if self.is_event:
            return f"{self.unit}{self.event_name}：{self.reason}"
        sign = "加" if self.points > 0 else "减"
        return f"{self.unit}{sign}{abs(self.points).normalize():f}分：{self.reason}"

    def get_absolute_url(self):
        return reverse("scoring:adjustment", args=[self.pk])

    @property
    def is_event(self):
        return self.kind == self.Kind.EVENT

    @property
    def what(self):
        return "事项" if self.is_event else "加减分"

    def allows(self, verb, user):
        """Whoever proposed it neither agrees nor refuses; only they withdraw it."""
        step = ADJUSTMENT_MOVES[verb]
        mine = user.pk == self.by_id
        return user.holds_any(step.by, self.office) and (mine if step.own else not mine or verb == "revoke")

    def moves_for(self, user):
        return [
            (verb, ADJUSTMENT_MOVES[verb])
            for verb in verbs_from(ADJUSTMENT_MOVES, self.state)
            if self.allows(verb, user)
        ]
