"""What waits for a person among urgent reports; computed from the rows, so it cannot outlive its cause."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.utils import timezone

from accounts.models import Unit
from accounts.roles import UNIT_ROLES, Role
from submissions.models.urgent import Incident, UrgentReport
from submissions.models.urgent_desk import Duty, clocks_of, rule_of
from submissions.models.urgent_onward import Onward
from submissions.urgent_clocks import PHASES, Times, due
from submissions.urgent_states import DUTY_ROLES, State

MOST = 50  # to-dos of one sort on one page


@dataclass(frozen=True)
class Todo:
    """One thing to do: what, about which incident, by when or since when."""

    text: str
    url: str
    place: str
    due_at: datetime | None = None
    since: datetime | None = None

    @property
    def is_over(self):
        return self.due_at is not None and self.due_at < timezone.now()


def dues(incident, rules=None):
    """The reports an open chain still owes, each with its hour: [(phase, due_at)], soonest first."""
    if incident.state != State.OPEN:
        return []
    rules = rules or clocks_of(incident.office)[incident.office_id]
    owed = ("follow", "final") if incident.written_at else owed_on_paper(incident, rules)
    times = Times(incident.learned_at, incident.occurred_at, incident.last_at)
    zone = timezone.get_current_timezone()
    hours = [(phase, due(rule_of(rules, incident.grade, phase), times, zone)) for phase in owed]
    return sorted([(phase, at) for phase, at in hours if at], key=lambda pair: pair[1])


def owed_on_paper(incident, rules):
    """After a call the written first report: under its own clock only where calls have one of their own."""
    return ("first",) if rule_of(rules, incident.grade, "phone").basis != "none" else ()


def todos(user):
    """Everything urgent that waits for this person, the soonest due first."""
    found = [*to_receive(user), *to_confirm(user), *to_report(user), *to_approve(user)]
    return sorted(found, key=lambda todo: (todo.due_at or todo.since, todo.text))


def address(incident_id):
    return f"/submissions/urgent/{incident_id}/"


def to_receive(user):
    waiting = UrgentReport.objects.at_offices(user.units_as(*DUTY_ROLES)).unreceived()
    return [
        Todo(
            f"签收{report.label}《{report}》",
            address(report.incident_id),
            str(report.incident.unit),
            since=report.at,
        )
        for report in waiting.select_related("incident__unit").order_by("at")[:MOST]
    ]


def to_confirm(user):
    units = user.units_as(Role.REVIEWER)
    waiting = UrgentReport.objects.filter(incident__unit__in=units).unconfirmed()
    return [
        Todo(
            f"确认{report.label}《{report}》",
            address(report.incident_id),
            str(report.incident.unit),
            since=report.at,
        )
        for report in waiting.select_related("incident__unit").order_by("at")[:MOST]
    ]


def to_report(user):
    """What is due from the units, for themselves and for the desk that waits for it."""
    mine = Q(unit__in=user.units_as(*UNIT_ROLES)) | Q(office__in=user.units_as(*DUTY_ROLES))
    chains = list(Incident.objects.open().filter(mine).select_related("unit", "office")[:MOST])
    rules = clocks_of(*{chain.office for chain in chains})
    found = []
    for chain in chains:
        owed = dues(chain, rules[chain.office_id])
        unwritten = [] if chain.written_at or owed else [("first", None)]
        found += [
            Todo(f"{PHASES[phase]}《{chain}》", address(chain.pk), str(chain.unit), due_at, chain.last_at)
            for phase, due_at in [*owed, *unwritten]
        ]
    return found


def to_approve(user):
    words = {"waiting": "核签", "returned": "修改", "approved": "上报并登记"}
    waiting = Onward.objects.awaiting(user).select_related("incident__unit").order_by("moved_at")[:MOST]
    return [
        Todo(
            f"{words[paper.state]}上报稿《{paper}》",
            f"/submissions/urgent/onward/{paper.pk}/",
            str(paper.incident.unit),
            since=paper.moved_at,
        )
        for paper in waiting
    ]


def ringing(user, moment=None):
    """The reports that are loud on this person's pages now."""
    desk = user.units_as(*DUTY_ROLES)
    rostered = Duty.objects.filter(office__in=desk).at(moment or timezone.now()).manned()
    rostered = dict(rostered.values_list("office", "user"))
    editing = {unit.pk for unit in user.units_as(Role.EDITOR)}
    mine = [
        unit.pk
        for unit in desk
        if rostered.get(unit.pk) == user.pk or (unit.pk not in rostered and unit.pk in editing)
    ]
    waiting = UrgentReport.objects.ringing_for(user, Unit.objects.filter(pk__in=mine))
    return waiting.select_related("incident__unit").order_by("at")
