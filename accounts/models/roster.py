"""Changes of a unit's people as the unit files them (备案): who comes, who goes, from when, why."""

from django.db import models
from django.db.models import Case, F, Q, Value, When
from django.utils import timezone

from accounts.filing import FILING_MOVES, NEWCOMERS, Change, Filed
from accounts.models.people import Post, User
from accounts.models.units import Unit
from accounts.moves import verbs_from
from accounts.roles import DESK_ROLES, UNIT_ROLES, Role


class RosterChangeQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The unit's own people, the office that decides, the administrators who carry out."""
        return self.filter(
            Q(unit__in=user.units_as(*UNIT_ROLES))
            | Q(office__in=user.units_as(*DESK_ROLES))
            | Q(unit__in=Unit.objects.kept_by(user, Role.SYSADMIN, Role.SECADMIN))
        )

    def awaiting(self, user):
        """What this person has to decide or to carry out."""
        kept = Unit.objects.kept_by(user, Role.SYSADMIN)
        return self.filter(
            Q(office__in=user.units_as(Role.EDITOR), state=Filed.FILED)
            | Q(unit__in=kept, state=Filed.APPROVED)
        )

    def in_state(self, state):
        return self.filter(state=state) if state else self

    def of_unit(self, unit):
        return self.filter(unit=unit) if unit else self

    def tally(self):
        """How many stand in each state: one query for all the tabs."""
        return dict(self.order_by().values_list("state").annotate(models.Count("pk")))

    def waiting_first(self):
        """What somebody has to act on, the longest waiting first; then what is over, the newest first."""
        open_ = When(state__in=(Filed.FILED, Filed.APPROVED), then=Value(0))
        over = Case(open_, default=Value(1), output_field=models.IntegerField())
        since = Case(When(over=0, then=F("moved_at")), default=None, output_field=models.DateTimeField())
        return self.annotate(over=over, since_=since).order_by("over", "since_", "-moved_at", "-pk")

    def with_names(self):
        return self.select_related(
            "unit",
            "office",
            "person",
            "filed_by",
            "post__user",
            "post__unit",
            "post__deputy_of",
            "deputy_of",
            "entered",
        )


class RosterChange(models.Model):
    """One filing. The roster itself changes only when an administrator carries it out."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="filings", verbose_name="单位")
    office = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="备案单位")
    change = models.CharField("备案事项", max_length=8, choices=Change)
    role = models.CharField("岗位", max_length=12, choices=[(r, r.label) for r in UNIT_ROLES])
    post = models.ForeignKey(
        Post, models.PROTECT, null=True, blank=True, related_name="filings", verbose_name="原岗位"
    )
    person = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="人员"
    )
    name = models.CharField("姓名", max_length=30, blank=True)  # of somebody who has no account yet
    title = models.CharField("职务", max_length=40, blank=True)
    phone = models.CharField("联系电话", max_length=30, blank=True)
    email = models.EmailField("电子邮箱", blank=True)
    kind = models.CharField("性质", max_length=8, choices=Post.Kind, default=Post.Kind.PART_TIME)
    deputy_of = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="代理"
    )
    effective_on = models.DateField("生效日期", default=timezone.localdate)
    reason = models.CharField("事由", max_length=300)
    state = models.CharField("状态", max_length=10, choices=Filed, default=Filed.FILED, editable=False)
    verdict = models.CharField("意见", max_length=300, blank=True, editable=False)
    filed_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="备案人")
    filed_at = models.DateTimeField("备案时间", default=timezone.now, editable=False)
    moved_at = models.DateTimeField("进入本状态", default=timezone.now, editable=False)
    entered = models.ForeignKey(
        Post, models.PROTECT, null=True, editable=False, related_name="+", verbose_name="登记的岗位"
    )

    objects = RosterChangeQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = verbose_name_plural = "人员备案"
        constraints = [
            models.CheckConstraint(
                condition=Q(change__in=NEWCOMERS) | Q(post__isnull=False), name="a_change_names_the_post"
            ),
            models.CheckConstraint(
                condition=~Q(change__in=NEWCOMERS) | Q(person__isnull=False) | ~Q(name=""),
                name="a_newcomer_has_a_name",
            ),
        ]
        indexes = [models.Index(fields=["office", "state", "moved_at"], name="filings_by_state")]

    def __str__(self):
        return f"{self.unit} {self.subject}"

    @property
    def who(self):
        """The person it is about: with an account, by name, or the holder of the post."""
        if self.change in NEWCOMERS:
            return self.person.name if self.person else self.name
        return self.post.user.name

    @property
    def subject(self):
        """The filing in one line, as it stands in lists and notices."""
        duty = self.post.duty if self.post else self.get_role_display()
        match self.change:
            case Change.ADD:
                return f"增设{duty} {self.who}"
            case Change.REPLACE:
                return f"{duty}由 {self.post.user} 更换为 {self.who}"
            case Change.END:
                return f"{self.who} 不再任{duty}"
            case Change.DEPUTY:
                return f"设 {self.who} 为{self.deputy_of}的代理{duty}"
        return f"变更{duty} {self.who} 的资料"

    @property
    def needs_account(self):
        """The newcomer has no account yet: it is opened when the filing is carried out."""
        return self.change in NEWCOMERS and self.person_id is None

    @property
    def seen(self):
        """What a page showed; a decision said over it names it."""
        return f"{self.state}-{self.moved_at.timestamp()}"

    def allows(self, verb, user):
        """May this person say this verb here, state aside? Each role in its own place."""
        return any(self.is_place_of(role, user) for role in FILING_MOVES[verb].by)

    def is_place_of(self, role, user):
        if role == Role.SYSADMIN:
            return any(self.unit.path.startswith(top.path) for top in user.units_as(role))
        return user.holds(role, self.place_of(role))

    def place_of(self, role):
        return self.office if role in DESK_ROLES else self.unit

    def moves_for(self, user):
        """The buttons: verb and move, straight from the table."""
        return [
            (verb, FILING_MOVES[verb])
            for verb in verbs_from(FILING_MOVES, self.state)
            if self.allows(verb, user)
        ]
