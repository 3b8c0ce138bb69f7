"""Keeping the groups in which units are ranked; a move ends one membership and begins another."""

from datetime import timedelta

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone

from accounts.events import record
from accounts.models import Unit
from accounts.refusal import Refused
from scoring.actions.books import refuse_closed
from scoring.actions.doors import enter, refuse_far
from scoring.models import Group, Membership


@transaction.atomic
def add_group(office, *, name, order, by):
    return store(Group(office=enter(office, by)), name, order, by, "新建组别")


@transaction.atomic
def save_group(group, *, name, order, by):
    enter(group.office, by)
    return store(group, name, order, by, "修改组别")


def store(group, name, order, by, label):
    group.name, group.order = name.strip(), order
    if not group.name:
        raise Refused("请填写组别名称。")
    try:
        with transaction.atomic():
            group.save()
    except IntegrityError as taken:
        raise Refused(f"已有名为“{group.name}”的组别。") from taken
    record(by, "save-group", group, label=label, unit=group.office)
    return group


@transaction.atomic
def place(unit, group, *, since, by, target=None, quota_class="", heads=1, counts_for=None):
    """Put a unit into a group from a day on; the group it was in ends the day before."""
    office = enter(group.office, by)
    refuse_closed(office, since, "调组日期")
    refuse_far(office, since, "调组日期")
    if not Unit.objects.reporting_to(office).filter(pk=unit.pk).exists():
        raise Refused(f"“{unit}”不向{office}报送，不能编入它的组别。")
    depart(unit, since)
    refuse_overlap(unit, since)
    refuse_chain(office, unit, since, counts_for)
    facts = {"target": target, "quota_class": quota_class.strip(), "heads": heads or 1}
    facts["counts_for"] = counts_for
    membership = Membership.objects.create(group=group, unit=unit, since=since, **facts)
    record(by, "place", group, label="编入组别", unit=unit, note=placed(membership))
    return membership


def placed(membership):
    tasks = f"，任务类别“{membership.quota_class}”" if membership.quota_class else ""
    whom = f"，得分计入{membership.counts_for}" if membership.counts_for else ""
    return f"{membership.unit}自{membership.since:%Y-%m-%d}编入{membership.group}{tasks}{whom}"


def refuse_chain(office, unit, since, whom):
    """Points count for another unit in one step: who receives gives nothing on, who gives receives nothing."""
    if whom is None:
        return
    if whom == unit or not Unit.objects.reporting_to(office).filter(pk=whom.pk).exists():
        raise Refused(f"“{unit}”的得分只能计入向{office}报送的另一个单位。")
    later = Membership.objects.filter(Q(until=None) | Q(until__gte=since), counts_for__isnull=False)
    if given := later.filter(unit=whom).select_related("counts_for").first():
        raise Refused(f"“{whom}”的得分已计入“{given.counts_for}”，不能再接收别的单位的得分。")
    if taken := later.filter(counts_for=unit).select_related("unit").first():
        raise Refused(
            f"“{taken.unit}”的得分计入“{unit}”，请先调整“{taken.unit}”，再把“{unit}”的得分计入别处。"
        )


def depart(unit, since):
    """End the unit's present membership before the day; one that would have lasted no day is dropped."""
    for old in Membership.objects.select_for_update(of=("self",)).filter(unit=unit, until=None):
        if old.since > since:
            raise Refused(f"“{unit}”自{old.since:%Y年%m月%d日}编入“{old.group}”，调组日期不能早于这一天。")
        if old.since == since:
            old.delete()
            continue
        old.until = since - timedelta(days=1)
        old.save(update_fields=["until"])


def refuse_overlap(unit, since):
    """On no day a unit is ranked in two groups; `depart` has ended what was open."""
    kept = Membership.objects.filter(unit=unit, until__gte=since).order_by("until").last()
    if kept:
        raise Refused(f"“{unit}”到{kept.until:%Y年%m月%d日}为止编在“{kept.group}”，编入日期须在此之后。")


@transaction.atomic
def leave(membership, *, since, by):
    """Take a unit out of its group from a day on."""
    office = enter(membership.group.office, by)
    refuse_closed(office, since, "调组日期")
    refuse_far(office, since, "调组日期")
    if membership.until:
        raise Refused(f"“{membership.unit}”已不在这一组。")
    depart(membership.unit, since)
    note = f"{membership.unit}自{since:%Y-%m-%d}调出{membership.group}"
    record(by, "leave", membership.group, label="调出组别", unit=membership.unit, note=note)


@transaction.atomic
def cancel_move(membership, *, by):
    """Take back what has not begun yet: the unit stays where it is today."""
    enter(membership.group.office, by)
    unit, today = membership.unit, timezone.localdate()
    rows = Membership.objects.select_for_update(of=("self",)).filter(unit=unit)
    coming, ending = list(rows.upcoming(today)), list(rows.on(today).exclude(until=None))
    if not coming and not ending:
        raise Refused(f"“{unit}”没有尚未生效的调组。")
    for one in coming:
        one.delete()
    for one in ending:
        one.until = None
        one.save(update_fields=["until"])
    record(by, "cancel-move", membership.group, label="取消调组", unit=unit, note=f"{unit}的调组未生效即取消")


@transaction.atomic
def set_target(membership, target, *, by):
    """Give a unit its target for the year in points."""
    enter(membership.group.office, by)
    membership = Membership.objects.select_for_update(of=("self",)).get(pk=membership.pk)
    if membership.target == target:
        return membership
    before, membership.target = membership.target, target
    membership.save(update_fields=["target"])
    note = f"{membership.unit}：{before or '未定'} → {target or '未定'}"
    record(by, "target", membership.group, label="全年目标", unit=membership.unit, note=note)
    return membership
