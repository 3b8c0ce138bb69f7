"""The words in which the office reports an incident further up."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from accounts.moves import verbs_from
from accounts.roles import OFFICE_ROLES, Role
from submissions.models.urgent import Incident, UrgentReport
from submissions.urgent_states import ONWARD_MOVES, Wording

PERSON = settings.AUTH_USER_MODEL


class OnwardQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The office's own paper; units never see it."""
        return self.filter(incident__office__in=user.units_as(*OFFICE_ROLES))

    def awaiting(self, user):
        editors, approvers = user.units_as(Role.EDITOR), user.units_as(Role.APPROVER)
        return self.filter(
            Q(incident__office__in=approvers, state=Wording.WAITING)
            & ~Q(written_by=user)
            & ~Q(drafted_by=user)
            | Q(incident__office__in=editors, state__in=(Wording.RETURNED, Wording.APPROVED))
        )


class Onward(models.Model):
    """The one wording in which an incident goes further up (统一口径): drafted, approved, only then reported."""

    incident = models.ForeignKey(Incident, models.PROTECT, related_name="onwards")
    report = models.ForeignKey(UrgentReport, models.PROTECT, related_name="+", verbose_name="依据")
    state = models.CharField("状态", max_length=10, choices=Wording, default=Wording.WAITING, editable=False)
    title = models.CharField("标题", max_length=100)
    body = models.TextField("上报内容", max_length=10_000)
    version = models.PositiveIntegerField(default=1, editable=False)
    drafted_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+", verbose_name="拟稿人")
    written_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+", verbose_name="最后改稿")
    moved_at = models.DateTimeField("进入本状态", default=timezone.now)
    approved_by = models.ForeignKey(
        PERSON, models.PROTECT, null=True, related_name="+", verbose_name="核签人"
    )
    approved_at = models.DateTimeField("核签时间", null=True)
    recipient = models.CharField("报往", max_length=60, blank=True)
    manner = models.CharField("方式", max_length=60, blank=True)
    reported_at = models.DateTimeField("上报时间", null=True)
    reason = models.TextField("意见", blank=True)

    objects = OnwardQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = verbose_name_plural = "上报稿"
        constraints = [
            models.CheckConstraint(
                condition=Q(approved_by=None)
                | ~Q(approved_by=F("drafted_by")) & ~Q(approved_by=F("written_by")),
                name="words_going_up_are_approved_by_another",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=(Wording.APPROVED, Wording.SENT)) | Q(approved_by__isnull=False),
                name="what_goes_up_was_approved",
            ),
            models.CheckConstraint(
                condition=~Q(state=Wording.SENT) | Q(reported_at__isnull=False) & ~Q(recipient=""),
                name="what_went_up_says_where_and_when",
            ),
        ]

    def __str__(self):
        return self.title

    def allows(self, verb, user):
        return any(user.holds(role, self.incident.office) for role in ONWARD_MOVES[verb].by)

    def is_own(self, user):
        return user.pk in (self.drafted_by_id, self.written_by_id)

    def moves_for(self, user):
        return [
            (verb, ONWARD_MOVES[verb])
            for verb in verbs_from(ONWARD_MOVES, self.state)
            if self.allows(verb, user) and not (verb == "approve" and self.is_own(user))
        ]
