"""What the office does with an incident besides receiving it; and what the clock tells people."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from accounts.actions.notices import notify
from accounts.events import record
from accounts.models import User
from accounts.refusal import Refused
from accounts.roles import Role
from submissions.actions.urgent import TOLD, checked, heads_of, url_of
from submissions.actions.urgent_duty import ack_minutes, on_duty
from submissions.actions.writing import begin
from submissions.models.urgent import Incident, Turned, UrgentReport
from submissions.models.urgent_desk import Alarm, clocks_of
from submissions.models.urgent_todos import dues
from submissions.states import Kind, Nature
from submissions.urgent_clocks import PHASES
from submissions.urgent_states import MOVES, State, Step

SOON = timedelta(minutes=30)
AT_ONCE = 200  # reports looked at in one sweep


@transaction.atomic
def urge(incident, *, by, reason):
    """Ask the unit for news, in words it can answer (催报)."""
    incident = checked(incident, "urge", by, reason)
    event = record(by, TOLD["urge"], incident, label="催报", unit=incident.unit, note=reason.strip())
    text = f"{incident.office}催报《{incident}》：{reason.strip()}"
    notify(heads_of(incident.unit), event, text, url_of(incident), urgent=True)
    return incident


@transaction.atomic
def reopen(incident, *, by, reason):
    """A final report came too early: the chain goes on."""
    incident = checked(incident, "reopen", by, reason)
    incident.state = State.OPEN
    incident.save(update_fields=["state"])
    event = record(by, TOLD["reopen"], incident, label="恢复续报", unit=incident.unit, note=reason.strip())
    text = f"《{incident}》须继续续报：{reason.strip()}"
    notify(heads_of(incident.unit), event, text, url_of(incident), urgent=True)
    return incident


@transaction.atomic
def turn(incident, *, by):
    """Make the draft of an ordinary item of it, once; it goes its ordinary road to be printed."""
    incident = checked(incident, "turn", by)
    made = Turned.objects.filter(incident=incident).select_related("submission").first()
    if made:
        return made.submission
    report = incident.reports.order_by("-number").first()
    author = writer_for(incident, by)
    words = {"title": report.title[:50], "body": body_of(report), "kind": Kind.URGENT, "nature": Nature.BAD}
    when = timezone.localdate(incident.occurred_at or incident.learned_at)
    item = begin(by=author, unit=incident.unit, key=incident.key, event_date=when, **words)
    Turned.objects.create(incident=incident, report=report, submission=item, by=by)
    event = record(by, TOLD["turn"], incident, label=MOVES["turn"].label, unit=incident.unit, item=item.pk)
    notify(
        [author],
        event,
        f"紧急信息《{incident}》已转为信息草稿，请完善后送审",
        f"/submissions/{item.pk}/edit/",
    )
    return item


def writer_for(incident, by):
    """The draft's author: whoever asks, whoever reported, or another informant of the unit."""
    informants = list(User.objects.holding(Role.INFORMANT, incident.unit))
    reporters = [report.by for report in incident.reports.select_related("by")]
    author = next((person for person in (by, *reporters) if person in informants), None)
    if author is None and not informants:
        raise Refused(f"“{incident.unit}”现在没有信息员，无法转为信息，请联系系统管理员登记。")
    return author or informants[0]


def body_of(report):
    """事、情、因、果 in the order of the field, and what is being done about it."""
    parts = [report.event, report.situation, report.cause, report.outcome, report.measures, report.requests]
    return "\n".join(part.strip() for part in parts if part.strip())


def escalate(now=None):
    """For the sweep: tell further people of what nobody has signed for, and of hours that come or have passed."""
    now = now or timezone.now()
    told = [pass_on(report, now) for report in unreceived(now)]
    chains = list(Incident.objects.open().select_related("office").order_by("last_at"))
    rules = clocks_of(*{chain.office for chain in chains})
    return sum(told) + sum(remind(chain, now, rules[chain.office_id]) for chain in chains)


def unreceived(now):
    waiting = UrgentReport.objects.unreceived().filter(at__lt=now)
    return (
        waiting.exclude(alarms__step=Step.LEADER).select_related("incident__office").order_by("pk")[:AT_ONCE]
    )


def pass_on(report, now):
    """First all editors and approvers, after as long again the leaders; each step once."""
    patience = timedelta(minutes=ack_minutes(report.incident.office))
    steps = [(Step.DESK, patience), (Step.LEADER, 2 * patience)]
    return sum(ring(report, step) for step, wait in steps if now >= report.at + wait)


@transaction.atomic
def ring(report, step):
    """Locked, so that a receipt given meanwhile, or another sweep, is seen."""
    incident = (
        Incident.objects.select_for_update(of=("self",)).select_related("office").get(pk=report.incident_id)
    )
    if not UrgentReport.objects.unreceived().filter(pk=report.pk).exclude(alarms__step=step).exists():
        return 0
    Alarm.objects.create(incident=incident, report=report, step=step)
    event = record(
        None,
        "urgent-alarm",
        incident,
        label=Step(step).label,
        unit=incident.unit,
        note=report.label,
        report=report.number,
    )
    notify(
        rung(incident.office, step),
        event,
        f"【紧急】《{report}》无人签收，请立即处理",
        url_of(incident),
        urgent=True,
    )
    return 1


def rung(office, step):
    if step == Step.LEADER:
        return list(User.objects.holding(Role.LEADER, office))
    return [*User.objects.holding(Role.EDITOR, office), *User.objects.holding(Role.APPROVER, office)]


def remind(incident, now, rules):
    """Half an hour before a report is due the unit is told, after the hour the desk as well; each once."""
    count = 0
    for phase, due_at in dues(incident, rules):
        if now > due_at:
            count += nudge(incident, Step.OVER, phase, due_at)
        elif now >= due_at - SOON:
            count += nudge(incident, Step.SOON, phase, due_at)
    return count


@transaction.atomic
def nudge(incident, step, phase, due_at):
    incident = (
        Incident.objects.select_for_update(of=("self",)).select_related("office", "unit").get(pk=incident.pk)
    )
    about = {"incident": incident, "report": None, "step": step, "phase": phase, "due_at": due_at}
    if (phase, due_at) not in dues(incident) or Alarm.objects.filter(**about).exists():
        return 0
    Alarm.objects.create(**about)
    at, label = (
        timezone.localtime(due_at),
        f"{PHASES[phase]}{'时限将到' if step == Step.SOON else '超时未报'}",
    )
    event = record(
        None, f"urgent-{step}", incident, label=label, unit=incident.unit, note=f"{at:%m-%d %H:%M} 前应报"
    )
    people = heads_of(incident.unit) + (on_duty(incident.office) if step == Step.OVER else [])
    text = f"《{incident}》{label}：应在{at:%m月%d日 %H:%M} 前报出"
    notify(people, event, text, url_of(incident), urgent=True)
    return 1
