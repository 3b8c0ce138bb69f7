"""Commissions (约稿): an item asked of named units by a deadline, and how each of them answered."""

from django.conf import settings
from django.db import models
from django.db.models import Case, Q, Value, When
from django.utils import timezone

from accounts.models import Unit
from accounts.moves import verbs_from
from accounts.roles import OFFICE_ROLES, UNIT_ROLES
from submissions.calling import (
    COMMISSION_MOVES,
    OWED,
    REPLY_MOVES,
    CommissionState,
    Reply,
    Standing,
    standing_of,
)


class CommissionQuerySet(models.QuerySet):
    """Every reading of commissions starts at visible_to; a unit reads its own invitation instead."""

    def visible_to(self, user):
        return self.filter(office__in=user.units_as(*OFFICE_ROLES))

    def in_stage(self, stage):
        """One tab; `overdue` is what an editor has to chase."""
        if stage == "overdue":
            return self.filter(pk__in=Invitation.objects.overdue().values("commission"))
        return self.filter(state=stage) if stage else self

    def due_between(self, first, last):
        """Whose deadline falls in the period, both days included; cancelled ones asked for nothing."""
        return self.filter(deadline__date__range=(first, last)).exclude(state=CommissionState.CANCELLED)

    def newest(self):
        return self.order_by("-deadline", "-pk")


class Commission(models.Model):
    """One request of the office to some of its units, with a day and hour."""

    office = models.ForeignKey(Unit, models.PROTECT, related_name="commissions", verbose_name="约稿单位")
    title = models.CharField("约稿题目", max_length=100)
    requirements = models.TextField("要求", max_length=3000)
    deadline = models.DateTimeField("截止时间")
    first_deadline = models.DateTimeField("原定截止时间", editable=False)
    contact = models.CharField("联系人及电话", max_length=60)
    is_list_open = models.BooleanField(
        "公开约稿对象",
        default=False,
        help_text="勾选后，受约单位能看到还约了哪些单位；各单位答复情况始终只有本办公室可见",
    )
    state = models.CharField(
        "状态", max_length=10, choices=CommissionState, default=CommissionState.OPEN, editable=False
    )
    reason = models.CharField("取消原因", max_length=300, blank=True, editable=False)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="约稿人"
    )
    made_at = models.DateTimeField("发出时间", default=timezone.now, editable=False)

    objects = CommissionQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = verbose_name_plural = "约稿"
        constraints = [
            models.CheckConstraint(
                condition=~Q(state=CommissionState.CANCELLED) | ~Q(reason=""),
                name="a_commission_is_cancelled_with_a_reason",
            )
        ]
        indexes = [models.Index(fields=["office", "state", "-deadline"], name="commissions_by_office")]

    def __str__(self):
        return self.title

    @property
    def is_open(self):
        return self.state == CommissionState.OPEN

    @property
    def is_due(self):
        """The moment of the deadline is still in time."""
        return timezone.now() > self.deadline

    def allows(self, verb, user):
        return any(user.holds(role, self.office) for role in COMMISSION_MOVES[verb].by)

    def moves_for(self, user):
        """The buttons, straight from the table."""
        verbs = verbs_from(COMMISSION_MOVES, self.state)
        return [
            (v, COMMISSION_MOVES[v]) for v in verbs if COMMISSION_MOVES[v].button and self.allows(v, user)
        ]

    def may(self, verb, user):
        return self.state in COMMISSION_MOVES[verb].start and self.allows(verb, user)


class InvitationQuerySet(models.QuerySet):
    def visible_to(self, user):
        """A unit sees its own invitation, never that of another; the office sees all of its own."""
        return self.filter(
            Q(unit__in=user.units_as(*UNIT_ROLES)) | Q(commission__office__in=user.units_as(*OFFICE_ROLES))
        )

    def of_units(self, user):
        """What a unit's own page lists."""
        return self.filter(unit__in=user.units_as(*UNIT_ROLES))

    def owed(self):
        """An item is still expected: nobody said no, nothing was filed, the office still waits."""
        return self.filter(state__in=OWED, commission__state=CommissionState.OPEN)

    def settled(self):
        """The rest of a unit's list: answered, declined, or nobody waits any more."""
        return self.exclude(state__in=OWED, commission__state=CommissionState.OPEN)

    def awaiting(self, user):
        """A unit's to-do list, the most pressing first; it cannot outlive its cause."""
        return self.of_units(user).owed().order_by("commission__deadline", "pk")

    def overdue(self, now=None):
        """The deadline passed without an item: what the office has to chase."""
        return self.owed().filter(commission__deadline__lt=now or timezone.now())

    def unmarked(self, now=None):
        """Missed by the clock, not yet by a row; also what an ended commission lost again after its end."""
        unanswered = self.filter(state__in=(Reply.INVITED, Reply.ACCEPTED))
        late = unanswered.filter(commission__deadline__lt=now or timezone.now())
        return late.exclude(commission__state=CommissionState.CANCELLED)

    def missed_between(self, office, first, last):
        """Facts for scoring: the clock's marks, by the day of the deadline; none of a cancelled commission."""
        return (
            self.filter(state=Reply.MISSED, commission__office=office)
            .filter(missed_at__date__range=(first, last))
            .exclude(commission__state=CommissionState.CANCELLED)
        )

    def pressing_first(self):
        """A commission's table: the missing ones on top, then those to come."""
        rank = Case(
            When(state__in=OWED, then=Value(0)), When(state=Reply.DECLINED, then=Value(1)), default=Value(2)
        )
        return self.order_by(rank, "unit__order", "unit_id")

    def with_all(self):
        return self.select_related("commission__office", "commission__made_by", "unit", "replied_by")


class Invitation(models.Model):
    """One unit's part in a commission."""

    commission = models.ForeignKey(
        Commission, models.PROTECT, related_name="invitations", verbose_name="约稿"
    )
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="invitations", verbose_name="受约单位")
    state = models.CharField("答复", max_length=10, choices=Reply, default=Reply.INVITED, editable=False)
    reason = models.CharField("谢绝原因", max_length=300, blank=True, editable=False)
    made_at = models.DateTimeField("约稿时间", default=timezone.now, editable=False)
    replied_at = models.DateTimeField("答复时间", null=True, editable=False)
    replied_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="答复人"
    )
    answered_at = models.DateTimeField("报送时间", null=True, editable=False)
    missed_at = models.DateTimeField("逾期时间", null=True, editable=False)  # the deadline that was missed

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = verbose_name_plural = "约稿对象"
        constraints = [
            models.UniqueConstraint(fields=["commission", "unit"], name="a_unit_is_invited_once"),
            models.CheckConstraint(
                condition=~Q(state=Reply.DECLINED) | ~Q(reason=""),
                name="an_invitation_is_declined_with_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(state=Reply.ANSWERED, answered_at__isnull=False)
                | ~Q(state=Reply.ANSWERED) & Q(answered_at=None),
                name="what_was_answered_has_a_time",
            ),
        ]
        indexes = [models.Index(fields=["unit", "state"], name="invitations_by_unit")]

    def __str__(self):
        return f"{self.commission}（{self.unit}）"

    @property
    def standing(self):
        return standing_of(
            self.state, self.answered_at, self.commission.deadline, self.commission.state, timezone.now()
        )

    @property
    def standing_label(self):
        return Standing(self.standing).label

    @property
    def takes_items(self):
        """A new item may be written as an answer; late ones are welcome, and marked."""
        return self.commission.is_open and self.state != Reply.DECLINED

    def allows(self, verb, user):
        return any(user.holds(role, self.unit) for role in REPLY_MOVES[verb].by)

    def moves_for(self, user):
        """The buttons; after the deadline there is nothing left to accept or decline."""
        if not self.commission.is_open or self.commission.is_due:
            return []
        verbs = verbs_from(REPLY_MOVES, self.state)
        return [(v, REPLY_MOVES[v]) for v in verbs if self.allows(v, user)]


class ReminderQuerySet(models.QuerySet):
    def due(self, now=None):
        return self.filter(sent_at=None, due_at__lte=now or timezone.now())


class Reminder(models.Model):
    """A reminder that will be due: a row first, sent once by the sweep."""

    invitation = models.ForeignKey(Invitation, models.CASCADE, related_name="reminders")
    due_at = models.DateTimeField("提醒时间")
    sent_at = models.DateTimeField("已提醒", null=True, editable=False)

    objects = ReminderQuerySet.as_manager()

    class Meta:
        ordering = ["due_at", "pk"]
        verbose_name = verbose_name_plural = "约稿提醒"
        constraints = [
            models.UniqueConstraint(fields=["invitation", "due_at"], name="a_reminder_is_sent_once")
        ]
        indexes = [models.Index(fields=["sent_at", "due_at"], name="reminders_by_time")]

    def __str__(self):
        return f"{self.invitation} {self.due_at:%m-%d %H:%M}"
