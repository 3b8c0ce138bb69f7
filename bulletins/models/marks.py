"""批注: what a checker says about a passage. It is talk between checker and editor, never part of the text."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.moves import verbs_from
from accounts.roles import Role
from bulletins.marks_states import MARK_MOVES, MarkState
from bulletins.models.articles import Article
from bulletins.models.issues import Issue

PASSAGE_LIMIT, NOTE_LIMIT = 300, 500
MARK_READERS = (Role.EDITOR, Role.CHECKER)  # whoever signs or leads sees the clean text (lessons P12)


class MarkQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(article__publication__office__in=user.units_as(*MARK_READERS))

    def open(self):
        return self.filter(state=MarkState.OPEN)

    def standing_in(self, issue):
        """On the articles that stand in the issue now, in the order of the pages."""
        found = self.filter(article__placement__issue=issue)
        return found.order_by("article__placement__position", "line", "pk")

    def with_people(self):
        return self.select_related("article__publication", "by", "answered_by")


class Mark(models.Model):
    """A passage as it stood, the paragraph it stood in, and what the checker asks."""

    article = models.ForeignKey(Article, models.PROTECT, related_name="marks")
    issue = models.ForeignKey(Issue, models.PROTECT, related_name="marks")
    line = models.IntegerField("段落", default=0)  # counted as submissions.copycheck counts; -1 is the title
    passage = models.CharField("原文", max_length=PASSAGE_LIMIT)
    note = models.TextField("批注", max_length=NOTE_LIMIT)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField("时间", default=timezone.now)
    state = models.CharField("状态", max_length=12, choices=MarkState, default=MarkState.OPEN)
    answer = models.TextField("理由", max_length=NOTE_LIMIT, blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField("处理时间", null=True)

    objects = MarkQuerySet.as_manager()

    class Meta:
        ordering = ["line", "pk"]
        verbose_name = verbose_name_plural = "批注"
        constraints = [
            models.CheckConstraint(
                condition=Q(state=MarkState.OPEN) | Q(answered_by__isnull=False, answered_at__isnull=False),
                name="a_closed_mark_says_by_whom",
            ),
            models.CheckConstraint(
                condition=~Q(state=MarkState.KEPT) | ~Q(answer=""), name="not_changing_has_a_reason"
            ),
        ]
        indexes = [models.Index(fields=["article", "state"], name="marks_by_article")]

    def __str__(self):
        return f"“{self.passage}”"

    def allows(self, verb, user):
        return user.holds_any(MARK_MOVES[verb].by, self.article.publication.office)

    def moves_for(self, user):
        return [
            (verb, MARK_MOVES[verb])
            for verb in verbs_from(MARK_MOVES, self.state)
            if MARK_MOVES[verb].button and self.allows(verb, user)
        ]
