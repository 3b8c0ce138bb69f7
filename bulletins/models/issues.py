"""Issues: ordered articles under a masthead; number, date and bytes are born at signature."""

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils import timezone

from accounts.models import Event
from accounts.moves import verbs_from
from accounts.roles import DESK_ROLES
from bulletins.blocks import block_from
from bulletins.models.articles import Article, ArticleRevision
from bulletins.models.publications import Publication
from bulletins.models.readers import ReaderList, Readership
from bulletins.numbering import number_line, read_slug, slug_of
from bulletins.states import IN_WORK, ISSUE_MOVES, IssueState, Series

EDITING = ("open", "describe", "reorder", "place", "lift", "submit", "pull")


def edited_by(user):
    """Issues that carry this person's editing: of the issue itself, or of the wording of what stands in it."""
    arranged = Event.objects.filter(
        thing_type="bulletins.issue", thing_id=OuterRef("pk"), who=user, verb__in=EDITING
    )
    worded = ArticleRevision.objects.filter(article__placement__issue=OuterRef("pk"), by=user, is_side=False)
    return Q(editor=user) | Exists(arranged) | Exists(worded)


def issues_reaching(user):
    """Of a publication open to its area, or on whose list this person stands; or given to them for once."""
    named = Readership.objects.reaching(user)
    open_here = Q(publication__office__in=user.reading_offices)
    open_here &= ~Q(publication__in=ReaderList.objects.narrowed())
    listed = Q(publication__in=named.standing().values("publication"))
    return open_here | listed | Q(pk__in=named.of_issues().values("issue"))


class IssueQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The desk sees its issues in every state; readers see what is signed and reaches them."""
        return self.filter(
            Q(publication__office__in=user.units_as(*DESK_ROLES))
            | Q(state=IssueState.SIGNED) & issues_reaching(user)
        )

    def at_desk_of(self, user):
        """The workshop's list: every issue of the offices where this person has a desk."""
        return self.filter(publication__office__in=user.units_as(*DESK_ROLES))

    def signed(self):
        return self.filter(state=IssueState.SIGNED)

    def in_work(self):
        return self.filter(state__in=IN_WORK)

    def awaiting(self, user):
        """Issues where the next verb of the table is this person's."""
        wanted = Q(pk__in=[])
        for verb in ("submit", "check", "sign"):
            step = ISSUE_MOVES[verb]
            wanted |= Q(state__in=step.start, publication__office__in=user.units_as(*step.by))
        past_editing = Q(three_hands=True, state__in=(IssueState.CHECKING, IssueState.AWAITING))
        checked = Q(three_hands=True, state=IssueState.AWAITING, checker=user)
        return self.filter(wanted).exclude(past_editing & edited_by(user) | checked)

    def in_state(self, state):
        return self.filter(state=state) if state else self.in_work()

    def tally(self):
        """How many stand in each state: one query for all the tabs above a list."""
        return dict(self.order_by().values_list("state").annotate(models.Count("pk")))

    def with_hands(self):
        return self.select_related("publication__office", "editor", "checker", "approver")

    def listed(self):
        """What a list shows of each, in a constant number of queries."""
        titles = Placement.objects.select_related("article").only("issue", "position", "article__title")
        return self.with_hands().prefetch_related(models.Prefetch("placements", titles)).defer("paper")

    def printed(self):
        """Whatever ever got a number, void ones too."""
        return self.filter(number__isnull=False)

    def past_compiling(self):
        """Under check or awaiting signature: what they look like stays as it is."""
        return self.filter(state__in=(IssueState.CHECKING, IssueState.AWAITING))

    def of(self, publication):
        return self.filter(publication=publication)

    def of_year(self, year):
        return self.filter(year=year) if year else self

    def in_period(self, first, last):
        return self.filter(date__range=(first, last))

    def for_calendar(self):
        """What a line of the calendar says of each."""
        return self.select_related("publication__office").defer("paper")

    def years(self):
        """The years that have issues, newest first: the tabs above a list."""
        return list(self.order_by("-year").values_list("year", flat=True).distinct())

    def newest_first(self):
        return self.order_by("-date", "-signed_at")

    def addressed(self, code, year, slug):
        """The one issue of an address like gonghui/2026/29 or gonghui/2026/s2."""
        count, number = read_slug(slug)
        return self.filter(publication__code=code, year=year, counted_in=count, number=number)

    def before(self, issue):
        """The neighbour a reader turns back to."""
        past = self.signed().of(issue.publication).filter(signed_at__lt=issue.signed_at)
        return past.select_related("publication").order_by("-signed_at").first()

    def after(self, issue):
        later = self.signed().of(issue.publication).filter(signed_at__gt=issue.signed_at)
        return later.select_related("publication").order_by("signed_at").first()


class Issue(models.Model):
    """One number of a bulletin (期)."""

    publication = models.ForeignKey(Publication, models.PROTECT, related_name="issues", verbose_name="刊物")
    series = models.CharField("刊型", max_length=12, choices=Series, default=Series.REGULAR)
    tag = models.CharField(
        "特刊标注", max_length=40, blank=True, help_text="印在期号下，如“信息工作座谈会特刊”"
    )
    note = models.TextField("编者按", blank=True)
    shows_contents = models.BooleanField("印目录", default=False)
    report_to = models.TextField("报", blank=True)
    send_to = models.TextField("送", blank=True)
    copy_to = models.TextField("发", blank=True)
    copies = models.PositiveIntegerField("印数", default=20)
    state = models.CharField("状态", max_length=12, choices=IssueState, default=IssueState.COMPILING)
    version = models.PositiveIntegerField(default=1, editable=False)
    key = models.UUIDField(null=True, editable=False)  # of the form it was opened with
    three_hands = models.BooleanField(default=True, editable=False)
    editor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="编辑"
    )
    checker = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="核对"
    )
    approver = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="核签"
    )
    made_at = models.DateTimeField("建立时间", default=timezone.now, editable=False)
    moved_at = models.DateTimeField("进入本状态", default=timezone.now, editable=False)
    reason = models.TextField("意见", blank=True, editable=False)
    year = models.PositiveIntegerField("年度", null=True, editable=False)
    number = models.PositiveIntegerField("期号", null=True, editable=False)
    total = models.PositiveIntegerField("总期号", null=True, editable=False)
    counted_in = models.CharField("编号序列", max_length=12, choices=Series, blank=True, editable=False)
    prefix = models.CharField(max_length=10, blank=True, editable=False)  # printed before the number
    date = models.DateField("签发日期", null=True, editable=False)
    signed_at = models.DateTimeField("签发时间", null=True, editable=False)
    paper = models.JSONField("定版内容", null=True, editable=False)
    paper_sha256 = models.CharField(max_length=64, blank=True, editable=False)
    articles = models.ManyToManyField(Article, through="Placement", related_name="issues")

    objects = IssueQuerySet.as_manager()

    class Meta:
        ordering = ["-date", "-pk"]
        verbose_name = verbose_name_plural = "期"
        constraints = [
            models.UniqueConstraint(
                fields=["publication", "counted_in", "year", "number"],
                name="an_issue_number_is_given_once",
            ),
            models.CheckConstraint(
                condition=Q(number=None) | ~Q(counted_in=""), name="a_number_belongs_to_a_count"
            ),
            models.UniqueConstraint(
                fields=["publication", "key"], condition=Q(key__isnull=False), name="a_form_opens_one_issue"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[IssueState.SIGNED, IssueState.VOID])
                | Q(number__isnull=False, year__isnull=False, date__isnull=False, paper__isnull=False),
                name="what_is_signed_has_number_date_and_content",
            ),
            models.CheckConstraint(
                condition=Q(three_hands=False) | Q(checker=None) | ~Q(checker=F("editor")),
                name="the_checker_is_not_the_editor",
            ),
            models.CheckConstraint(
                condition=Q(three_hands=False)
                | Q(approver=None)
                | (~Q(approver=F("editor")) & ~Q(approver=F("checker"))),
                name="the_approver_is_a_third_person",
            ),
        ]
        indexes = [models.Index(fields=["publication", "state", "-date"], name="issues_by_state")]

    def __str__(self):
        return f"{self.publication}{self.label}"

    def get_absolute_url(self):
        return reverse("bulletins:issue", args=[self.pk])

    @property
    def label(self):
        """“第29期”, “增刊第2期”, or a plain word while there is no number."""
        if self.number is None:
            made = timezone.localtime(self.made_at)
            return f"{self.get_series_display()}（{made.month}月{made.day}日组稿，未编号）"
        return f"{self.year}年{number_line(self.prefix, self.number)}"

    @property
    def slug(self):
        """The number as its address writes it."""
        return slug_of(self.counted_in, self.number)

    @property
    def number_url(self):
        return reverse("bulletins:number", args=[self.publication.code, self.year, self.slug])

    @property
    def headlines(self):
        """The titles as they were printed."""
        return [piece["title"] for piece in self.paper["pieces"]]

    @property
    def printed_lines(self):
        """Every line that was printed between masthead and tail, as it was frozen."""
        lines = [self.paper["note"]]
        for piece in self.paper["pieces"]:
            lines += [piece["title"], piece["byline"], piece["note"]]
            lines += [line for block in piece["blocks"] for line in block_from(block).lines]
        return [line for line in lines if line]

    def ordered(self):
        """The placements in the printed order."""
        return self.placements.select_related("article__column").order_by("position")

    def allows(self, verb, user):
        return user.holds_any(ISSUE_MOVES[verb].by, self.publication.office)

    def is_earlier_hand(self, verb, user):
        """Editor, checker and approver are three people, unless the publication says otherwise.

        Editor is whoever had a hand in the issue, not only the one who submitted it.
        """
        if not self.three_hands or verb not in ("check", "sign"):
            return False
        checked = verb == "sign" and user.pk == self.checker_id
        return checked or Issue.objects.filter(edited_by(user), pk=self.pk).exists()

    def moves_for(self, user):
        return [
            (verb, ISSUE_MOVES[verb])
            for verb in verbs_from(ISSUE_MOVES, self.state)
            if self.allows(verb, user) and not self.is_earlier_hand(verb, user)
        ]

    def shuts_out(self, user):
        """Has this person the post for the next step, but had a hand in an earlier one?"""
        verbs = verbs_from(ISSUE_MOVES, self.state)
        return any(self.allows(verb, user) and self.is_earlier_hand(verb, user) for verb in verbs)

    def may_be_compiled_by(self, user):
        return self.state == IssueState.COMPILING and self.allows("submit", user)


class Placement(models.Model):
    """An article's place in an issue."""

    issue = models.ForeignKey(Issue, models.CASCADE, related_name="placements")
    article = models.OneToOneField(Article, models.PROTECT, related_name="placement")
    position = models.PositiveIntegerField("次序")

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["issue", "position"], name="one_article_per_place")]

    def __str__(self):
        return f"{self.position} {self.article}"
