"""Awards (评先评优): a scheme as rows, the list drawn up by it, candidates, objections."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from accounts.models import Unit
from accounts.moves import verbs_from
from accounts.roles import DESK_ROLES, Role
from scoring.award_states import AWARD_MOVES, FINAL, SHOWN, AwardState
from scoring.awarding import CONDITIONS, KINDS, SCOPES, TAKES, Verdict
from submissions.models import Submission

PERSON = settings.AUTH_USER_MODEL
AWARD_ROLES = (*DESK_ROLES, Role.LEADER)


class SchemeQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The office's own paper; units learn what came of it."""
        return self.filter(office__in=user.units_as(*AWARD_ROLES))

    def with_lists(self):
        return self.select_related("office", "made_by", "list")


class Scheme(models.Model):
    """An office's awards of one assessment year (评选方案)."""

    office = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="考核单位")
    name = models.CharField("名称", max_length=80)
    first = models.DateField("年度起")
    last = models.DateField("年度止")
    note = models.CharField("依据", max_length=200, blank=True, help_text="文号或会议，印在名单上")
    made_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+", verbose_name="制定人")
    made_at = models.DateTimeField("制定时间", default=timezone.now)

    objects = SchemeQuerySet.as_manager()

    class Meta:
        ordering = ["-first", "-pk"]
        verbose_name = verbose_name_plural = "评选方案"
        constraints = [
            models.UniqueConstraint(fields=["office", "first"], name="a_year_has_one_scheme"),
            models.CheckConstraint(condition=Q(last__gt=F("first")), name="a_scheme_covers_a_time"),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("scoring:award_scheme", args=[self.pk])

    @property
    def drawn(self):
        """The list drawn up by it, if there is one."""
        return getattr(self, "list", None)

    @property
    def is_locked(self):
        return bool(self.drawn and self.drawn.state in FINAL)


class Award(models.Model):
    """One award: for whom, how many, and the prize of one place."""

    scheme = models.ForeignKey(Scheme, models.PROTECT, related_name="awards")
    name = models.CharField("奖项", max_length=40)
    of = models.CharField("评选对象", max_length=8, choices=list(KINDS.items()))
    scope = models.CharField("名额", max_length=8, choices=list(SCOPES.items()), default="group")
    take = models.CharField("产生办法", max_length=8, choices=list(TAKES.items()), default="count")
    number = models.DecimalField(
        "数值", max_digits=7, decimal_places=2, help_text="名次填前几名，分数填最低分，比例填百分数"
    )
    prize = models.DecimalField("每名奖金（元）", max_digits=8, decimal_places=2, default=0)
    order = models.PositiveIntegerField("次序", default=100, help_text="数小的排在前面")

    class Meta:
        ordering = ["order", "pk"]
        verbose_name = verbose_name_plural = "奖项"
        constraints = [
            models.UniqueConstraint(fields=["scheme", "name"], name="awards_have_different_names"),
            models.CheckConstraint(condition=Q(number__gt=0, prize__gte=0), name="an_award_has_places"),
        ]

    def __str__(self):
        return self.name


class Condition(models.Model):
    """What a candidate must have, or must not: a kind from the table, with its number or word."""

    award = models.ForeignKey(Award, models.CASCADE, related_name="conditions")
    kind = models.CharField(
        "条件", max_length=16, choices=[(name, one.label) for name, one in CONDITIONS.items()]
    )
    number = models.DecimalField("数值", max_digits=7, decimal_places=2, null=True, blank=True)
    word = models.CharField("取值", max_length=20, blank=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = verbose_name_plural = "评选条件"

    def __str__(self):
        return CONDITIONS[self.kind].said(self.number, self.word)


class AwardListQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those who draw up, sign and answer for it; everybody the office reaches from the notice on."""
        shown = Q(office__in=user.reading_offices, state__in=SHOWN)
        return self.filter(Q(office__in=user.units_as(Role.SCORER, Role.APPROVER, Role.LEADER)) | shown)

    def awaiting(self, user):
        """Whose signature is asked: the notice is over, and it is not one's own."""
        offices = user.units_as(*AWARD_MOVES["sign"].by)
        due = self.filter(state=AwardState.NOTICE, notice_until__lt=timezone.localdate(), office__in=offices)
        return due.exclude(made_by=user)

    def with_names(self):
        return self.select_related("scheme", "office", "made_by", "signed_by")


class AwardList(models.Model):
    """The list drawn up by a scheme, on its road to the signature."""

    scheme = models.OneToOneField(Scheme, models.PROTECT, related_name="list", verbose_name="评选方案")
    office = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="考核单位")
    state = models.CharField("状态", max_length=10, choices=AwardState, default=AwardState.DRAFT)
    made_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+", verbose_name="拟定")
    made_at = models.DateTimeField("拟定时间", default=timezone.now)
    notice_from = models.DateField("公示起", null=True)
    notice_until = models.DateField("公示止", null=True)
    signed_by = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+", verbose_name="审定")
    signed_on = models.DateField("审定日期", null=True)
    moved_at = models.DateTimeField("进入本状态", default=timezone.now)
    word = models.CharField("意见", max_length=200, blank=True)
    content = models.JSONField("名单", default=dict)
    sha256 = models.CharField(max_length=64, blank=True)

    objects = AwardListQuerySet.as_manager()

    class Meta:
        ordering = ["-scheme__first", "-pk"]
        verbose_name = verbose_name_plural = "评选名单"
        constraints = [
            models.CheckConstraint(
                condition=~Q(state__in=FINAL)
                | Q(signed_by__isnull=False, signed_on__isnull=False)
                & ~Q(signed_by=F("made_by"))
                & ~Q(sha256=""),
                name="an_award_list_is_signed_by_another",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=SHOWN) | Q(notice_until__gte=F("notice_from")),
                name="an_award_list_is_shown_for_a_time",
            ),
        ]

    def __str__(self):
        return f"{self.scheme.name.removesuffix('方案')}名单"

    def get_absolute_url(self):
        return reverse("scoring:award_list", args=[self.pk])

    @property
    def is_final(self):
        return self.state in FINAL

    def allows(self, verb, user):
        """Whoever drew it up does not sign it."""
        if not user.holds_any(AWARD_MOVES[verb].by, self.office):
            return False
        return verb != "sign" or user.pk != self.made_by_id

    def moves_for(self, user):
        verbs = verbs_from(AWARD_MOVES, self.state)
        return [(verb, AWARD_MOVES[verb]) for verb in verbs if self.allows(verb, user)]


class CandidateQuerySet(models.QuerySet):
    def visible_to(self, user):
        """All of it for those who decide; the others see who is put forward, and themselves."""
        inner = Q(list__office__in=user.units_as(Role.SCORER, Role.APPROVER, Role.LEADER))
        shown = Q(list__office__in=user.reading_offices, list__state__in=SHOWN)
        mine = Q(person=user) | Q(unit__in=user.units_as(Role.INFORMANT, Role.REVIEWER), person=None)
        return self.filter(inner | shown & (Q(chosen=True) | mine))

    def with_names(self):
        return self.select_related("award", "unit", "person", "submission__filed", "hand")


class Candidate(models.Model):
    """Somebody, or an item, before an award: what the figures say, and what people decided."""

    list = models.ForeignKey(AwardList, models.CASCADE, related_name="candidates")
    award = models.ForeignKey(Award, models.PROTECT, related_name="candidates")
    key = models.CharField(max_length=24)  # unit:5, person:7, item:9
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="单位")
    person = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+", verbose_name="人员")
    submission = models.ForeignKey(Submission, models.PROTECT, null=True, related_name="+")
    group = models.CharField("组别", max_length=40, blank=True)
    rank = models.PositiveIntegerField("名次")
    points = models.DecimalField("积分", max_digits=9, decimal_places=2)
    figures = models.JSONField("数据", default=dict)
    verdict = models.CharField("测算", max_length=8, choices=[*Verdict.WORDS.items()])
    why = models.CharField("理由", max_length=400, blank=True)
    chosen = models.BooleanField("列入", null=True)  # None: a tie at the border, left to the decision
    hand = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+", verbose_name="调整人")
    word = models.CharField("调整理由", max_length=200, blank=True)

    objects = CandidateQuerySet.as_manager()

    class Meta:
        ordering = ["award__order", "award_id", "pk"]
        verbose_name = verbose_name_plural = "候选"
        constraints = [
            models.UniqueConstraint(fields=["list", "award", "key"], name="a_candidate_stands_once"),
            models.CheckConstraint(condition=Q(hand=None) | ~Q(word=""), name="a_hand_gives_its_reason"),
        ]

    def __str__(self):
        return self.name

    @property
    def name(self):
        """Whom a list names."""
        if self.submission_id:
            return f"《{self.submission.filed or self.submission}》"
        return str(self.person or self.unit)


class ObjectionQuerySet(models.QuerySet):
    def visible_to(self, user):
        offices = user.units_as(Role.SCORER, Role.APPROVER, Role.LEADER)
        return self.filter(Q(list__office__in=offices) | Q(by=user))

    def unanswered(self):
        return self.filter(replied_at=None)


class Objection(models.Model):
    """What somebody said against a list during its notice, and the answer."""

    list = models.ForeignKey(AwardList, models.PROTECT, related_name="objections")
    source = models.CharField("提出人", max_length=60, help_text="单位和姓名；不愿具名的写“匿名”")
    text = models.TextField("异议", max_length=500)
    by = models.ForeignKey(PERSON, models.PROTECT, related_name="+", verbose_name="登记人")
    at = models.DateTimeField("登记时间", default=timezone.now)
    reply = models.TextField("答复", max_length=500, blank=True)
    replied_by = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+")
    replied_at = models.DateTimeField("答复时间", null=True)

    objects = ObjectionQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = verbose_name_plural = "异议"
        constraints = [
            models.CheckConstraint(
                condition=Q(replied_at=None) | ~Q(reply=""), name="an_objection_is_answered_in_words"
            )
        ]

    def __str__(self):
        return f"{self.source}：{self.text[:40]}"
