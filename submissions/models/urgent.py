"""An urgent incident and the chain of reports about it: 首报 → 续报* → 终报 (domain §8)."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Q
from django.utils import timezone

from accounts.models import Unit
from accounts.moves import verbs_from
from accounts.roles import DESK_ROLES, OFFICE_ROLES, Role
from submissions.models.items import Submission
from submissions.urgent_clocks import casualties_in_words
from submissions.urgent_states import MOVES, Category, Grade, Kind, State, Way

UNIT_EYES = (Role.INFORMANT, Role.REVIEWER, Role.LEADER)
PERSON = settings.AUTH_USER_MODEL
ELEMENTS = ("loss", "scope", "trend", "leaders", "measures", "requests", "source", "contact", "contact_phone")


class Particulars(models.Model):
    """What is told of an incident at one moment; each report keeps its own, the incident the newest."""

    title = models.CharField("标题", max_length=100)
    category = models.CharField("类别", max_length=12, choices=Category)
    grade = models.CharField("等级", max_length=12, choices=Grade, default=Grade.GENERAL)
    occurred_at = models.DateTimeField("事发时间", null=True, blank=True)
    learned_at = models.DateTimeField("接报（得知）时间")
    place = models.CharField("事发地点", max_length=100, blank=True)

    class Meta:
        abstract = True

    def __str__(self):
        return self.title

    def particulars(self):
        return {field.name: getattr(self, field.name) for field in Particulars._meta.fields}


class IncidentQuerySet(models.QuerySet):
    """Every reading of incidents starts at visible_to."""

    def visible_to(self, user):
        """The unit it happened in, and the office that was told: its desk and its leaders."""
        return self.filter(Q(unit__in=user.units_as(*UNIT_EYES)) | Q(office__in=user.units_as(*OFFICE_ROLES)))

    def matching(self, *, q="", unit=None, category="", grade="", state=""):
        found = self.filter(Q(title__icontains=q) | Q(place__icontains=q)) if q else self
        asked = {"unit": unit, "category": category, "grade": grade, "state": state}
        return found.filter(**{name: value for name, value in asked.items() if value})

    def begun(self, start, end):
        """By the hour of the first report."""
        return self.filter(first_at__gte=start, first_at__lt=end)

    def tally(self):
        return dict(self.order_by().values_list("state").annotate(Count("pk")))

    def open(self):
        return self.filter(state=State.OPEN)

    def with_news(self):
        """For lists: the places, and what still waits for a receipt or the head's word."""
        reports = UrgentReport.objects.filter(incident=OuterRef("pk"))
        return self.select_related("unit", "office").annotate(
            rings=Exists(reports.unreceived()), unconfirmed=Exists(reports.unconfirmed())
        )


class Incident(Particulars):
    """One event; the place of occurrence is the reporting subject."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="incidents", verbose_name="报告单位")
    office = models.ForeignKey(Unit, models.PROTECT, related_name="told_incidents", verbose_name="接报单位")
    state = models.CharField("状态", max_length=8, choices=State, default=State.OPEN, editable=False)
    first_at = models.DateTimeField("首报时间", editable=False)
    last_at = models.DateTimeField("最近报告", editable=False)
    written_at = models.DateTimeField(
        "书面首报时间", null=True, editable=False
    )  # null: only telephoned so far

    objects = IncidentQuerySet.as_manager()

    class Meta:
        ordering = ["-last_at", "-pk"]
        verbose_name = verbose_name_plural = "紧急事件"
        indexes = [
            models.Index(fields=["office", "state", "-last_at"], name="incident_by_office"),
            models.Index(fields=["unit", "state", "-last_at"], name="incident_by_unit"),
        ]

    def place_of(self, role):
        return self.office if role in DESK_ROLES else self.unit

    def allows(self, verb, user):
        """May this person say this verb here, state aside?"""
        return any(user.holds(role, self.place_of(role)) for role in MOVES[verb].by)

    def fits(self, verb):
        """The paper after a call is owed once, and before anything else in writing."""
        if verb == "first":
            return self.written_at is None
        return verb not in ("follow", "final", "correct") or self.written_at is not None

    def moves_for(self, user):
        """The buttons: verb and move, straight from the table."""
        return [
            (verb, MOVES[verb])
            for verb in verbs_from(MOVES, self.state)
            if MOVES[verb].button and self.fits(verb) and self.allows(verb, user)
        ]

    def at_office(self, user):
        return user.holds_any(OFFICE_ROLES, self.office)


class UrgentReportQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(incident__in=Incident.objects.visible_to(user))

    def at_offices(self, offices):
        return self.filter(incident__office__in=offices)

    def unreceived(self):
        """Sent in writing, signed for by nobody; a call is received by whoever wrote it down."""
        return self.filter(way=Way.WRITTEN, receipt=None)

    def unconfirmed(self):
        return self.filter(confirmation=None)

    def between(self, start, end):
        return self.filter(at__gte=start, at__lt=end)

    def matching(self, *, unit=None, kind="", category="", grade="", late=False, unconfirmed=False):
        found = self.filter(late_minutes__gt=0) if late else self
        found = found.unconfirmed() if unconfirmed else found
        asked = {"incident__unit": unit, "kind": kind, "category": category, "grade": grade}
        return found.filter(**{name: value for name, value in asked.items() if value})

    def ringing_for(self, user, offices):
        """What is loud on this person's pages: `offices` they answer for now, and what was passed on to them."""
        desk = user.units_as(Role.EDITOR, Role.APPROVER)
        told = Q(incident__office__in=offices)
        told |= Q(incident__office__in=desk, alarms__step="desk")
        told |= Q(incident__office__in=user.units_as(Role.LEADER), alarms__step="leader")
        return self.unreceived().filter(told).distinct()

    def with_people(self):
        return self.select_related(
            "incident__unit", "by", "receipt__by", "confirmation__head", "confirmation__by"
        )


class UrgentReport(Particulars):
    """One report as it was sent; never changed, a mistake is put right by another report."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    incident = models.ForeignKey(Incident, models.PROTECT, related_name="reports")
    number = models.PositiveIntegerField("序号")
    kind = models.CharField("环节", max_length=8, choices=Kind)
    way = models.CharField("方式", max_length=8, choices=Way, default=Way.WRITTEN)
    by = models.ForeignKey(PERSON, models.PROTECT, related_name="+", verbose_name="报告人")
    at = models.DateTimeField("报出时间")  # of a call: when it came in
    kept_at = models.DateTimeField("登记时间", default=timezone.now)
    caller = models.CharField("来电人", max_length=60, blank=True)
    event = models.TextField("事：发生了什么", max_length=4000)
    situation = models.TextField("情：现场情况", max_length=4000, blank=True)
    cause = models.TextField("因：初步原因", max_length=4000, blank=True)
    outcome = models.TextField("果：处置结果", max_length=4000, blank=True)
    dead = models.PositiveIntegerField("死亡（人）", null=True, blank=True)
    badly_hurt = models.PositiveIntegerField("重伤（人）", null=True, blank=True)
    hurt = models.PositiveIntegerField("轻伤（人）", null=True, blank=True)
    missing = models.PositiveIntegerField("失联（人）", null=True, blank=True)
    loss = models.CharField("直接经济损失", max_length=100, blank=True)
    scope = models.CharField("影响范围", max_length=200, blank=True)
    trend = models.CharField("发展趋势", max_length=200, blank=True)
    leaders = models.CharField("到场领导", max_length=200, blank=True)
    measures = models.TextField("已采取的措施", max_length=2000, blank=True)
    requests = models.TextField("请求和建议", max_length=2000, blank=True)
    source = models.CharField("信息来源", max_length=100, blank=True)
    contact = models.CharField("现场负责人", max_length=60, blank=True)
    contact_phone = models.CharField("联系电话", max_length=30, blank=True)
    rule = models.CharField(
        "适用时限", max_length=80, blank=True
    )  # the clock as it stood when it was applied
    due_at = models.DateTimeField("应报出时间", null=True)
    late_minutes = models.PositiveIntegerField("迟报（分钟）", default=0)
    markers = models.JSONField("命中标记", default=list)
    clearance = models.CharField("排除涉密理由", max_length=200, blank=True)

    objects = UrgentReportQuerySet.as_manager()

    class Meta:
        ordering = ["incident", "number"]
        verbose_name = verbose_name_plural = "紧急信息报告"
        constraints = [
            models.UniqueConstraint(fields=["incident", "number"], name="urgent_reports_are_numbered_once"),
            models.CheckConstraint(
                condition=Q(late_minutes=0) | Q(due_at__lt=F("at")), name="a_late_report_came_after_its_hour"
            ),
            models.CheckConstraint(
                condition=Q(markers=[]) | ~Q(clearance=""), name="an_urgent_marker_is_cleared_in_words"
            ),
        ]
        indexes = [models.Index(fields=["at"], name="urgent_report_by_time")]

    @property
    def casualties(self):
        return casualties_in_words(self.dead, self.badly_hurt, self.hurt, self.missing)

    @property
    def elements(self):
        """The further elements of the field (domain §8) that somebody has filled in, with their names."""
        told = [(self._meta.get_field(name).verbose_name, getattr(self, name)) for name in ELEMENTS]
        return [(label, text) for label, text in told if text]

    @property
    def label(self):
        word = "电话" if self.way == Way.PHONE else ""
        return f"{word}{self.get_kind_display()}"


class Receipt(models.Model):
    """An editor on duty has the report in hand (签收)."""

    report = models.OneToOneField(UrgentReport, models.PROTECT, related_name="receipt")
    by = models.ForeignKey(PERSON, models.PROTECT, related_name="+", verbose_name="签收人")
    at = models.DateTimeField("签收时间", default=timezone.now)

    def __str__(self):
        return f"{self.by} {self.at:%Y-%m-%d %H:%M}"


class Confirmation(models.Model):
    """The head of the unit stands behind a report: said before it left, or confirmed afterwards."""

    report = models.OneToOneField(UrgentReport, models.PROTECT, related_name="confirmation")
    head = models.ForeignKey(PERSON, models.PROTECT, related_name="+", verbose_name="负责人")
    by = models.ForeignKey(PERSON, models.PROTECT, related_name="+", verbose_name="记录人")
    at = models.DateTimeField("确认时间", default=timezone.now)

    def __str__(self):
        return f"{self.head} {self.at:%Y-%m-%d %H:%M}"

    @property
    def spoken(self):
        """Agreed by word of mouth and written down by somebody else."""
        return self.head_id != self.by_id


class UrgentDraftQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(author=user)

    def newest(self, page):
        """What one left unsent on a form's page; two tabs are two drafts."""
        return self.filter(page=page).order_by("-saved_at").first()


class UrgentDraft(models.Model):
    """What somebody is just typing; gone once it is sent."""

    author = models.ForeignKey(PERSON, models.CASCADE, related_name="urgent_drafts")
    key = models.UUIDField()  # of the form, and later of the report
    page = models.CharField(max_length=100)  # the form's address
    data = models.JSONField()
    saved_at = models.DateTimeField("保存时间", default=timezone.now)

    objects = UrgentDraftQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["author", "key"], name="one_urgent_draft_per_person_and_form")
        ]
        indexes = [models.Index(fields=["author", "page", "-saved_at"], name="urgent_draft_by_page")]

    def __str__(self):
        return self.page


class Turned(models.Model):
    """The ordinary item made of an incident, so that it can be printed."""

    incident = models.OneToOneField(Incident, models.PROTECT, related_name="turned")
    report = models.ForeignKey(UrgentReport, models.PROTECT, related_name="+")
    submission = models.OneToOneField(Submission, models.PROTECT, related_name="urgent_origin")
    by = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    def __str__(self):
        return f"{self.incident_id} → {self.submission_id}"
