"""The chain of urgent reports: by the table, by the clock, and never rewritten."""

from contextlib import contextmanager, suppress
from datetime import timedelta
from itertools import product

import pytest
import time_machine
from django.db import transaction
from django.utils import timezone

from accounts.refusal import NotYours, Refused
from accounts.roles import Role
from submissions.actions import (
    urgent,
    urgent_duty,
    urgent_handling,
    urgent_marks,
    urgent_onward,
    urgent_receiving,
)
from submissions.models import Incident, Mark, UrgentReport
from submissions.urgent_clocks import Rule
from submissions.urgent_states import MOVES, REPORTS, Fault, Kind, State, Way
from tests.submissions.urgent_stage import NOON, chain, facts, first, stage

pytestmark = pytest.mark.django_db


@pytest.fixture
def noon():
    with time_machine.travel(NOON, tick=False) as clock:
        yield clock


@pytest.fixture
def world(noon):
    return stage()


def say(incident, verb, by):
    """Any verb of the table over an incident."""
    if verb in REPORTS:
        call = {"at": timezone.now(), "caller": "王主席"} if verb == "call" else {}
        return urgent.report(incident, verb, by=by, event="后续情况。", outcome="已处置。", **call)
    report = incident.reports.last()
    acts = {
        "acknowledge": lambda: urgent_receiving.acknowledge(report, by=by),
        "confirm": lambda: urgent_receiving.confirm(report, by=by),
        "urge": lambda: urgent_handling.urge(incident, by=by, reason="请报人员去向"),
        "reopen": lambda: urgent_handling.reopen(incident, by=by, reason="又有聚集"),
        "onward": lambda: urgent_onward.draft(incident, by=by, title="报告", body="情况如下。"),
        "mark": lambda: urgent_marks.mark(incident, Fault.FALSE, by=by, reason="人数不实"),
        "turn": lambda: urgent_handling.turn(incident, by=by),
    }
    return acts[verb]()


@contextmanager
def tried():
    """What is done inside is seen inside, and undone behind it: one stage serves every role."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.mark.parametrize(("verb", "state"), [*product(MOVES, State)])
def test_only_the_table_moves_an_incident(world, verb, state):
    incident = chain(world, *(["final"] if state == State.CLOSED else []))
    if verb == "first":
        Incident.objects.update(written_at=None)
    step, ends = MOVES[verb], {}
    for role in Role:
        with tried():
            with suppress(Refused):
                say(incident, verb, world.people[role])
                ends[role] = Incident.objects.get().state
            assert Incident.objects.get().state == ends.get(role, state)

    assert ends == (dict.fromkeys(step.by, step.end or state) if state in step.start else {})


def test_nobody_of_another_office_says_anything(world):
    incident, elsewhere = chain(world), stage()
    said = []
    for verb, role in product(MOVES, Role):
        with suppress(NotYours):
            say(incident, verb, elsewhere.people[role])
            said.append((verb, role))

    assert said == []


@pytest.mark.parametrize("verb", [verb for verb, step in MOVES.items() if step.needs_reason])
def test_what_needs_a_reason_does_not_go_without_one(world, noon, verb):
    incident = chain(world, *(["final"] if verb == "reopen" else []))
    acts = {
        "urge": lambda: urgent_handling.urge(incident, by=world.editor, reason=" "),
        "reopen": lambda: urgent_handling.reopen(incident, by=world.editor, reason=" "),
        "mark": lambda: urgent_marks.mark(incident, Fault.FALSE, by=world.editor, reason=" "),
    }

    with pytest.raises(Refused, match="须写明理由"):
        acts[verb]()


# ---- the first report


def test_a_first_report_asks_only_what_is_known(world, noon):
    known = {name: facts()[name] for name in ("title", "category", "learned_at", "event")}

    sent = urgent.report_first(by=world.informant, unit=world.unit, **known)

    assert (sent.kind, sent.number, sent.grade, sent.incident.state) == (Kind.FIRST, 1, "general", State.OPEN)
    assert (sent.incident.office, sent.occurred_at, sent.situation) == (world.office, None, "")


def test_a_double_click_makes_one_incident(world, noon):
    key = "5f0c1b52-96a4-4f5b-9d7e-1f2f3a4b5c6d"

    sent = [urgent.report_first(by=world.informant, unit=world.unit, key=key, **facts()) for _ in range(2)]

    assert sent[0] == sent[1]
    assert (Incident.objects.count(), UrgentReport.objects.count()) == (1, 1)


def test_a_double_click_on_a_follow_up_makes_one(world, noon):
    incident, key = chain(world), "5f0c1b52-96a4-4f5b-9d7e-1f2f3a4b5c6e"

    for _ in range(2):
        urgent.report(incident, "follow", by=world.informant, key=key, event="人群已散。")

    assert [r.kind for r in incident.reports.all()] == [Kind.FIRST, Kind.FOLLOW]


@pytest.mark.parametrize("role", [role for role in Role if role not in (Role.INFORMANT, Role.REVIEWER)])
def test_only_the_unit_reports_in_writing(world, noon, role):
    with pytest.raises(NotYours):
        first(world, by=world.people[role])


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"learned_at": NOON + timedelta(minutes=1)}, "得知"),
        ({"occurred_at": NOON - timedelta(minutes=5)}, "事发时间不能晚于"),
    ],
)
def test_hours_that_contradict_one_another_are_refused(world, noon, changes, said):
    with pytest.raises(Refused, match=said):
        first(world, **changes)


def test_a_secrecy_marker_blocks_until_it_is_cleared_in_words(world, noon):
    with pytest.raises(Refused, match="机密★"):
        first(world, event="机密★ 内部通报")

    sent = first(world, event="机密★ 内部通报", clearance="系企业文件名，非国家秘密")

    assert (sent.markers, sent.clearance) == (["机密★"], "系企业文件名，非国家秘密")


# ---- the clock


@pytest.mark.parametrize(("seconds", "late"), [(0, 0), (1, 1), (60, 1), (61, 2), (-1, 0)])
def test_the_clock_is_exact_at_its_boundary(world, noon, seconds, late):
    deadline = NOON - timedelta(minutes=10) + timedelta(hours=2)
    told = facts()
    noon.move_to(deadline + timedelta(seconds=seconds))

    sent = urgent.report_first(by=world.informant, unit=world.unit, **told)

    assert (sent.due_at, sent.late_minutes) == (deadline, late)
    assert [(m.fault, m.minutes, m.by, m.unit) for m in Mark.objects.all()] == (
        [(Fault.LATE, late, None, world.unit)] if late else []
    )


def test_a_major_accident_is_counted_from_its_occurrence(world, noon):
    sent = first(world, grade="major", occurred_at=NOON - timedelta(minutes=31))

    assert (sent.due_at, sent.late_minutes) == (NOON - timedelta(minutes=1), 1)
    assert sent.rule == "书面首报：事发后 30 分钟内"


def test_a_changed_clock_judges_nothing_anew(world, noon):
    sent = first(world)

    urgent_duty.set_clocks(
        by=world.approver,
        office=world.office,
        rules={("general", "first"): Rule("learning", 5)},
        ack_minutes=10,
    )

    kept = UrgentReport.objects.get(pk=sent.pk)
    later = first(world)
    assert (kept.rule, kept.late_minutes) == ("书面首报：得知后 2 小时内", 0)
    assert (later.rule, later.late_minutes) == ("书面首报：得知后 5 分钟内", 5)


@pytest.mark.parametrize("role", [role for role in Role if role not in (Role.EDITOR, Role.APPROVER)])
def test_only_the_desk_sets_the_clocks(world, role):
    with pytest.raises(NotYours):
        urgent_duty.set_clocks(by=world.people[role], office=world.office, rules={}, ack_minutes=5)


def test_follow_ups_of_grave_matters_are_due_at_eight_and_five(world, noon):
    incident = chain(world, now=NOON)
    incident.grade = "larger"
    incident.save()
    noon.move_to(NOON + timedelta(hours=5, seconds=1))

    late = urgent.report(incident, "follow", by=world.informant, event="仍在协商。")
    noon.move_to(NOON + timedelta(hours=20))
    on_time = urgent.report(incident, "follow", by=world.informant, event="已经复工。")

    assert (late.due_at, late.late_minutes) == (NOON + timedelta(hours=5), 1)
    assert (on_time.due_at, on_time.late_minutes) == (NOON + timedelta(hours=20), 0)


# ---- calls


def register(world, **changes):
    return urgent.register_call(
        by=world.editor, unit=world.unit, **{"at": NOON, "caller": "周主席 13800001234", **facts(), **changes}
    )


def test_a_call_at_the_desk_stops_the_clock_and_the_paper_is_not_judged_again(world, noon):
    noon.move_to(NOON + timedelta(hours=6))

    call = register(world)
    paper = urgent.report(call.incident, "first", by=world.informant, **facts())

    assert (call.way, call.by, call.at, call.late_minutes) == (Way.PHONE, world.editor, NOON, 0)
    assert (paper.kind, paper.way, paper.rule, paper.late_minutes) == (Kind.FIRST, Way.WRITTEN, "", 0)


def test_where_calls_have_a_clock_the_paper_keeps_its_own(world, noon):
    rules = {("general", "phone"): Rule("learning", 15), ("general", "first"): Rule("learning", 35)}
    urgent_duty.set_clocks(by=world.editor, office=world.office, rules=rules, ack_minutes=10)

    call = register(world)
    noon.move_to(NOON + timedelta(minutes=26))
    paper = urgent.report(call.incident, "first", by=world.informant, **facts())

    assert (call.late_minutes, paper.late_minutes) == (0, 1)


def test_after_a_call_the_paper_comes_before_anything_else(world, noon):
    call = register(world)

    with pytest.raises(Refused, match="请先补书面首报"):
        urgent.report(call.incident, "follow", by=world.informant, event="后续。")


def test_a_call_needs_no_receipt_and_waits_for_the_head(world, noon):
    call = register(world)

    with pytest.raises(Refused, match="不必签收"):
        urgent_receiving.acknowledge(call, by=world.editor)
    assert list(UrgentReport.objects.unreceived()) == []
    assert list(UrgentReport.objects.unconfirmed()) == [call]


@pytest.mark.parametrize("role", [role for role in Role if role not in (Role.EDITOR, Role.APPROVER)])
def test_only_the_desk_writes_calls_down(world, noon, role):
    with pytest.raises(NotYours):
        urgent.register_call(by=world.people[role], unit=world.unit, at=NOON, caller="周主席", **facts())


def test_a_call_of_the_future_is_refused(world, noon):
    with pytest.raises(Refused, match="来电时间不能晚于现在"):
        register(world, at=NOON + timedelta(minutes=1))


def test_a_call_written_down_late_does_not_hide_a_newer_report(world, noon):
    incident = chain(world)
    noon.move_to(NOON + timedelta(hours=2))
    urgent.report(incident, "follow", by=world.informant, event="人群已散。", title="星河电子厂职工已散去")

    at = NOON + timedelta(hours=1)
    urgent.report(
        incident, "call", by=world.editor, at=at, caller="周主席", event="仍在聚集。", title="仍在聚集"
    )

    incident.refresh_from_db()
    assert (incident.title, incident.last_at) == ("星河电子厂职工已散去", NOON + timedelta(hours=2))
    assert incident.reports.count() == 3
