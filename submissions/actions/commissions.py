"""Commissions: asked of named units, accepted or declined by them, ended by the office."""

from datetime import datetime, time, timedelta

from django.db import transaction
from django.utils import timezone

from accounts.actions.notices import notify, retire
from accounts.actions.saving import save
from accounts.duties import in_place_of
from accounts.events import last_hand, record
from accounts.refusal import NotYours, Refused
from accounts.roles import Role
from submissions.actions.answering import locked_invitation
from submissions.actions.reaching import editors_of, moment, people_of
from submissions.calling import COMMISSION_MOVES, OWED, REPLY_MOVES, CommissionState, Reply
from submissions.models import Commission, Invitation, Reminder

REMIND_DAYS = (3, 1, 0)  # days before the deadline
MORNING = time(7, 30)  # before the daily mail at eight, which then brings it in time


@transaction.atomic
def commission(*, by, office, units, deadline, **fields):
    """Ask units for an item; each of them has an invitation from now on."""
    if not by.holds(Role.EDITOR, office):
        raise NotYours("约稿由责任编辑发出。")
    refuse_past(deadline)
    asked = Commission(office=office, made_by=by, deadline=deadline, first_deadline=deadline, **fields)
    save(asked)
    write_down(by, "commission", asked, asked, "发出约稿", "、".join(map(str, units)))
    add_invitations(asked, units, by)
    return asked


def write_down(by, verb, thing, asked, label, note=""):
    """One act of the office, or of the clock, on a commission or an invitation; a deputy's act names both."""
    unit = asked.office if thing is asked else thing.unit
    return record(
        by, verb, thing, label=label, unit=unit, note=note, **in_place_of(by, [Role.EDITOR], asked.office)
    )


def refuse_past(deadline):
    if deadline <= timezone.now():
        raise Refused("截止时间须晚于现在。")


def add_invitations(asked, units, by):
    """Every unit by itself: its own row, its own event, notices that die with it alone."""
    if not units:
        raise Refused("请至少选一个单位。")
    people = people_of(units)
    for unit in units:
        if unit.office_id != asked.office_id or not unit.is_active:
            raise Refused(f"“{unit}”不向{asked.office}报送信息，不能向它约稿。")
        invitation = Invitation.objects.create(commission=asked, unit=unit)
        set_reminders(invitation, asked.deadline)
        event = write_down(by, "invite", invitation, asked, "约稿")
        text = f"{asked.office}约稿《{asked}》，请于{moment(asked.deadline)}前报送"
        notify(people[unit.pk], event, text, address(invitation))


def address(invitation):
    return f"/submissions/invitations/{invitation.pk}/"


def set_reminders(invitation, deadline):
    """Rows first: in the morning some days before, and on the day itself; none in the past."""
    invitation.reminders.filter(sent_at=None).delete()
    day, now = timezone.localdate(deadline), timezone.now()
    times = [
        timezone.make_aware(datetime.combine(day - timedelta(days=days), MORNING)) for days in REMIND_DAYS
    ]
    Reminder.objects.bulk_create(
        [Reminder(invitation=invitation, due_at=at) for at in times if now < at < deadline],
        ignore_conflicts=True,
    )


def checked(asked, verb, by, reason=""):
    """Lock the commission and compare with the table."""
    asked = Commission.objects.select_for_update(of=("self",)).select_related("office").get(pk=asked.pk)
    step = COMMISSION_MOVES[verb]
    if not asked.allows(verb, by):
        raise NotYours(f"“{step.label}”由{asked.office}的责任编辑办理。")
    if asked.state not in step.start:
        now = asked.get_state_display()
        raise Refused(f"约稿《{asked}》现为“{now}”{last_hand(asked)}，不能{step.label}。")
    if step.needs_reason and not reason.strip():
        raise Refused(f"{step.label}须写明原因，受约单位会看到。")
    return asked, step


@transaction.atomic
def invite(asked, units, *, by):
    """Ask further units, under the same deadline."""
    asked, step = checked(asked, "invite", by)
    refuse_past(asked.deadline)
    known = set(asked.invitations.values_list("unit", flat=True))
    fresh = [unit for unit in units if unit.pk not in known]
    add_invitations(asked, fresh, by)
    write_down(by, "commission-invite", asked, asked, step.label, "、".join(map(str, fresh)))
    return asked


@transaction.atomic
def extend(asked, *, by, deadline):
    """A later deadline: who had missed it has not, who has not filed is told."""
    asked, step = checked(asked, "extend", by)
    refuse_past(deadline)
    if deadline <= asked.deadline:
        raise Refused(f"新的截止时间须晚于原定的{moment(asked.deadline)}。")
    note = f"{moment(asked.deadline)} → {moment(deadline)}"
    asked.deadline = deadline
    save(asked)
    write_down(by, "commission-extend", asked, asked, step.label, note)
    retire(asked)
    for invitation, people in owing(asked):
        call_back(invitation, deadline)
        tell(
            invitation,
            people,
            by,
            "extend",
            f"约稿《{asked}》延期到{moment(deadline)}",
            label="约稿延期",
            note=note,
        )
    return asked


def owing(asked):
    """The invitations that are still open, each with whom to tell."""
    open_ones = list(asked.invitations.filter(state__in=OWED).select_related("unit"))
    people = people_of([invitation.unit_id for invitation in open_ones])
    return [(invitation, people[invitation.unit_id]) for invitation in open_ones]


def call_back(invitation, deadline):
    """The mark of the former deadline goes; the log keeps it."""
    if invitation.state == Reply.MISSED:
        invitation.state = Reply.ACCEPTED if invitation.replied_at else Reply.INVITED
        invitation.missed_at = None
        invitation.save()
    set_reminders(invitation, deadline)


def tell(invitation, people, by, verb, text, *, label, note=""):
    """One more thing to know about an invitation; what was said before is over."""
    event = write_down(by, verb, invitation, invitation.commission, label, note)
    retire(invitation)
    notify(people, event, text, address(invitation))


@transaction.atomic
def move_commission(asked, verb, *, by, reason=""):
    """End a commission, cancel it, or take either back."""
    asked, step = checked(asked, verb, by, reason)
    if verb == "close":
        refuse_early(asked)
        mark_missed(asked)
    asked.state, asked.reason = step.end, reason.strip() if verb == "cancel" else ""
    save(asked)
    write_down(by, f"commission-{verb}", asked, asked, step.label, reason.strip())
    retire(asked)
    for invitation, people in owing(asked):
        if verb == "close":
            retire(invitation)
        else:
            text = TOLD[verb].format(asked=asked, reason=asked.reason, deadline=moment(asked.deadline))
            tell(invitation, people, by, verb, text, label=step.label, note=reason.strip())
    return asked


TOLD = {
    "cancel": "约稿《{asked}》已取消：{reason}",
    "restore": "约稿《{asked}》恢复，截止{deadline}",
    "reopen": "约稿《{asked}》继续收稿，原定截止{deadline}",
}


def refuse_early(asked):
    """Who still has time is not cut off by closing."""
    waiting = asked.invitations.filter(state__in=OWED).count()
    if waiting and not asked.is_due:
        raise Refused(f"还没到截止时间，{waiting}个单位尚未报送。不再需要来稿的，请取消约稿并写明原因。")


def mark_missed(asked):
    """Write down what the clock says, for the table, the log and whoever reckons; the caller holds the lock."""
    missed = asked.invitations.unmarked().select_related("unit")
    people = people_of(missed.values("unit") if asked.is_open else [])  # an ended one asks nobody any more
    for invitation in missed:
        invitation.state, invitation.missed_at = Reply.MISSED, asked.deadline
        invitation.save()
        text = f"约稿《{asked}》已过截止时间，尚未报送；仍可补报，计为迟报"
        tell(invitation, people[invitation.unit_id], None, "miss", text, label="逾期未报")
    return len(missed)


def tell_editors(asked):
    """Once at the deadline: how many came, how many did not."""
    answered = asked.invitations.filter(state=Reply.ANSWERED).count()
    missed = asked.invitations.filter(state=Reply.MISSED).count()
    note = f"已报送{answered}个单位，未报送{missed}个单位"
    event = write_down(None, "commission-due", asked, asked, "约稿到期", note)
    notify(
        editors_of(asked.office),
        event,
        f"约稿《{asked}》到期：{note}",
        f"/submissions/commissions/{asked.pk}/",
    )


@transaction.atomic
def reply(invitation, verb, *, by, reason="", seen=""):
    """The unit's yes or no, as long as there is time; `seen` is what the person's page showed."""
    invitation, step = locked_invitation(invitation.pk), REPLY_MOVES[verb]
    if not invitation.allows(verb, by):
        raise NotYours(f"“{step.label}”由{invitation.unit}的信息员或审核人办理。")
    refuse_late_reply(invitation, step)
    if invitation.state not in step.start or seen not in ("", invitation.state):
        now = invitation.get_state_display()
        raise Refused(f"{invitation.unit}对这次约稿现为“{now}”{last_hand(invitation)}，不能{step.label}。")
    if step.needs_reason and not reason.strip():
        raise Refused(f"{step.label}须写明原因，约稿单位会看到。")
    invitation.state, invitation.reason = step.end, reason.strip() if step.needs_reason else ""
    invitation.replied_at, invitation.replied_by = timezone.now(), by
    save(invitation)
    acting = in_place_of(by, step.by, invitation.unit)
    event = record(
        by, verb, invitation, label=step.label, unit=invitation.unit, note=reason.strip(), **acting
    )
    retire(invitation)
    if verb == "decline":
        tell_decline(invitation, event)
    return invitation


def refuse_late_reply(invitation, step):
    asked = invitation.commission
    if asked.state != CommissionState.OPEN:
        raise Refused(f"约稿《{asked}》{asked.get_state_display()}{last_hand(asked)}，不能{step.label}。")
    if asked.is_due:
        raise Refused(
            f"约稿《{asked}》已过截止时间（{moment(asked.deadline)}），不能{step.label}；仍可补报，计为迟报。"
        )


def tell_decline(invitation, event):
    asked = invitation.commission
    text = f"{invitation.unit}谢绝约稿《{asked}》：{invitation.reason}"
    notify(editors_of(asked.office), event, text, f"/submissions/commissions/{asked.pk}/")
