"""What an office prints above and below its circulars, and how it numbers them."""

from django.core.validators import MinValueValidator
from django.db import models
from django.utils import timezone

from accounts.models import Unit
from scoring.models.offices import OfficeQuerySet

RUNNING = 0  # the “year” of a count that never begins anew


class Letterhead(models.Model):
    """One office's circulars: masthead, number, standing lists, hands, page, and what usually stands in them."""

    class Style(models.TextChoices):
        WORD = "word", "文号，如 云工信通报〔2026〕9号"
        ISSUE = "issue", "期号，如 第9期"

    office = models.OneToOneField(Unit, models.PROTECT, related_name="letterhead", verbose_name="发文单位")
    masthead = models.CharField("报头名称", max_length=40, default="信息工作通报")
    classification = models.CharField("密别标注", max_length=30, blank=True, default="内部资料")
    publisher = models.CharField("主办单位", max_length=60, blank=True)
    style = models.CharField("编号方式", max_length=6, choices=Style, default=Style.ISSUE)
    word = models.CharField("机关代字", max_length=20, blank=True)
    restarts_yearly = models.BooleanField("每年从1号重编", default=True)
    number_before = models.PositiveIntegerField("启用当年已编到", default=0)
    started_in = models.PositiveIntegerField(
        "启用年份", null=True, blank=True, validators=[MinValueValidator(2000)]
    )
    report_to = models.TextField("报", blank=True)
    send_to = models.TextField("送", blank=True)
    copy_to = models.TextField("发", blank=True)
    contact = models.TextField("联系方式", blank=True)
    copies = models.PositiveIntegerField("印数", default=20)
    three_hands = models.BooleanField("起草、核对、签发须为三人", default=True)
    watermarks = models.BooleanField("下载件加水印", default=False)
    measures = models.JSONField("版式", default=dict, blank=True)
    off = models.JSONField("不印的部分", default=list, blank=True)
    columns = models.JSONField("排名表的栏目", default=list, blank=True)  # empty: the usual ones

    objects = OfficeQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "通报设置"
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(style="word") | ~models.Q(word=""), name="a_document_number_has_its_word"
            )
        ]

    def __str__(self):
        return f"{self.office}的通报设置"

    @classmethod
    def of(cls, office):
        """What holds until the office says otherwise."""
        found = cls.objects.filter(office=office).first()
        return found or cls(office=office, publisher=office.name)

    def counting_year(self, on=None):
        """The row of the counters that a signature of this day counts in."""
        return (on or timezone.localdate()).year if self.restarts_yearly else RUNNING

    def count_before(self, year):
        """Where an office that numbered before it had this system goes on from."""
        return self.number_before if year in (RUNNING, self.started_in) else 0

    def next_number(self, on=None):
        """What a signature of that day would give if it came first: told, never reserved."""
        year = self.counting_year(on)
        given = CircularCounter.objects.filter(office=self.office, year=year)
        last = given.values_list("last", flat=True).first()
        return (self.count_before(year) if last is None else last) + 1

    def line_of(self, number, year):
        """“云工信通报〔2026〕9号” or “第9期”; room for the number while there is none."""
        shown = "　　" if number is None else number
        if self.style == self.Style.WORD:
            return f"{self.word}〔{year}〕{shown}号"
        return f"第{shown}期"

    def next_line(self, on=None):
        day = on or timezone.localdate()
        return self.line_of(self.next_number(day), day.year)

    @property
    def is_used(self):
        return CircularCounter.objects.filter(office=self.office).exists()


class CircularCounter(models.Model):
    """The last number given to a circular, per office and year; year 0 counts on without end."""

    office = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    year = models.PositiveIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["office", "year"], name="one_count_of_circulars_per_year")
        ]

    def __str__(self):
        return f"{self.office} {self.year}: {self.last}"
