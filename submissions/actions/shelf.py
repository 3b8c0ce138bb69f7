"""An office's own shelf lives: changed by its editors, every change written down."""

from django.db import transaction

from accounts.events import record
from accounts.refusal import NotYours
from accounts.roles import Role
from submissions.models import ShelfLife
from submissions.states import Kind


@transaction.atomic
def set_shelf_lives(office, days, *, by):
    """Keep the office's own measure for what it changed."""
    if not by.holds(Role.EDITOR, office):
        raise NotYours("保鲜期由收稿单位的责任编辑维护。")
    before = ShelfLife.objects.table_of(office)
    changed = {kind: value for kind, value in days.items() if before[kind] != value}
    for kind, value in changed.items():
        ShelfLife.objects.update_or_create(office=office, kind=kind, defaults={"days": value})
    if changed:
        told = "、".join(f"{Kind(kind).label} {before[kind]}→{value} 天" for kind, value in changed.items())
        record(by, "shelf-life", office, label="修改保鲜期", unit=office, note=told)
    return changed
