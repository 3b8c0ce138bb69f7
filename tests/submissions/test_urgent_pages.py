"""The pages of urgent reports: what stands on them, who opens them, what they cost."""

import io
import json
import re
from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from openpyxl import load_workbook

from accounts.kept import writer_key
from accounts.roles import Role
from submissions.actions import urgent, urgent_duty, urgent_handling, urgent_marks, urgent_receiving
from submissions.models import Clock, Duty, Incident, Mark, Onward, UrgentReport
from submissions.models.urgent import UrgentDraft
from submissions.models.urgent_todos import todos
from submissions.urgent_states import Fault, Wording
from tests.factories import UnitFactory, UserFactory
from tests.submissions.urgent_stage import EVENT, NOON, chain, facts, first, paper_in, stage

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


def duty(world, user, since, until, by=None):
    return urgent_duty.add_duty(
        by=by or world.editor, office=world.office, user=user, since=since, until=until, phone="010-55501000"
    )


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


# ---- the month


@pytest.fixture
def month(world, noon):
    """Two units: one with a late, marked and a received chain; the other with a call; and last month's."""
    other = UnitFactory(parent=world.office, name="清波街道总工会")
    noon.move_to(NOON - timedelta(days=30))
    first(world, now=NOON - timedelta(days=30))
    noon.move_to(NOON)
    late = first(world, learned_at=NOON - timedelta(hours=3), occurred_at=None, category="safety")
    urgent.report(late.incident, "follow", by=world.reviewer, event="后续。")
    urgent_marks.mark(late.incident, Fault.FALSE, by=world.editor, reason="不实")
    urgent_marks.revoke(
        urgent_marks.mark(late.incident, Fault.CONCEALED, by=world.editor, reason="误"),
        by=world.editor,
        reason="误",
    )
    noon.move_to(NOON + timedelta(minutes=9))
    urgent_receiving.acknowledge(late, by=world.editor)
    urgent.register_call(by=world.editor, unit=other, at=NOON, caller="周主席", **facts())
    return world


def test_the_month_counts_each_unit(month, enter):
    answer = enter(month.leader).get("/submissions/urgent/summary/2026/11/")

    rows = {str(row.unit): [count for count, _ in row.cells()] for row in answer.context["rows"]}
    assert rows == {
        "云湖区总工会街道": [1, 1, 0, 0, 1, 1, 60, 0, 1, 0, 9.0],
        "清波街道总工会": [1, 0, 0, 0, 1, 0, 0, 0, 0, 0, "—"],
        "None": [2, 1, 0, 0, 2, 1, 60, 0, 1, 0, 9.0],
    }


def test_every_figure_equals_the_list_it_opens(month, enter):
    client = enter(month.editor)
    page = client.get("/submissions/urgent/summary/2026/11/").content.decode()
    figures = re.findall(r'<a href="(/submissions/urgent/[^"]*month=2026-11[^"]*)">(\d+)</a>', page)

    wrong = [
        (url, count)
        for url, count in ((url.replace("&amp;", "&"), int(count)) for url, count in figures)
        if not (url.endswith("fault=late") and count == 60)  # the minutes of that list, not its length
        and client.get(url).context["page"].paginator.count != count
    ]

    assert len(figures) > 10
    assert wrong == []


def test_the_spreadsheet_says_what_the_screen_says(month, enter):
    month.unit.name = "=1+1街道"
    month.unit.save()

    answer = enter(month.editor).get("/submissions/urgent/summary/2026/11.xlsx")

    book = load_workbook(io.BytesIO(answer.content))
    rows = [[cell.value for cell in row] for row in book["按单位"].iter_rows(min_row=3)]
    assert rows[0] == ["=1+1街道", 1, 1, 0, 0, 1, 1, 60, 0, 1, 0, 9]
    assert book["按单位"]["A3"].data_type == "s"
    assert [cell.value for cell in book["按类别和等级"][3]] == ["职工群体性事件/劳资纠纷", 0, 0, 0, 1, 1]


# ---- what pages cost


@pytest.mark.parametrize(
    ("path", "who"),
    [
        (LIST, "editor"),
        (LIST, "informant"),
        ("/submissions/urgent/reports/", "editor"),
        ("/submissions/urgent/marks/", "informant"),
        ("/submissions/urgent/bar/", "editor"),
        ("/submissions/urgent/summary/2026/11/", "leader"),
    ],
)
def test_a_list_costs_the_same_for_three_and_for_thirty(
    world, enter, path, who, django_assert_max_num_queries, django_assert_num_queries
):
    client = enter(getattr(world, who))
    fill(world, 3)
    client.get(path)
    with django_assert_max_num_queries(24) as few:
        client.get(path)

    fill(world, 27)

    with django_assert_num_queries(len(few)):
        client.get(path)


def fill(world, count):
    for _ in range(count):
        first(world, learned_at=NOON - timedelta(hours=3), occurred_at=None, grade="larger")


def test_an_incident_costs_the_same_for_two_reports_and_for_twenty(
    world, enter, django_assert_max_num_queries, django_assert_num_queries
):
    incident, client = chain(world, "follow"), enter(world.editor)
    url = f"/submissions/urgent/{incident.pk}/"
    client.get(url)
    with django_assert_max_num_queries(20) as few:
        client.get(url)

    for _ in range(18):
        urgent.report(incident, "follow", by=world.informant, event="后续。")

    with django_assert_num_queries(len(few)):
        client.get(url)


def test_the_clock_speaks_the_offices_hours(world, enter):
    page = enter(world.informant).get(NEW).content.decode()

    data = json.loads(re.search(r'id="urgent-rules"[^>]*>(.*?)</script>', page).group(1))
    assert (data["zone"], data["rules"]["general"][:3]) == ("+08:00", ["learning", 120, "得知后 2 小时内"])
