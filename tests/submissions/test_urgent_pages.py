"""The pages of urgent reports: what stands on them, who opens them, what they cost."""

import json
import re
from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from accounts.kept import writer_key
from accounts.roles import Role
from submissions.actions import urgent_handling
from submissions.models import Incident, UrgentReport
from submissions.models.urgent import UrgentDraft
from tests.factories import UserFactory
from tests.submissions.urgent_stage import EVENT, NOON, chain, duty, first, stage

pytestmark = pytest.mark.django_db

NEW, LIST = "/submissions/urgent/new/", "/submissions/urgent/"
FORM = {
    "key": "5f0c1b52-96a4-4f5b-9d7e-1f2f3a4b5c6d",
    "category": "labour",
    "grade": "general",
    "place": "临江街道星河电子厂",
    "learned_at": "2026-11-18T11:50",
    "event": EVENT,
    "page": NEW,
}


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


# ---- the filing form


@pytest.mark.parametrize("who", ["informant", "reviewer"])
def test_a_report_of_the_bare_matter_goes_out(world, enter, who):
    answer = enter(getattr(world, who)).post(NEW, FORM, follow=True)

    sent = UrgentReport.objects.get()
    assert (sent.title, sent.learned_at) == (
        "临江街道星河电子厂发生职工群体性事件、劳资纠纷",
        NOON - timedelta(minutes=10),
    )
    assert answer.redirect_chain == [(f"/submissions/urgent/{sent.incident_id}/", 302)]
    assert "首报已报出（12:00）。" in text_of(answer)


def test_the_form_says_its_deadline_without_script(world, enter):
    page = text_of(enter(world.informant).get(NEW))

    assert "书面首报时限 得知后 2 小时内 应在 11月18日 14:00 前报出" in page
    assert "重大 事发后 30 分钟内 应在 11月18日 12:30 前报出" in page


def test_a_follow_up_past_its_hour_says_so(world, enter, noon):
    incident = chain(world)
    Incident.objects.update(grade="larger")
    noon.move_to(NOON + timedelta(hours=5, minutes=1))
    client = enter(world.informant)

    page = text_of(client.get(f"/submissions/urgent/{incident.pk}/"))

    assert "续报已超时，应在 11月18日 17:00 前报出" in page


def test_the_telephone_of_whoever_is_on_duty_stands_beside_the_form(world, enter):
    duty(world, world.approver, NOON - timedelta(hours=1), NOON + timedelta(hours=1))

    page = text_of(enter(world.informant).get(NEW))

    assert f"云湖区总工会现在值班 {world.approver} 010-55501000" in page


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"event": ""}, "这个字段是必填项。"),
        ({"learned_at": "昨天下午"}, "接报（得知）时间请按“年-月-日 时:分”填写，如 2026-11-21 14:35。"),
        ({"learned_at": "2026-11-18T12:01"}, "接报（得知）时间不能晚于现在。"),
        ({"event": "长" * 4001}, "最多 4000 字，请精简。"),
        ({"contact_phone": "电话"}, "电话只含数字"),
        ({"event": "机密★ 内部"}, "发现疑似涉密标记：机密★"),
    ],
)
def test_what_is_wrong_is_named_and_nothing_typed_is_lost(world, enter, changes, said):
    answer = enter(world.informant).post(NEW, FORM | changes)

    assert answer.status_code in (409, 422)
    assert said in text_of(answer)
    assert "临江街道星河电子厂" in answer.content.decode()
    assert UrgentReport.objects.count() == 0


def test_a_marker_can_be_cleared_in_the_form_that_names_it(world, enter):
    client, form = enter(world.informant), FORM | {"event": "机密★ 内部"}
    assert "clearance" in client.post(NEW, form).content.decode()

    client.post(NEW, form | {"clearance": "企业文件名"})

    assert UrgentReport.objects.get().clearance == "企业文件名"


def test_what_is_typed_is_kept_and_given_back(world, enter):
    client = enter(world.informant)
    assert json.loads(client.post("/submissions/urgent/save/", FORM).content) == {"saved": "12:00"}

    page = client.get(NEW).content.decode()

    assert "已找回您 11月18日 12:00 没有报出的内容" in page
    assert EVENT in page
    assert FORM["key"] in page
    client.post(reverse("submissions:urgent_drop", args=[FORM["key"]]))
    assert EVENT not in client.get(NEW).content.decode()


def test_somebody_elses_draft_is_nobodys_business(world, enter):
    enter(world.informant).post("/submissions/urgent/save/", FORM)

    client = enter(world.reviewer)

    assert EVENT not in client.get(NEW).content.decode()
    assert client.post(reverse("submissions:urgent_drop", args=[FORM["key"]])).status_code == 404
    assert UrgentDraft.objects.count() == 1


def test_a_form_posted_after_the_session_ended_is_given_back(world, client):
    client.post(NEW, FORM | {"writer": writer_key(world.informant)})

    client.post("/accounts/login/", {"username": world.informant.username, "password": "Yunhu-2026"})
    page = client.get(NEW).content.decode()

    assert EVENT in page
    assert UrgentReport.objects.count() == 0


def test_a_call_is_written_down_for_a_unit(world, enter):
    form = FORM | {"unit": world.unit.pk, "at": "2026-11-18T11:58", "caller": "周主席 13800001234"}

    enter(world.editor).post("/submissions/urgent/call/", form)

    sent = UrgentReport.objects.get()
    assert (sent.way, sent.caller, sent.at) == ("phone", "周主席 13800001234", NOON - timedelta(minutes=2))


def test_a_unit_of_another_office_cannot_be_chosen_at_the_desk(world, enter):
    form = FORM | {"unit": stage().unit.pk, "at": "2026-11-18T11:58", "caller": "周主席"}

    assert enter(world.editor).post("/submissions/urgent/call/", form).status_code == 422


@pytest.mark.parametrize(
    ("role", "path", "status"),
    [
        (Role.EDITOR, NEW, 403),
        (Role.LEADER, NEW, 403),
        (Role.INFORMANT, "/submissions/urgent/call/", 403),
        (Role.LEADER, "/submissions/urgent/call/", 403),
        (Role.INFORMANT, "/submissions/urgent/duty/", 404),
        (Role.INFORMANT, "/submissions/urgent/rules/", 404),
        (Role.INFORMANT, "/submissions/urgent/summary/2026/11/", 404),
        (Role.INFORMANT, "/submissions/urgent/bar/", 404),
        (Role.INFORMANT, "/submissions/urgent/marks/new/", 403),
        (Role.LEADER, "/submissions/urgent/duty/", 200),
        (Role.LEADER, "/submissions/urgent/rules/", 200),
        (Role.LEADER, "/submissions/urgent/summary/2026/11/", 200),
        (Role.APPROVER, "/submissions/urgent/summary/2026/13/", 404),
        (Role.SYSADMIN, LIST, 200),
    ],
)
def test_who_opens_which_page(world, enter, role, path, status):
    assert enter(world.people[role]).get(path).status_code == status


@pytest.mark.parametrize(
    ("verb", "role"), [("follow", Role.EDITOR), ("call", Role.INFORMANT), ("mark", Role.REVIEWER)]
)
def test_a_verb_that_is_not_ones_own_has_a_closed_door(world, enter, verb, role):
    incident = chain(world)

    assert enter(world.people[role]).get(f"/submissions/urgent/{incident.pk}/{verb}/").status_code == 403


# ---- the bar


def test_the_bar_rings_for_whoever_is_on_duty_and_for_nobody_else(world, enter):
    first(world)
    second = UserFactory(home=world.office, role=Role.EDITOR)
    duty(world, second, NOON - timedelta(hours=1), NOON + timedelta(hours=1))

    rung = {
        person.pk
        for person in (world.editor, world.approver, world.leader, second)
        if "待签收的紧急信息" in enter(person).get("/submissions/urgent/bar/").content.decode()
    }

    assert rung == {second.pk}


def test_a_shift_of_somebody_who_left_silences_no_editor(world, enter):
    gone = UserFactory(home=world.office, role=Role.EDITOR)
    duty(world, gone, NOON - timedelta(hours=1), NOON + timedelta(hours=1))
    gone.posts.update(since=NOON.date() - timedelta(days=9), until=NOON.date() - timedelta(days=1))
    first(world)

    assert "data-ringing" in enter(world.editor).get("/submissions/urgent/bar/").content.decode()


@pytest.mark.parametrize(("minutes", "rings"), [(0, [1, 0, 0]), (10, [1, 1, 0]), (20, [1, 1, 1])])
def test_the_bar_spreads_with_the_escalation(world, enter, noon, minutes, rings):
    first(world)
    noon.move_to(NOON + timedelta(minutes=minutes))
    urgent_handling.escalate()

    heard = [
        "data-ringing" in enter(person).get("/submissions/urgent/bar/").content.decode()
        for person in (world.editor, world.approver, world.leader)
    ]

    assert heard == [bool(ring) for ring in rings]


def test_the_bar_falls_silent_with_the_receipt(world, enter):
    sent = first(world)
    client = enter(world.editor)

    client.post(reverse("submissions:urgent_acknowledge", args=[sent.pk]))

    assert client.get("/submissions/urgent/bar/").content.decode().strip() == ""


def test_a_page_that_polls_keeps_no_session_alive_and_takes_nobody_away(world, client):
    poll = {"HTTP_X_REQUESTED_WITH": "poll", "HTTP_HX_REQUEST": "true"}
    assert client.get("/submissions/urgent/bar/", **poll).status_code == 401

    client.force_login(world.editor)
    client.get("/submissions/urgent/bar/", **poll)
    assert "seen" not in client.session
    client.get(LIST)
    assert client.session["seen"] == NOON.timestamp()


def test_the_bar_stands_on_every_page_of_the_desk_and_not_on_a_units(world, enter):
    assert 'id="urgent"' in enter(world.editor).get(LIST).content.decode()
    assert 'id="urgent"' not in enter(world.informant).get(LIST).content.decode()
