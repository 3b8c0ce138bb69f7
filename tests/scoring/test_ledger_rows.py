"""Whatever happens in whatever order, after each closing the ledger's rows are what the facts come to."""

from collections import defaultdict
from datetime import date
from decimal import Decimal

import pytest
import time_machine
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.roles import Role
from bulletins.models import Adoption, Instruction
from scoring import actions
from scoring.actions import adjustments, periods
from scoring.bookcase import end_of
from scoring.gathering import facts_between, reporters_of
from scoring.ledger import bookcase_of
from scoring.models import Adjustment, Entry, Period
from scoring.spans import Span
from submissions.actions import urgent_marks
from submissions.models import JointUnit, Mark
from submissions.urgent_states import Fault
from tests.factories import UserFactory
from tests.scoring.stage import NOVEMBER_5, OCTOBER, SEPTEMBER, stage
from tests.scoring.test_gathering import ruled

pytestmark = pytest.mark.django_db
CLAUSES = """
[joint]
split = "equal"

[[instructions]]
code = "city-leader"
level = "city"
points = 5

[[events]]
code = "missed-report"
event = "missed"
points = -10

[[events]]
code = "mistake"
event = "error"
share = "-0.5"

[[quotas]]
code = "monthly"
label = "每月采用"
counts = "items"
per = "month"
need = 2
lump = 5
each_missing = -1
"""
MONTHS = [SEPTEMBER, OCTOBER]
CARRIERS = ["own", "city", "province", "party"]


class House:
    """Real rows, and the verbs that change them; a verb that finds nothing to change does nothing."""

    def __init__(self):
        self.scene = stage(book=False)
        ruled(self.scene, CLAUSES)
        group = self.scene.group("乡镇")
        self.units = [self.scene.unit(name, group, since=SEPTEMBER) for name in ("甲镇", "乙镇")]
        self.authors = [self.scene.author(unit) for unit in self.units]
        self.editor = UserFactory(home=self.scene.office, role=Role.EDITOR)
        self.approver = UserFactory(home=self.scene.office, role=Role.APPROVER)

    def adopt(self, who, day, number):
        item = self.scene.filed(self.units[who], on=SEPTEMBER, author=self.authors[who])
        if number == 3:
            JointUnit.objects.create(submission=item, unit=self.units[1 - who], position=1)
        self.scene.adopted(item, CARRIERS[number], "brief" if number == 2 else "full", on=day)

    def revoke(self, who, day, number):
        standing = list(Adoption.objects.standing().order_by("pk"))
        if standing:
            row = standing[number % len(standing)]
            Adoption.objects.filter(pk=row.pk).update(revoked_at=timezone.now(), revoked_why="有误")

    def instruct(self, who, day, number):
        if used := Adoption.objects.filter(unit=self.units[who]).first():
            Instruction.objects.create(
                office=self.scene.office,
                submission=used.submission,
                leader=f"领导{number}",
                level="city",
                on=day,
                text="请阅",
                by=self.editor,
            )

    def mark(self, who, day, number):
        about = f"事件{Mark.objects.count()}"
        urgent_marks.mark_unreported(
            by=self.editor, unit=self.units[who], fault=Fault.MISSED, about=about, on=day, reason="未报"
        )

    def unmark(self, who, day, number):
        if found := Mark.objects.standing().first():
            urgent_marks.revoke(found, by=self.editor, reason="查明不属该镇")

    def adjust(self, who, day, number):
        given = {"unit": self.units[who], "on": day, "reason": f"第{number}件", "evidence": "纪要"}
        points = Decimal(number - 5) / 2
        made = adjustments.propose(self.scene.office, by=self.scene.scorer, points=points, **given)
        adjustments.move(made, "agree", by=self.approver)

    def blame(self, who, day, number):
        used = Adoption.objects.filter(unit=self.units[who]).first()
        known = used and Adjustment.objects.in_force().filter(submission=used.submission, on=day)
        if used and not known.exists():
            told = {"unit": self.units[who], "on": day, "submission": used.submission, "event": "error"}
            made = adjustments.register(
                self.scene.office, by=self.scene.scorer, reason="数字有误", evidence="通报", **told
            )
            adjustments.move(made, "agree", by=self.approver)

    def forgive(self, who, day, number):
        if made := Adjustment.objects.in_force().first():
            adjustments.move(made, "revoke", by=self.approver, reason="有误")

    def close(self, who=0, day=None, number=0):
        last = Period.objects.last_closed(self.scene.office)
        month = SEPTEMBER if last is None else OCTOBER
        if last != OCTOBER:
            actions.close_month(self.scene.office, month, by=self.scene.scorer)
            assert booked(self.scene.office, month) == reckoned(self.scene.office, month)

    def reopen(self, who, day, number):
        if last := Period.objects.last_closed(self.scene.office):
            period = Period.objects.of(self.scene.office, last)
            periods.reopen_month(period, by=self.scene.scorer, reason="漏登")


def booked(office, month):
    """What the rows of the ledger come to, line by line, of everything that happened up to the month's end."""
    sums = defaultdict(Decimal)
    for row in Entry.objects.filter(office=office, on__lte=end_of(month)):
        sums[row.fact, row.unit_id, row.person_id, row.rule, row.on] += row.points
    return {line: points for line, points in sums.items() if points}


def reckoned(office, month):
    """The same from the rows of the other rooms, read anew."""
    case, end = bookcase_of(office), end_of(month)
    books = [book.rules for book in case.books]
    facts, span = facts_between(office, SEPTEMBER, end, books), Span(SEPTEMBER, end)
    lines = case.reckon(facts, reporters_of(office, books), span).lines
    return {(one.fact, one.unit, one.person, one.rule, one.on): one.points for one in lines}


VERBS = ["adopt", "revoke", "instruct", "mark", "unmark", "adjust", "blame", "forgive", "close", "reopen"]
DAYS = [date(2026, 9, 5), date(2026, 9, 25), date(2026, 10, 5)]
steps = st.lists(
    st.tuples(st.sampled_from(VERBS), st.integers(0, 1), st.sampled_from(DAYS), st.integers(0, 3)),
    min_size=4,
    max_size=10,
)


def test_after_each_closing_the_ledger_equals_a_fresh_reckoning():
    with time_machine.travel(NOVEMBER_5, tick=False):
        house = House()

        @settings(max_examples=15, suppress_health_check=list(HealthCheck))
        @given(steps)
        def holds(taken):
            with transaction.atomic():
                for verb, who, day, number in taken:
                    getattr(house, verb)(who, day, number)
                house.close()
                house.close()
                transaction.set_rollback(True)

        holds()
