"""What became of an office's months, for the crawler's world."""

from datetime import date

from django.utils import timezone

from accounts.roles import Role
from scoring.models import CatchUp, Fate, Period

MONTH = date(2026, 1, 1)


def add_periods(world, secret):
    """A closing that was taken back for a reason, and a round of closings that stopped."""
    scorer = world.people[Role.SCORER]
    world.taken_back = Period(
        office=world.office, month=MONTH, round=9, book=world.book, snapshot={}, closed_by=scorer
    )
    world.taken_back.sha256 = world.taken_back.seal()
    world.taken_back.save()
    Fate.objects.create(period=world.taken_back, what=Fate.What.REOPENED, reason=f"{secret}原因", by=scorer)
    world.catch_up = CatchUp.objects.create(
        office=world.office,
        first=MONTH,
        last=MONTH,
        total=1,
        by=scorer,
        ended_at=timezone.now(),
        stopped_at=MONTH,
        problem=f"{secret}没有筛选",
    )


def variants_of_periods(world):
    """The keys a stranger could try at the addresses of months and of closing several."""
    month = [{"year": MONTH.year, "month": MONTH.month}]
    return {
        "scoring:catch_up": [{"pk": world.catch_up.pk}],
        "scoring:reopen": month,
        "scoring:publish": month,
    }
