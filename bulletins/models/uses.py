"""Kinds of use: the built-in ones, and the words each office adds to them because its rules price them."""

from django.db import models
from django.db.models import Q

from accounts.models import Unit
from accounts.roles import DESK_ROLES
from bulletins.states import Use

CODE_LIMIT, NAME_LIMIT = 40, 20
KNOWN = dict(Use.choices)
CODES = list(KNOWN)


class KindOfUseQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(office__in=user.units_as(*DESK_ROLES))

    def own_words(self):
        """What the office added itself; the other rows only arrange the built-in kinds."""
        return self.exclude(code__in=KNOWN)


class KindOfUse(models.Model):
    """One line of an office's list: a word of its own, or where a built-in kind stands and whether it is offered.

    A line is never deleted and its code never changes: rule books and adoptions of years speak of it.
    """

    office = models.ForeignKey(Unit, models.PROTECT, related_name="kinds_of_use", verbose_name="单位")
    code = models.CharField("代码", max_length=CODE_LIMIT)
    name = models.CharField("名称", max_length=NAME_LIMIT)
    order = models.PositiveIntegerField("次序")
    is_active = models.BooleanField("在用", default=True)

    objects = KindOfUseQuerySet.as_manager()

    class Meta:
        ordering = ["order", "pk"]
        verbose_name = verbose_name_plural = "用法"
        constraints = [
            models.UniqueConstraint(fields=["office", "code"], name="a_kind_of_use_has_its_own_code"),
            models.UniqueConstraint(fields=["office", "name"], name="a_kind_of_use_has_its_own_name"),
            models.CheckConstraint(condition=~Q(code="") & ~Q(name=""), name="a_kind_of_use_has_a_name"),
        ]

    def __str__(self):
        return self.name


class UsedAs(models.Model):
    """How something was used: a built-in kind, or a word of an office, whose line says its name."""

    own_use = models.ForeignKey(
        KindOfUse, models.PROTECT, null=True, editable=False, related_name="+", verbose_name="自定用法"
    )

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(use__in=CODES, own_use=None)
                | ~Q(use__in=[*CODES, ""]) & Q(own_use__isnull=False),
                name="%(class)s_is_used_in_a_known_way",
            )
        ]

    def get_use_display(self):
        return self.own_use.name if self.own_use_id else KNOWN.get(self.use, self.use)


def lines_of(office):
    """The office's whole list in its order, as lines that may not be saved yet: what it never touched is built in."""
    rows = {row.code: row for row in KindOfUse.objects.filter(office=office)}
    for place, (code, name) in enumerate(KNOWN.items(), 1):
        rows.setdefault(code, KindOfUse(office=office, code=code, name=name, order=place))
    return sorted(rows.values(), key=lambda row: (row.order, row.pk or 0))


def uses_for(*offices, beside=None):
    """(code, name) to choose from; and the one `beside` stands in, though it is not offered any more."""
    found = {row.code: row.name for office in offices for row in lines_of(office) if row.is_active}
    if beside is not None and beside.use not in found:
        found[beside.use] = beside.get_use_display()
    return list(found.items())


def use_names(office):
    """The name of every code the office knows, offered or not."""
    return {row.code: row.name for row in lines_of(office)}
