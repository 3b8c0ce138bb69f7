"""Where submissions were used: the facts that scoring reads."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Count, F, Q
from django.urls import reverse
from django.utils import timezone

from accounts.models import Unit
from accounts.roles import DESK_ROLES, Role
from bulletins.models.articles import Article
from bulletins.models.issues import Issue
from bulletins.models.publications import Publication
from bulletins.models.uses import CODE_LIMIT, UsedAs
from submissions.models import Submission


def evidence_path(adoption, name):
    """Private, and named by us."""
    return f"evidence/{timezone.now():%Y/%m}/{uuid.uuid4().hex}"


# Own or above is told by whose bulletin it is: what an office further up prints carries an issue, too.
OWN = Q(publication__office__isnull=False, publication__office=F("office"))


class AdoptionQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The desk and leaders of the office; the unit and the author whose item was used."""
        return self.filter(
            Q(office__in=user.units_as(*DESK_ROLES, Role.LEADER))
            | Q(unit__in=user.units_as(Role.REVIEWER, Role.INFORMANT))
            | Q(person=user)
        )

    def standing(self):
        """Adoptions that were not revoked."""
        return self.filter(revoked_at=None)

    def revoked(self):
        return self.filter(revoked_at__isnull=False)

    def own(self):
        """By a bulletin of the office that received the item."""
        return self.standing().filter(OWN)

    def above(self):
        """By any other: a carrier outside, or a bulletin of an office further up."""
        return self.standing().exclude(OWN)

    def by_hand(self):
        """What an editor registered: neither printed here nor come down from above."""
        return self.filter(issue=None, follows=None)

    def between(self, first, last):
        return self.filter(on__range=(first, last))

    def matching(self, *, unit=None, publication=None, days=None):
        """A list's filters."""
        found = self.filter(unit=unit) if unit else self
        found = found.filter(publication=publication) if publication else found
        return found.between(*days) if days else found

    def counts(self):
        """How many of each sort: the numbers on the tabs of the lists they open."""
        standing = Q(revoked_at=None)
        return self.order_by().aggregate(
            standing=Count("pk", filter=standing),
            own=Count("pk", filter=standing & OWN),
            above=Count("pk", filter=standing & ~OWN),
            revoked=Count("pk", filter=~standing),
        )

    def with_names(self):
        names = ("unit", "person", "publication", "issue__publication", "registered_by", "own_use")
        return self.select_related(*names)


class Adoption(UsedAs):
    """One item used by one publication in one way on one day: a fact, never edited, only revoked."""

    office = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="收稿单位")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="adoptions", verbose_name="报送单位")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="adoptions", verbose_name="作者"
    )
    submission = models.ForeignKey(Submission, models.PROTECT, related_name="adoptions", verbose_name="信息")
    publication = models.ForeignKey(
        Publication, models.PROTECT, related_name="adoptions", verbose_name="刊物"
    )
    use = models.CharField("用法", max_length=CODE_LIMIT)
    on = models.DateField("采用日期")
    issue = models.ForeignKey(Issue, models.PROTECT, null=True, blank=True, related_name="adoptions")
    article = models.ForeignKey(Article, models.PROTECT, null=True, blank=True, related_name="adoptions")
    share = models.DecimalField("份额（%）", max_digits=5, decimal_places=2, default=100)
    is_main = models.BooleanField("主要来稿", default=True)
    upward = models.ForeignKey(
        "bulletins.UpwardReport", models.PROTECT, null=True, related_name="adoptions", verbose_name="上报件"
    )
    # the use above that this one was credited from; it stands and falls with it
    follows = models.ForeignKey("self", models.PROTECT, null=True, related_name="followers")
    late_why = models.CharField("补录原因", max_length=200, blank=True)
    marks = models.CharField("标注", max_length=60, blank=True)  # words a rule may ask for: 头版头条、独家
    table = models.ForeignKey("bulletins.LateTable", models.PROTECT, null=True, related_name="adoptions")
    title = models.CharField("刊发标题", max_length=100)
    evidence = models.CharField("凭据", max_length=200, blank=True, help_text="期号、版面或文号")
    file = models.FileField("凭据扫描件", upload_to=evidence_path, blank=True)
    file_name = models.CharField(max_length=120, blank=True, editable=False)
    file_type = models.CharField(max_length=100, blank=True, editable=False)
    registered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="登记人"
    )
    registered_at = models.DateTimeField("登记时间", default=timezone.now)
    revoked_at = models.DateTimeField("撤销时间", null=True)
    revoked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    revoked_why = models.CharField("撤销原因", max_length=200, blank=True)

    objects = AdoptionQuerySet.as_manager()

    class Meta:
        ordering = ["-on", "-pk"]
        verbose_name = verbose_name_plural = "采用"
        constraints = [
            *UsedAs.Meta.constraints,
            models.UniqueConstraint(
                fields=["submission", "article", "issue"],
                condition=Q(revoked_at=None, issue__isnull=False),
                name="an_issue_adopts_a_source_once",
            ),
            models.UniqueConstraint(
                fields=["submission", "publication", "on", "use"],
                condition=Q(revoked_at=None, issue=None),
                name="an_outside_adoption_is_registered_once",
                violation_error_message="这条采用已登记过。",
            ),
            models.UniqueConstraint(
                fields=["submission", "issue"],
                condition=Q(revoked_at=None, issue__isnull=False, follows__isnull=False),
                name="an_issue_above_credits_an_item_once",
            ),
            models.CheckConstraint(
                condition=Q(follows=None) | Q(upward__isnull=False),
                name="a_credit_from_above_came_through_a_report",
            ),
            models.CheckConstraint(
                condition=Q(issue__isnull=False) | ~Q(evidence=""),
                name="an_outside_adoption_has_evidence",
                violation_error_message="请填写凭据（期号、版面或文号）。",
            ),
            models.CheckConstraint(
                condition=Q(revoked_at=None) | ~Q(revoked_why=""), name="a_revocation_has_a_reason"
            ),
            models.CheckConstraint(
                condition=Q(share__gt=0, share__lte=100), name="a_share_is_part_of_a_hundred"
            ),
        ]
        indexes = [
            models.Index(fields=["office", "on", "unit"], name="adoptions_by_day"),
            models.Index(fields=["unit", "on"], name="adoptions_by_unit"),
        ]

    def __str__(self):
        return f"{self.publication}{self.get_use_display()}：{self.title}"

    def get_absolute_url(self):
        return reverse("bulletins:adoption", args=[self.pk])

    def may_be_revoked_by(self, user):
        """Only what was registered by hand; what an issue adopted, or came from above, falls with that."""
        by_hand = not (self.issue_id or self.follows_id or self.revoked_at)
        return by_hand and user.holds(Role.EDITOR, self.office)

    @property
    def marked(self):
        """The words of the mark, one by one."""
        return [word for text in self.marks.split("、") if (word := text.strip())]

    @property
    def is_own(self):
        return self.publication.office_id == self.office_id
