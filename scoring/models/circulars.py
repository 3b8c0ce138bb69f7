"""Circulars (通报): a closed month in the office's own words, numbered and frozen at signature."""

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from accounts.models import Unit
from accounts.moves import verbs_from
from accounts.roles import DESK_ROLES, Role
from scoring.circular_states import CIRCULAR_MOVES, ENDED, IN_WORK, PRINTED, CircularState, Kind
from scoring.models.periods import Period

PERSON = settings.AUTH_USER_MODEL
HANDS = (*DESK_ROLES, Role.LEADER)


class CircularQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The desk in every state, leaders once it is signed, everybody the office reaches once it is published.

        It is an official publication: titles it prints are meant for all its readers.
        """
        return self.filter(
            Q(office__in=user.units_as(*DESK_ROLES))
            | Q(office__in=user.units_as(Role.LEADER), state__in=PRINTED)
            | Q(office__in=user.reading_offices, state=CircularState.PUBLISHED)
        )

    def published(self):
        return self.filter(state=CircularState.PUBLISHED)

    def printed(self):
        """Whatever ever got a number, void ones too."""
        return self.filter(number__isnull=False)

    def in_work(self):
        return self.filter(state__in=IN_WORK)

    def past_drafting(self):
        """Under check or awaiting signature: what they look like stays as it is."""
        return self.filter(state__in=(CircularState.CHECKING, CircularState.AWAITING))

    def awaiting(self, user):
        """Circulars where the next verb of the table is this person's."""
        wanted = Q(pk__in=[])
        for verb in ("submit", "check", "sign", "publish"):
            step = CIRCULAR_MOVES[verb]
            wanted |= Q(state__in=step.start, office__in=user.units_as(*step.by))
        past = Q(state__in=(CircularState.CHECKING, CircularState.AWAITING))
        own = Q(three_hands=True) & past & (Q(editor=user) | Q(checker=user))
        return self.filter(wanted).exclude(own)

    def of_year(self, year):
        return self.filter(last__year=year) if year else self

    def matching(self, words):
        """By title, number or what it says."""
        found = self
        for word in words.split()[:5]:
            found = found.filter(
                Q(title__icontains=word) | Q(number_line__icontains=word) | Q(words__icontains=word)
            )
        return found

    def of_month(self, office, month):
        """Published ones that tell of the month."""
        return self.published().filter(office=office, first__lte=month, last__gte=month)

    def years(self):
        return [day.year for day in self.order_by().dates("last", "year", order="DESC")]

    def listed(self):
        """What a row shows, without the frozen paper."""
        return self.select_related("office", "editor", "approver").defer("paper", "annex", "body", "words")

    def with_names(self):
        """What a to-do list says of each."""
        return self.listed()

    def with_hands(self):
        return self.select_related("office", "editor", "checker", "approver", "corrects")


class Circular(models.Model):
    """One circular of an office; its number, date and bytes are born at signature."""

    office = models.ForeignKey(Unit, models.PROTECT, related_name="circulars", verbose_name="发文单位")
    kind = models.CharField("种类", max_length=8, choices=Kind, default=Kind.MONTH)
    first = models.DateField("起始月份")
    last = models.DateField("截止月份")
    closings = models.JSONField(
        "所据关账", default=list, editable=False
    )  # [period, its hash], month by month
    corrects = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="corrections", verbose_name="更正"
    )
    title = models.CharField("标题", max_length=120)
    body = models.JSONField("正文", default=list)  # sections in order: kind, on, heading, text
    columns = models.JSONField("排名表的栏目", default=list)
    words = models.TextField(blank=True, editable=False)  # all of the text, for searching
    report_to = models.TextField("报", blank=True)
    send_to = models.TextField("送", blank=True)
    copy_to = models.TextField("发", blank=True)
    copies = models.PositiveIntegerField("印数", default=20)
    state = models.CharField("状态", max_length=10, choices=CircularState, default=CircularState.DRAFT)
    version = models.PositiveIntegerField(default=1, editable=False)
    key = models.UUIDField(default=uuid4, unique=True, editable=False)  # of the form it was begun with
    reason = models.CharField("意见", max_length=300, blank=True)
    three_hands = models.BooleanField(default=True, editable=False)
    editor = models.ForeignKey(PERSON, models.PROTECT, related_name="+", verbose_name="起草")
    checker = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+", verbose_name="核对")
    approver = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+", verbose_name="签发")
    made_at = models.DateTimeField("起草时间", default=timezone.now, editable=False)
    moved_at = models.DateTimeField("进入本状态", default=timezone.now, editable=False)
    number = models.PositiveIntegerField("编号", null=True)
    counted_in = models.PositiveIntegerField(null=True, editable=False)
    number_line = models.CharField("文号", max_length=60, blank=True)
    date = models.DateField("签发日期", null=True)
    signed_at = models.DateTimeField("签发时间", null=True)
    published_at = models.DateTimeField("公布时间", null=True)
    paper = models.JSONField("定版内容", null=True, editable=False)
    annex = models.JSONField("附件内容", null=True, editable=False)
    paper_sha256 = models.CharField(max_length=64, blank=True, editable=False)

    objects = CircularQuerySet.as_manager()

    class Meta:
        ordering = ["-last", "-pk"]
        verbose_name = verbose_name_plural = "通报"
        constraints = [
            models.UniqueConstraint(
                fields=["office", "counted_in", "number"], name="a_number_is_given_to_one_circular"
            ),
            models.UniqueConstraint(
                fields=["office", "kind", "first"],
                condition=Q(corrects=None) & ~Q(state__in=ENDED),
                name="a_time_has_one_circular_of_a_kind",
            ),
            models.CheckConstraint(condition=Q(last__gte=F("first")), name="a_circular_ends_after_it_begins"),
            models.CheckConstraint(
                condition=~Q(state__in=PRINTED)
                | Q(number__isnull=False, date__isnull=False) & ~Q(paper_sha256=""),
                name="a_signed_circular_has_number_and_paper",
            ),
            models.CheckConstraint(
                condition=Q(three_hands=False) | Q(checker=None) | ~Q(checker=F("editor")),
                name="who_drafts_a_circular_does_not_check_it",
            ),
            models.CheckConstraint(
                condition=Q(three_hands=False)
                | Q(approver=None)
                | ~Q(approver=F("editor")) & ~Q(approver=F("checker")),
                name="who_signs_a_circular_is_a_third_person",
            ),
        ]
        indexes = [models.Index(fields=["office", "state", "-last"], name="circulars_by_state")]

    def __str__(self):
        return f"{self.number_line}《{self.title}》" if self.number_line else f"《{self.title}》"

    def get_absolute_url(self):
        return reverse("scoring:circular", args=[self.pk])

    @property
    def span_label(self):
        """“2026年9月”, “2026年第三季度”, “2026年度”."""
        if self.kind == Kind.MONTH:
            return f"{self.first.year}年{self.first.month}月"
        if self.kind == Kind.YEAR:
            return f"{self.last.year}年度"
        return f"{self.last.year}年第{'一二三四'[(self.last.month - 1) // 3]}季度"

    @property
    def is_draft(self):
        return self.state == CircularState.DRAFT

    def periods(self):
        """The closings it is made from, oldest first."""
        found = Period.objects.in_bulk([pk for pk, _ in self.closings])
        return [found[pk] for pk, _ in self.closings]

    def is_stale(self):
        """Was one of its months opened again since?"""
        return Period.objects.standing().filter(pk__in=[pk for pk, _ in self.closings]).count() < len(
            self.closings
        )

    def allows(self, verb, user):
        return user.holds_any(CIRCULAR_MOVES[verb].by, self.office)

    def is_earlier_hand(self, verb, user):
        """Three people answer for it, unless the office says otherwise."""
        if not self.three_hands or verb not in ("check", "sign"):
            return False
        return user.pk == self.editor_id or (verb == "sign" and user.pk == self.checker_id)

    def moves_for(self, user):
        return [
            (verb, CIRCULAR_MOVES[verb])
            for verb in verbs_from(CIRCULAR_MOVES, self.state)
            if self.allows(verb, user) and not self.is_earlier_hand(verb, user)
        ]

    def shuts_out(self, user):
        """Has this person the post for the next step, but had a hand in an earlier one?"""
        verbs = verbs_from(CIRCULAR_MOVES, self.state)
        return any(self.allows(verb, user) and self.is_earlier_hand(verb, user) for verb in verbs)

    def may_be_edited_by(self, user):
        return self.is_draft and self.allows("submit", user)
