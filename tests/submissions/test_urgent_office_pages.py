"""The office's pages about urgent reports: what waits, duty, clocks, faults, words going up."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from submissions.actions import urgent, urgent_duty, urgent_marks, urgent_receiving
from submissions.models import Clock, Duty, Mark, Onward
from submissions.models.urgent_todos import todos
from submissions.urgent_states import Fault, Wording
from tests.submissions.urgent_stage import NOON, chain, duty, first, paper_in, stage

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def noon():
    with time_machine.travel(NOON, tick=False) as clock:
        yield clock


@pytest.fixture
def world(noon):
    noon.move_to(NOON - timedelta(days=40))  # their posts have long begun
    people = stage()
    noon.move_to(NOON)
    return people


def text_of(answer):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


@pytest.fixture
def enter(client):
    def as_person(person):
        client.force_login(person)
        return client

    return as_person


# ---- what waits


def waiting(person):
    return [todo.text for todo in todos(type(person).objects.get(pk=person.pk))]


def test_to_dos_are_computed_and_die_with_their_cause(world, noon):
    sent = first(world, grade="larger")
    assert waiting(world.reviewer)[0] == "确认首报《星河电子厂职工聚集讨薪》"
    assert waiting(world.editor) == [
        "签收首报《星河电子厂职工聚集讨薪》",
        "续报《星河电子厂职工聚集讨薪》",
        "终报《星河电子厂职工聚集讨薪》",
    ]

    urgent_receiving.acknowledge(sent, by=world.editor)
    urgent_receiving.confirm(sent, by=world.reviewer)
    urgent.report(sent.incident, "final", by=world.reviewer, event="已平息。", outcome="工资已付。")
    urgent_receiving.acknowledge(sent.incident.reports.last(), by=world.editor)

    assert [waiting(person) for person in (world.informant, world.reviewer, world.editor)] == [[], [], []]


def test_words_going_up_wait_for_an_approver_who_did_not_write_them(world):
    paper_in(world, Wording.WAITING)
    assert "核签上报稿《关于讨薪事件的报告》" in waiting(world.approver)
    Onward.objects.update(drafted_by=world.approver)
    assert "核签上报稿《关于讨薪事件的报告》" not in waiting(world.approver)
    assert "核签上报稿《关于讨薪事件的报告》" in waiting(world.second)


# ---- duty and clocks


def test_the_week_shows_shifts_and_holes(world, enter):
    duty(world, world.editor, at(16, 8), at(17, 8))
    duty(world, world.approver, at(17, 10), at(18, 8))

    page = text_of(enter(world.leader).get("/submissions/urgent/duty/?week=2026-11-18"))

    assert f"11月16日 星期一 00:00–08:00 空档，无人值班 08:00–24:00 {world.editor} 010-55501000" in page
    assert f"11月17日 星期二 00:00–08:00 {world.editor} 010-55501000 08:00–10:00 空档，无人值班" in page


def at(day, hour):
    return NOON.replace(day=day, hour=hour)


def test_two_shifts_do_not_overlap(world, enter):
    duty(world, world.editor, at(18, 8), at(19, 8))
    form = {
        "user": world.approver.pk,
        "since": "2026-11-19T07:59",
        "until": "2026-11-20T08:00",
        "phone": "010-55501000",
    }
    client = enter(world.editor)

    answer = client.post("/submissions/urgent/duty/", form)
    assert (answer.status_code, f"与{world.editor}的值班" in text_of(answer)) == (409, True)

    client.post("/submissions/urgent/duty/", form | {"since": "2026-11-19T08:00"})
    assert Duty.objects.count() == 2


def test_a_week_is_copied_and_a_shift_under_way_ends_now(world, enter):
    shift = duty(world, world.editor, at(18, 8), at(19, 8))
    client = enter(world.editor)

    client.post("/submissions/urgent/duty/copy/", {"week": "2026-11-18"})
    client.post("/submissions/urgent/duty/copy/", {"week": "2026-11-18"})
    client.post(reverse("submissions:urgent_duty_remove", args=[shift.pk]))

    kept = Duty.objects.order_by("since").values_list("since", "until")
    assert list(kept) == [(at(18, 8), NOON), (at(25, 8), at(26, 8))]


def test_whoever_has_no_desk_is_not_put_on_the_roster(world, enter):
    form = {
        "user": world.leader.pk,
        "since": "2026-11-19T08:00",
        "until": "2026-11-20T08:00",
        "phone": "010-55501000",
    }

    assert enter(world.editor).post("/submissions/urgent/duty/", form).status_code == 422
    assert enter(world.leader).post("/submissions/urgent/duty/", form).status_code == 403


def rules_form(client):
    """The page's own fields with the values it shows."""
    page = client.get("/submissions/urgent/rules/")
    forms = [form for _, forms in page.context["grades"] for form in forms]
    shown = {form.add_prefix(name): form.initial[name] or "" for form in forms for name in form.fields}
    return shown | {"ack_minutes": 10}


def test_clocks_are_set_on_screen_and_saying_the_same_writes_nothing(world, enter):
    client = enter(world.approver)
    form = rules_form(client)

    client.post("/submissions/urgent/rules/", form)
    assert Clock.objects.count() == 0
    client.post(
        "/submissions/urgent/rules/",
        form | {"general-follow-basis": "daily", "general-follow-times": "17：00，08:00", "ack_minutes": 5},
    )

    clock = Clock.objects.get()
    assert (str(clock), urgent_duty.ack_minutes(world.office)) == ("一般续报：每日 08:00、17:00 前", 5)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"general-follow-basis": "daily"}, "一般续报按每日定时，请填写时点，如 08:00、17:00。"),
        ({"general-first-times": "25:00"}, "一般书面首报的时点请写成 08:00、17:00。"),
        ({"general-first-minutes": ""}, "一般书面首报请填写分钟数，或选“不设时限”。"),
    ],
)
def test_a_clock_that_cannot_run_is_refused_by_its_name(world, enter, changes, said):
    client = enter(world.approver)

    answer = client.post("/submissions/urgent/rules/", rules_form(client) | changes)

    assert (answer.status_code, said in text_of(answer), Clock.objects.count()) == (422, True, 0)


# ---- faults, words going up


def test_a_unit_reads_its_marks_and_the_desk_revokes_them(world, enter):
    found = urgent_marks.mark(chain(world), Fault.CONCEALED, by=world.editor, reason="瞒报1人受伤")
    assert "瞒报1人受伤" in text_of(enter(world.informant).get("/submissions/urgent/marks/"))

    enter(world.editor).post(
        reverse("submissions:urgent_mark_revoke", args=[found.pk]), {"reason": "核实无伤"}
    )

    client = enter(world.informant)
    assert "瞒报1人受伤" not in text_of(client.get("/submissions/urgent/marks/"))
    assert "撤销：核实无伤" in text_of(client.get("/submissions/urgent/marks/?revoked=on"))


def test_an_unreported_matter_is_marked_on_its_own_page(world, enter):
    form = {
        "unit": world.unit.pk,
        "fault": "missed",
        "about": "宏达化工厂火情",
        "on": "2026-11-17",
        "reason": "由媒体得知",
    }

    enter(world.editor).post("/submissions/urgent/marks/new/", form)

    assert Mark.objects.get().about == "宏达化工厂火情"


def test_words_go_up_only_over_two_desks(world, enter):
    incident = chain(world)
    enter(world.editor).post(
        f"/submissions/urgent/{incident.pk}/onward/", {"title": "报告", "body": "情况如下。"}
    )
    paper = Onward.objects.get()
    went = {"recipient": "市总工会", "manner": "电话", "at": "2026-11-18T12:00"}
    url = f"/submissions/urgent/onward/{paper.pk}/"

    assert enter(world.editor).post(f"{url}report/", went).status_code == 409
    enter(world.approver).post(f"{url}approve/", {"seen": paper.version})
    enter(world.editor).post(f"{url}report/", went)

    paper.refresh_from_db()
    assert (paper.state, paper.recipient, paper.approved_by) == (Wording.SENT, "市总工会", world.approver)


@pytest.mark.parametrize("who", ["informant", "reviewer"])
def test_a_unit_never_sees_what_goes_up(world, enter, who):
    paper = paper_in(world, Wording.APPROVED)
    client = enter(getattr(world, who))

    assert client.get(f"/submissions/urgent/onward/{paper.pk}/").status_code == 404
    assert client.post(f"/submissions/urgent/onward/{paper.pk}/report/").status_code == 404
    assert (
        "关于讨薪事件的报告" not in client.get(f"/submissions/urgent/{paper.incident_id}/").content.decode()
    )
