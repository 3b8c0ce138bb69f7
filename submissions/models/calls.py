"""Calls (报送要点): a dated list of topics an office asks all of its units for."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from accounts.models import Unit
from accounts.moves import verbs_from
from accounts.roles import OFFICE_ROLES, UNIT_ROLES
from submissions.calling import CALL_MOVES, CallState, Span, period_label

TOPIC_LIMIT = 100  # characters


class CallQuerySet(models.QuerySet):
    """Every reading of calls starts at visible_to."""

    def visible_to(self, user):
        """The office sees all of its calls; its units those that were published to them."""
        above = [unit.office_id for unit in user.units_as(*UNIT_ROLES)]
        return self.filter(
            Q(office__in=user.units_as(*OFFICE_ROLES)) | Q(office__in=above, published_at__isnull=False)
        )

    def of_office(self, user):
        return self.filter(office__in=user.units_as(*OFFICE_ROLES))

    def for_units(self, user):
        """What a unit's own page lists."""
        above = [unit.office_id for unit in user.units_as(*UNIT_ROLES)]
        return self.filter(office__in=above, published_at__isnull=False)

    def current(self, day=None):
        """Can be answered on the day, or soon: published and not over."""
        return self.filter(state=CallState.PUBLISHED, until__gte=day or timezone.localdate())

    def ending_between(self, first, last):
        """Published, and their last day falls in the period."""
        return self.filter(published_at__isnull=False, until__range=(first, last)).exclude(
            state=CallState.WITHDRAWN
        )

    def past(self, day=None):
        return self.exclude(state=CallState.DRAFT).exclude(
            state=CallState.PUBLISHED, until__gte=day or timezone.localdate()
        )

    def run_out(self, day=None):
        """Their last day is over, and the clock has not closed them yet."""
        return self.filter(state=CallState.PUBLISHED, until__lt=day or timezone.localdate())

    def in_stage(self, stage):
        """One tab; what has run out is closed even before the clock has written it down."""
        if stage == CallState.PUBLISHED:
            return self.current()
        if stage == CallState.CLOSED:
            return self.filter(Q(state=stage) | Q(state=CallState.PUBLISHED, until__lt=timezone.localdate()))
        return self.filter(state=stage) if stage else self


class Call(models.Model):
    """What the office wants to read about in a month or quarter; once published, corrected only visibly."""

    office = models.ForeignKey(Unit, models.PROTECT, related_name="calls", verbose_name="发布单位")
    title = models.CharField("名称", max_length=60)
    span = models.CharField("周期", max_length=8, choices=Span, default=Span.MONTH)
    since = models.DateField("有效期自")
    until = models.DateField("有效期至")
    introduction = models.TextField("说明", max_length=2000, blank=True)
    state = models.CharField(
        "状态", max_length=10, choices=CallState, default=CallState.DRAFT, editable=False
    )
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="拟稿人"
    )
    made_at = models.DateTimeField("拟稿时间", default=timezone.now, editable=False)
    published_at = models.DateTimeField("发布时间", null=True, editable=False)
    reason = models.CharField("撤销原因", max_length=300, blank=True, editable=False)

    objects = CallQuerySet.as_manager()

    class Meta:
        ordering = ["-since", "-pk"]
        verbose_name = verbose_name_plural = "报送要点"
        constraints = [
            models.CheckConstraint(condition=Q(until__gte=F("since")), name="a_call_ends_after_it_begins"),
            models.CheckConstraint(
                condition=Q(state__in=(CallState.DRAFT, CallState.WITHDRAWN)) | Q(published_at__isnull=False),
                name="an_open_call_was_published",
            ),
        ]
        indexes = [models.Index(fields=["office", "state", "-since"], name="calls_by_office")]

    def __str__(self):
        return self.title

    @property
    def period(self):
        return period_label(self.span, self.since, self.until)

    @property
    def is_over(self):
        """Its last day has passed, whether the clock has written it down or not."""
        return self.state == CallState.PUBLISHED and timezone.localdate() > self.until

    @property
    def is_open(self):
        """A new item may be sent as an answer."""
        return self.state == CallState.PUBLISHED and timezone.localdate() <= self.until

    @property
    def stage(self):
        return CallState.CLOSED if self.is_over else self.state

    @property
    def stage_label(self):
        return CallState(self.stage).label

    def allows(self, verb, user):
        return any(user.holds(role, self.office) for role in CALL_MOVES[verb].by)

    def moves_for(self, user):
        """The buttons, straight from the table."""
        verbs = verbs_from(CALL_MOVES, self.stage)
        return [(v, CALL_MOVES[v]) for v in verbs if CALL_MOVES[v].button and self.allows(v, user)]

    def may(self, verb, user):
        """For forms that are verbs of their own: extending, adding and striking topics."""
        return self.stage in CALL_MOVES[verb].start and self.allows(verb, user)


class TopicQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(call__in=Call.objects.visible_to(user))

    def published(self):
        """What an item may answer; the topics of a draft are still being rewritten."""
        return self.filter(call__published_at__isnull=False)

    def standing(self):
        return self.filter(struck_at=None)


class Topic(models.Model):
    """One line of a call: what to write about."""

    call = models.ForeignKey(Call, models.PROTECT, related_name="topics", verbose_name="报送要点")
    order = models.PositiveSmallIntegerField("序号")
    text = models.CharField("要点", max_length=TOPIC_LIMIT)
    added_at = models.DateTimeField("增补时间", null=True, editable=False)  # null: there from the beginning
    struck_at = models.DateTimeField("撤下时间", null=True, editable=False)
    struck_why = models.CharField("撤下原因", max_length=300, blank=True, editable=False)

    objects = TopicQuerySet.as_manager()

    class Meta:
        ordering = ["order"]
        verbose_name = verbose_name_plural = "要点"
        constraints = [
            models.UniqueConstraint(fields=["call", "order"], name="topics_of_a_call_are_numbered_once"),
            models.CheckConstraint(
                condition=Q(struck_at=None) | ~Q(struck_why=""), name="a_topic_is_struck_with_a_reason"
            ),
        ]

    def __str__(self):
        return self.text
