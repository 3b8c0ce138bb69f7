"""Revisions: what left the unit, word for word, and who answered for its secrecy."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from submissions.states import Channel, Kind, Nature

TITLE_LIMIT = 50  # domain §11: a title is at most about fifty characters; checked when it is sent
BODY_LIMIT = 20_000


class Content(models.Model):
    """The words themselves: the same fields in the working copy and in each revision."""

    title = models.CharField("标题", max_length=100, blank=True)
    body = models.TextField("正文", max_length=BODY_LIMIT, blank=True)
    kind = models.CharField("类型", max_length=12, choices=Kind, default=Kind.DYNAMIC)
    nature = models.CharField("性质", max_length=8, choices=Nature, default=Nature.NEUTRAL)
    event_date = models.DateField("事件日期", null=True, blank=True)
    rich = models.TextField(
        "版式", blank=True, editable=False
    )  # the dress of `body` as clean HTML, if it wears any
    channel = models.CharField("信息来源", max_length=8, choices=Channel, default=Channel.OWN)
    authors = models.JSONField(
        "作者", default=list, blank=True
    )  # names in order; empty means the filer alone
    partners = models.JSONField("联合报送单位", default=list, blank=True)  # primary keys of units in order
    suggested = models.CharField("建议刊物", max_length=60, blank=True)
    phone = models.CharField("联系电话", max_length=30, blank=True)

    class Meta:
        abstract = True

    def __str__(self):
        return self.title or "（无标题）"

    @property
    def words(self):
        """Characters without white space, as Chinese offices count 字数."""
        return len("".join(self.body.split()))

    def content(self):
        return {field.name: getattr(self, field.name) for field in Content._meta.fields}


class Revision(Content):
    """A frozen copy of the words at one moment."""

    class Why(models.TextChoices):
        SENT = "sent", "送审稿"
        EDITED = "edited", "审签修改稿"
        SIGNED = "signed", "报送稿"
        WITHDRAWN = "withdrawn", "已撤回的报送稿"
        SIDE = "side", "未并入的另存稿"
        JOINED = "joined", "已并入的另存稿"
        BEFORE = "before", "合并或导入前的文字"
        HANDED = "handed", "移交前的文字"
        HISTORY = "history", "历史登记"

    submission = models.ForeignKey("submissions.Submission", models.PROTECT, related_name="revisions")
    number = models.PositiveIntegerField("版次")
    why = models.CharField("缘由", max_length=10, choices=Why)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField("时间", default=timezone.now)
    base = models.JSONField(
        "打开时的文字", default=dict, blank=True
    )  # of a side text: what its form was opened on

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["submission", "number"], name="revisions_are_numbered_once")
        ]


class SecrecyReview(models.Model):
    """Who collected, who reviewed, when; and which marker was cleared by name (domain §10.2)."""

    submission = models.ForeignKey("submissions.Submission", models.PROTECT, related_name="secrecy_reviews")
    revision = models.OneToOneField(Revision, models.PROTECT, related_name="secrecy")
    collector = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="采集人"
    )
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="审查人"
    )
    stands_for = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="代"
    )
    at = models.DateTimeField("审查时间", default=timezone.now)
    markers = models.JSONField("命中标记", default=list)
    clearance = models.CharField("排除说明", max_length=200, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(markers=[]) | ~models.Q(clearance=""),
                name="a_marker_is_cleared_in_words",
            )
        ]

    def __str__(self):
        return f"{self.submission_id} {self.reviewer}"
