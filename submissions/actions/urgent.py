"""Reporting what is urgent: the chain of reports, the head's word, the receipt."""

from uuid import uuid4

from django.db import transaction
from django.utils import timezone

from accounts.actions.notices import notify, retire
from accounts.events import last_hand, record
from accounts.models import User
from accounts.moves import verbs_from
from accounts.refusal import NotYours, Refused
from accounts.roles import UNIT_ROLES, Role
from submissions.actions.urgent_duty import on_duty
from submissions.models.urgent import Confirmation, Incident, UrgentDraft, UrgentReport
from submissions.models.urgent_desk import Mark, clocks_of, rule_of
from submissions.secrecy import markers_in
from submissions.urgent_clocks import NO_RULE, PHASES, Times, due, minutes_late, phase_owed
from submissions.urgent_states import DUTY_ROLES, MOVES, REPORTS, Fault, Kind, State, Way

TOLD = {verb: f"urgent-{verb}" for verb in MOVES}
FACTS = ("title", "category", "grade", "occurred_at", "learned_at", "place")


@transaction.atomic
def report_first(*, by, unit, key=None, head=None, **told):
    """The first report of an incident: what is known goes out at once. The same key opens the same incident."""
    if not by.holds_any(UNIT_ROLES, unit):
        raise NotYours("您不是该单位的信息员或审核人，不能为它报送紧急信息。")
    return begin(by, unit, key, Way.WRITTEN, head, told)


@transaction.atomic
def register_call(*, by, unit, at, caller, key=None, **told):
    """A first report by telephone, written down by the office's hand (电话报告登记)."""
    office = office_of(unit)
    if not by.holds_any(DUTY_ROLES, office):
        raise NotYours("电话报告由接报单位的编辑或核签人登记。")
    return begin(by, unit, key, Way.PHONE, None, told | {"at": at, "caller": caller})


def office_of(unit):
    """Where the unit reports today."""
    office = type(unit).objects.get(pk=unit.pk).office
    if office is None:
        raise Refused("该单位没有上级接报单位，请联系系统管理员在单位设置中指定。")
    return office


def begin(by, unit, key, way, head, told):
    """One incident a key: a double click, or a second try after a lost answer, makes no second one."""
    at = told.get("at") or timezone.now()
    facts = {name: told[name] for name in FACTS if name in told}
    incident, fresh = Incident.objects.get_or_create(
        key=key or uuid4(),
        defaults=facts
        | {"unit": unit, "office": office_of(unit), "first_at": at, "last_at": at, "written_at": None},
    )
    if not fresh:
        return incident.reports.first()
    return add(incident, Kind.FIRST, by=by, way=way, head=head, key=incident.key, **told)


@transaction.atomic
def report(incident, verb, *, by, key=None, head=None, **told):
    """A further report of the chain, by one of the verbs of the table that add one."""
    incident = checked(incident, verb, by)
    known = UrgentReport.objects.filter(key=key).first() if key else None
    if known:
        return known
    way = Way.PHONE if verb == "call" else Way.WRITTEN
    return add(incident, REPORTS[verb], by=by, way=way, head=head, key=key or uuid4(), **told)


def checked(incident, verb, by, reason=None):
    """Lock the incident and compare with the table; every refusal says what and why."""
    incident = Incident.objects.select_for_update(of=("self",)).get(pk=incident.pk)
    step = MOVES[verb]
    refuse_role(incident, verb, by)
    refuse_state(incident, verb)
    if step.needs_reason and not (reason or "").strip():
        raise Refused(f"{step.label}须写明理由，报告单位会看到。")
    return incident


def refuse_state(incident, verb):
    """The chain stands where this cannot be said, or something else comes first."""
    if verb not in verbs_from(MOVES, incident.state):
        raise Refused(
            f"《{incident}》现为“{incident.get_state_display()}”{last_hand(incident)}，不能{MOVES[verb].label}。"
        )
    if not incident.fits(verb):
        raise Refused(
            f"《{incident}》已有书面首报，请用续报。"
            if verb == "first"
            else "请先补书面首报，再续报、更正或终报。"
        )


def refuse_role(incident, verb, user):
    """Not theirs to do: told at the door, before any form is filled in."""
    if not incident.allows(verb, user):
        raise NotYours(f"“{MOVES[verb].label}”由{'、'.join(role.label for role in MOVES[verb].by)}办理。")


def add(incident, kind, *, by, way, head, key, at=None, **told):
    """Write the report with the clock it was judged by, and bring the incident up to it."""
    at = at or timezone.now()
    told = incident.particulars() | told
    check_hours(told, at)
    markers = check_secrecy(told)
    judged = judgement(incident, kind, way, at, told)
    number = incident.reports.count() + 1
    sent = UrgentReport.objects.create(
        incident=incident,
        number=number,
        kind=kind,
        way=way,
        by=by,
        at=at,
        key=key,
        markers=markers,
        **judged | told,
    )
    follow_on(incident, sent)
    event = tell(sent, by)
    confirm_or_ask(sent, by, head, event)
    mark_late(sent)
    UrgentDraft.objects.filter(author=by, key=key).delete()
    return sent


def check_hours(told, at):
    """Hours that contradict one another would make every clock wrong."""
    occurred, learned = told.get("occurred_at"), told["learned_at"]
    if at > timezone.now():
        raise Refused("来电时间不能晚于现在，请核对。")
    if learned > at:
        raise Refused("接报（得知）时间不能晚于报出时间，请核对。")
    if occurred and occurred > learned:
        raise Refused("事发时间不能晚于接报（得知）时间，请核对。")


def check_secrecy(told):
    """What carries a secrecy marker does not travel here: by classified channels only (domain §8)."""
    markers = markers_of(told)
    if markers and not told.get("clearance", "").strip():
        raise Refused(
            f"发现疑似涉密标记：{'、'.join(markers)}。涉密事项请走机要渠道；确属误报的，写明排除理由后再报。"
        )
    return markers


def markers_of(told):
    return markers_in(*(value for value in told.values() if isinstance(value, str)))


def judgement(incident, kind, way, at, told):
    """The limit as it stands now, kept with the report: a later change of the rules judges nothing anew."""
    rules = clocks_of(incident.office)[incident.office_id]
    phase = phase_owed(
        kind=kind,
        by_phone=way == Way.PHONE,
        rules=rules,
        grade=told["grade"],
        phoned=incident.reports.filter(way=Way.PHONE).exists(),
    )
    rule = rule_of(rules, told["grade"], phase)
    if rule == NO_RULE:
        return {}
    last = incident.last_at if kind != Kind.FIRST else None
    times = Times(told["learned_at"], told.get("occurred_at"), last)
    due_at = due(rule, times, timezone.get_current_timezone())
    words = f"{PHASES[phase]}：{rule.words}"
    return {"rule": words, "due_at": due_at, "late_minutes": minutes_late(at, due_at)}


def follow_on(incident, sent):
    """The incident shows what was said last; a call written down late does not hide a newer report."""
    if sent.at >= incident.last_at:
        for name, value in sent.particulars().items():
            setattr(incident, name, value)
        incident.last_at = sent.at
    if sent.way == Way.WRITTEN:
        incident.written_at = incident.written_at or sent.at
    incident.state = State.CLOSED if sent.kind == Kind.FINAL else incident.state
    incident.save()


def tell(sent, by):
    """Loud to those on duty; a call is known to the desk, so the unit is told what was written down."""
    incident = sent.incident
    verb = TOLD["call"] if sent.way == Way.PHONE and sent.number > 1 else TOLD[sent.kind]
    event = record(
        by,
        verb,
        incident,
        label=sent.label,
        unit=incident.unit,
        note=sent.title,
        report=sent.number,
        late=sent.late_minutes,
        grade=sent.grade,
    )
    retire(incident, verbs=("urgent-urge", "urgent-reopen", "urgent-soon", "urgent-over"))
    if sent.way == Way.PHONE:
        notify(heads_of(incident.unit), event, f"电话报告已登记：《{sent}》，请补书面报告", url_of(incident))
        return event
    text = f"【紧急】{incident.unit}{sent.label}《{sent}》，请立即签收"
    notify(on_duty(incident.office), event, text, url_of(incident), urgent=True)
    return event


def url_of(incident):
    return f"/submissions/urgent/{incident.pk}/"


def heads_of(unit):
    """Those whose word stands behind the unit, and its informants."""
    return [*User.objects.holding(Role.REVIEWER, unit), *User.objects.holding(Role.INFORMANT, unit)]


def confirm_or_ask(sent, by, head, event):
    """The head's own report needs no further word; agreement by mouth is written down by name."""
    unit = sent.incident.unit
    if by.holds(Role.REVIEWER, unit):
        return Confirmation.objects.create(report=sent, head=by, by=by)
    if head is not None:
        return spoken(sent, head, by)
    asked = record(
        by, "urgent-ask", sent.incident, label="待负责人确认", unit=unit, note=sent.label, report=sent.number
    )
    heads = User.objects.holding(Role.REVIEWER, unit)
    return notify(heads, asked, f"{sent.label}《{sent}》已报出，请确认", url_of(sent.incident), urgent=True)


def spoken(sent, head, by):
    """Agreed before it left: the head named is told what was written down in their name."""
    incident = sent.incident
    if not head.holds(Role.REVIEWER, incident.unit):
        raise Refused("所填负责人不是本单位审核人，请重新选择。")
    Confirmation.objects.create(report=sent, head=head, by=by)
    note = f"{sent.label}，报出前口头同意"
    event = record(
        by, "urgent-spoken", incident, label="记录负责人同意", unit=incident.unit, note=f"{head}：{note}"
    )
    notify([head], event, f"{by}记录您已同意报出《{sent}》，如有不符请更正", url_of(incident))


def mark_late(sent):
    """The clock's own finding, among the others that scoring reads."""
    if sent.late_minutes:
        incident = sent.incident
        Mark.objects.create(
            office=incident.office,
            unit=incident.unit,
            incident=incident,
            report=sent,
            about=sent.title,
            fault=Fault.LATE,
            minutes=sent.late_minutes,
            on=timezone.localdate(sent.at),
            reason=f"{sent.label}超过时限（{sent.rule}）",
        )
