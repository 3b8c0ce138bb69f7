"""Whom a signed issue was given to, and what they did with it."""

from django.conf import settings
from django.db import models
from django.db.models import Count, F, Max, Q
from django.utils import timezone

from accounts.models import Unit
from accounts.roles import DESK_ROLES, Role
from bulletins.models.issues import Issue


class Why(models.TextChoices):
    """By which line somebody got an issue."""

    AREA = "area", "阅读范围"
    UNIT = "unit", "按单位"
    POST = "post", "按岗位"
    PERSON = "person", "点名"
    ADDED = "added", "本期增发"


class DeliveryQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The desk and the leaders of the office that printed it; everybody their own."""
        kept = user.units_as(*DESK_ROLES, Role.LEADER)
        return self.filter(Q(issue__publication__office__in=kept) | Q(person=user))

    def standing(self):
        """Not taken back because the issue was declared void."""
        return self.filter(withdrawn_at=None)

    def read(self):
        return self.standing().filter(read_at__isnull=False)

    def unread(self):
        return self.standing().filter(read_at=None)

    def unread_by(self, user):
        """What waits for this person and still reaches them: the badge cannot outlive its cause."""
        return self.unread().filter(person=user, issue__in=Issue.objects.visible_to(user))

    def in_state(self, state):
        """One tab of the page of an issue."""
        return {"read": self.read, "unread": self.unread}.get(state, self.standing)()

    def counts(self):
        """Given, read and unread: the numbers of the tabs, from the same conditions."""
        return self.order_by().aggregate(
            given=Count("pk", filter=Q(withdrawn_at=None)),
            read=Count("pk", filter=Q(withdrawn_at=None, read_at__isnull=False)),
            unread=Count("pk", filter=Q(withdrawn_at=None, read_at=None)),
        )

    def by(self, *fields):
        """The same counts for each of something, such as the unit of the reader."""
        return (
            self.standing()
            .order_by()
            .values(*fields)
            .annotate(
                given=Count("pk"),
                read=Count("pk", filter=Q(read_at__isnull=False)),
                unread=Count("pk", filter=Q(read_at=None)),
                reminded_at=Max("reminded_at"),
            )
        )

    def listed(self):
        """Unread first, unit by unit."""
        unread_first = F("read_at").desc(nulls_first=True)
        return self.select_related("person", "unit").order_by(unread_first, "unit__order", "unit", "pk")


class Delivery(models.Model):
    """One issue given to one person at its signature, and whether they have read it."""

    issue = models.ForeignKey(Issue, models.PROTECT, related_name="deliveries", verbose_name="期")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="deliveries", verbose_name="读者"
    )
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="单位")  # theirs that day
    why = models.CharField("依据", max_length=8, choices=Why)
    line = models.CharField("名单", max_length=100, blank=True)  # the list's words that day
    at = models.DateTimeField("分发时间", default=timezone.now)
    read_at = models.DateTimeField("首次阅读", null=True)
    reminded_at = models.DateTimeField("催阅时间", null=True)
    withdrawn_at = models.DateTimeField("收回时间", null=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = verbose_name_plural = "分发"
        constraints = [
            models.UniqueConstraint(fields=["issue", "person"], name="an_issue_is_given_to_a_person_once")
        ]
        indexes = [
            models.Index(fields=["person", "withdrawn_at", "read_at"], name="deliveries_by_person"),
        ]

    def __str__(self):
        return f"{self.issue} {self.person}"


class ReceiptQuerySet(models.QuerySet):
    def readings(self):
        return self.filter(kind=Receipt.Kind.READ)

    def initials(self):
        """圈阅 of an issue, in the order they were given."""
        return self.filter(kind=Receipt.Kind.INITIALLED).select_related("person").order_by("at")

    def beyond(self, issue):
        """Who read it without having been given it: the desk, and people who came to their post later."""
        given = Delivery.objects.filter(issue=issue).values("person")
        found = self.readings().filter(issue=issue).exclude(person__in=given)
        return found.select_related("person__home").order_by("at")


class Receipt(models.Model):
    """That a person read an issue, given or not; or that a leader initialled it without a word (圈阅)."""

    class Kind(models.TextChoices):
        READ = "read", "已读"
        INITIALLED = "initialled", "圈阅"

    issue = models.ForeignKey(Issue, models.PROTECT, related_name="receipts")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="receipts")
    kind = models.CharField(max_length=12, choices=Kind)
    at = models.DateTimeField("时间", default=timezone.now)
    last_at = models.DateTimeField("最近一次", default=timezone.now)
    times = models.PositiveIntegerField("次数", default=1)

    objects = ReceiptQuerySet.as_manager()

    class Meta:
        ordering = ["at"]
        verbose_name = verbose_name_plural = "回执"
        constraints = [
            models.UniqueConstraint(fields=["issue", "person", "kind"], name="one_receipt_of_each_kind")
        ]

    def __str__(self):
        return f"{self.person}{self.get_kind_display()}{self.issue}"
