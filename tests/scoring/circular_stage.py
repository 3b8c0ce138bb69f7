"""An office with a closed month and the hands of a circular."""

from dataclasses import dataclass
from datetime import date, datetime
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import time_machine

from accounts.roles import Role
from scoring import actions
from scoring.actions import circular_moves, circular_signing, circulars
from tests.factories import UserFactory
from tests.scoring.stage import SEPTEMBER, Stage, stage, worked_month

OCTOBER_8 = datetime(2026, 10, 8, 9, tzinfo=ZoneInfo("Asia/Shanghai"))


@dataclass
class Table:
    """Who sits at the table of one circular."""

    scene: Stage
    units: SimpleNamespace
    checker: object
    approver: object

    @property
    def office(self):
        return self.scene.office

    @property
    def scorer(self):
        return self.scene.scorer

    def draft(self, last=SEPTEMBER, **more):
        return circulars.begin(self.office, by=self.scorer, last=last, **more)

    def awaiting(self, circular=None):
        made = circular_moves.move(circular or self.draft(), "submit", by=self.scorer)
        return circular_moves.move(made, "check", by=self.checker)

    def signed(self, circular=None):
        return circular_signing.sign(self.awaiting(circular), by=self.approver)

    def published(self, circular=None):
        return circular_signing.publish(self.signed(circular), by=self.scorer)


def closed_office(on=date(2026, 9, 10), **changes):
    """R1's worked month, closed; call it under a clock that stands after the month."""
    scene = stage(book=False)
    scene.book(since=on.replace(day=1), **changes)
    units = worked_month(scene, on=on)
    actions.close_month(scene.office, on.replace(day=1), by=scene.scorer)
    people = [UserFactory(home=scene.office, role=role) for role in (Role.CHECKER, Role.APPROVER)]
    return Table(scene, units, *people)


def in_october():
    """The clock on a working day after September."""
    return time_machine.travel(OCTOBER_8, tick=False)
