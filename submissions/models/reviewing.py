"""What waits in a unit: for its reviewer's signature, or because its author has left."""

from django.db.models import Case, Exists, IntegerField, OuterRef, Q, Value, When
from django.utils import timezone

from accounts.models import Post
from accounts.roles import Role
from submissions.calling import OWED, CommissionState
from submissions.models.queue import QueueQuerySet
from submissions.states import WRITABLE, State


def pressed():
    """Past the day it had to be back by, or past the hour of a commission the unit has not answered yet."""
    asked = Q(
        invitation__state__in=OWED,
        invitation__commission__state=CommissionState.OPEN,
        invitation__commission__deadline__lt=timezone.now(),
    )
    return Q(answer_by__lt=timezone.localdate()) | asked


class ReviewQuerySet(QueueQuerySet):
    """The reviewer's queue and the unit's shelf; counts and lists are made of the same methods."""

    def to_review(self, user):
        """What this reviewer can sign: never their own, as a deputy not that of whom they stand for."""
        found = self.filter(unit__in=user.units_as(Role.REVIEWER), state=State.REVIEW).exclude(author=user)
        for unit in user.units_as(Role.REVIEWER):
            principal = user.stands_for([Role.REVIEWER], unit)
            found = found.exclude(unit=unit, author=principal) if principal else found
        return found

    def for_another(self, user):
        """What waits in this reviewer's unit for somebody else's signature."""
        waiting = self.filter(unit__in=user.units_as(Role.REVIEWER), state=State.REVIEW)
        return waiting.exclude(pk__in=self.to_review(user).values("pk"))

    def pressing_first(self):
        """Overdue first, then the longest waiting."""
        pressing = Case(When(pressed(), then=Value(0)), default=Value(1), output_field=IntegerField())
        return self.annotate(pressing=pressing).order_by("pressing", "moved_at", "pk")

    def left_behind(self, user):
        """Drafts and returned items of this reviewer's units whose author is no informant there any more."""
        own = Post.objects.current().filter(
            role=Role.INFORMANT, user=OuterRef("author"), unit=OuterRef("unit"), user__is_active=True
        )
        mine = self.filter(unit__in=user.units_as(Role.REVIEWER), state__in=WRITABLE, origin="")
        return mine.exclude(Exists(own)).order_by("moved_at", "pk")

    def of_unit(self, unit):
        return self.filter(unit=unit)

    def filed(self):
        """Signed and not withdrawn since."""
        return self.filter(filed__isnull=False)
