"""范文: printed pieces the office holds up as models, readable by everybody who writes for it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from accounts.models import Unit
from accounts.roles import ADMIN_ROLES, DESK_ROLES, Role
from bulletins.models.adoptions import Adoption
from bulletins.models.articles import Article
from bulletins.models.issues import Issue
from bulletins.states import IssueState
from submissions.states import Kind

TAGS_LIMIT = 60


def offices_read_by(user):
    """Whose models a person learns from: the offices they work in, and those their units write for."""
    posts = [post for post in user.current_posts if post.role not in ADMIN_ROLES]
    offices = [office for post in posts for office in (post.unit.office, post.unit) if office]
    return list({office.pk: office for office in offices if office.is_office}.values())


class ModelItemQuerySet(models.QuerySet):
    def standing(self):
        """Still held up, of an issue that still stands or an adoption that was not revoked."""
        sound = Q(issue__state=IssueState.SIGNED) | Q(adoption__revoked_at=None, adoption__isnull=False)
        return self.filter(sound, taken_off_at=None)

    def visible_to(self, user):
        """Whoever writes for the office; its desk also sees what was taken off."""
        return self.filter(
            Q(pk__in=ModelItem.objects.standing().filter(office__in=offices_read_by(user)))
            | Q(office__in=user.units_as(*DESK_ROLES))
        )

    def matching(self, *, q="", kind="", year=None):
        """A library's filters; the words looked through are those every reader sees."""
        words = Q(title__icontains=q) | Q(comment__icontains=q) | Q(tags__icontains=q) | Q(units__icontains=q)
        found = self.filter(words) if q else self
        found = found.filter(kind=kind) if kind else found
        return found.filter(year=year) if year else found

    def taken_off(self):
        return self.exclude(taken_off_at=None)

    def years(self):
        return list(self.order_by("-year").values_list("year", flat=True).distinct())

    def listed(self):
        return self.select_related("issue__publication", "adoption__publication", "office", "by")


class ModelItem(models.Model):
    """One printed piece with the office's word on why it is good; the words are the frozen ones."""

    office = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="编发单位")
    issue = models.ForeignKey(Issue, models.PROTECT, null=True, related_name="model_items")
    article = models.ForeignKey(Article, models.PROTECT, null=True, related_name="model_items")
    place = models.PositiveIntegerField(null=True, editable=False)  # of the piece in the frozen paper, from 0
    adoption = models.ForeignKey(Adoption, models.PROTECT, null=True, related_name="model_items")
    title = models.CharField("标题", max_length=100, editable=False)
    units = models.CharField("报送单位", max_length=200, editable=False)
    year = models.PositiveIntegerField("年度", editable=False)
    sha256 = models.CharField(max_length=64, editable=False)
    kind = models.CharField("类型", max_length=12, choices=Kind)
    tags = models.CharField(
        "标签", max_length=TAGS_LIMIT, blank=True, help_text="用“、”分开，如 标题精炼、数字说话"
    )
    comment = models.TextField("点评：好在哪里", max_length=1000)
    shows_edits = models.BooleanField("同时展示编辑对来稿的修改", default=False)
    order = models.PositiveIntegerField("次序", default=100, help_text="小的排在前面")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="推荐人")
    at = models.DateTimeField("列入时间", default=timezone.now, editable=False)
    taken_off_at = models.DateTimeField("撤下时间", null=True, editable=False)
    taken_off_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    taken_off_why = models.CharField("撤下原因", max_length=200, blank=True, editable=False)

    objects = ModelItemQuerySet.as_manager()

    class Meta:
        ordering = ["order", "-at", "-pk"]
        verbose_name = verbose_name_plural = "范文"
        constraints = [
            models.CheckConstraint(
                condition=Q(issue__isnull=False, article__isnull=False, place__isnull=False, adoption=None)
                | Q(issue=None, article=None, place=None, adoption__isnull=False),
                name="a_model_is_a_printed_piece_or_a_use_above",
            ),
            models.UniqueConstraint(
                fields=["issue", "article"], condition=Q(taken_off_at=None), name="a_piece_is_a_model_once"
            ),
            models.UniqueConstraint(
                fields=["adoption"], condition=Q(taken_off_at=None), name="a_use_above_is_a_model_once"
            ),
            models.CheckConstraint(
                condition=Q(taken_off_at=None, taken_off_why="")
                | Q(taken_off_at__isnull=False) & ~Q(taken_off_why=""),
                name="a_model_is_taken_off_for_a_reason",
            ),
            models.CheckConstraint(condition=~Q(comment=""), name="a_model_is_explained"),
        ]
        indexes = [models.Index(fields=["office", "order", "-at"], name="models_by_order")]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("bulletins:model_item", args=[self.pk])

    @property
    def publication(self):
        return self.issue.publication if self.issue_id else self.adoption.publication

    @property
    def tag_list(self):
        return [tag for tag in self.tags.replace("，", "、").replace(",", "、").split("、") if tag.strip()]

    @property
    def is_sound(self):
        """The issue still stands, or the adoption was not revoked."""
        return self.issue.state == IssueState.SIGNED if self.issue_id else self.adoption.revoked_at is None

    def may_be_kept_by(self, user):
        return user.holds(Role.EDITOR, self.office)
