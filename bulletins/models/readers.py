"""Who reads a publication: everybody in its area, or only a list; and whom one issue reaches beyond it (本期增发)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.models import Unit
from accounts.roles import ADMIN_ROLES, Role

READING_ROLES = [(role.value, role.label) for role in Role if role not in ADMIN_ROLES]


class Scope(models.TextChoices):
    AREA = "area", "本单位及下属单位全体"
    LISTED = "listed", "仅限名单"


class ReaderListQuerySet(models.QuerySet):
    def narrowed(self):
        """Publications that only those on their list may read."""
        return self.filter(scope=Scope.LISTED).values("publication")


class ReaderList(models.Model):
    """How far a publication is read; without a row, as far as its area reaches."""

    publication = models.OneToOneField(
        "bulletins.Publication", models.CASCADE, primary_key=True, related_name="reader_list"
    )
    scope = models.CharField("阅读范围", max_length=8, choices=Scope, default=Scope.AREA)

    objects = ReaderListQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "阅读范围"

    def __str__(self):
        return f"{self.publication}{self.get_scope_display()}"


class ReadershipQuerySet(models.QuerySet):
    def standing(self):
        """On the list of the publication, for every issue."""
        return self.filter(issue=None)

    def of_issues(self):
        """Added for a single issue."""
        return self.filter(issue__isnull=False)

    def applying_to(self, issue):
        """The standing list, then what was added for this issue."""
        mine = Q(issue=None) | Q(issue=issue)
        found = self.filter(mine, publication=issue.publication).with_names()
        return found.order_by(models.F("issue").asc(nulls_first=True), "pk")

    def reaching(self, user):
        """Lines that mean this person: by name, or by a post held today; agrees with Readership.means."""
        meant = Q(person=user)
        for post in user.current_posts:
            if post.role not in ADMIN_ROLES:
                above = [int(pk) for pk in post.unit.path.strip("/").split("/")]
                here = Q(unit=post.unit_id) | Q(unit__in=above, below=True)
                meant |= here & Q(role__in=("", post.role))
        return self.filter(meant) if user.is_active else self.none()

    def with_names(self):
        return self.select_related("unit", "person__home", "added_by")


class Readership(models.Model):
    """One line of a list: a unit (with those below it or not), a post there, or one person."""

    publication = models.ForeignKey("bulletins.Publication", models.CASCADE, related_name="readerships")
    issue = models.ForeignKey(
        "bulletins.Issue", models.CASCADE, null=True, blank=True, related_name="readerships"
    )
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="单位"
    )
    below = models.BooleanField("含下属单位", default=False)
    role = models.CharField("岗位", max_length=12, choices=READING_ROLES, blank=True, default="")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="人员"
    )
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    added_at = models.DateTimeField("列入时间", default=timezone.now)

    objects = ReadershipQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = verbose_name_plural = "阅读名单"
        constraints = [
            models.CheckConstraint(
                condition=Q(unit__isnull=False, person=None)
                | Q(unit=None, person__isnull=False, below=False, role=""),
                name="a_reader_is_a_unit_or_a_person",
            ),
            models.UniqueConstraint(
                fields=["publication", "unit", "role"],
                condition=Q(issue=None, unit__isnull=False),
                name="a_list_names_a_unit_and_post_once",
                violation_error_message="名单里已有这个单位的这一项。",
            ),
            models.UniqueConstraint(
                fields=["publication", "person"],
                condition=Q(issue=None, person__isnull=False),
                name="a_list_names_a_person_once",
                violation_error_message="名单里已有此人。",
            ),
            models.UniqueConstraint(
                fields=["issue", "unit", "role"],
                condition=Q(issue__isnull=False, unit__isnull=False),
                name="an_issue_adds_a_unit_and_post_once",
                violation_error_message="本期已增发这一项。",
            ),
            models.UniqueConstraint(
                fields=["issue", "person"],
                condition=Q(issue__isnull=False, person__isnull=False),
                name="an_issue_adds_a_person_once",
                violation_error_message="本期已增发此人。",
            ),
        ]

    def __str__(self):
        if self.person_id:
            return f"{self.person}（{self.person.home}）"
        below = "及下属单位" if self.below else ""
        return f"{self.unit}{below}{self.get_role_display() or '全体'}"

    def means(self, post):
        """Does the line mean whoever holds this post? The same rule as `reaching`, for a whole roster at once."""
        if self.unit_id is None or self.role not in ("", post.role) or post.role in ADMIN_ROLES:
            return False
        return post.unit_id == self.unit_id or (self.below and post.unit.path.startswith(self.unit.path))
