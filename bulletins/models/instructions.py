"""批示: what leaders wrote on an issue, on an article of it, or on an item. Never edited, only taken back."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone

from accounts.models import Unit
from accounts.roles import OFFICE_ROLES, UNIT_ROLES, Level, Role
from bulletins.models.adoptions import Adoption
from bulletins.models.articles import Article
from bulletins.models.issues import Issue
from submissions.models import Submission


def scan_path(row, name):
    """Private, and named by us."""
    return f"instructions/{timezone.now():%Y/%m}/{uuid.uuid4().hex}"


class InstructionQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The office; units whose item it concerns or who were given a follow-up of it; nobody else.

        What was taken back stays only with the office and with whoever's words they were.
        """
        office = Q(office__in=user.units_as(*OFFICE_ROLES)) | Q(person=user)
        given = Q(followups__parts__unit__in=user.units_as(*UNIT_ROLES))
        seen = self.model.objects.filter(about_items_of(user) | given).standing()
        return self.filter(office | Q(pk__in=seen.values("pk")))

    def standing(self):
        """Not taken back: the only ones that count."""
        return self.filter(revoked_at=None)

    def revoked(self):
        return self.filter(revoked_at__isnull=False)

    def written_by(self, user):
        """A leader's own words, whoever typed them in."""
        return self.filter(person=user)

    def on_issue(self, issue):
        return self.filter(issue=issue).select_related("article", "by")

    def concerning(self, submission):
        """Standing words on the item itself, on an article made of it, or on a whole issue that printed it.

        An issue of a higher office counts too: the adoption credited here names it.
        """
        printed = Adoption.objects.standing().filter(submission=submission, issue__isnull=False)
        return self.standing().filter(Q(submission=submission) | written_on(printed))

    def of_unit(self, unit):
        """Those that concern an item of the unit."""
        printed = Adoption.objects.standing().filter(unit=unit, issue__isnull=False)
        return self.filter(Q(submission__unit=unit) | written_on(printed))

    def matching(self, *, year=None, level="", leader="", unit=None, publication=None):
        """The filters of the register."""
        found = self.filter(on__year=year) if year else self
        found = found.filter(level=level) if level else found
        found = found.filter(leader__icontains=leader) if leader else found
        if publication:
            found = found.filter(Q(issue__publication=publication) | Q(adoption__publication=publication))
        return found.of_unit(unit) if unit else found

    def years(self):
        return [day.year for day in self.order_by().dates("on", "year", order="DESC")]

    def with_all(self):
        """What a row shows, in a constant number of queries."""
        return self.select_related(
            "office",
            "issue__publication",
            "article",
            "submission__filed",
            "adoption__publication",
            "by",
            "person",
            "revoked_by",
        )


def written_on(printed):
    """On an article among these adoptions, or on the whole of an issue among them."""
    return Q(article__in=printed.values("article")) | Q(article=None, issue__in=printed.values("issue"))


def about_items_of(user):
    """On what this person's unit, desk or pen has in it; asked of each instruction, for there are few of them."""
    item = Exists(Submission.objects.visible_to(user).filter(pk=OuterRef("submission")))
    own = Q(office__in=user.units_as(*OFFICE_ROLES))
    printed = Adoption.objects.standing().filter(own | item, issue=OuterRef("issue"))
    on_article = Exists(printed.filter(article=OuterRef("article")))
    return Q(item) | Q(on_article) | Q(Q(article=None), Exists(printed))


class Instruction(models.Model):
    """One leader's words about one thing on one day."""

    office = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="办理单位")
    issue = models.ForeignKey(Issue, models.PROTECT, null=True, blank=True, related_name="instructions")
    article = models.ForeignKey(Article, models.PROTECT, null=True, blank=True, related_name="instructions")
    submission = models.ForeignKey(
        Submission, models.PROTECT, null=True, blank=True, related_name="instructions"
    )
    adoption = models.ForeignKey(
        Adoption, models.PROTECT, null=True, blank=True, related_name="instructions", verbose_name="批在"
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="instructions",
        verbose_name="本系统的领导",
    )
    leader = models.CharField("批示领导", max_length=40)
    level = models.CharField("领导层级", max_length=12, choices=Level)
    on = models.DateField("批示日期", default=timezone.localdate)
    text = models.TextField("批示内容", max_length=1000)
    file = models.FileField("批示原件扫描", upload_to=scan_path, blank=True)
    file_name = models.CharField(max_length=120, blank=True, editable=False)
    file_type = models.CharField(max_length=100, blank=True, editable=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="登记人")
    at = models.DateTimeField("登记时间", default=timezone.now)
    revoked_at = models.DateTimeField("撤回时间", null=True, editable=False)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+"
    )
    revoked_why = models.CharField("撤回原因", max_length=200, blank=True, editable=False)

    objects = InstructionQuerySet.as_manager()

    class Meta:
        ordering = ["-on", "-pk"]
        verbose_name = verbose_name_plural = "批示"
        constraints = [
            models.CheckConstraint(
                condition=Q(issue__isnull=False) | Q(submission__isnull=False),
                name="an_instruction_is_written_on_something",
            ),
            models.CheckConstraint(
                condition=Q(article=None) | Q(issue__isnull=False),
                name="an_article_is_instructed_in_its_issue",
            ),
            models.CheckConstraint(
                condition=Q(adoption=None) | Q(submission__isnull=False),
                name="a_use_is_instructed_with_its_item",
            ),
            models.CheckConstraint(
                condition=Q(revoked_at=None) | ~Q(revoked_why=""),
                name="an_instruction_is_taken_back_with_a_reason",
            ),
        ]
        indexes = [models.Index(fields=["office", "-on"], name="instructions_by_day")]

    def __str__(self):
        return f"{self.leader}：{self.text[:40]}"

    def get_absolute_url(self):
        return reverse("bulletins:instruction", args=[self.pk])

    @property
    def thing(self):
        """What it was written on, in words; for those who may read that thing."""
        if self.issue_id:
            return f"{self.issue}《{self.article}》" if self.article_id else f"{self.issue}"
        above = f"（{self.adoption.publication}采用）" if self.adoption_id else ""
        return f"《{self.submission.filed or self.submission}》{above}"

    @property
    def is_copied_in(self):
        """Typed in by somebody else than the leader."""
        return self.by_id != self.person_id

    def may_be_revoked_by(self, user):
        """Leaders take back their own words; what an editor copied in, the office's editors too."""
        if self.revoked_at:
            return False
        own = self.person_id == user.pk and user.holds(Role.LEADER, self.office)
        return own or (self.is_copied_in and user.holds(Role.EDITOR, self.office))

    def submissions(self):
        """The items it concerns: the one named, or the sources of the article or of the whole issue."""
        if self.submission_id:
            return [self.submission]
        printed = Adoption.objects.standing().filter(issue=self.issue)
        if self.article_id:
            printed = printed.filter(article=self.article)
        items = Submission.objects.filter(adoptions__in=printed).distinct()
        return list(items.select_related("author", "unit", "filed").order_by("pk"))
