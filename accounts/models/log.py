"""The sealed log: who did what to which thing, in a chain of hashes nobody can mend."""

from datetime import date, datetime, time, timedelta

from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.models.people import User
from accounts.models.units import Unit
from accounts.roles import Role

FIRST_DAY, LAST_DAY = date(1970, 1, 1), date(9000, 1, 1)


class EventQuerySet(models.QuerySet):
    def about(self, *things):
        """The history of one or several things, oldest first."""
        named = Q(pk__in=[])
        for thing in things:
            named |= Q(thing_type=thing._meta.label_lower, thing_id=thing.pk)
        return self.filter(named).select_related("who", "unit").order_by("pk")

    def unsealed(self):
        return self.filter(position=None)

    def visible_to(self, user):
        """Only auditors read the log: their own tree, and what belongs to no unit (an unknown log-in name)."""
        kept = user.units_as(Role.AUDITOR)
        if not kept:
            return self.none()
        return self.filter(Q(unit__in=Unit.objects.under(*kept)) | Q(unit=None))

    def between(self, first=None, last=None):
        """Both days included; either may be open."""
        found = self.filter(at__gte=start_of(first)) if first else self
        return found.filter(at__lt=start_of(min(last, LAST_DAY) + timedelta(days=1))) if last else found

    def matching(self, who="", what=""):
        """By the person who acted and by the words of the act or its object."""
        who, what = who.strip(), what.strip()
        found = self.filter(Q(who__name__icontains=who) | Q(who__username__icontains=who)) if who else self
        words = Q(label__icontains=what) | Q(thing_name__icontains=what) | Q(note__icontains=what)
        return found.filter(words) if what else found

    def newest(self, before=None):
        """Keyset order: a page at any depth costs the same."""
        found = self.filter(pk__lt=before) if before else self
        return found.select_related("who", "unit").order_by("-pk")


def start_of(day):
    """Clamped: at the ends of the calendar a day in another time zone has no date, and the log no event."""
    day = min(max(day, FIRST_DAY), LAST_DAY)
    return timezone.make_aware(datetime.combine(day, time.min))


class Event(models.Model):
    """One act, written in the transaction of the act; sealed right after it (accounts/events.py)."""

    who = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="人员")
    verb = models.CharField("动作", max_length=40)
    label = models.CharField("事项", max_length=40)
    thing_type = models.CharField(max_length=60, blank=True)
    thing_id = models.BigIntegerField(null=True)
    thing_name = models.CharField("对象", max_length=200, blank=True)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+", verbose_name="单位")
    note = models.TextField("说明", blank=True)
    data = models.JSONField(default=dict)
    request = models.CharField(max_length=32, blank=True)
    address = models.GenericIPAddressField("来源地址", null=True)
    at = models.DateTimeField("时间", default=timezone.now)
    position = models.BigIntegerField(null=True, unique=True)
    seal = models.CharField(max_length=64, blank=True)

    objects = EventQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = verbose_name_plural = "日志"
        indexes = [
            models.Index(fields=["thing_type", "thing_id"], name="event_by_thing"),
            models.Index(fields=["unit", "-id"], name="event_by_unit"),
            models.Index(fields=["at"], name="event_by_time"),
        ]

    def __str__(self):
        return f"{self.label} {self.thing_name}"


class Head(models.Model):
    """The end of the chain: one row, locked by whoever seals."""

    position = models.BigIntegerField(default=0)
    seal = models.CharField(max_length=64, blank=True)

    def __str__(self):
        return f"{self.position} {self.seal}"
