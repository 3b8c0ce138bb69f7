"""People and the posts they hold; the posts' history is the filed roster (备案)."""

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Exists, F, OuterRef, Prefetch, Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.functional import cached_property

from accounts.contacts import as_username
from accounts.models.units import Unit
from accounts.roles import ADMIN_ROLES, DEPUTY_ROLES, OFFICE_ROLES, Role


class UserQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Administrators see who lives or serves in the tree they keep; everybody else themselves."""
        units = Unit.objects.kept_by(user)
        serving = Post.objects.filter(unit__in=units)
        return self.filter(Q(pk=user.pk) | Q(pk__in=serving.values("user")) | Q(home__in=units))

    def kept_by(self, user):
        """Who lives or serves there still, or is to: their telephone is the administrator's business."""
        units = Unit.objects.kept_by(user)
        serving = Post.objects.unended().filter(unit__in=units)
        return self.filter(Q(home__in=units) | Q(pk__in=serving.values("user")))

    def active(self):
        return self.filter(is_active=True)

    def matching(self, text):
        """Name, username or unit, as an administrator remembers them."""
        text = text.strip()
        found = Q(name__icontains=text) | Q(username__icontains=text) | Q(home__name__icontains=text)
        return self.filter(found | Q(home__short_name__icontains=text)) if text else self

    def serving_as(self, role):
        return self.filter(pk__in=Post.objects.current().filter(role=role).values("user"))

    def postless(self):
        """Accounts nobody gave work: no post today, none entered, none to come."""
        unended = Post.objects.unended().filter(user=OuterRef("pk"))
        return self.active().exclude(Exists(unended))

    def named(self, usernames):
        """The people behind user names as they were typed, in capitals or not."""
        return self.alias(key=Lower("username")).filter(key__in=usernames)

    def with_posts(self):
        """Today's posts as `held`, for lists."""
        posts = Post.objects.current().select_related("unit", "deputy_of")
        return self.select_related("home").prefetch_related(Prefetch("posts", posts, to_attr="held"))

    def holding(self, role, unit):
        """To whom a notice goes: who holds this post today, and their deputy while they are away."""
        return self.filter(
            is_active=True, posts__in=Post.objects.current().called_on().filter(role=role, unit=unit)
        ).distinct()


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):
    def create_user(self, username, password=None, **fields):
        user = self.model(username=username, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username):
        """User names are kept in one spelling; the database is not asked which letters are alike."""
        return self.get(username=as_username(username))


class Pace(models.TextChoices):
    """How often a person wants mail; what is urgent comes at once."""

    EACH = "each", "随时逐条发送"
    HOURLY = "hourly", "每小时汇总一封"
    DAILY = "daily", "每天早上八点汇总一封"
    NEVER = "never", "不发邮件，只在系统内提醒"


class User(AbstractBaseUser):
    """One person, one account; rights come only from posts."""

    username = models.CharField(
        "用户名", max_length=40, unique=True, error_messages={"unique": "这个用户名已有人使用。"}
    )
    name = models.CharField("姓名", max_length=30)
    home = models.ForeignKey(Unit, models.PROTECT, related_name="people", verbose_name="所在单位")
    title = models.CharField("职务", max_length=40, blank=True)
    phone = models.CharField("联系电话", max_length=30, blank=True)
    email = models.EmailField("电子邮箱", blank=True)
    mail_pace = models.CharField("邮件提醒", max_length=8, choices=Pace, default=Pace.EACH)
    away_since = models.DateField("外出起", null=True, blank=True)
    away_until = models.DateField("外出止", null=True, blank=True)  # over by itself the day after
    is_active = models.BooleanField("在用", default=True)
    must_change_password = models.BooleanField("下次登录须改密码", default=True)
    created_at = models.DateTimeField("建立时间", default=timezone.now, editable=False)

    objects = UserManager()
    USERNAME_FIELD = "username"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        ordering = ["name", "pk"]
        verbose_name = verbose_name_plural = "用户"
        constraints = [
            models.UniqueConstraint(
                Lower("username"),
                name="usernames_differ_in_more_than_case",
                violation_error_message="这个用户名已有人使用。",
            ),
            models.CheckConstraint(
                condition=Q(away_since=None, away_until=None)
                | Q(away_since__isnull=False, away_until__isnull=False, away_until__gte=F("away_since")),
                name="an_absence_ends_after_it_begins",
                violation_error_message="外出止不能早于外出起。",
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def masked_phone(self):
        """Enough to recognise a number in a list, not to copy it (domain §10.1 个人信息保护)."""
        return f"{self.phone[:3]}****{self.phone[-4:]}" if len(self.phone) > 7 else "****" * bool(self.phone)

    def get_full_name(self):
        return self.name

    @property
    def is_away(self):
        """Away today, as they said themselves; agrees with PostQuerySet.called_on."""
        return bool(self.away_since and self.away_since <= timezone.localdate() <= self.away_until)

    @cached_property
    def current_posts(self):
        """Today's posts, read once a request; a pending or ended post gives no right."""
        if not self.is_active:
            return []
        return list(self.posts.current().select_related("unit", "unit__office", "deputy_of"))

    @cached_property
    def roles(self):
        return {post.role for post in self.current_posts}

    def units_as(self, *roles):
        """The units where this person holds one of the roles (any role when none is named)."""
        return list({p.unit_id: p.unit for p in self.current_posts if not roles or p.role in roles}.values())

    def holds(self, role, unit):
        return any(p.role == role and p.unit_id == unit.pk for p in self.current_posts)

    def holds_any(self, roles, unit):
        return any(self.holds(role, unit) for role in roles)

    def stands_for(self, roles, unit):
        """Whose deputy acts here (代): None for who holds one of the roles in their own right, or none."""
        able = [post for post in self.current_posts if post.role in roles and post.unit_id == unit.pk]
        return able[0].deputy_of if able and all(post.deputy_of for post in able) else None

    @cached_property
    def offices(self):
        """The offices in whose rooms this person works or reads (desk and leaders)."""
        return self.units_as(*OFFICE_ROLES)

    @cached_property
    def reading_offices(self):
        """The offices whose signed issues and rankings reach this person."""
        above = [p.unit.office for p in self.current_posts if p.unit.office]
        return list({o.pk: o for o in [*self.offices, *above]}.values())


class PostQuerySet(models.QuerySet):
    def unended(self, on=None):
        """Not over on the day: in force, still to come, or waiting to be granted."""
        on = on or timezone.localdate()
        in_time = Q(until=None) | Q(until__gte=on)
        return self.filter(in_time, Q(revoked_on=None) | Q(revoked_on__gt=on))

    def current(self, on=None):
        """Granted posts in force on the day."""
        on = on or timezone.localdate()
        return self.unended(on).filter(since__lte=on, granted_at__isnull=False)

    def called_on(self, on=None):
        """Those who are told: a deputy only on the days the person they stand for is away."""
        on = on or timezone.localdate()
        away = Q(deputy_of__away_since__lte=on, deputy_of__away_until__gte=on)
        return self.filter(Q(deputy_of=None) | away)

    def over(self, unit):
        """Posts at the unit or above it: an administrator's reach down to here."""
        return self.filter(unit__path__in=unit.paths_down)

    def ended(self):
        on = timezone.localdate()
        return self.filter(Q(until__lt=on) | Q(revoked_on__lte=on))

    def pending(self):
        """Entered by the system administrator, not yet granted by the security administrator."""
        return self.unended().filter(granted_at=None)

    def visible_to(self, user):
        return self.filter(Q(user=user) | Q(unit__in=Unit.objects.kept_by(user)))

    def kept_by(self, user):
        """The roster an administrator keeps."""
        return self.filter(unit__in=Unit.objects.kept_by(user))

    def matching(self, text):
        text = text.strip()
        found = Q(user__name__icontains=text) | Q(user__username__icontains=text)
        return self.filter(found | Q(unit__name__icontains=text)) if text else self

    def with_people(self):
        return self.select_related("user", "unit", "entered_by", "granted_by", "deputy_of")


class Post(models.Model):
    """A role at a unit for a time. It is never deleted, only ended."""

    class Kind(models.TextChoices):
        FULL_TIME = "full", "专职"
        PART_TIME = "part", "兼职"
        INVITED = "invited", "特约"

    user = models.ForeignKey(User, models.PROTECT, related_name="posts", verbose_name="人员")
    role = models.CharField("岗位", max_length=12, choices=Role)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="posts", verbose_name="单位")
    kind = models.CharField("性质", max_length=8, choices=Kind, default=Kind.PART_TIME)
    deputy_of = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="deputies", verbose_name="代理"
    )
    since = models.DateField("任职起", default=timezone.localdate)
    until = models.DateField("任职止", null=True, blank=True)
    revoked_on = models.DateField("收回日期", null=True, editable=False)  # without right from this day on
    entered_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="登记人")
    granted_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="授权人")
    granted_at = models.DateTimeField("授权时间", null=True)

    objects = PostQuerySet.as_manager()

    class Meta:
        ordering = ["unit__order", "role", "user__name"]
        verbose_name = verbose_name_plural = "岗位"
        constraints = [
            models.UniqueConstraint(
                fields=["user", "role", "unit"],
                condition=Q(until=None),
                name="a_post_is_held_once",
                violation_error_message="此人已任该单位的这一岗位。",
            ),
            models.UniqueConstraint(
                fields=["user"],
                condition=Q(until=None, role__in=ADMIN_ROLES),
                name="administrators_are_three_people",
                violation_error_message="系统管理员、安全管理员、审计员须由三人分别担任。",
            ),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")),
                name="a_post_ends_after_it_begins",
                violation_error_message="任职止不能早于任职起。",
            ),
            models.CheckConstraint(
                condition=Q(granted_by=None) | Q(entered_by=None) | ~Q(granted_by=F("entered_by")),
                name="a_post_is_granted_by_another",
                violation_error_message="登记人与授权人须为两人。",
            ),
            models.CheckConstraint(
                condition=Q(deputy_of=None) | Q(role__in=DEPUTY_ROLES) & ~Q(deputy_of=F("user")),
                name="a_deputy_stands_for_another",
                violation_error_message="代理人须为另一人，且只设单位审核人、责任编辑、核签的代理。",
            ),
        ]
        indexes = [models.Index(fields=["unit", "role"], name="post_by_unit")]

    def __str__(self):
        return f"{self.unit} {self.duty} {self.user}"

    @property
    def duty(self):
        """The post in the roster's words, a deputy's marked as one."""
        return (
            f"{self.get_role_display()}（代{self.deputy_of}）" if self.deputy_of else self.get_role_display()
        )

    @property
    def standing(self):
        """The post's place in its life, in the roster's words; agrees with the QuerySet's."""
        today = timezone.localdate()
        if self.revoked_on and self.revoked_on <= today:
            return "已收回"
        if self.until and self.until < today:
            return "已离任"
        if self.granted_at is None:
            return "待授权"
        return "在任" if self.since <= today else "未到任"
