"""Entering units and moving them in the tree; the whole branch follows in the same transaction."""

from django.db import transaction

from accounts.actions.saving import differences, save
from accounts.duties import check_duty
from accounts.events import record
from accounts.models import Post, Unit
from accounts.refusal import Refused
from accounts.roles import LEVEL_ORDER, OFFICE_ROLES, UNIT_ROLES, Role

DEEPEST = 9


@transaction.atomic
def save_unit(unit=None, *, by, **changes):
    """Enter a unit, or change one: its name, its flags, its place in the tree."""
    check_duty(by, Role.SYSADMIN, unit=unit or changes["parent"])
    lock_tree(unit or changes["parent"])
    unit = Unit.objects.get(pk=unit.pk) if unit else Unit()
    is_new = unit.pk is None
    before, after = differences(unit, changes)
    for name in after:
        setattr(unit, name, changes[name])
    check_place(unit, by, moved="parent" in after)
    check_endings(unit, after)
    save(unit)
    if not is_new and after.keys() & {"parent", "is_office"}:
        place_below(unit)
        check_roads(unit)
    if after:
        verb, label = ("unit-new", "登记单位") if is_new else ("unit-change", "修改单位")
        record(by, verb, unit, label=label, unit=unit, before={} if is_new else before, after=after)
    return unit


def lock_tree(unit):
    """Two moves at once could each be right and together make a circle: one waits."""
    root = int(unit.path.split("/")[1])
    Unit.objects.select_for_update().get(pk=root)


def check_place(unit, by, *, moved):
    """A place in the tree that is below, not inside, and not above its station."""
    parent = unit.parent
    if parent is None:
        return
    if moved:
        check_duty(by, Role.SYSADMIN, unit=parent)
        parent.refresh_from_db()
    if unit.pk and parent.path.startswith(unit.path):
        raise Refused(f"“{parent}”就是“{unit}”或在它之下，不能作它的上级单位。")
    if LEVEL_ORDER[unit.level] < LEVEL_ORDER[parent.level]:
        raise Refused(f"“{unit}”的层级（{unit.get_level_display()}）不能高于上级单位“{parent}”。")
    if parent.depth >= DEEPEST:
        raise Refused(f"单位最多{DEEPEST + 1}层，“{parent}”之下不能再设单位。")
    if unit.is_active and not parent.is_active:
        raise Refused(f"上级单位“{parent}”已停用，请先启用它或另选上级单位。")


def check_endings(unit, after):
    """What people still stand on is not taken away."""
    posts = Post.objects.unended().filter(unit=unit) if unit.pk else Post.objects.none()
    if after.get("is_office") is False and posts.filter(role__in=OFFICE_ROLES).exists():
        raise Refused(f"“{unit}”还有编辑、核签等岗位，请先结束这些岗位，再取消“编发刊物”。")
    if after.get("is_active") is not False or not unit.pk:
        return
    if unit.children.active().exists():
        raise Refused(f"“{unit}”之下还有在用的单位，请先停用或移走它们。")
    if count := posts.count():
        raise Refused(f"“{unit}”还有{count}个未结束的岗位，请先结束岗位再停用。")


def place_below(unit):
    """Give every descendant the path and the receiving office that follow from its parent's."""
    waiting, moved = [unit], []
    below = {}
    for child in Unit.objects.filter(parent__isnull=False):
        below.setdefault(child.parent_id, []).append(child)
    while waiting:
        parent = waiting.pop()
        for child in below.get(parent.pk, []):
            child.parent = parent
            child.path = f"{parent.path}{child.pk}/"
            child.office = child.office_above()
            moved.append(child)
            waiting.append(child)
    Unit.objects.bulk_update(moved, ["path", "office"], batch_size=200)


def check_roads(unit):
    """Nobody who files is left without an office to file with."""
    filing = Post.objects.unended().filter(role__in=UNIT_ROLES, unit__path__startswith=unit.path)
    stranded = filing.filter(unit__office=None).select_related("unit").first()
    if stranded:
        raise Refused(f"这样调整后，“{stranded.unit}”的信息没有可报送的编发单位，请先结束其岗位或另作安排。")
