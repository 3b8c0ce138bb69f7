"""The submission: one item on its road from draft to decision."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Case, F, Q, Value, When
from django.utils import timezone

from accounts.models import Unit
from accounts.moves import verbs_from
from accounts.roles import DESK_ROLES, Role
from submissions.models.handling import Handled
from submissions.models.joint import JointUnit
from submissions.models.queue import calling
from submissions.models.reviewing import ReviewQuerySet
from submissions.models.revisions import Content, Revision
from submissions.states import (
    AT_OFFICE,
    MOVES,
    TAKEN,
    TAKEN_LABEL,
    UNSENT,
    WAITING,
    WRITABLE,
    State,
)

HELD_BY_WORK = ("restore", "withdraw")  # impossible while an article or an adoption stands on the item


class SubmissionQuerySet(ReviewQuerySet):
    """Every reading of submissions starts at visible_to."""

    def visible_to(self, user):
        """Authors see their own; the unit what was sent on; office and partners what the unit signed."""
        unit_eyes = user.units_as(Role.REVIEWER, Role.INFORMANT)
        return self.filter(
            Q(author=user)
            | Q(unit__in=unit_eyes, sent_at__isnull=False)
            | Q(office__in=user.units_as(*DESK_ROLES), filed__isnull=False)
            | Q(pk__in=JointUnit.objects.of(unit_eyes).values("submission"))
        )

    def of_office(self, user):
        """What an editor's desk lists: filed with an office where the user has a desk."""
        return self.filter(office__in=user.units_as(*DESK_ROLES), filed__isnull=False)

    def of_units(self, user):
        """What a unit's own pages list."""
        own = Q(author=user) | Q(unit__in=user.units_as(Role.REVIEWER, Role.INFORMANT), sent_at__isnull=False)
        return self.filter(own)

    def joined_by(self, user):
        """What other units filed jointly with this person's."""
        mine = user.units_as(Role.REVIEWER, Role.INFORMANT)
        joint = JointUnit.objects.of(mine).values("submission")
        return self.filter(pk__in=joint).exclude(unit__in=mine).exclude(author=user)

    def awaiting(self, user):
        """The to-do list, from the same table as the buttons; it cannot outlive its cause."""
        return self.filter(
            Q(author=user, origin="", state=State.RETURNED)
            | Q(author=user, origin="", state=State.DRAFT, sent_at__isnull=False) & ~Q(reason="")
            | Q(pk__in=self.model.objects.to_review(user).values("pk"))
            | Q(office__in=user.units_as(Role.EDITOR)) & calling()
        )

    def matching(self, *, q="", unit=None, kind=""):
        """A list's filters; the title looked through is the one its readers see."""
        found = self.filter(Q(filed__title__icontains=q) | Q(filed=None, title__icontains=q)) if q else self
        found = found.filter(unit=unit) if unit else found
        return found.filter(kind=kind) if kind else found

    def in_stage(self, stage):
        """One tab of a list; what is part of the office's work no longer waits among the accepted."""
        if stage == WAITING:
            return self.calling()
        if stage == TAKEN:
            return self.filter(state=State.ACCEPTED, taken_at__isnull=False)
        if stage == State.ACCEPTED:
            return self.filter(state=stage, taken_at=None)
        return self.filter(state=stage) if stage else self

    def tally(self):
        """How many stand in each stage: one query for all the tabs above a list."""
        taken = When(state=State.ACCEPTED, taken_at__isnull=False, then=Value(TAKEN))
        staged = self.order_by().annotate(stage_=Case(taken, default=F("state")))
        return dict(staged.values_list("stage_").annotate(models.Count("pk")))

    def filed_between(self, first, last):
        """What left its unit in the period and was not withdrawn; both days included."""
        return self.filter(filed__isnull=False, submitted_on__range=(first, last))

    def standing(self):
        """Filed and not thrown away since: what counts as an answer."""
        return self.filter(filed__isnull=False).exclude(state=State.DISCARDED)

    def linkable_by(self, user):
        """Drafts that may still be said to answer a call or a commission: nothing of them was filed."""
        drafts = self.filter(author=user, state=State.DRAFT, filed=None, origin="")
        return drafts.order_by("-saved_at", "-pk")

    def unsent(self):
        """Still in the unit's hands."""
        return self.filter(filed=None, state__in=(State.DRAFT, State.REVIEW))

    def with_people(self):
        return self.select_related("unit", "author", "office", "filed")

    def with_answered(self):
        """The topic and the invitation each item answers."""
        return self.select_related("topic__call", "invitation__commission")


class Submission(Handled, Content):
    """The working copy is the informant's; what the office reads is `filed`, the last signed revision."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="submissions", verbose_name="信息员"
    )
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="submissions", verbose_name="报送单位")
    office = models.ForeignKey(Unit, models.PROTECT, related_name="inbox", verbose_name="收稿单位")
    state = models.CharField("状态", max_length=12, choices=State, default=State.DRAFT, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField("建稿时间", default=timezone.now, editable=False)
    saved_at = models.DateTimeField("保存时间", default=timezone.now, editable=False)
    sent_at = models.DateTimeField("首次送审", null=True, editable=False)
    moved_at = models.DateTimeField("进入本状态", default=timezone.now, editable=False)
    submitted_at = models.DateTimeField("报送时间", null=True, editable=False)
    submitted_on = models.DateField("报送日期", null=True, editable=False)
    filed = models.ForeignKey(Revision, models.PROTECT, null=True, editable=False, related_name="+")
    reason = models.TextField("意见", blank=True, editable=False)
    answer_by = models.DateField("修改期限", null=True, editable=False)
    days_late = models.PositiveIntegerField("逾期报回天数", default=0, editable=False)
    taken_at = models.DateTimeField("列入编发", null=True, editable=False)
    used_at = models.DateTimeField("上级采用", null=True, editable=False)
    # sent up by an office below, not filed by an informant: whose it is, in the words that may be shown
    origin = models.CharField("来源", max_length=300, blank=True, editable=False)
    topic = models.ForeignKey(
        "submissions.Topic", models.PROTECT, null=True, editable=False, related_name="answers"
    )
    invitation = models.ForeignKey(
        "submissions.Invitation", models.PROTECT, null=True, editable=False, related_name="answers"
    )

    objects = SubmissionQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = verbose_name_plural = "信息"
        constraints = [
            models.CheckConstraint(
                condition=~Q(state__in=AT_OFFICE) | Q(filed__isnull=False, submitted_on__isnull=False),
                name="what_the_office_has_was_signed",
            ),
            models.CheckConstraint(
                condition=Q(state__in=UNSENT) | ~Q(title=""), name="what_is_sent_has_a_title"
            ),
        ]
        indexes = [
            models.Index(fields=["office", "state", "moved_at"], name="inbox_by_state"),
            models.Index(fields=["unit", "state", "-id"], name="items_by_unit"),
            models.Index(fields=["author", "-id"], name="items_by_author"),
            models.Index(fields=["office", "submitted_on", "unit"], name="items_by_day"),
            models.Index(fields=["office", "moved_at", "id"], name="inbox_by_move"),
        ]

    @property
    def is_held(self):
        """An article is made of it, or a carrier above has used it: it stays decided."""
        return bool(self.taken_at or self.used_at)

    @property
    def stage(self):
        return TAKEN if self.state == State.ACCEPTED and self.taken_at else self.state

    @property
    def stage_label(self):
        return TAKEN_LABEL if self.stage == TAKEN else self.get_state_display()

    @property
    def seen(self):
        """What a page showed: the state, and the very text it stood for. A verb said over it names it."""
        sent = self.version if self.state == State.REVIEW else 0
        return f"{self.state}-{self.filed_id or 0}-{sent}"

    @property
    def writable(self):
        """By an informant's pen; what an office sent up is revised where it was made."""
        return self.state in WRITABLE and not self.origin

    @property
    def overdue(self):
        """Asked back by a day that is over; it may still come, and is marked as late then."""
        return bool(
            self.answer_by and self.state != State.SUBMITTED and self.answer_by < timezone.localdate()
        )

    @property
    def freshness(self):
        """Days from event to filing (保鲜期), None while either is unknown."""
        if self.event_date is None or self.submitted_on is None:
            return None
        return (self.submitted_on - self.event_date).days

    def text_for(self, user):
        """The words this person may read: the working copy for the unit, the signed revision for the office."""
        mine = self.author_id == user.pk or any(
            user.holds(role, self.unit) for role in (Role.REVIEWER, Role.INFORMANT)
        )
        return self if mine else self.filed

    def allows(self, verb, user):
        """May this person say this verb here, state aside?"""
        move = MOVES[verb]
        if move.own and self.author_id != user.pk:
            return False
        if self.origin and not set(move.by) & set(DESK_ROLES):
            return False
        return any(user.holds(role, self.place_of(role)) for role in move.by)

    def place_of(self, role):
        """Unit roles act in the unit, desk roles in the receiving office."""
        return self.office if role in DESK_ROLES else self.unit

    def moves_for(self, user):
        """The buttons: verb and move, straight from the table."""
        return [
            (verb, MOVES[verb])
            for verb in verbs_from(MOVES, self.state)
            if self.allows(verb, user) and not (verb in HELD_BY_WORK and self.is_held)
        ]
