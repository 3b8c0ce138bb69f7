"""Points by hand count only when a second person has agreed, and every one of them can be traced and taken back."""

from datetime import date
from decimal import Decimal
from uuid import uuid4

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse

from accounts.models import Notice
from accounts.refusal import NotYours, Refused
from accounts.roles import Role
from scoring import actions
from scoring.actions import adjustments
from scoring.adjustment_states import ADJUSTMENT_MOVES, AdjustmentState
from scoring.models import Adjustment, Entry
from scoring.standings import standing
from tests.factories import UserFactory
from tests.scoring.stage import NOVEMBER_5, OCTOBER, SEPTEMBER, stage

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\n1 0 obj <<>> endobj\ntrailer <<>>\n%%EOF"


@pytest.fixture(autouse=True)
def in_november():
    with time_machine.travel(NOVEMBER_5, tick=False):
        yield


@pytest.fixture
def scene():
    made = stage()
    made.town = made.unit("甲镇", made.group("乡镇"))
    made.approver = UserFactory(home=made.office, role=Role.APPROVER)
    return made


def proposed(scene, **changes):
    given = {"unit": scene.town, "on": date(2026, 9, 20), "points": Decimal(5), "reason": "承办全区现场会"}
    return adjustments.propose(
        scene.office, by=scene.scorer, **given | {"evidence": "会议纪要第3号"} | changes
    )


def points(scene, month=SEPTEMBER):
    [row] = standing(scene.office, month).rows()
    return row["month"]["points"]


def test_a_proposal_counts_from_the_moment_another_person_agrees(scene):
    made = proposed(scene)
    before = points(scene)

    adjustments.move(made, "agree", by=scene.approver)

    assert (before, points(scene)) == ("0", "5")


def test_whoever_proposes_cannot_agree_and_only_they_withdraw(scene):
    made = proposed(scene)
    other = UserFactory(home=scene.office, role=Role.SCORER)

    for verb, by in (("agree", scene.scorer), ("refuse", scene.scorer), ("withdraw", other)):
        with pytest.raises(Refused):
            adjustments.move(made, verb, by=by, reason="x")
    assert adjustments.move(made, "withdraw", by=scene.scorer).state == AdjustmentState.WITHDRAWN


def test_the_database_itself_asks_for_two_hands_and_a_reason(scene):
    made = proposed(scene)

    for change in (
        {"state": "in_force"},
        {"state": "in_force", "second": scene.scorer},
        {"reason": ""},
        {"points": 0},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Adjustment.objects.filter(pk=made.pk).update(**change)


@pytest.mark.parametrize("verb", ADJUSTMENT_MOVES)
@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("state", AdjustmentState)
def test_only_the_table_moves_an_adjustment(scene, verb, role, state):
    made, step = proposed(scene), ADJUSTMENT_MOVES[verb]
    second = scene.approver if state in ("in_force", "revoked") else None
    Adjustment.objects.filter(pk=made.pk).update(state=state, second=second)
    home = scene.town if role in (Role.INFORMANT, Role.REVIEWER) else scene.office
    user = scene.scorer if step.own and role == Role.SCORER else UserFactory(home=home, role=role)

    if role in step.by and state in step.start:
        assert adjustments.move(made, verb, by=user, reason="原因").state == step.end
    else:
        with pytest.raises((Refused, NotYours)):
            adjustments.move(made, verb, by=user, reason="原因")
        assert Adjustment.objects.get(pk=made.pk).state == state


def test_a_revoked_adjustment_is_reversed_in_the_first_open_month(scene):
    made = adjustments.move(proposed(scene, points=Decimal("-2.5")), "agree", by=scene.approver)
    for month in range(1, 10):
        actions.close_month(scene.office, SEPTEMBER.replace(month=month), by=scene.scorer)

    adjustments.move(made, "revoke", by=scene.approver, reason="依据有误")
    actions.close_month(scene.office, OCTOBER, by=scene.scorer)

    rows = Entry.objects.order_by("pk").values_list("points", "month__month")
    assert list(rows) == [(Decimal("-2.5"), 9), (Decimal("2.5"), 10)]


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        ({"points": Decimal(0)}, "且不为 0"),
        ({"points": Decimal(5000)}, "-1000 到 1000"),
        ({"on": date(2026, 12, 1)}, "不能晚于今天"),
        ({"on": date(2006, 1, 1)}, "请核对年份"),
        ({"reason": "  "}, "请写明事由和依据"),
        ({"evidence": ""}, "请写明事由和依据"),
    ],
)
def test_what_cannot_stand_is_refused_in_words(scene, changes, complaint):
    with pytest.raises(Refused, match=complaint):
        proposed(scene, **changes)


def test_a_unit_of_another_office_is_not_adjusted(scene):
    other = stage(book=False).unit("乙镇")

    with pytest.raises(Refused, match="不向"):
        proposed(scene, unit=other)


def test_the_second_click_of_a_double_click_proposes_nothing_new(scene):
    key = uuid4()

    assert proposed(scene, key=key) == proposed(scene, key=key)


def test_the_other_hand_is_asked_the_proposer_and_the_unit_are_told(scene):
    reviewer = UserFactory(home=scene.town, role=Role.REVIEWER)
    made = proposed(scene)
    asked = set(Notice.objects.about(made).values_list("person", flat=True))

    adjustments.move(made, "agree", by=scene.approver)

    told = set(Notice.objects.about(made).filter(text__contains="已生效").values_list("person", flat=True))
    assert (asked, told) == ({scene.approver.pk}, {scene.scorer.pk, reviewer.pk})


def test_a_scorer_proposes_and_an_approver_agrees_on_screen(client, scene):
    client.force_login(scene.scorer)
    form = {"unit": scene.town.pk, "on": "2026-09-20", "points": "5", "reason": "现场会", "evidence": "纪要"}
    file = SimpleUploadedFile("纪要.pdf", PDF)
    page = client.post(reverse("scoring:adjustment_new"), form | {"file": file})
    [made] = Adjustment.objects.all()

    client.force_login(scene.approver)
    client.post(reverse("scoring:adjustment_move", args=[made.pk, "agree"]))

    assert page.url == made.get_absolute_url()
    assert Adjustment.objects.get().state == AdjustmentState.IN_FORCE
    evidence = client.get(reverse("scoring:adjustment_file", args=[made.pk]))
    assert b"".join(evidence.streaming_content) == PDF
    evidence.close()


def test_what_was_typed_stays_when_it_is_refused(client, scene):
    client.force_login(scene.scorer)
    form = {"unit": scene.town.pk, "on": "2026-09-20", "points": "0", "reason": "现场会", "evidence": "纪要"}

    page = client.post(reverse("scoring:adjustment_new"), form)

    assert page.status_code == 422
    assert "现场会" in page.content.decode()


def test_a_unit_sees_what_counts_for_it_and_nothing_that_is_only_proposed(client, scene):
    made, waiting = proposed(scene), proposed(scene, reason="另一件")
    adjustments.move(made, "agree", by=scene.approver)
    client.force_login(UserFactory(home=scene.town, role=Role.REVIEWER))

    page = client.get(reverse("scoring:adjustments"))

    assert [one.pk for one in page.context["page"].object_list] == [made.pk]
    assert client.get(waiting.get_absolute_url()).status_code == 404
