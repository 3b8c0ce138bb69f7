"""What an office sends further up: its own words and signature, where they went, and what became of them."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Case, Count, Exists, F, OuterRef, Q, Value, When
from django.urls import reverse
from django.utils import timezone

from accounts.models import Unit
from accounts.moves import verbs_from
from accounts.roles import DESK_ROLES, Role
from bulletins.models.adoptions import Adoption
from bulletins.models.articles import Article
from bulletins.upward_states import ABOVE, OUTSIDE, UPWARD_MOVES, WRITABLE, Upward
from submissions.models import Attachment, Submission
from submissions.states import Kind, Nature, State

PERSON = settings.AUTH_USER_MODEL
UNDER_WAY = (Upward.DRAFT, Upward.WAITING, Upward.SIGNED, Upward.SENT, Upward.RETURNED)
LEFT = (Upward.SENT, Upward.UNUSED, Upward.RETURNED)  # rows that say where and when


def offices_above(office):
    """Where an office may report to in this installation, the nearest first."""
    found = Unit.objects.offices().active().filter(path__in=office.paths_down).exclude(pk=office.pk)
    return sorted(found, key=lambda unit: -unit.depth)


def scan_path(report, name):
    """Private, and named by us."""
    return f"upward/{timezone.now():%Y/%m}/{uuid.uuid4().hex}"


def fate():
    """Where a report stands: what the office above did with its item says more than its own row.

    Adopted, screened or sent back there is read from there, so that both ends never disagree.
    """
    used = Adoption.objects.standing().filter(Q(upward=OuterRef("pk")) | Q(submission=OuterRef("submission")))
    return Case(
        When(Exists(used), then=Value(Upward.ADOPTED)),
        When(submission__state__in=(State.SUBMITTED, State.HELD, State.ACCEPTED), then=Value(Upward.SENT)),
        When(submission__state=State.REJECTED, then=Value(Upward.UNUSED)),
        When(state=Upward.SENT, submission__state=State.RETURNED, then=Value(Upward.RETURNED)),
        default=F("state"),
        output_field=models.CharField(),
    )


class UpwardQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The office's own desk and leaders; units read on their item's page where it went."""
        return self.filter(office__in=user.units_as(*DESK_ROLES, Role.LEADER)).staged()

    def staged(self):
        """With `fate`: the stage each report stands in."""
        return self.annotate(fate=fate())

    def in_stage(self, stage):
        """One tab of the list; the first is what is still under way."""
        return self.staged().filter(fate__in=(stage,) if stage else UNDER_WAY)

    def tally(self):
        """How many stand in each stage: one query for all the tabs above the list."""
        return dict(self.staged().order_by().values_list("fate").annotate(Count("pk")))

    def awaiting(self, user):
        """What asks for this person's hand: signing, sending, and what came back."""
        approving, editing = user.units_as(Role.APPROVER), user.units_as(Role.EDITOR)
        signing = Q(office__in=approving, fate=Upward.WAITING) & ~Q(written_by=user)
        return self.staged().filter(
            signing | Q(office__in=editing, fate__in=(Upward.SIGNED, Upward.RETURNED))
        )

    def above(self):
        """What has left the house and was not taken back."""
        return self.staged().filter(fate__in=ABOVE)

    def between(self, first, last):
        return self.filter(sent_on__range=(first, last))

    def made_of(self, submission):
        return self.filter(sources__submission=submission)

    def holding(self, submission):
        """Reports that keep an item decided: alive, or in the hands of an office above."""
        alive = ~Q(state=Upward.DROPPED) | Q(submission__filed__isnull=False)
        return self.made_of(submission).filter(alive)

    def listed(self):
        return self.select_related("office", "to", "article", "editor", "submission")


class UpwardReport(models.Model):
    """One article on its way to one place above. Its words are its own: what was printed is not rewritten."""

    office = models.ForeignKey(Unit, models.PROTECT, related_name="upward_reports", verbose_name="上报单位")
    article = models.ForeignKey(
        Article, models.PROTECT, related_name="upward_reports", verbose_name="所据稿件"
    )
    to = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="报往单位"
    )
    recipient = models.CharField("报往载体或单位", max_length=60, blank=True)
    title = models.CharField("标题", max_length=80)
    body = models.TextField("正文", max_length=20_000)
    rich = models.TextField("版式", blank=True, editable=False)
    kind = models.CharField("类型", max_length=12, choices=Kind, default=Kind.DYNAMIC)
    nature = models.CharField("性质", max_length=8, choices=Nature, default=Nature.NEUTRAL)
    event_date = models.DateField("事件日期", null=True, blank=True)
    names_units = models.BooleanField("向上级写明原报送单位", default=True)
    files = models.ManyToManyField(Attachment, related_name="+", blank=True, verbose_name="随附文件")
    state = models.CharField("状态", max_length=12, choices=Upward, default=Upward.DRAFT, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    key = models.UUIDField(default=uuid.uuid4, editable=False)  # of the form it was made with
    editor = models.ForeignKey(PERSON, models.PROTECT, related_name="+", verbose_name="拟稿")
    written_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+", verbose_name="最后改稿")
    made_at = models.DateTimeField("拟稿时间", default=timezone.now, editable=False)
    saved_at = models.DateTimeField("保存时间", default=timezone.now, editable=False)
    moved_at = models.DateTimeField("进入本状态", default=timezone.now, editable=False)
    reason = models.TextField("意见", blank=True, editable=False)
    signed = models.ForeignKey("bulletins.UpwardVersion", models.PROTECT, null=True, related_name="+")
    sent_by = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+", verbose_name="上报人")
    sent_at = models.DateTimeField("上报时间", null=True, editable=False)
    sent_on = models.DateField("上报日期", null=True, blank=True)
    channel = models.CharField("上报方式", max_length=60, blank=True)
    receipt = models.CharField("收文凭据", max_length=100, blank=True)
    file = models.FileField("凭据扫描件", upload_to=scan_path, blank=True)
    file_name = models.CharField(max_length=120, blank=True, editable=False)
    file_type = models.CharField(max_length=100, blank=True, editable=False)
    submission = models.OneToOneField(
        Submission, models.PROTECT, null=True, editable=False, related_name="raised_by"
    )

    objects = UpwardQuerySet.as_manager()

    class Meta:
        ordering = ["-moved_at", "-pk"]
        verbose_name = verbose_name_plural = "上报"
        constraints = [
            models.UniqueConstraint(fields=["office", "key"], name="a_form_prepares_one_report"),
            models.UniqueConstraint(
                fields=["article", "to"],
                condition=~Q(state=Upward.DROPPED) & Q(to__isnull=False),
                name="an_article_goes_to_an_office_once",
            ),
            models.UniqueConstraint(
                fields=["article", "recipient"],
                condition=~Q(state=Upward.DROPPED) & Q(to=None),
                name="an_article_goes_to_a_carrier_once",
            ),
            models.CheckConstraint(
                condition=Q(to=None) & ~Q(recipient="") | Q(to__isnull=False, recipient=""),
                name="a_report_goes_to_one_place",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=(Upward.SIGNED, *LEFT)) | Q(signed__isnull=False),
                name="what_goes_above_was_signed_by_its_office",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=LEFT) | Q(sent_at__isnull=False, sent_on__isnull=False),
                name="what_went_above_says_when",
            ),
            models.CheckConstraint(
                condition=~Q(state=Upward.SENT) | Q(to=None) | Q(submission__isnull=False),
                name="what_went_to_an_office_lies_there",
            ),
            models.CheckConstraint(
                condition=~Q(state=Upward.ADOPTED), name="adopted_is_read_from_the_adoptions"
            ),
        ]
        indexes = [models.Index(fields=["office", "state", "-moved_at"], name="upward_by_state")]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("bulletins:upward_report", args=[self.pk])

    @property
    def stage(self):
        """Read with the row where a list asked for it, else asked now."""
        known = self.__dict__.get("fate")
        return Upward(known or UpwardReport.objects.staged().values_list("fate", flat=True).get(pk=self.pk))

    @property
    def where(self):
        return self.to.name if self.to_id else self.recipient

    @property
    def verdict(self):
        """Why it stands where it stands: the words of the office above where it spoke last."""
        spoke = self.submission_id and self.stage in (Upward.RETURNED, Upward.UNUSED)
        return self.submission.reason if spoke else self.reason

    @property
    def words(self):
        return len("".join(self.body.split()))

    @property
    def writable(self):
        return self.stage in WRITABLE

    @property
    def is_above(self):
        return self.stage in ABOVE

    def allows(self, verb, user):
        """May this person say this verb here, state aside?"""
        if verb in OUTSIDE and self.to_id:
            return False
        return user.holds_any(UPWARD_MOVES[verb].by, self.office)

    def is_own(self, user):
        """Who wrote the words does not sign them, nor does a deputy for them."""
        principal = user.stands_for([Role.APPROVER], self.office)
        return self.written_by_id in (user.pk, principal.pk if principal else None)

    def is_screened(self):
        """Has the office above done anything with it?"""
        return bool(self.submission_id and self.submission.state != State.SUBMITTED)

    def moves_for(self, user):
        return [
            (verb, UPWARD_MOVES[verb])
            for verb in verbs_from(UPWARD_MOVES, self.stage)
            if self.allows(verb, user)
            and not (verb == "sign" and self.is_own(user))
            and not (verb == "withdraw" and self.is_screened())
        ]

    def may_be_edited_by(self, user):
        return user.holds(Role.EDITOR, self.office) and self.writable


class UpwardSource(models.Model):
    """A submission the article was made of when it went up: whom a use above credits."""

    report = models.ForeignKey(UpwardReport, models.CASCADE, related_name="sources")
    submission = models.ForeignKey(Submission, models.PROTECT, related_name="upward_sources")
    order = models.PositiveIntegerField("次序", default=1)
    share = models.DecimalField("份额（%）", max_digits=5, decimal_places=2, default=100)
    is_main = models.BooleanField("主要来稿", default=True)

    class Meta:
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["report", "submission"], name="an_upward_source_is_named_once")
        ]

    def __str__(self):
        return str(self.submission)


class UpwardVersion(models.Model):
    """The words as the approver let them out, with the secrecy review (domain §10.2)."""

    report = models.ForeignKey(UpwardReport, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField("版次")
    title = models.CharField("标题", max_length=80)
    body = models.TextField("正文")
    rich = models.TextField("版式", blank=True)
    written_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+", verbose_name="拟稿")
    signed_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+", verbose_name="签报")
    stands_for = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+", verbose_name="代")
    at = models.DateTimeField("签报时间", default=timezone.now)
    markers = models.JSONField("命中标记", default=list)
    clearance = models.CharField("排除说明", max_length=200, blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["report", "number"], name="upward_versions_are_numbered_once"),
            models.CheckConstraint(
                condition=~Q(signed_by=F("written_by")), name="who_wrote_it_does_not_sign_it_up"
            ),
            models.CheckConstraint(
                condition=Q(markers=[]) | ~Q(clearance=""), name="an_upward_marker_is_cleared_in_words"
            ),
        ]

    def __str__(self):
        return f"{self.title}（{self.number}）"
