"""What is never rewritten, who is at fault, and what goes further up."""

from contextlib import contextmanager, suppress
from datetime import timedelta
from itertools import product

import pytest
import time_machine
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from accounts.refusal import NotYours, Refused
from accounts.roles import ADMIN_ROLES, Role
from submissions.actions import (
    urgent,
    urgent_drafts,
    urgent_handling,
    urgent_marks,
    urgent_onward,
    urgent_receiving,
)
from submissions.models import Incident, Mark, Onward, Submission, UrgentReport
from submissions.models.urgent import Confirmation, Receipt, UrgentDraft
from submissions.models.urgent_desk import Alarm
from submissions.urgent_states import ONWARD_MOVES, Fault, State, Wording
from tests.factories import UnitFactory, UserFactory
from tests.submissions.urgent_stage import EVENT, NOON, chain, first, paper_in, stage

pytestmark = pytest.mark.django_db


@pytest.fixture
def noon():
    with time_machine.travel(NOON, tick=False) as clock:
        yield clock


@pytest.fixture
def world(noon):
    return stage()


@contextmanager
def tried():
    """What is done inside is seen inside, and undone behind it: one stage serves every role."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


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


def test_a_double_click_drafts_the_words_going_up_once(world, noon):
    incident, words = chain(world), {"title": "关于讨薪事件的报告", "body": "情况如下。"}

    papers = [urgent_onward.draft(incident, by=world.editor, **words) for _ in range(2)]

    assert papers[0] == papers[1]
    assert Onward.objects.count() == 1


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
