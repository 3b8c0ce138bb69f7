"""What becomes of a closed month: it is opened again, or it is published and then final."""

from django.db import transaction
from django.utils import timezone

from accounts.actions.notices import notify, retire
from accounts.events import record
from accounts.models import Post, Unit, User
from accounts.refusal import NotYours, Refused
from accounts.roles import DESK_ROLES, UNIT_ROLES, Role
from scoring.models import Fate, Period

LONGEST = 200
PUBLISHERS = (Role.SCORER, Role.APPROVER)  # who signs a circular publishes its month


@transaction.atomic
def reopen_month(period, *, by, reason):
    """Take the newest closing back, as long as nobody outside has been told its figures."""
    period = decided_once(period, by, (Role.SCORER,), "重新打开")
    reason = reason.strip()
    if not reason:
        raise Refused("请写明重新打开的原因，它会永久留在关账记录里。")
    if len(reason) > LONGEST:
        raise Refused(f"原因请写在{LONGEST}字以内，现有{len(reason)}字。")
    refuse_buried(period)
    fate = Fate.objects.create(period=period, what=Fate.What.REOPENED, reason=reason, by=by)
    event = record(by, "reopen", period, label="重新打开", unit=period.office, note=reason)
    notify(
        desk_of(period.office), event, f"{period}已重新打开，须重新关账：{reason}", period.get_absolute_url()
    )
    return fate


def refuse_buried(period):
    """Months close in order, so they open again in the opposite one."""
    last = Period.objects.closed(period.office).order_by("-month").select_related("closed_by").first()
    if last.month > period.month:
        raise Refused(
            f"{last}已{hand(last.closed_by, last.closed_at)}关账，只能重新打开最近关账的一个月；"
            f"要改{period}，请先重新打开{last}。"
        )


@transaction.atomic
def publish_month(period, *, by):
    """For good: no one opens it again, and what turns up later is booked in a later month.

    Earlier months need not be published before: all of them are closed, and no older one can be
    opened again while this one stands.
    """
    period = decided_once(period, by, PUBLISHERS, "公布")
    if not period.is_intact:
        raise Refused(f"{period}的数字与关账时的校验值不符，不能公布，请告知系统管理员核查。")
    fate = Fate.objects.create(period=period, what=Fate.What.PUBLISHED, by=by)
    event = record(by, "publish", period, label="公布", unit=period.office, sha256=period.sha256)
    retire(period)
    notify(desk_of(period.office), event, f"{period}积分已公布，不能再重新打开", period.get_absolute_url())
    return fate


@transaction.atomic
def publish_plainly(period, *, by):
    """Publish without a circular: the units are told where the ranking stands."""
    fate = publish_month(period, by=by)
    period, office = fate.period, fate.period.office
    event = record(by, "tell", period, label="告知各单位", unit=office, note="不发通报，直接公布")
    notify(people_below(office), event, f"{office}{period}积分排名已公布", period.get_absolute_url())
    return fate


def decided_once(period, by, roles, verb):
    """The closing under the office's lock; whoever comes second is told by whom it was decided."""
    if not by.holds_any(roles, period.office):
        who = "、".join(role.label for role in roles)
        raise NotYours(f"“{verb}”由{period.office}的{who}办理。")
    Unit.objects.select_for_update(no_key=True).get(pk=period.office_id)  # as closing a month does
    period = Period.objects.select_related("office", "fate__by").get(pk=period.pk)
    fate = getattr(period, "fate", None)
    if fate:
        why = f"，原因：{fate.reason}" if fate.reason else ""
        done = fate.get_what_display().removeprefix("已")
        raise Refused(f"{period}已{hand(fate.by, fate.at)}{done}{why}，不能{verb}。")
    return period


def hand(person, at):
    return f"由{person}于{timezone.localtime(at):%Y年%m月%d日 %H:%M}"


def desk_of(office):
    return [person for role in DESK_ROLES for person in User.objects.holding(role, office)]


def people_below(office):
    """Who files to the office, and who stands in for them today."""
    posts = Post.objects.current().called_on().filter(role__in=UNIT_ROLES, unit__office=office)
    return User.objects.filter(is_active=True, posts__in=posts).distinct()
