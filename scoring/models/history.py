"""Old registers brought in by spreadsheet (历史导入): each a batch that is loaded as one and undone as one."""

import uuid
from datetime import timedelta
from decimal import Decimal

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from accounts.models import Unit
from accounts.moves import verbs_from
from scoring.history_states import AT_WORK, HISTORY_MOVES, OPEN, HistoryState

PERSON = settings.AUTH_USER_MODEL
PATIENCE = timedelta(minutes=10)  # without a sign of life the worker is taken for dead


def register_path(batch, name):
    """Private, and named by us."""
    return f"history/{timezone.now():%Y/%m}/{uuid.uuid4().hex}"


class HistoryQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The office's scorers and editors: a register names units, people and points."""
        return self.filter(office__in=user.units_as(*HISTORY_MOVES["load"].by))

    def listed(self):
        return self.exclude(state=HistoryState.DROPPED).defer("columns", "names", "summary", "headings")

    def open(self):
        """Begun and waiting for a hand."""
        return self.filter(state__in=OPEN)

    def waiting_for_work(self):
        """Begun by nobody, or by a worker that has fallen silent."""
        idle = Q(alive_at=None) | Q(alive_at__lt=timezone.now() - PATIENCE)
        return self.filter(idle, state__in=AT_WORK)

    def with_people(self):
        return self.select_related("office", "by", "loaded_by", "undone_by")

    def before(self, batch):
        """Earlier registers of the same kind, newest first: what was said of their columns is remembered."""
        return self.filter(office=batch.office, kind=batch.kind, pk__lt=batch.pk).exclude(columns={})


class History(models.Model):
    """One register: its file, what its columns and names mean, and what became of it."""

    class Kind(models.TextChoices):
        UNITS = "units", "单位"
        PEOPLE = "people", "人员"
        ITEMS = "items", "来稿"
        USES = "uses", "采用"
        SCORES = "scores", "得分"

    office = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="考核单位")
    kind = models.CharField("内容", max_length=8, choices=Kind)
    name = models.CharField("文件名", max_length=120)
    file = models.FileField("登记表", upload_to=register_path)
    sha256 = models.CharField(max_length=64)
    sheets = models.JSONField(default=list)
    sheet = models.CharField("工作表", max_length=60, blank=True)
    heading = models.PositiveIntegerField("表头所在行", default=0)  # 0: found by itself
    headings = models.JSONField(default=list)
    columns = models.JSONField(default=dict)  # field → place of the column
    options = models.JSONField(default=dict)
    names = models.JSONField(default=dict)  # sort of name → words of the register → what they mean here
    summary = models.JSONField(default=dict)
    state = models.CharField("状态", max_length=10, choices=HistoryState, default=HistoryState.READING)
    why = models.CharField("说明", max_length=300, blank=True)
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)  # of the form that brought it
    rows_found = models.PositiveIntegerField("行数", default=0)
    faults = models.PositiveIntegerField("问题", default=0)
    done = models.PositiveIntegerField(default=0)
    by = models.ForeignKey(PERSON, models.PROTECT, related_name="+", verbose_name="上传人")
    at = models.DateTimeField("上传时间", default=timezone.now)
    alive_at = models.DateTimeField(null=True)
    loaded_at = models.DateTimeField("导入时间", null=True)
    loaded_by = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+")
    undone_at = models.DateTimeField("撤销时间", null=True)
    undone_by = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+")
    undone_why = models.CharField("撤销原因", max_length=200, blank=True)

    objects = HistoryQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = verbose_name_plural = "历史登记表"
        constraints = [
            models.UniqueConstraint(
                fields=["office", "kind", "sha256", "sheet"],
                condition=Q(state__in=[HistoryState.LOADING, HistoryState.LOADED, HistoryState.UNDOING]),
                name="a_register_is_loaded_once",
            ),
            models.CheckConstraint(
                condition=~Q(state=HistoryState.UNDONE) | ~Q(undone_why=""),
                name="a_register_is_undone_for_a_reason",
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()}：{self.name}"

    def get_absolute_url(self):
        return reverse("scoring:history_batch", args=[self.pk])

    @property
    def is_at_work(self):
        return self.state in AT_WORK

    @property
    def is_open(self):
        return self.state in OPEN

    @property
    def origin(self):
        """How everything made of it is marked."""
        return f"历史导入：{self.name}"[:300]

    def moves_for(self, user):
        """The buttons that lead to a page of their own."""
        may = user.holds_any(HISTORY_MOVES["load"].by, self.office)
        verbs = verbs_from(HISTORY_MOVES, self.state) if may else []
        return [(verb, HISTORY_MOVES[verb]) for verb in verbs if HISTORY_MOVES[verb].button]


class HistoryRow(models.Model):
    """One row of the register as it was read, and what is wrong with it."""

    class Verdict(models.TextChoices):
        GOOD = "", "导入"
        SKIPPED = "skipped", "跳过"
        WRONG = "wrong", "有误"

    batch = models.ForeignKey(History, models.PROTECT, related_name="rows")
    number = models.PositiveIntegerField("行")
    cells = models.JSONField(default=list)
    verdict = models.CharField(max_length=8, choices=Verdict, blank=True)
    problems = models.JSONField(default=list)  # [heading, sentence]

    class Meta:
        ordering = ["number"]
        verbose_name = verbose_name_plural = "历史登记行"
        constraints = [
            models.UniqueConstraint(fields=["batch", "number"], name="a_register_has_each_row_once")
        ]
        indexes = [models.Index(fields=["batch", "verdict", "number"], name="register_rows_by_verdict")]

    def __str__(self):
        return f"第{self.number}行"


class HistoryMade(models.Model):
    """What a batch brought into the other rooms, so that exactly this is taken back with it."""

    class What(models.TextChoices):
        UNIT = "unit", "单位"
        PERSON = "person", "人员"
        ITEM = "item", "来稿"
        USE = "use", "采用"
        INSTRUCTION = "instruction", "批示"

    batch = models.ForeignKey(History, models.PROTECT, related_name="made")
    what = models.CharField(max_length=12, choices=What)
    thing = models.BigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["what", "thing"], name="a_thing_was_brought_once")]
        indexes = [models.Index(fields=["batch", "what"], name="what_a_register_brought")]

    def __str__(self):
        return f"{self.get_what_display()} {self.thing}"


class PastScoreQuerySet(models.QuerySet):
    def visible_to(self, user):
        """As rankings are: everybody the office reaches."""
        return self.filter(office__in=user.reading_offices)

    def of_units(self, office):
        return self.filter(office=office, person=None)

    def of_people(self, office):
        return self.filter(office=office, person__isnull=False)

    def of_year(self, year):
        return self.filter(year=year)


class PastScore(models.Model):
    """A score an old register gives, beside what the books of today would give; never part of the ledger."""

    office = models.ForeignKey(Unit, models.PROTECT, related_name="past_scores", verbose_name="考核单位")
    batch = models.ForeignKey(History, models.PROTECT, related_name="scores", verbose_name="登记表")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="单位")
    person = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+", verbose_name="人员")
    year = models.PositiveSmallIntegerField("年")
    month = models.PositiveSmallIntegerField("月", default=0)  # 0: the whole year
    points = models.DecimalField("得分", max_digits=10, decimal_places=2, default=Decimal(0))
    rank = models.PositiveIntegerField("名次", null=True)

    objects = PastScoreQuerySet.as_manager()

    class Meta:
        ordering = ["year", "month", "unit__order", "pk"]
        verbose_name = verbose_name_plural = "历史得分"
        constraints = [
            models.UniqueConstraint(
                fields=["office", "unit", "year", "month"],
                condition=Q(person=None),
                name="a_units_past_score_is_known_once",
            ),
            models.UniqueConstraint(
                fields=["office", "person", "unit", "year", "month"],
                name="a_persons_past_score_is_known_once",
            ),
            models.CheckConstraint(condition=Q(month__lte=12), name="a_past_month_is_one_of_twelve"),
        ]
        indexes = [models.Index(fields=["office", "year", "month"], name="past_scores_by_month")]

    def __str__(self):
        when = f"{self.year}年{self.month}月" if self.month else f"{self.year}年"
        return f"{self.person or self.unit} {when} {self.points}"
