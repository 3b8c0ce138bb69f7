"""Corrections (更正) of signed issues: the frozen page stays, what was wrong in it is said beside it."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from accounts.models import Event
from accounts.moves import verbs_from
from accounts.roles import DESK_ROLES, Role
from bulletins import correcting
from bulletins.correction_states import CORRECTION_MOVES, CORRECTION_OPEN, CorrectionState
from bulletins.models.articles import ARTICLE_TITLE_LIMIT, Article
from bulletins.models.issues import Issue
from bulletins.states import ArticleState, IssueState


class CorrectionQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The desk follows its corrections from the draft on; readers see what is signed."""
        signed = Q(state=CorrectionState.SIGNED, issue__in=Issue.objects.visible_to(user))
        return self.filter(Q(issue__publication__office__in=user.units_as(*DESK_ROLES)) | signed)

    def at_desk_of(self, user):
        return self.filter(issue__publication__office__in=user.units_as(*DESK_ROLES))

    def signed(self):
        return self.filter(state=CorrectionState.SIGNED)

    def open(self):
        return self.filter(state__in=CORRECTION_OPEN)

    def in_state(self, state):
        return self.filter(state=state) if state else self

    def tally(self):
        """How many stand in each state: one query for all the tabs above a list."""
        return dict(self.order_by().values_list("state").annotate(models.Count("pk")))

    def awaiting(self, user):
        """Corrections whose signature is this person's to give."""
        mine = self.filter(
            state=CorrectionState.AWAITING, issue__publication__office__in=user.units_as(Role.APPROVER)
        )
        return mine.exclude(Q(three_hands=True) & written_by(user))

    def to_print(self, publication):
        """Signed, of an issue that stands, and in no living article yet: offered to the next issue."""
        free = Q(piece=None) | Q(piece__state=ArticleState.DROPPED)
        of_standing = self.signed().filter(
            free, issue__publication=publication, issue__state=IssueState.SIGNED
        )
        return of_standing.select_related("issue__publication").order_by("issue__signed_at", "pk")

    def listed(self):
        return self.select_related("issue__publication__office", "by", "approver").order_by("-pk")


def written_by(user):
    """Corrections that carry this person's hand."""
    wrote = Event.objects.filter(
        thing_type="bulletins.correction",
        thing_id=models.OuterRef("pk"),
        who=user,
        verb__in=("correct", "reword", "submit"),
    )
    return Q(by=user) | models.Exists(wrote)


class Correction(models.Model):
    """One wrong wording of a signed issue and the right one."""

    issue = models.ForeignKey(Issue, models.PROTECT, related_name="corrections", verbose_name="期")
    article = models.ForeignKey(
        Article, models.PROTECT, null=True, blank=True, related_name="corrections", verbose_name="稿件"
    )
    title = models.CharField(max_length=ARTICLE_TITLE_LIMIT, blank=True, editable=False)  # as printed
    wrong = models.TextField("误", max_length=1000)
    right = models.TextField("正", max_length=1000, blank=True)
    reason = models.TextField("更正原因", max_length=1000)
    asked_by = models.CharField("提出人", max_length=60)
    state = models.CharField(
        "状态", max_length=12, choices=CorrectionState, default=CorrectionState.DRAFT, editable=False
    )
    version = models.PositiveIntegerField(default=1, editable=False)
    key = models.UUIDField(null=True, editable=False)  # of the form it was made with
    three_hands = models.BooleanField(default=True, editable=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="起草")
    approver = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="核签"
    )
    opinion = models.TextField("退回意见", blank=True, editable=False)
    made_at = models.DateTimeField("起草时间", default=timezone.now, editable=False)
    moved_at = models.DateTimeField("进入本状态", default=timezone.now, editable=False)
    signed_at = models.DateTimeField("签发时间", null=True, editable=False)
    piece = models.ForeignKey(  # the article that prints it in a later issue
        Article, models.PROTECT, null=True, editable=False, related_name="prints"
    )

    objects = CorrectionQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = verbose_name_plural = "更正"
        constraints = [
            models.CheckConstraint(
                condition=~Q(state=CorrectionState.SIGNED)
                | Q(approver__isnull=False, signed_at__isnull=False),
                name="a_signed_correction_has_its_approver",
            ),
            models.CheckConstraint(
                condition=Q(three_hands=False) | Q(approver=None) | ~Q(approver=F("by")),
                name="nobody_signs_their_own_correction",
            ),
            models.CheckConstraint(condition=~Q(wrong=F("right")), name="a_correction_changes_words"),
            models.UniqueConstraint(
                fields=["issue", "key"],
                condition=Q(key__isnull=False),
                name="a_form_makes_one_correction",
            ),
        ]
        indexes = [models.Index(fields=["state", "issue"], name="corrections_by_state")]

    def __str__(self):
        return f"{self.issue}更正"

    def get_absolute_url(self):
        return reverse("bulletins:correction", args=[self.pk])

    @property
    def place(self):
        """Where the wrong words stand."""
        return f"《{self.title}》" if self.title else "刊头或刊尾"

    @property
    def sentence(self):
        return correcting.sentence(self.wrong, self.right)

    @property
    def is_signed(self):
        return self.state == CorrectionState.SIGNED

    def allows(self, verb, user):
        return user.holds_any(CORRECTION_MOVES[verb].by, self.issue.publication.office)

    def is_earlier_hand(self, verb, user):
        """Whoever worded a correction does not sign it, unless the publication does without three hands."""
        if not self.three_hands or verb != "sign":
            return False
        return Correction.objects.filter(written_by(user), pk=self.pk).exists()

    def moves_for(self, user):
        return [
            (verb, CORRECTION_MOVES[verb])
            for verb in verbs_from(CORRECTION_MOVES, self.state)
            if self.allows(verb, user) and not self.is_earlier_hand(verb, user)
        ]

    def may_be_worded_by(self, user):
        return self.state == CorrectionState.DRAFT and self.allows("submit", user)
