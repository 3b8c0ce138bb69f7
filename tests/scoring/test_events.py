"""What happened counts as the book says: registered by two hands, or found in the rows of the other rooms."""

from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from accounts.refusal import NotYours, Refused
from accounts.roles import Role
from bulletins.models import Feedback, FollowUp, Instruction, Part
from scoring.actions import adjustments
from scoring.events import choices_of
from scoring.gathering import facts_between
from scoring.ledger import rules_of
from scoring.models import Adjustment, Book
from scoring.origins import origins
from scoring.previewing import worth_of
from scoring.reading import Reader
from submissions.calling import Reply
from submissions.models import Commission, Invitation, JointUnit
from tests.factories import UserFactory
from tests.scoring.stage import NOVEMBER_5, SEPTEMBER, stage
from tests.scoring.test_gathering import points, ruled

pytestmark = pytest.mark.django_db
SHANGHAI = ZoneInfo("Asia/Shanghai")
CLAUSES = """
[event_words]
visit = "接受上级检查"

[[events]]
code = "mistake"
event = "error"
share = "-0.5"

[[events]]
code = "praised"
event = "commended"
points = 2

[[events]]
code = "praised-above"
event = "commended"
level = "city"
points = 5

[[events]]
code = "inspected"
event = "visit"
points = 3
"""


@pytest.fixture(autouse=True)
def in_november():
    with time_machine.travel(NOVEMBER_5, tick=False):
        yield


@pytest.fixture
def scene():
    made = stage(book=False)
    made.book = ruled(made, CLAUSES)
    made.town = made.unit("甲镇", made.group("乡镇"))
    made.approver = UserFactory(home=made.office, role=Role.APPROVER)
    return made


def registered(scene, event="commended", agreed=True, **changes):
    given = {
        "unit": scene.town,
        "on": date(2026, 9, 20),
        "event": event,
        "reason": "通报",
        "evidence": "第3号",
    }
    made = adjustments.register(scene.office, by=scene.scorer, **given | changes)
    return adjustments.move(made, "agree", by=scene.approver) if agreed else made


def told(scene, *events):
    """(event, unit, day, item) of the events gathered."""
    found = facts_between(scene.office, SEPTEMBER, date(2026, 10, 31), [rules_of(scene.book.source)])
    return [(f.event, f.unit, f.on, f.item) for f in found if f.kind == "event" and f.event in events]


def test_an_event_earns_what_the_book_says_once_a_second_person_agreed(scene):
    made = registered(scene, agreed=False)
    before = points(scene)

    adjustments.move(made, "agree", by=scene.approver)

    assert (before, points(scene)) == ({}, {"甲镇": 2})


def test_its_level_decides_between_clauses(scene):
    registered(scene, level="city")

    assert points(scene) == {"甲镇": 5}


def test_a_word_of_the_book_is_an_event_like_any_other(scene):
    assert registered(scene, "visit").event_name == "接受上级检查"
    assert points(scene) == {"甲镇": 3}


def test_a_mistake_costs_a_share_of_the_item_it_was_made_in(scene):
    item = scene.filed(scene.town)
    scene.adopted(item, "own")

    registered(scene, "error", submission=item)

    assert points(scene) == {"甲镇": 5}


def test_taken_back_it_counts_no_longer(scene):
    made = registered(scene)

    adjustments.move(made, "revoke", by=scene.approver, reason="查无此事")

    assert points(scene) == {}


def test_nobody_agrees_to_their_own(scene):
    with pytest.raises(Refused, match="事项须由另一个人复核"):
        adjustments.move(registered(scene, agreed=False), "agree", by=scene.scorer)


def test_only_a_scorer_registers(scene):
    with pytest.raises(NotYours):
        adjustments.register(
            scene.office,
            by=scene.approver,
            unit=scene.town,
            on=date(2026, 9, 20),
            event="error",
            reason="x",
            evidence="y",
        )


def test_one_thing_is_registered_once(scene):
    registered(scene)

    with pytest.raises(Refused, match="已登记"):
        registered(scene, reason="另一位同志听说的")


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        ({"event": "nonsense"}, "请选择事项"),
        ({"event": "visit", "on": date(2026, 8, 20)}, "该办法施行以后"),
        ({"reason": " "}, "请写明事由"),
        ({"on": date(2026, 12, 1)}, "不能晚于今天"),
    ],
    ids=["unknown", "before-its-book", "no-reason", "to-come"],
)
def test_what_cannot_stand_is_refused_in_words(scene, changes, complaint):
    with pytest.raises(Refused, match=complaint):
        registered(scene, **changes)


def test_an_item_of_another_unit_is_refused_and_a_joint_one_is_not(scene):
    other = scene.unit("乙镇")
    item = scene.filed(other)
    with pytest.raises(Refused, match="不是甲镇报送的"):
        registered(scene, "error", submission=item)

    JointUnit.objects.create(submission=item, unit=scene.town, position=1)
    assert registered(scene, "error", submission=item).submission == item


@pytest.mark.parametrize(
    "change",
    [{"event": ""}, {"event_name": ""}, {"points": 1}, {"kind": "points"}],
    ids=["no-event", "no-name", "with-points", "other-kind"],
)
def test_the_database_tells_events_and_points_apart(scene, change):
    made = registered(scene)

    with pytest.raises(IntegrityError), transaction.atomic():
        Adjustment.objects.filter(pk=made.pk).update(**change)


def test_the_preview_is_what_it_then_earns(scene):
    scene.adopted(item := scene.filed(scene.town), "own")
    made = registered(scene, "error", agreed=False, submission=item)
    before, worth = points(scene)["甲镇"], worth_of(made)

    adjustments.move(made, "agree", by=scene.approver)

    assert worth.points == points(scene)["甲镇"] - before == -5
    assert worth.said == ["差错被批评，计该信息得分的-50%，-5分（规则 mistake）"]
    assert worth_of(made).points == worth.points


def test_the_preview_says_when_the_book_is_silent(scene):
    made = registered(scene, "wrong", agreed=False)

    assert worth_of(made).said == ["误报：考核办法中没有适用的规则"]


def test_what_the_system_counts_itself_is_offered_apart():
    [(_, by_hand), (_, besides)] = choices_of(None)

    assert [code for code, _ in by_hand] == ["wrong", "error", "commended"]
    assert {code for code, _ in besides} == {
        *("commission_missed", "commission_late", "feedback_missed", "feedback_late"),
        *("late", "missed", "concealed", "false"),
    }


# ---- what the other rooms' rows tell


def at(day, hour=9):
    return datetime(2026, day.month, day.day, hour, tzinfo=SHANGHAI)


def answered(scene, deadline, came):
    commission = Commission.objects.create(
        office=scene.office,
        title="经验",
        requirements="写",
        deadline=at(deadline, 18),
        first_deadline=at(deadline, 18),
        contact="李",
        made_by=scene.scorer,
    )
    invitation = Invitation.objects.create(
        commission=commission, unit=scene.town, state=Reply.ANSWERED, answered_at=at(came)
    )
    item = scene.filed(scene.town, on=came)
    type(item).objects.filter(pk=item.pk).update(invitation=invitation)
    return invitation, item


def test_a_late_answer_to_a_commission_is_told_with_its_item_on_the_day_it_came(scene):
    _, item = answered(scene, date(2026, 9, 10), date(2026, 9, 12))
    answered(scene, date(2026, 9, 10), date(2026, 9, 9))

    assert told(scene, "commission_late") == [("commission_late", scene.town.pk, date(2026, 9, 12), item.pk)]


def test_a_deadline_moved_or_a_commission_taken_back_makes_an_answer_late_no_more(scene):
    answered(scene, date(2026, 9, 10), date(2026, 9, 12))
    Commission.objects.update(deadline=at(date(2026, 9, 13)))
    moved = told(scene, "commission_late")
    Commission.objects.update(deadline=at(date(2026, 9, 10)), state="cancelled", reason="不要了")

    assert moved == told(scene, "commission_late") == []


@pytest.fixture
def part(scene):
    item = scene.filed(scene.town)
    words = Instruction.objects.create(
        office=scene.office,
        submission=item,
        leader="李市长",
        level="city",
        on=date(2026, 9, 2),
        text="请办",
        by=scene.scorer,
    )
    followup = FollowUp.objects.create(
        office=scene.office,
        instruction=words,
        task="办理",
        deadline=date(2026, 9, 10),
        state="open",
        made_by=scene.scorer,
        assigned_at=timezone.now(),
    )
    return Part.objects.create(followup=followup, unit=scene.town, is_lead=True, deadline=date(2026, 9, 10))


def reported(part, day, due=date(2026, 9, 10)):
    number = part.feedback.count() + 1
    by = UserFactory(home=part.unit, role=Role.REVIEWER)
    return Feedback.objects.create(part=part, number=number, text="已办", due=due, by=by, at=at(day))


def test_a_part_nobody_answered_is_missed_on_its_day(scene, part):
    item = part.followup.instruction.submission_id

    assert told(scene, "feedback_missed") == [("feedback_missed", scene.town.pk, date(2026, 9, 10), item)]


@pytest.mark.parametrize(
    "change",
    [{"state": "released", "reason": "另有安排"}, {"state": "accepted"}, {"deadline": date(2026, 12, 1)}],
    ids=["released", "accepted", "more-time"],
)
def test_what_is_not_owed_any_more_is_not_missed(scene, part, change):
    Part.objects.update(**change)

    assert told(scene, "feedback_missed") == []


def test_a_cancelled_followup_asks_nobody(scene, part):
    FollowUp.objects.update(state="cancelled", reason="撤")

    assert told(scene, "feedback_missed", "feedback_late") == []


def test_late_feedback_is_told_once_for_each_day_that_was_set(scene, part):
    reported(part, date(2026, 9, 12))
    reported(part, date(2026, 9, 14))
    reported(part, date(2026, 9, 20), due=date(2026, 9, 30))
    Part.objects.update(state="answered")

    assert [row[:3] for row in told(scene, "feedback_late", "feedback_missed")] == [
        ("feedback_late", scene.town.pk, date(2026, 9, 12))
    ]


def test_every_event_leads_to_its_page(scene, part):
    late, _ = answered(scene, date(2026, 9, 10), date(2026, 9, 12))
    came, made = reported(part, date(2026, 9, 12)), registered(scene)
    keys = [f"event:answer.{late.pk}", f"event:part.{part.pk}", f"event:feedback.{came.pk}"]
    keys += [f"event:adjustment.{made.pk}"]
    editor = UserFactory(home=scene.office, role=Role.EDITOR)

    found = origins(keys, Reader(editor, scene.office))

    followup = part.followup.get_absolute_url()
    assert [found[key].url for key in keys] == [
        reverse("submissions:invitation", args=[late.pk]),
        followup,
        followup,
        made.get_absolute_url(),
    ]


# ---- the pages


FORM = {"on": "2026-09-20", "event": "error", "reason": "数字有误", "evidence": "通报第3期", "level": ""}


def test_a_scorer_looks_first_and_then_proposes(client, scene):
    scene.adopted(item := scene.filed(scene.town, title="暖心驿站"), "own")
    client.force_login(scene.scorer)
    form, page = FORM | {"unit": scene.town.pk, "item": "暖心驿站"}, reverse("scoring:adjustment_event")

    looked = client.post(page, form | {"look": "1"})
    before = Adjustment.objects.count()
    client.post(page, form)

    assert (looked.status_code, looked.context["worth"].points, before) == (200, -5, 0)
    assert Adjustment.objects.get().submission == item


@pytest.mark.parametrize(
    ("text", "said"), [("走访", "有几篇，请填编号"), ("没有的", "甲镇没有报送过")], ids=["several", "none"]
)
def test_an_item_is_named_until_it_is_one(client, scene, text, said):
    for _ in range(2):
        scene.filed(scene.town)
    client.force_login(scene.scorer)

    answer = client.post(reverse("scoring:adjustment_event"), FORM | {"unit": scene.town.pk, "item": text})

    assert answer.status_code == 422
    assert said in answer.content.decode()


def test_the_second_hand_sees_what_it_will_earn(client, scene):
    made = registered(scene, agreed=False)
    client.force_login(scene.approver)

    page = client.get(reverse("scoring:adjustment_move", args=[made.pk, "agree"]))

    assert page.context["worth"].points == 2


def test_the_register_is_narrowed_and_counted_alike_and_handed_out_as_it_stands(client, scene):
    registered(scene)
    registered(scene, "visit", agreed=False)
    adjustments.propose(
        scene.office,
        by=scene.scorer,
        unit=scene.unit("乙镇"),
        on=date(2026, 9, 1),
        points=Decimal("-2.5"),
        reason="=迟到",
        evidence="纪要",
    )
    client.force_login(scene.scorer)

    for query, count in ((("kind", "event"), 2), (("unit", scene.town.pk), 2), (("month", "2026-08"), 0)):
        page = client.get(reverse("scoring:adjustments"), dict([query]))
        assert (page.context["all"], page.context["page"].paginator.count) == (count, count)
    book = client.get(reverse("scoring:adjustments_xlsx"), {"state": "proposed"})
    rows = [[cell.value for cell in row] for row in load_workbook(BytesIO(book.content)).active.iter_rows(4)]
    assert [(row[1], row[4], row[6], row[7]) for row in rows] == [
        ("甲镇", "接受上级检查", "按办法", "通报"),
        ("乙镇", None, -2.5, "=迟到"),
    ]


def test_a_long_register_costs_what_a_short_one_costs(client, scene, django_assert_max_num_queries):
    client.force_login(scene.scorer)
    for day in range(1, 12):
        registered(scene, on=date(2026, 9, day), submission=scene.filed(scene.town))

    with django_assert_max_num_queries(16):
        client.get(reverse("scoring:adjustments"))


def test_a_unit_reads_what_counts_for_it_and_no_preview(client, scene):
    made, waiting = registered(scene), registered(scene, "visit", agreed=False)
    client.force_login(UserFactory(home=scene.town, role=Role.REVIEWER))

    page = client.get(made.get_absolute_url())

    assert (page.status_code, page.context["worth"]) == (200, None)
    assert client.get(waiting.get_absolute_url()).status_code == 404
    assert client.get(reverse("scoring:adjustment_event")).status_code == 403
    assert Book.objects.count() == 1
