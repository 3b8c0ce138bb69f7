"""督办: what an office makes of a leader's instruction, and each unit's part in it."""

from django.conf import settings
from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Q, Subquery
from django.urls import reverse
from django.utils import timezone

from accounts.models import Unit
from accounts.moves import verbs_from
from accounts.roles import OFFICE_ROLES, UNIT_ROLES
from bulletins.followup_states import (
    FOLLOWUP_MOVES,
    HEAD,
    LIVE,
    OFFICE_HANDS,
    OWED,
    PART_MOVES,
    FollowUpState,
    PartState,
    Plea,
)
from bulletins.models.instructions import Instruction

PERSON = settings.AUTH_USER_MODEL


class FollowUpQuerySet(models.QuerySet):
    """Every reading of follow-ups starts at visible_to."""

    def visible_to(self, user):
        """The desk and the leaders of the office, and the units that were given a part."""
        mine = Part.objects.filter(unit__in=user.units_as(*UNIT_ROLES)).values("followup")
        return self.filter(Q(office__in=user.units_as(*OFFICE_ROLES)) | Q(pk__in=mine))

    def open(self):
        return self.filter(state=FollowUpState.OPEN)

    def overdue_for(self, user):
        """The day of some part this person sees has passed and its feedback is still missing."""
        return self.filter(pk__in=Part.objects.visible_to(user).overdue().values("followup"))

    def waiting_for(self, user):
        """The to-do list of whoever asks: parts to receive and answer, feedback and pleas to judge, ends to make."""
        office = Q(office__in=user.units_as(*OFFICE_HANDS))
        asked = office & Q(state=FollowUpState.ASKED)
        unfinished = Part.objects.living().exclude(state=PartState.ACCEPTED).filter(followup=OuterRef("pk"))
        parts = Part.objects.living().filter(followup=OuterRef("pk"))
        done = office & Q(state=FollowUpState.OPEN) & Exists(parts) & ~Exists(unfinished)
        waiting = [
            Part.objects.owed_by(user),
            Part.objects.to_judge(user),
            Part.objects.with_plea_for(user),
        ]
        named = Q(pk__in=[])
        for parts in waiting:
            named |= Q(pk__in=parts.values("followup"))
        return self.filter(asked | done | named)

    def on_tab(self, tab, user):
        """One tab of the list."""
        if tab == "mine":
            return self.waiting_for(user)
        if tab == "overdue":
            return self.overdue_for(user)
        return self.filter(state=tab) if tab in FollowUpState.values else self

    def pressing_first(self, user):
        """Overdue on top: the earliest day on which a part this person sees is owed, then the rest by age."""
        owed = Part.objects.visible_to(user).owed().filter(followup=OuterRef("pk"))
        due = self.annotate(next_due=Subquery(owed.order_by("deadline").values("deadline")[:1]))
        return due.order_by(F("next_due").asc(nulls_last=True), "-pk")

    def with_all(self):
        return self.select_related(
            "office",
            "made_by",
            "closed_by",
            "instruction__issue__publication",
            "instruction__article",
            "instruction__submission__filed",
            "instruction__adoption__publication",
        )

    def counted(self):
        return self.annotate(
            part_count=Count("parts", filter=Q(parts__state__in=LIVE)),
            accepted_count=Count("parts", filter=Q(parts__state=PartState.ACCEPTED)),
        )


class FollowUp(models.Model):
    """One task made of an instruction: asked for by the leader, given to units, brought to an end."""

    office = models.ForeignKey(Unit, models.PROTECT, related_name="followups", verbose_name="督办单位")
    instruction = models.ForeignKey(
        Instruction, models.PROTECT, related_name="followups", verbose_name="批示"
    )
    task = models.TextField("督办事项", max_length=1000)
    deadline = models.DateField("办理期限", null=True, blank=True)
    state = models.CharField(
        "状态", max_length=10, choices=FollowUpState, default=FollowUpState.ASKED, editable=False
    )
    key = models.UUIDField(null=True, unique=True, editable=False)  # of the form it was made with
    made_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+", verbose_name="立项人")
    made_at = models.DateTimeField("立项时间", default=timezone.now, editable=False)
    assigned_at = models.DateTimeField("交办时间", null=True, editable=False)
    closed_at = models.DateTimeField("办结时间", null=True, editable=False)
    closed_by = models.ForeignKey(
        PERSON, models.PROTECT, null=True, editable=False, related_name="+", verbose_name="办结人"
    )
    closing = models.TextField("办结意见", max_length=1000, blank=True, editable=False)
    reason = models.CharField("原因", max_length=300, blank=True, editable=False)

    objects = FollowUpQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = verbose_name_plural = "督办"
        constraints = [
            models.CheckConstraint(
                condition=~Q(state=FollowUpState.OPEN) | Q(deadline__isnull=False),
                name="what_was_given_out_has_a_deadline",
            ),
            models.CheckConstraint(
                condition=~Q(state=FollowUpState.CLOSED) | ~Q(closing="") & Q(closed_at__isnull=False),
                name="a_followup_is_closed_with_a_word",
            ),
            models.CheckConstraint(
                condition=~Q(state=FollowUpState.CANCELLED) | ~Q(reason=""),
                name="a_followup_is_cancelled_with_a_reason",
            ),
        ]
        indexes = [models.Index(fields=["office", "state", "-id"], name="followups_by_state")]

    def __str__(self):
        return f"{self.task[:30]}…" if len(self.task) > 30 else self.task

    def get_absolute_url(self):
        return reverse("bulletins:followup", args=[self.pk])

    @property
    def is_open(self):
        return self.state == FollowUpState.OPEN

    def allows(self, verb, user):
        return user.holds_any(FOLLOWUP_MOVES[verb].by, self.office)

    def may(self, verb, user):
        return self.state in FOLLOWUP_MOVES[verb].start and self.allows(verb, user)

    def moves_for(self, user):
        """The buttons, straight from the table."""
        return [
            (verb, FOLLOWUP_MOVES[verb])
            for verb in verbs_from(FOLLOWUP_MOVES, self.state)
            if FOLLOWUP_MOVES[verb].button and self.allows(verb, user)
        ]

    def is_read_whole_by(self, user):
        """The office, its leaders and the unit in charge see every part; the others their own."""
        if user.holds_any(OFFICE_ROLES, self.office):
            return True
        return self.parts.living().filter(is_lead=True, unit__in=user.units_as(*UNIT_ROLES)).exists()


class PartQuerySet(models.QuerySet):
    def visible_to(self, user):
        """A unit its own; the unit in charge (主办) and the office all of a follow-up."""
        units = user.units_as(*UNIT_ROLES)
        led = self.model.objects.living().filter(is_lead=True, unit__in=units)
        return self.filter(
            Q(followup__office__in=user.units_as(*OFFICE_ROLES))
            | Q(unit__in=units)
            | Q(followup__in=led.values("followup"))
        )

    def living(self):
        return self.filter(state__in=LIVE)

    def current(self):
        """In follow-ups that are open."""
        return self.filter(followup__state=FollowUpState.OPEN)

    def owed(self):
        return self.current().filter(state__in=OWED)

    def overdue(self):
        """The day itself is still in time."""
        return self.owed().filter(deadline__lt=timezone.localdate())

    def owed_by(self, user):
        """What a unit's people have to do: receive what was given, and the reviewer answer it."""
        return self.owed().filter(
            Q(state=PartState.ASSIGNED, unit__in=user.units_as(*UNIT_ROLES))
            | Q(unit__in=user.units_as(*HEAD))
        )

    def to_judge(self, user):
        """Feedback that waits for the office's word."""
        hands = user.units_as(*OFFICE_HANDS)
        return self.current().filter(state=PartState.ANSWERED, followup__office__in=hands)

    def with_plea_for(self, user):
        """A unit asked for more time, and this person's office has not answered."""
        hands = user.units_as(*OFFICE_HANDS)
        return self.filter(pleas__state=Plea.PENDING, followup__office__in=hands)


class Part(models.Model):
    """One responsible unit's part: the one in charge (主办) or one that helps (协办)."""

    followup = models.ForeignKey(FollowUp, models.PROTECT, related_name="parts", verbose_name="督办")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="followup_parts", verbose_name="承办单位")
    is_lead = models.BooleanField("主办", default=False)
    deadline = models.DateField("办理期限")
    state = models.CharField(
        "状态", max_length=10, choices=PartState, default=PartState.ASSIGNED, editable=False
    )
    reason = models.CharField("意见", max_length=300, blank=True, editable=False)
    made_at = models.DateTimeField("交办时间", default=timezone.now, editable=False)
    moved_at = models.DateTimeField("进入本状态", default=timezone.now, editable=False)
    received_at = models.DateTimeField("签收时间", null=True, editable=False)
    received_by = models.ForeignKey(
        PERSON, models.PROTECT, null=True, editable=False, related_name="+", verbose_name="签收人"
    )

    objects = PartQuerySet.as_manager()

    class Meta:
        ordering = ["-is_lead", "pk"]
        verbose_name = verbose_name_plural = "承办单位"
        constraints = [
            models.UniqueConstraint(fields=["followup", "unit"], name="a_unit_has_one_part"),
            models.UniqueConstraint(
                fields=["followup"],
                condition=Q(is_lead=True) & ~Q(state=PartState.RELEASED),
                name="one_unit_is_in_charge",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=(PartState.RETURNED, PartState.RELEASED)) | ~Q(reason=""),
                name="a_part_is_sent_back_with_a_reason",
            ),
        ]
        indexes = [
            models.Index(fields=["unit", "state"], name="parts_by_unit"),
            models.Index(fields=["state", "deadline"], name="parts_by_deadline"),
        ]

    def __str__(self):
        return f"{self.followup}（{self.unit}）"

    @property
    def kind(self):
        return "主办" if self.is_lead else "协办"

    @property
    def is_overdue(self):
        return self.state in OWED and self.followup.is_open and self.deadline < timezone.localdate()

    def place_of(self, step):
        return self.unit if set(step.by) <= set(UNIT_ROLES) else self.followup.office

    def allows(self, verb, user):
        step = PART_MOVES[verb]
        return user.holds_any(step.by, self.place_of(step))

    def may(self, verb, user):
        """Is the verb this person's to say now?"""
        ready = self.followup.is_open and self.state in PART_MOVES[verb].start
        return ready and self.allows(verb, user) and not (verb == "release" and self.is_lead)

    def moves_for(self, user):
        """The buttons, straight from the table."""
        return [(v, step) for v, step in PART_MOVES.items() if step.button and self.may(v, user)]
