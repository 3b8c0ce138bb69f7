"""Take back what earned points, and the total falls back: at once in an open month, later as a reversal."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.utils import timezone

from accounts.roles import Role
from bulletins.actions import adoptions, instructions, signing
from scoring import actions
from scoring.actions import adjustments
from scoring.bookcase import end_of
from scoring.models import Entry, Period
from scoring.standings import standing
from submissions.actions import commissions, urgent_marks
from submissions.calling import Reply
from submissions.models import Invitation, Submission
from submissions.urgent_states import Fault
from tests.bulletins.conftest import open_office
from tests.factories import PublicationFactory, UserFactory
from tests.scoring.stage import OCTOBER, SEPTEMBER, Stage
from tests.scoring.test_gathering import ruled

pytestmark = pytest.mark.django_db
SHANGHAI = ZoneInfo("Asia/Shanghai")
CLAUSES = """
[[instructions]]
code = "county-leader"
level = "county"
points = 7

[[events]]
code = "missed-report"
event = "missed"
points = -10

[[events]]
code = "late-answer"
event = "commission_late"
points = -3

[[events]]
code = "praised"
event = "commended"
points = 2
"""


@dataclass
class House:
    """An office at work that also counts."""

    desk: object
    scene: Stage

    def points(self, month=SEPTEMBER):
        """The town's points of the month, as everybody sees them."""
        return {
            row["name"]: Decimal(row["month"]["points"]) for row in standing(self.desk.unit, month).rows()
        }

    def close(self, *months):
        for month in months:
            actions.close_month(self.desk.unit, month, by=self.scene.scorer)


@pytest.fixture
def house():
    with time_machine.travel(datetime(2026, 9, 1, 8, tzinfo=SHANGHAI), tick=False):
        desk = open_office(level="county", system="union")
        scene = Stage(desk.unit, UserFactory(home=desk.unit, role=Role.SCORER), {})
        ruled(scene, CLAUSES)
        actions.place(desk.town, scene.group("乡镇"), since=SEPTEMBER, by=scene.scorer)
    return House(desk, scene)


def printed(desk):
    """An issue is signed, and declared void."""
    issue = desk.signed()
    return lambda: signing.void(issue, by=desk.approver, reason="印错")


def used_above(desk):
    """A higher carrier used an item, and it was a mistake."""
    carrier = PublicationFactory(office=None, level="city", system="union")
    used = adoptions.register(
        desk.item(), carrier, by=desk.editor, use="full", on=timezone.localdate(), evidence="第9期"
    )
    return lambda: adoptions.revoke(used, by=desk.editor, reason="登记有误")


def instructed(desk):
    """A leader wrote on an item; the words were somebody else's."""
    said = instructions.instruct(by=desk.leader, text="请阅", level="county", submission=desk.item())
    return lambda: instructions.revoke(said, by=desk.leader, reason="不是本人意见")


def marked(desk):
    """A fault of urgent reporting was found, and was none."""
    found = urgent_marks.mark_unreported(
        by=desk.editor,
        unit=desk.town,
        fault=Fault.MISSED,
        about="停电",
        on=timezone.localdate(),
        reason="未报",
    )
    return lambda: urgent_marks.revoke(found, by=desk.editor, reason="查明不属该镇")


def answered_late(desk):
    """A commission was answered after its deadline, and is cancelled."""
    asked = commissions.commission(
        by=desk.editor,
        office=desk.unit,
        units=[desk.town],
        deadline=timezone.now() + timedelta(hours=1),
        title="经验",
        requirements="写",
        contact="李",
    )
    came = timezone.now() + timedelta(hours=2)
    item = desk.item()
    [invitation] = asked.invitations.all()
    Invitation.objects.filter(pk=invitation.pk).update(state=Reply.ANSWERED, answered_at=came)
    Submission.objects.filter(pk=item.pk).update(invitation=invitation)
    return lambda: commissions.move_commission(asked, "cancel", by=desk.editor, reason="不再需要")


def praised(desk):
    """Praise was registered, and was meant for others."""
    scorer = UserFactory(home=desk.unit, role=Role.SCORER)
    made = adjustments.register(
        desk.unit,
        by=scorer,
        unit=desk.town,
        on=timezone.localdate(),
        event="commended",
        reason="通报表扬",
        evidence="第3号",
    )
    adjustments.move(made, "agree", by=desk.approver)
    return lambda: adjustments.move(made, "revoke", by=desk.approver, reason="登记有误")


CASES = [(printed, 10), (used_above, 15), (instructed, 7), (marked, -10), (answered_late, -3), (praised, 2)]


@pytest.mark.parametrize("closed", [False, True], ids=["open-month", "closed-month"])
@pytest.mark.parametrize(("happen", "worth"), CASES, ids=[happen.__name__ for happen, _ in CASES])
def test_un_adopt_and_the_total_falls_back(house, happen: Callable, worth: int, closed: bool):
    with time_machine.travel(datetime(2026, 9, 10, 9, tzinfo=SHANGHAI), tick=False):
        take_back = happen(house.desk)
    with time_machine.travel(datetime(2026, 10, 8, 9, tzinfo=SHANGHAI), tick=False):
        before = house.points()
        house.close(*[SEPTEMBER] * closed)
        take_back()
        after = house.points(), house.points(OCTOBER)

    town = house.desk.town.name
    assert before == {town: worth}
    assert after == (({town: worth}, {town: -worth}) if closed else ({town: 0}, {town: 0}))
    assert_booked(house, [worth, -worth] if closed else [])


def assert_booked(house, points):
    """After October is closed as well, the ledger holds the reversal and comes to nothing."""
    with time_machine.travel(datetime(2026, 11, 5, 9, tzinfo=SHANGHAI), tick=False):
        house.close(*([OCTOBER] if Period.objects.exists() else [SEPTEMBER, OCTOBER]))
    rows = Entry.objects.order_by("pk")
    assert [row.points for row in rows] == points
    assert [row.month for row in rows] == [SEPTEMBER, OCTOBER][: len(points)]
    assert all(SEPTEMBER <= row.on <= end_of(SEPTEMBER) for row in rows)


def test_what_becomes_known_late_is_booked_in_the_open_month_with_a_note(house):
    desk, used = house.desk, date(2026, 9, 12)
    with time_machine.travel(datetime(2026, 9, 10, 9, tzinfo=SHANGHAI), tick=False):
        item = desk.item()
    carrier = PublicationFactory(office=None, level="city", system="union")
    with time_machine.travel(datetime(2026, 11, 5, 9, tzinfo=SHANGHAI), tick=False):
        house.close(SEPTEMBER)
        adoptions.register(item, carrier, by=desk.editor, use="full", on=used, evidence="第9期")
        house.close(OCTOBER)

    [row] = Entry.objects.all()
    assert (row.on, row.month, row.points) == (used, OCTOBER, 15)
    assert row.reason.endswith("补记：2026年9月事项")
