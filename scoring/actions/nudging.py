"""提醒报送: the reviewers of units that sent nothing are told, once a day at most."""

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts.actions.notices import notify
from accounts.events import record
from accounts.models import User
from accounts.refusal import Refused
from accounts.roles import Role
from scoring.actions.doors import enter
from scoring.models import Nudge


@transaction.atomic
def remind_to_report(office, units, period, *, by):
    """One notice to each unit's reviewers, or where it has none to its informants; returns whom nobody could be told for."""
    office, today = enter(office, by), timezone.localdate()
    done = set(Nudge.objects.of_day(office, today).values_list("unit", flat=True))
    left = [unit for unit in units if unit.pk not in done]
    if not units:
        raise Refused(f"{period}没有零报送的单位，不需要提醒。")
    if not left:
        raise Refused("这些单位今天都已经提醒过，请明天再提醒。")
    reached = [unit for unit in left if tell(office, unit, period, by)]
    Nudge.objects.bulk_create([Nudge(office=office, unit=unit, on=today, by=by) for unit in reached])
    return reached, [unit for unit in left if unit not in reached]


def tell(office, unit, period, by):
    """Whether anybody of the unit is there to be told."""
    people = list(User.objects.holding(Role.REVIEWER, unit)) or list(
        User.objects.holding(Role.INFORMANT, unit)
    )
    if not people:
        return False
    event = record(by, "nudge", unit, label="提醒报送", unit=office, note=f"{period}零报送")
    notify(
        people, event, f"{office}提醒：贵单位{period}还没有报送信息，请及时报送", reverse("submissions:new")
    )
    return True
