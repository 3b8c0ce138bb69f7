"""The chain of urgent reports: by the table, by the clock, and never rewritten."""

from contextlib import contextmanager, suppress
from datetime import timedelta
from itertools import product

import pytest
import time_machine
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from accounts.models import Event, Notice
from accounts.refusal import NotYours, Refused
from accounts.roles import ADMIN_ROLES, Role
from submissions.actions import (
    urgent,
    urgent_drafts,
    urgent_duty,
    urgent_handling,
    urgent_marks,
    urgent_onward,
    urgent_receiving,
)
from submissions.models import Incident, Mark, Onward, Submission, UrgentReport
from submissions.models.urgent import Confirmation, Receipt, UrgentDraft
from submissions.models.urgent_desk import Alarm
from submissions.urgent_clocks import Rule
from submissions.urgent_states import MOVES, ONWARD_MOVES, REPORTS, Fault, Kind, State, Way, Wording
from tests.factories import UnitFactory, UserFactory
from tests.submissions.urgent_stage import EVENT, NOON, chain, facts, first, paper_in, stage

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


# ---- the head's word


def test_a_report_of_the_head_is_confirmed_by_itself(world, noon):
    sent = first(world, by=world.reviewer)

    assert (sent.confirmation.head, sent.confirmation.spoken) == (world.reviewer, False)


def test_agreement_by_mouth_is_written_down_by_name_and_told(world, noon):
    sent = first(world, head=world.reviewer)

    assert (sent.confirmation.head, sent.confirmation.by, sent.confirmation.spoken) == (
        world.reviewer,
        world.informant,
        True,
    )
    assert Notice.objects.filter(person=world.reviewer, text__contains="已同意报出").count() == 1


def test_agreement_of_somebody_who_is_no_reviewer_is_refused(world, noon):
    with pytest.raises(Refused, match="不是本单位审核人"):
        first(world, head=world.editor)
    assert Incident.objects.count() == 0


def test_without_it_the_head_is_asked_and_the_notice_dies_with_the_answer(world, noon):
    sent = first(world)
    asked = Notice.objects.get(person=world.reviewer)

    urgent_receiving.confirm(sent, by=world.reviewer)

    asked.refresh_from_db()
    assert asked.over_at is not None
    with pytest.raises(Refused, match="已经确认"):
        urgent_receiving.confirm(sent, by=world.reviewer)


# ---- receipt and alarm


def test_a_report_rings_at_the_duty_desk_and_mails_at_once(
    world, noon, mailoutbox, django_capture_on_commit_callbacks
):
    world.editor.email = "duty@example.cn"
    world.editor.mail_pace = "daily"
    world.editor.save()

    with django_capture_on_commit_callbacks(execute=True):
        first(world)

    assert [mail.to for mail in mailoutbox] == [["duty@example.cn"]]


def test_the_roster_decides_who_is_rung(world, noon):
    other = UserFactory(home=world.office, role=Role.EDITOR)
    urgent_duty.add_duty(
        by=world.editor,
        office=world.office,
        user=other,
        since=NOON - timedelta(hours=1),
        until=NOON + timedelta(hours=1),
        phone="010-55501000",
    )

    first(world)

    rung = Notice.objects.filter(text__startswith="【紧急】").values_list("person", flat=True)
    assert list(rung) == [other.pk]


def test_a_receipt_says_who_and_when_and_ends_the_noise(world, noon):
    sent = first(world)

    receipt = urgent_receiving.acknowledge(sent, by=world.editor)

    assert (receipt.by, receipt.at) == (world.editor, NOON)
    assert Notice.objects.filter(text__startswith="【紧急】", over_at=None).count() == 0
    with pytest.raises(Refused, match=f"{world.editor}已于11月18日 12:00 签收"):
        urgent_receiving.acknowledge(sent, by=world.approver)


@pytest.mark.parametrize(
    ("minutes", "steps"),
    [(9, []), (10, ["desk"]), (19, ["desk"]), (20, ["desk", "leader"]), (500, ["desk", "leader"])],
)
def test_what_nobody_signs_for_is_passed_on_each_step_once(world, noon, minutes, steps):
    first(world)
    noon.move_to(NOON + timedelta(minutes=minutes))

    for _ in range(3):
        urgent_handling.escalate()

    assert list(Alarm.objects.filter(report__isnull=False).values_list("step", flat=True)) == steps
    told = {person for n in Notice.objects.filter(text__contains="无人签收") for person in [n.person]}
    desk, leaders = {world.editor, world.approver, world.second}, {world.leader}
    assert told == (desk if "desk" in steps else set()) | (leaders if "leader" in steps else set())
    assert Event.objects.filter(verb="urgent-alarm").count() == len(steps)


def test_a_receipt_stops_the_escalation(world, noon):
    sent = first(world)
    urgent_receiving.acknowledge(sent, by=world.editor)
    noon.move_to(NOON + timedelta(hours=1))

    urgent_handling.escalate()

    assert Alarm.objects.filter(report=sent).count() == 0


def test_each_office_sets_its_own_patience(world, noon):
    urgent_duty.set_clocks(by=world.editor, office=world.office, rules={}, ack_minutes=3)
    first(world)
    noon.move_to(NOON + timedelta(minutes=3))

    urgent_handling.escalate()

    assert Alarm.objects.get().step == "desk"


def test_hours_that_come_and_pass_are_told_once_each(world, noon):
    incident = chain(world)
    incident.grade = "larger"
    incident.save()
    due = NOON + timedelta(hours=5)

    for moment in (due - timedelta(minutes=31), due - timedelta(minutes=30), due, due + timedelta(seconds=1)):
        noon.move_to(moment)
        urgent_handling.escalate()
        urgent_handling.escalate()

    steps = Alarm.objects.filter(report=None).values_list("step", "phase", "due_at")
    assert list(steps) == [("soon", "follow", due), ("over", "follow", due)]


# ---- the chain is never rewritten


@pytest.mark.parametrize("model", [UrgentReport, Receipt, Confirmation, Alarm, Mark])
@pytest.mark.parametrize("act", ["update", "delete"])
def test_the_database_refuses_to_rewrite_what_was_reported(world, noon, model, act):
    late = first(world, learned_at=NOON - timedelta(hours=3), occurred_at=None, by=world.reviewer)
    urgent_receiving.acknowledge(late, by=world.editor)
    Alarm.objects.create(incident=late.incident, step="soon", phase="follow", due_at=NOON)
    table = model._meta.db_table
    sql = f"DELETE FROM {table}" if act == "delete" else f"UPDATE {table} SET id = id"

    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        connection.cursor().execute(sql)

    assert model.objects.count() == 1


def test_a_correction_is_a_further_report_and_the_first_stays(world, noon):
    sent = first(world)

    urgent.report(
        sent.incident,
        "correct",
        by=world.informant,
        event=EVENT,
        title="星河电子厂职工聚集讨薪（更正）",
        dead=0,
    )

    sent.incident.refresh_from_db()
    assert [(r.number, r.title) for r in sent.incident.reports.all()] == [
        (1, "星河电子厂职工聚集讨薪"),
        (2, "星河电子厂职工聚集讨薪（更正）"),
    ]
    assert sent.incident.title == "星河电子厂职工聚集讨薪（更正）"


def test_a_correction_after_the_final_report_leaves_the_chain_closed(world, noon):
    incident = chain(world, "final")

    urgent.report(incident, "correct", by=world.informant, event="更正：人数为58人。")

    incident.refresh_from_db()
    assert incident.state == State.CLOSED


# ---- faults


def test_a_fault_is_found_with_a_reason_and_revoked_by_a_further_row(world, noon):
    incident = chain(world)

    found = urgent_marks.mark(incident, Fault.CONCEALED, by=world.editor, reason="瞒报1人受伤")
    assert list(Mark.objects.standing()) == [found]
    urgent_marks.revoke(found, by=world.approver, reason="经核实并无受伤")

    assert list(Mark.objects.standing()) == []
    assert [(m.reason, m.by) for m in Mark.objects.order_by("pk")] == [
        ("瞒报1人受伤", world.editor),
        ("经核实并无受伤", world.approver),
    ]


def test_a_fault_is_found_once_and_revoked_once(world, noon):
    incident = chain(world)
    found = urgent_marks.mark(incident, Fault.FALSE, by=world.editor, reason="人数不实")

    with pytest.raises(Refused, match="不必重复认定"):
        urgent_marks.mark(incident, Fault.FALSE, by=world.approver, reason="人数不实")
    row = urgent_marks.revoke(found, by=world.editor, reason="误会")
    with pytest.raises(Refused, match="已撤销这项认定"):
        urgent_marks.revoke(found, by=world.approver, reason="误会")
    with pytest.raises(Refused, match="撤销记录本身"):
        urgent_marks.revoke(row, by=world.approver, reason="误会")


def test_lateness_is_the_clocks_alone(world, noon):
    with pytest.raises(Refused, match="按时限认定"):
        urgent_marks.mark(chain(world), Fault.LATE, by=world.editor, reason="太慢")


def test_what_was_never_reported_is_marked_without_a_chain(world, noon):
    found = urgent_marks.mark_unreported(
        by=world.editor,
        unit=world.unit,
        fault=Fault.MISSED,
        about="宏达化工厂11月17日火情",
        on=NOON.date() - timedelta(days=1),
        reason="由媒体得知",
    )

    assert (found.incident, found.unit, found.on.isoformat()) == (None, world.unit, "2026-11-17")
    assert Mark.objects.visible_to(world.informant).get() == found
    assert Mark.objects.visible_to(stage().informant).count() == 0


@pytest.mark.parametrize("role", [role for role in Role if role not in (Role.EDITOR, Role.APPROVER)])
def test_only_the_desk_finds_and_revokes_faults(world, noon, role):
    found = urgent_marks.mark(chain(world), Fault.FALSE, by=world.editor, reason="人数不实")
    by = world.people[role]

    with pytest.raises(NotYours):
        urgent_marks.revoke(found, by=by, reason="误会")
    with pytest.raises(NotYours):
        urgent_marks.mark_unreported(
            by=by, unit=world.unit, fault=Fault.MISSED, about="火情", on=NOON.date(), reason="由媒体得知"
        )


# ---- further up


@pytest.mark.parametrize(("verb", "state"), [*product(ONWARD_MOVES, Wording)])
def test_only_the_table_moves_words_going_up(world, verb, state):
    paper = paper_in(world, state)
    step, ends = ONWARD_MOVES[verb], {}
    for role in Role:
        with tried():
            with suppress(Refused):
                say_onward(paper, verb, world.second if role == Role.APPROVER else world.people[role])
                ends[role] = Onward.objects.get().state
            assert Onward.objects.get().state == ends.get(role, state)

    assert ends == (dict.fromkeys(step.by, step.end) if state in step.start else {})


def say_onward(paper, verb, by):
    if verb == "rewrite":
        return urgent_onward.rewrite(
            paper, by=by, base=paper.version, title="改后的报告", body="改后的情况。"
        )
    if verb == "report":
        return urgent_onward.register(paper, by=by, recipient="市总", manner="电话", at=timezone.now())
    return urgent_onward.decide(paper, verb, by=by, reason="口径再议")


def test_whoever_wrote_the_words_does_not_approve_them(world, noon):
    both = UserFactory(home=world.office, role=Role.EDITOR)
    both.posts.create(unit=world.office, role=Role.APPROVER, granted_at=timezone.now())
    paper = urgent_onward.draft(chain(world), by=both, title="报告", body="情况如下。")

    with pytest.raises(Refused, match="不能核签自己"):
        urgent_onward.decide(paper, "approve", by=both)
    assert "approve" not in dict(paper.moves_for(both))


def test_the_database_refuses_one_hand_for_both(world, noon):
    paper = paper_in(world, Wording.WAITING)

    with pytest.raises(DatabaseError), transaction.atomic():
        Onward.objects.filter(pk=paper.pk).update(approved_by=world.editor)


def test_words_changed_meanwhile_are_not_approved_unseen(world, noon):
    paper = paper_in(world, Wording.WAITING)
    shown = paper.version
    urgent_onward.rewrite(paper, by=world.editor, base=shown, title="报告", body="新的口径。")

    with pytest.raises(Refused, match="请看过再核签"):
        urgent_onward.decide(paper, "approve", by=world.approver, seen=shown)
    with pytest.raises(Refused, match="请对照后再改"):
        urgent_onward.rewrite(paper, by=world.editor, base=shown, title="报告", body="另一口径。")


def test_what_went_up_says_where_when_and_how(world, noon):
    paper = paper_in(world, Wording.SENT)

    assert (paper.recipient, paper.manner, paper.reported_at) == ("市总工会办公室", "电话", NOON)
    assert Onward.objects.visible_to(world.leader).get() == paper
    for role in (Role.INFORMANT, Role.REVIEWER):
        assert Onward.objects.visible_to(world.people[role]).count() == 0


# ---- what else


def test_an_incident_becomes_one_ordinary_draft(world, noon):
    incident = chain(world, "final")

    item = urgent_handling.turn(incident, by=world.editor)
    again = urgent_handling.turn(incident, by=world.reviewer)

    assert (item, Submission.objects.count()) == (again, 1)
    assert (item.author, item.kind, item.state, item.title) == (
        world.informant,
        "urgent",
        "draft",
        "星河电子厂职工聚集讨薪",
    )
    assert item.body == "后续情况。\n已处置。"


def test_the_unit_and_the_office_that_was_told_see_an_incident_and_nobody_else(world):
    chain(world)
    neighbour = UserFactory(home=UnitFactory(parent=world.office), role=Role.REVIEWER)

    def seers(people):
        return {role for role, person in people.items() if Incident.objects.visible_to(person).exists()}

    assert seers(world.people) == set(Role) - set(ADMIN_ROLES)
    assert seers(stage().people) == set()
    assert seers({Role.REVIEWER: neighbour}) == set()


def test_a_draft_goes_when_it_is_sent(world, noon):
    key = "5f0c1b52-96a4-4f5b-9d7e-1f2f3a4b5c6d"
    urgent_drafts.keep_draft(
        by=world.informant, key=key, page="/submissions/urgent/new/", data={"event": EVENT}
    )
    first(world, key=key)

    late = urgent_drafts.keep_draft(
        by=world.informant, key=key, page="/submissions/urgent/new/", data={"event": EVENT}
    )

    assert (late, UrgentDraft.objects.count()) == (None, 0)
