"""Faults of reporting that a person finds, and taking a finding back."""

from django.db import transaction
from django.utils import timezone

from accounts.actions.notices import notify
from accounts.events import record
from accounts.models import Unit
from accounts.refusal import NotYours, Refused
from submissions.actions.urgent import TOLD, checked, heads_of, url_of
from submissions.models.urgent_desk import Mark
from submissions.urgent_states import DUTY_ROLES, Fault

BY_HAND = (Fault.MISSED, Fault.FALSE, Fault.CONCEALED)


@transaction.atomic
def mark(incident, fault, *, by, reason):
    """Find an incident missed, falsely reported or concealed; the reason is read by its unit."""
    incident = checked(incident, "mark", by, reason)
    on = timezone.localdate(incident.occurred_at or incident.learned_at)
    return find(by, fault, reason, incident=incident, unit=incident.unit, about=incident.title, on=on)


@transaction.atomic
def mark_unreported(*, by, unit, fault, about, on, reason):
    """A unit never reported at all: the office has it from elsewhere, and there is no chain to mark."""
    if unit.office_id is None or not by.holds_any(DUTY_ROLES, unit.office):
        raise NotYours("漏报、谎报、瞒报由接报单位的编辑或核签人认定。")
    if not reason.strip() or not about.strip():
        raise Refused("请写明事由和理由，报告单位会看到。")
    if on > timezone.localdate():
        raise Refused("发生日期不能晚于今天。")
    return find(by, fault, reason, unit=unit, about=about.strip(), on=on)


def find(by, fault, reason, *, unit, incident=None, **facts):
    """One standing finding of a kind for a thing; two editors of one mind make one."""
    if fault not in BY_HAND:
        raise Refused("迟报由系统按时限认定，请选择漏报、谎报或瞒报。")
    office = Unit.objects.select_for_update().get(pk=incident.office_id if incident else unit.office_id)
    same = {"incident": incident} if incident else {"unit": unit, "about": facts["about"], "incident": None}
    earlier = Mark.objects.standing().filter(fault=fault, **same).select_related("by").first()
    if earlier:
        raise Refused(f"{earlier.by}已认定{earlier.get_fault_display()}，不必重复认定。")
    found = Mark.objects.create(
        office=office, unit=unit, incident=incident, fault=fault, reason=reason.strip(), by=by, **facts
    )
    label = f"认定{found.get_fault_display()}"
    event = record(
        by, TOLD["mark"], incident or found, label=label, unit=unit, note=found.reason, mark=found.pk
    )
    text = f"{office}{label}：《{found.about}》，{found.reason}"
    notify(heads_of(unit), event, text, url_of(incident) if incident else "/submissions/urgent/marks/")
    return found


@transaction.atomic
def revoke(found, *, by, reason):
    """Take a finding back with a further row; what was found and why it fell stays readable."""
    if not by.holds_any(DUTY_ROLES, found.office):
        raise NotYours("认定由接报单位的编辑或核签人撤销。")
    if not reason.strip():
        raise Refused("请写明撤销的理由，报告单位会看到。")
    Unit.objects.select_for_update().get(pk=found.office_id)
    found = Mark.objects.select_related("revocation__by", "incident", "unit").get(pk=found.pk)
    if found.revokes_id:
        raise Refused("撤销记录本身不能再撤销；确需认定的，请重新认定。")
    if not found.is_standing:
        raise Refused(f"{found.revocation.by}已撤销这项认定。")
    copied = {
        name: getattr(found, name) for name in ("office", "unit", "incident", "report", "about", "fault")
    }
    row = Mark.objects.create(**copied, on=found.on, revokes=found, reason=reason.strip(), by=by)
    label = f"撤销{found.get_fault_display()}认定"
    thing = found.incident or found
    event = record(by, "urgent-unmark", thing, label=label, unit=found.unit, note=row.reason, mark=found.pk)
    notify(
        heads_of(found.unit), event, f"{label}：《{found.about}》，{row.reason}", "/submissions/urgent/marks/"
    )
    return row
