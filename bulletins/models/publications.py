"""Publications: the office's own, and the higher carriers that use its items."""

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse

from accounts.models import Unit
from accounts.roles import DESK_ROLES, Level, Role
from bulletins.models.readers import ReaderList, Readership
from bulletins.models.rhythms import Rhythmic
from bulletins.models.series import Numbered
from bulletins.states import System


def ids_down_to(units):
    """The units and all those above them."""
    return {int(pk) for unit in units for pk in unit.path.strip("/").split("/")}


def on_the_list_for(user):
    """Publications on whose list this person stands, be it for one issue only."""
    return Q(pk__in=Readership.objects.reaching(user).values("publication"))


class PublicationQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The bulletins that reach this person, the carriers above them, and outside ones.

        One that only its list may read is known besides to its own desk, and as a carrier to the desks below.
        """
        above = Q(office__in=ids_down_to(user.reading_offices)) & ~Q(pk__in=ReaderList.objects.narrowed())
        at_desk = Q(office__in=ids_down_to(user.units_as(*DESK_ROLES)))
        return self.filter(above | at_desk | on_the_list_for(user) | Q(office=None))

    def on_the_list_of(self, user):
        """Those whose list names this person, wherever they serve."""
        return self.filter(on_the_list_for(user), office__isnull=False)

    def read_by(self, user):
        """Those whose issues reach this person."""
        open_here = Q(office__in=user.reading_offices) & ~Q(pk__in=ReaderList.objects.narrowed())
        at_desk = Q(office__in=user.units_as(*DESK_ROLES))
        return self.filter(open_here | at_desk | on_the_list_for(user))

    def active(self):
        return self.filter(is_active=True)

    def own(self, *offices):
        return self.filter(office__in=offices, is_active=True)

    def edited_by(self, user):
        """Own bulletins that this person may make issues of."""
        return self.own(*user.units_as(Role.EDITOR)).select_related("office")

    def kept_by(self, user):
        """Own publications on which this person has a desk."""
        return self.filter(office__in=user.units_as(*DESK_ROLES))

    def above(self, office):
        """Carriers other than the office's own: where upward adoption happens."""
        return self.filter(is_active=True).exclude(office=office)


class Publication(Numbered, Rhythmic):
    """A bulletin with its masthead and standing lists, or a carrier outside with level and name only."""

    office = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="publications", verbose_name="编发单位"
    )
    name = models.CharField("刊名", max_length=40)
    code = models.SlugField("代号", max_length=40, unique=True, help_text="用于网址和规则，如 gonghui-xinxi")
    level = models.CharField("层级", max_length=12, choices=Level)
    system = models.CharField("系统", max_length=12, choices=System, default=System.UNION)
    publisher = models.CharField("主办单位", max_length=60, help_text="印在刊头，如“海淀区总工会办公室”")
    classification = models.CharField("密别标注", max_length=30, blank=True, default="内部刊物")
    report_to = models.TextField("报", blank=True, help_text="一行一个")
    send_to = models.TextField("送", blank=True, help_text="一行一个")
    copy_to = models.TextField("发", blank=True, help_text="一行一个")
    contact = models.TextField("联系方式", blank=True, help_text="印在刊尾，一行一条")
    copies = models.PositiveIntegerField("印数", default=20)
    three_hands = models.BooleanField("编辑、核对、核签须为三人", default=True)
    shows_total = models.BooleanField("印总期号", default=False)
    total_before = models.PositiveIntegerField("启用前总期数", default=0)
    number_before = models.PositiveIntegerField("启用当年已出期数", default=0)
    started_in = models.PositiveIntegerField(
        "启用年份", null=True, blank=True, validators=[MinValueValidator(2000)]
    )
    shows_contents = models.BooleanField("印目录", default=False)
    watermarks = models.BooleanField(
        "下载件加水印", default=False, help_text="读者下载的文件每页印上浅色的姓名和时间；存档原件不变"
    )
    measures = models.JSONField("版式", default=dict, blank=True)
    is_active = models.BooleanField("在用", default=True)
    order = models.PositiveIntegerField("排序", default=100)

    objects = PublicationQuerySet.as_manager()

    class Meta:
        ordering = ["order", "pk"]
        verbose_name = verbose_name_plural = "刊物"

    def __str__(self):
        return f"《{self.name}》"

    def get_absolute_url(self):
        return reverse("bulletins:publication", args=[self.code])

    def is_used(self):
        """Has anything been printed or adopted under its code?"""
        return self.counters.exists() or self.adoptions.exists()

    def may_be_kept_by(self, user):
        """Own bulletins by their office's editors, the three hands by its approvers; outside carriers by any editor."""
        if self.office is None:
            return Role.EDITOR in user.roles
        return user.holds_any((Role.EDITOR, Role.APPROVER), self.office)

    def lines(self, field):
        return [line.strip() for line in getattr(self, field).splitlines() if line.strip()]


class Column(models.Model):
    """栏目: a standing heading under which a publication prints its articles, in its own order."""

    publication = models.ForeignKey(Publication, models.CASCADE, related_name="column_set")
    name = models.CharField("栏目", max_length=20)
    order = models.PositiveIntegerField("次序", default=1)
    is_active = models.BooleanField("在用", default=True)

    class Meta:
        ordering = ["order", "pk"]
        verbose_name = verbose_name_plural = "栏目"
        constraints = [
            models.UniqueConstraint(
                fields=["publication", "name"],
                name="a_column_is_named_once",
                violation_error_message="本刊已有同名栏目。",
            )
        ]

    def __str__(self):
        return self.name
