"""Articles: the office's text made from one or many submissions."""

from django.conf import settings
from django.db import models
from django.db.models import Case, F, Q, Value, When
from django.urls import reverse
from django.utils import timezone

from accounts.moves import verbs_from
from accounts.roles import DESK_ROLES, Role
from bulletins.models.publications import Column, Publication
from bulletins.models.uses import CODE_LIMIT, UsedAs
from bulletins.states import ARTICLE_MOVES, ARTICLE_OPEN, ArticleState, IssueState, Use
from submissions.models import Submission
from submissions.states import State

ARTICLE_TITLE_LIMIT = 80
BYLINE_LIMIT = 100


class ArticleQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Only the office's own desk sees its workshop."""
        return self.filter(publication__office__in=user.units_as(*DESK_ROLES))

    def open(self):
        return self.filter(state__in=ARTICLE_OPEN)

    def ready_for(self, publication):
        return self.filter(publication=publication, state=ArticleState.READY).select_related("own_use")

    def printed_in(self, issue):
        return self.filter(placement__issue=issue).order_by("placement__position")

    def in_state(self, state):
        return self.filter(state=state) if state else self.open()

    def of(self, publication):
        return self.filter(publication=publication) if publication else self

    def tally(self):
        """How many stand in each state: one query for all the tabs above a list."""
        return dict(self.order_by().values_list("state").annotate(models.Count("pk")))

    def listed(self):
        """What a list shows of each, in a constant number of queries."""
        rows = self.select_related("publication", "editor", "own_use", "placement__issue__publication")
        return rows.prefetch_related("sources")


def material_for(user):
    """What an editor makes articles of: the accepted items of their offices, the unused and longest waiting first."""
    accepted = Submission.objects.filter(office__in=user.units_as(Role.EDITOR), state=State.ACCEPTED)
    return accepted.with_people().order_by(F("taken_at").asc(nulls_first=True), "moved_at", "pk")


def meant_for(publication):
    """Accepted for this bulletin, by its code or by a name the desk typed (submissions.Submission.chosen)."""
    return Q(chosen__has_key=publication.code) | Q(chosen__has_key=publication.name)


def first_for(publication, items):
    """The same items, those accepted for this bulletin at the head."""
    meant = Case(When(meant_for(publication), then=Value(0)), default=Value(1))
    return items.order_by(F("taken_at").asc(nulls_first=True), meant, "moved_at", "pk")


class Article(UsedAs):
    """The edited text; merging is a row in Source, un-merging removes that row."""

    publication = models.ForeignKey(Publication, models.PROTECT, related_name="articles", verbose_name="刊物")
    title = models.CharField("标题", max_length=ARTICLE_TITLE_LIMIT)
    byline = models.CharField("署名", max_length=BYLINE_LIMIT, blank=True)
    body = models.TextField("正文", max_length=40_000)
    rich = models.TextField("版式", blank=True, editable=False)  # as in submissions.models.revisions.Content
    note = models.TextField("编者按", max_length=1000, blank=True)
    column = models.ForeignKey(
        Column, models.SET_NULL, null=True, blank=True, related_name="articles", verbose_name="栏目"
    )
    use = models.CharField("用法", max_length=CODE_LIMIT, default=Use.FULL)
    state = models.CharField("状态", max_length=12, choices=ArticleState, default=ArticleState.EDITING)
    version = models.PositiveIntegerField(default=1, editable=False)
    rewritten_half = models.BooleanField("本单位改写过半", default=False)
    key = models.UUIDField(null=True, editable=False)  # of the form it was made with
    editor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="编辑"
    )
    made_at = models.DateTimeField("建稿时间", default=timezone.now, editable=False)
    saved_at = models.DateTimeField("保存时间", default=timezone.now, editable=False)
    submissions = models.ManyToManyField(Submission, through="Source", related_name="articles")

    objects = ArticleQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = verbose_name_plural = "稿件"
        constraints = [
            *UsedAs.Meta.constraints,
            models.CheckConstraint(condition=~Q(title=""), name="an_article_has_a_title"),
        ]
        indexes = [models.Index(fields=["publication", "state", "-id"], name="articles_by_state")]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("bulletins:article", args=[self.pk])

    @property
    def issue(self):
        """The issue it stands in now, if any."""
        placement = getattr(self, "placement", None)
        return placement.issue if placement else None

    @property
    def writable(self):
        if self.state == ArticleState.PLACED:
            return self.issue.state == IssueState.COMPILING
        return self.state in (ArticleState.EDITING, ArticleState.READY)

    @property
    def words(self):
        return len("".join(self.body.split()))

    def allows(self, verb, user):
        return user.holds_any(ARTICLE_MOVES[verb].by, self.publication.office)

    def moves_for(self, user):
        return [
            (verb, ARTICLE_MOVES[verb])
            for verb in verbs_from(ARTICLE_MOVES, self.state)
            if ARTICLE_MOVES[verb].button and self.allows(verb, user)
        ]

    def may_be_edited_by(self, user):
        return self.writable and user.holds(Role.EDITOR, self.publication.office)


class Source(models.Model):
    """One submission an article was made of."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="sources")
    submission = models.ForeignKey(Submission, models.PROTECT, related_name="sources")
    order = models.PositiveIntegerField("次序", default=1)
    share = models.DecimalField(
        "份数", max_digits=5, decimal_places=2, default=1
    )  # of the sum of its article's
    is_main = models.BooleanField("主要来稿", default=False)

    class Meta:
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["article", "submission"], name="a_source_is_named_once"),
            models.UniqueConstraint(
                fields=["article"], condition=Q(is_main=True), name="an_article_has_one_main_source"
            ),
            models.CheckConstraint(condition=Q(share__gt=0), name="every_source_has_a_share"),
        ]

    def __str__(self):
        return f"{self.submission}"


class ArticleRevision(models.Model):
    """Each saved wording of an article, and wordings that came too late."""

    article = models.ForeignKey(Article, models.PROTECT, related_name="revisions")
    number = models.PositiveIntegerField("版次")
    title = models.CharField("标题", max_length=ARTICLE_TITLE_LIMIT)
    byline = models.CharField("署名", max_length=BYLINE_LIMIT, blank=True)
    body = models.TextField("正文")
    rich = models.TextField("版式", blank=True)
    note = models.TextField("编者按", blank=True)
    use = models.CharField("用法", max_length=CODE_LIMIT, blank=True)
    column = models.ForeignKey(Column, models.SET_NULL, null=True, related_name="+", verbose_name="栏目")
    is_side = models.BooleanField("未并入的另存稿", default=False)
    sitting = models.UUIDField(null=True, editable=False)  # of the window that goes on writing it
    base = models.JSONField("打开时的文字", default=dict, blank=True)  # of a side wording
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField("时间", default=timezone.now)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["article", "number"], name="article_revisions_are_numbered_once")
        ]

    def __str__(self):
        return f"{self.title}（{self.number}）"
