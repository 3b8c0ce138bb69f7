"""Keeping the desk: its catalogue of reasons, its patience, and each editor's own filters."""

from django.db import transaction

from accounts.events import record
from accounts.models import Unit, User
from accounts.refusal import NotYours, Refused
from accounts.roles import Role
from submissions.models import Desk, Reason, SavedFilter
from submissions.models.desk import WITH_REASONS
from submissions.states import REASONS

FILTER_LIMIT = 20


def refuse_outsider(by, office):
    if not by.holds(Role.EDITOR, office):
        raise NotYours("筛选设置由收稿单位的责任编辑维护。")


def own_catalogue(office):
    """From the first change on the office has a list of its own, begun with the field's.

    The office's row is the lock: two editors making the first change at once begin one list.
    """
    Unit.objects.select_for_update(no_key=True).get(pk=office.pk)
    if not Reason.objects.of(office).exists():
        rows = [
            Reason(office=office, text=text, verbs=list(WITH_REASONS), order=number)
            for number, text in enumerate(REASONS, 1)
        ]
        Reason.objects.bulk_create(rows)


@transaction.atomic
def begin_catalogue(office, *, by):
    refuse_outsider(by, office)
    own_catalogue(office)


@transaction.atomic
def add_reason(office, text, verbs, *, by):
    """One more line at the end of the list."""
    refuse_outsider(by, office)
    own_catalogue(office)
    if Reason.objects.of(office).filter(text=text).exists():
        raise Refused(f"目录里已有“{text}”。停用的可以恢复，不必重加。")
    order = Reason.objects.next_order(office)
    reason = Reason.objects.create(office=office, text=text, verbs=verbs, order=order)
    record(by, "add-reason", reason, label="增加常用意见", unit=office, note=text, verbs=verbs)
    return reason


@transaction.atomic
def change_reason(reason, text, verbs, *, by):
    """Reword a line; what was decided with the old words keeps them."""
    refuse_outsider(by, reason.office)
    if Reason.objects.of(reason.office).exclude(pk=reason.pk).filter(text=text).exists():
        raise Refused(f"目录里已有“{text}”。")
    if (reason.text, reason.verbs) == (text, verbs):
        return reason
    before, reason.text, reason.verbs = f"{reason}", text, verbs
    reason.save()
    record(by, "change-reason", reason, label="修改常用意见", unit=reason.office, note=f"{before} → {text}")
    return reason


@transaction.atomic
def retire_reason(reason, *, by, active=False):
    """Out of the forms, or back into them; the row stays."""
    refuse_outsider(by, reason.office)
    reason.active = active
    reason.save(update_fields=["active"])
    label = "恢复常用意见" if active else "停用常用意见"
    record(by, "restore-reason" if active else "retire-reason", reason, label=label, unit=reason.office)
    return reason


@transaction.atomic
def shift_reason(reason, step, *, by):
    """One place up (-1) or down (+1); the whole list is numbered anew so that ties cannot stay."""
    refuse_outsider(by, reason.office)
    rows = list(Reason.objects.of(reason.office).select_for_update())
    place = rows.index(reason)
    rows.insert(min(max(place + step, 0), len(rows) - 1), rows.pop(place))
    for number, row in enumerate(rows, 1):
        row.order = number
    Reason.objects.bulk_update(rows, ["order"])
    return reason


@transaction.atomic
def set_patience(office, days, *, by):
    """After how many working days an unscreened item is overdue here."""
    refuse_outsider(by, office)
    desk, _ = Desk.objects.select_for_update().get_or_create(office=office)
    if desk.patience != days:
        desk.patience = days
        desk.save()
        record(by, "patience", desk, label="筛选时限", unit=office, note=desk.get_patience_display())
    return desk


@transaction.atomic
def save_filter(name, query, *, by, first=False):
    """Keep a way of looking at the queue under a name; the same name is that filter changed."""
    User.objects.select_for_update(of=("self",), no_key=True).get(pk=by.pk)
    mine = SavedFilter.objects.visible_to(by)
    known = mine.filter(name=name).first()
    if known is None and mine.count() >= FILTER_LIMIT:
        raise Refused(f"最多保存 {FILTER_LIMIT} 个筛选条件，请先删去不用的。")
    kept = known or SavedFilter(owner=by, name=name)
    kept.query = query
    kept.save()
    return put_first(kept, by=by) if first else kept


@transaction.atomic
def put_first(kept, *, by, first=True):
    """The one the queue opens with; there is one or none."""
    SavedFilter.objects.visible_to(by).filter(is_default=True).update(is_default=False)
    SavedFilter.objects.visible_to(by).filter(pk=kept.pk).update(is_default=first)
    kept.is_default = first
    return kept


def drop_filter(kept, *, by):
    """A filter is a habit, not a record: it may go."""
    SavedFilter.objects.visible_to(by).filter(pk=kept.pk).delete()
