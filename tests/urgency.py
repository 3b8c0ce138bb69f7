"""What the crawler's office has of urgent reports, and every address a stranger could try."""

from datetime import timedelta
from uuid import UUID

from django.utils import timezone

from accounts.roles import Role
from submissions.actions import urgent, urgent_drafts, urgent_duty, urgent_marks, urgent_onward
from submissions.urgent_states import MOVES, ONWARD_MOVES, REPORTS, Fault

KEY = UUID("5f0c1b52-96a4-4f5b-9d7e-1f2f3a4b5c6d")


def add_urgent(world, secret):
    """A late incident with a fault found, words going up, a duty and a form half filled in."""
    add_incident(world, secret)
    informant, editor = world.people[Role.INFORMANT], world.people[Role.EDITOR]
    now = timezone.now()
    world.duty = urgent_duty.add_duty(
        by=editor,
        office=world.office,
        user=editor,
        since=now - timedelta(hours=1),
        until=now + timedelta(hours=8),
        phone="010-55501000",
    )
    page = "/submissions/urgent/new/"
    urgent_drafts.keep_draft(by=informant, key=KEY, page=page, data={"event": f"{secret}草稿"})


def add_incident(world, secret):
    informant, editor = world.people[Role.INFORMANT], world.people[Role.EDITOR]
    world.urgent_report = urgent.report_first(
        by=informant,
        unit=world.unit,
        title=f"{secret}突发事件",
        category="labour",
        place=f"{secret}厂",
        learned_at=timezone.now() - timedelta(hours=5),
        event=f"{secret}门前聚集。",
    )
    world.incident = world.urgent_report.incident
    world.mark = urgent_marks.mark(world.incident, Fault.FALSE, by=editor, reason=f"{secret}不实")
    world.onward = urgent_onward.draft(
        world.incident, by=editor, title=f"{secret}上报稿", body=f"{secret}口径。"
    )


def variants_of_urgent(world):
    """For each keyed address the keys of the secret office's things."""
    incident, paper = {"pk": world.incident.pk}, {"pk": world.onward.pk}
    today = timezone.localdate()
    month = {"year": today.year, "month": today.month}
    says = [verb for verb, step in MOVES.items() if step.needs_reason]
    decides = [verb for verb in ONWARD_MOVES if verb not in ("rewrite", "report")]
    return {
        "submissions:urgent_incident": [incident],
        "submissions:urgent_turn": [incident],
        "submissions:urgent_onward_new": [incident],
        "submissions:urgent_report": [incident | {"verb": verb} for verb in REPORTS],
        "submissions:urgent_say": [incident | {"verb": verb} for verb in says],
        "submissions:urgent_acknowledge": [{"pk": world.urgent_report.pk}],
        "submissions:urgent_confirm": [{"pk": world.urgent_report.pk}],
        "submissions:urgent_onward": [paper],
        "submissions:urgent_onward_edit": [paper],
        "submissions:urgent_onward_report": [paper],
        "submissions:urgent_onward_move": [paper | {"verb": verb} for verb in decides],
        "submissions:urgent_mark_revoke": [{"pk": world.mark.pk}],
        "submissions:urgent_duty_remove": [{"pk": world.duty.pk}],
        "submissions:urgent_drop": [{"key": KEY}],
        "submissions:urgent_month": [month],
        "submissions:urgent_month_xlsx": [month],
    }
