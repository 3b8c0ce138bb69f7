"""The tree of units; a unit that runs bulletins is an office for those below it."""

from django.db import models
from django.db.models import Count, Exists, OuterRef, Q

from accounts.roles import ADMIN_ROLES, UNIT_ROLES, Level


class UnitQuerySet(models.QuerySet):
    """The vocabulary in which the rest of the house asks for units."""

    def under(self, *units):
        """The units themselves and everything below them."""
        within = Q(pk__in=[])
        for unit in units:
            within |= Q(path__startswith=unit.path)
        return self.filter(within)

    def active(self):
        return self.filter(is_active=True)

    def offices(self):
        return self.filter(is_office=True)

    def reporting_to(self, office):
        """The units whose submissions this office receives."""
        return self.filter(office=office)

    def kept_by(self, user, *roles):
        """The tree an administrator keeps: the unit of the post and all below."""
        kept = user.units_as(*(roles or ADMIN_ROLES))
        return self.under(*kept) if kept else self.none()

    def matching(self, text):
        text = text.strip()
        return self.filter(Q(name__icontains=text) | Q(short_name__icontains=text)) if text else self

    def without(self, role):
        """Reporting units where nobody holds the post today: their items would stop there."""
        from accounts.models.people import Post  # people.py needs Unit first

        held = Post.objects.current().filter(unit=OuterRef("pk"), role=role, user__is_active=True)
        return self.active().filter(office__isnull=False).exclude(Exists(held))

    def with_counts(self):
        """How many active people live in each unit, as `head_count`."""
        return self.annotate(head_count=Count("people", filter=Q(people__is_active=True)))

    def visible_to(self, user):
        """Administrators see the tree they keep; everybody else their own units and offices."""
        kept = user.units_as(*ADMIN_ROLES)
        own = user.units_as()
        seen = Q(pk__in=[u.pk for u in own] + [u.office_id for u in own if u.office_id])
        for unit in kept:
            seen |= Q(path__startswith=unit.path)
        return self.filter(seen)

    def read_by(self, user):
        """Whose page a person opens: the units they file for, and all below an office where they work or lead."""
        seen = Q(pk__in=[unit.pk for unit in user.units_as(*UNIT_ROLES)])
        for office in user.offices:
            seen |= Q(path__startswith=office.path)
        return self.filter(seen)


class Unit(models.Model):
    """A place in the organisation that files items, runs an office, or both."""

    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name="上级单位"
    )
    name = models.CharField("单位名称", max_length=60)
    short_name = models.CharField("简称", max_length=20, blank=True)
    level = models.CharField("层级", max_length=12, choices=Level, default=Level.GRASSROOTS)
    is_office = models.BooleanField("编发刊物", default=False, help_text="勾选后，下级单位的信息报送到这里")
    is_direct_point = models.BooleanField("直报点", default=False)
    is_contact_point = models.BooleanField("联系点", default=False)
    is_active = models.BooleanField("在用", default=True)
    order = models.PositiveIntegerField("排序", default=100)
    path = models.CharField(max_length=200, unique=True, editable=False, null=True)
    office = models.ForeignKey(
        "self", models.PROTECT, null=True, editable=False, related_name="units", verbose_name="报送到"
    )

    objects = UnitQuerySet.as_manager()

    class Meta:
        ordering = ["order", "path"]
        verbose_name = verbose_name_plural = "单位"
        constraints = [
            models.UniqueConstraint(
                fields=["parent", "name"],
                name="siblings_have_different_names",
                violation_error_message="同一上级下已有同名单位。",
            ),
        ]

    def __str__(self):
        return self.short_name or self.name

    def save(self, **kwargs):
        """Keep path and receiving office in step with the parent (children: actions.place_below)."""
        if self.pk is None:
            super().save(**kwargs)
            kwargs = {"using": kwargs.get("using")}
        self.path = f"{self.parent.path if self.parent else '/'}{self.pk}/"
        self.office = self.office_above()
        super().save(**kwargs)

    def office_above(self):
        """The nearest office up the tree: where this unit's submissions go."""
        if self.parent is None:
            return None
        return self.parent if self.parent.is_office else self.parent.office

    @property
    def paths_down(self):
        """The paths of the units from the root down to this one: /1/, /1/5/, …"""
        steps = self.path.strip("/").split("/")
        return [f"/{'/'.join(steps[:count])}/" for count in range(1, len(steps) + 1)]

    @property
    def depth(self):
        return self.path.count("/") - 2
