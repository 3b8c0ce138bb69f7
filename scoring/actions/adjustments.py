"""Proposing points or an event, agreeing to it, taking it back: the reckoning reads what is in force."""

from django.db import transaction
from django.utils import timezone

from accounts.actions.notices import notify, retire
from accounts.events import last_hand, record
from accounts.models import Unit, User
from accounts.refusal import NotYours, Refused
from accounts.roles import Role
from bulletins.actions.adoptions import read_scan
from scoring.actions.doors import enter, refuse_far
from scoring.adjustment_states import ADJUSTMENT_MOVES, AdjustmentState
from scoring.events import names_of
from scoring.ledger import bookcase_of
from scoring.models import Adjustment

MOST = 1000


@transaction.atomic
def propose(office, *, by, unit, on, points, reason, evidence, person=None, file=None, key=None):
    """One hand's part; nothing counts before a second person has agreed. The same form proposes once."""
    office = enter(office, by)
    if key and (known := Adjustment.objects.filter(key=key, by=by).first()):
        return known
    refuse_impossible(office, unit, on, person)
    if not points or abs(points) > MOST:
        raise Refused(f"分值须在 -{MOST} 到 {MOST} 之间，且不为 0。")
    refuse_unproven(reason, evidence)
    facts = {"unit": unit, "person": person, "on": on, "points": points, **read_scan(file)}
    return keep(office, by, key, reason=reason, evidence=evidence, **facts)


@transaction.atomic
def register(office, *, by, unit, on, event, reason, evidence, submission=None, file=None, key=None, **more):
    """An event whose points the book gives (差错、表扬 …); `more` may name the person and the level."""
    office = enter(office, by)
    if key and (known := Adjustment.objects.filter(key=key, by=by).first()):
        return known
    refuse_impossible(office, unit, on, more.get("person"))
    refuse_foreign_item(office, unit, submission)
    refuse_unproven(reason, evidence)
    facts = {"unit": unit, "on": on, "event": event, "submission": submission}
    refuse_again(office, facts)
    more |= {"kind": Adjustment.Kind.EVENT, "event_name": name_of(office, event, on), **read_scan(file)}
    return keep(office, by, key, reason=reason, evidence=evidence, **facts, **more)


def name_of(office, event, on):
    """As the book of the day calls it."""
    shelved = bookcase_of(office).on(on)
    name = names_of(shelved and shelved.rules).get(event)
    if name is None:
        raise Refused("请选择事项；办法自定的事项，只在该办法施行以后才能登记。")
    return name[:20]


def refuse_foreign_item(office, unit, item):
    if item is None:
        return
    own = item.unit_id == unit.pk or item.joint_units.filter(unit=unit).exists()
    if item.office_id != office.pk or not own:
        raise Refused(f"《{item}》不是{unit}报送的信息，请重新选择。")


def refuse_unproven(reason, evidence):
    if not reason.strip() or not evidence.strip():
        raise Refused("请写明事由和依据（文号、会议纪要、通报等），复核人和有关单位都会看到。")


def refuse_again(office, facts):
    """The same thing on the same day is one event, however many people heard of it."""
    open_states = (AdjustmentState.PROPOSED, AdjustmentState.IN_FORCE)
    known = Adjustment.objects.filter(office=office, state__in=open_states, **facts).first()
    if known:
        raise Refused(f"{known.on:%Y-%m-%d}的这一事项已登记（{known.get_state_display()}），不必重复登记。")


def keep(office, by, key, *, reason, evidence, **facts):
    words = {"reason": reason.strip(), "evidence": evidence.strip()}
    keyed = {"key": key} if key else {}
    made = Adjustment.objects.create(office=office, by=by, **facts, **words, **keyed)
    label = "登记事项" if made.is_event else "提出加减分"
    event = record(by, "propose", made, label=label, unit=office, note=str(made))
    notify(seconds(made), event, f"待复核：{made}", made.get_absolute_url())
    return made


def refuse_impossible(office, unit, on, person):
    if not Unit.objects.reporting_to(office).filter(pk=unit.pk).exists():
        raise Refused(f"“{unit}”不向{office}报送，不能调整它的积分。")
    if on > timezone.localdate():
        raise Refused("业务日期不能晚于今天。")
    refuse_far(office, on, "业务日期")
    if person and not person.posts.filter(unit=unit).exists():
        raise Refused(f"{person}没有在{unit}任过职，请核对。")


def seconds(adjustment):
    """Who may agree: the office's other scorers and its approvers."""
    hands = [User.objects.holding(role, adjustment.office) for role in ADJUSTMENT_MOVES["agree"].by]
    return [person for found in hands for person in found if person.pk != adjustment.by_id]


@transaction.atomic
def move(adjustment, verb, *, by, reason=""):
    """Say a verb of the adjustments' table."""
    step = ADJUSTMENT_MOVES[verb]
    Unit.objects.select_for_update(no_key=True).get(pk=adjustment.office_id)  # as closing a month does
    adjustment = Adjustment.objects.select_for_update(of=("self",)).with_names().get(pk=adjustment.pk)
    refuse_hand(adjustment, verb, by)
    if adjustment.state not in step.start:
        raise Refused(
            f"{adjustment.what}现为“{adjustment.get_state_display()}”{last_hand(adjustment)}，不能{step.label}。"
        )
    if step.needs_reason and not reason.strip():
        raise Refused(f"{step.label}须写明原因。")
    before, adjustment.state = adjustment.state, step.end
    adjustment.word, adjustment.moved_at = reason.strip()[:200], timezone.now()
    if verb in ("agree", "refuse"):
        adjustment.second = by
    adjustment.save()
    facts = {"before": before, "after": step.end}
    event = record(
        by, verb, adjustment, label=step.label, unit=adjustment.office, note=adjustment.word, **facts
    )
    retire(adjustment)
    tell(adjustment, event)
    return adjustment


def refuse_hand(adjustment, verb, by):
    step = ADJUSTMENT_MOVES[verb]
    if not by.holds_any(step.by, adjustment.office):
        raise NotYours(
            f"“{step.label}”由{adjustment.office}的{'、'.join(role.label for role in step.by)}办理。"
        )
    if adjustment.allows(verb, by):
        return
    if step.own:
        raise Refused("只有提出人可以撤回；不同意的请选“不同意”。")
    raise Refused(f"{adjustment.what}须由另一个人复核，提出人不能复核自己提出的。")


def tell(adjustment, event):
    """The proposer learns what became of it; a unit learns what counts, and what no longer does."""
    url = adjustment.get_absolute_url()
    notify([adjustment.by], event, f"{adjustment.what}{adjustment.get_state_display()}：{adjustment}", url)
    if adjustment.state in (AdjustmentState.IN_FORCE, AdjustmentState.REVOKED):
        heads = User.objects.holding(Role.REVIEWER, adjustment.unit)
        notify(
            heads,
            event,
            f"{adjustment.office}{adjustment.what}{adjustment.get_state_display()}：{adjustment}",
            url,
        )


@transaction.atomic
def note_read(adjustment, *, by):
    """Who took the evidence out."""
    note = adjustment.file_name
    return record(by, "read", adjustment, label="下载依据", unit=adjustment.office, note=note)
