"""What a bulletin may be made of: its candidates (拟采用库), an editor's basket, and sources that were taken out."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.roles import DESK_ROLES
from bulletins.models.articles import Article
from bulletins.models.publications import Publication
from bulletins.states import Use
from submissions.models import Submission

NOTE_LIMIT = 200


class CandidateQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Only the office's own desk sees what it means to use."""
        return self.filter(publication__office__in=user.units_as(*DESK_ROLES))

    def of(self, publication):
        return self.filter(publication=publication)


class Candidate(models.Model):
    """What an office's editors say of one item for one bulletin; whether it is meant at all is `chosen` on the item."""

    publication = models.ForeignKey(Publication, models.CASCADE, related_name="candidates")
    submission = models.ForeignKey(Submission, models.PROTECT, related_name="candidacies")
    is_urgent = models.BooleanField("优先", default=False)
    suggestion = models.CharField("用稿建议", max_length=12, choices=Use, blank=True)
    note = models.CharField("给同事的话", max_length=NOTE_LIMIT, blank=True)
    declined_at = models.DateTimeField("移出时间", null=True, editable=False)
    declined_why = models.CharField("移出原因", max_length=NOTE_LIMIT, blank=True, editable=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="编辑")
    at = models.DateTimeField("时间", default=timezone.now, editable=False)

    objects = CandidateQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "拟采用"
        constraints = [
            models.UniqueConstraint(
                fields=["publication", "submission"], name="an_item_is_a_candidate_of_a_bulletin_once"
            ),
            models.CheckConstraint(
                condition=Q(declined_at__isnull=False) | Q(declined_why=""),
                name="only_what_was_taken_off_the_list_has_a_reason",
            ),
        ]

    def __str__(self):
        return f"{self.publication}拟采用：{self.submission}"


class PickQuerySet(models.QuerySet):
    def visible_to(self, user):
        """A basket is its editor's own."""
        return self.filter(owner=user)

    def kept(self):
        """What can still be made an article of, in the order in which it was picked or put."""
        return self.order_by("order", "pk").select_related("submission__filed", "submission__unit")


class Pick(models.Model):
    """One item in an editor's basket (取材篮): a tick that outlives the page it was set on."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="picks")
    submission = models.ForeignKey(Submission, models.CASCADE, related_name="picks")
    order = models.PositiveIntegerField("次序", default=0)

    objects = PickQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "取材篮"
        constraints = [
            models.UniqueConstraint(fields=["owner", "submission"], name="an_item_is_in_a_basket_once")
        ]

    def __str__(self):
        return f"{self.submission}"


class FormerSource(models.Model):
    """An item that was part of an article once: words of its may still stand there, so the rest cannot read along."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="former_sources")
    submission = models.ForeignKey(Submission, models.PROTECT, related_name="former_articles")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField("移出时间", default=timezone.now)

    class Meta:
        verbose_name = verbose_name_plural = "移出的来稿"
        constraints = [
            models.UniqueConstraint(
                fields=["article", "submission"], name="a_former_source_is_remembered_once"
            )
        ]

    def __str__(self):
        return f"{self.submission}"
