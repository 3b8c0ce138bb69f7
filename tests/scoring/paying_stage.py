"""The worked month of R1 with the people who draw up, check and sign what its writers are paid."""

from datetime import date
from decimal import Decimal
from types import SimpleNamespace

from accounts.roles import Role
from scoring.actions import pay
from scoring.policies import Money
from tests.factories import UserFactory
from tests.scoring.stage import stage, worked_month

SEPTEMBER_30 = date(2026, 9, 30)


def pay_stage():
    """110 points in September 2026, so ¥440 for five writers of three units."""
    scene = stage(money=Money(per_point=Decimal(4)))
    units = worked_month(scene)
    hands = {
        role: UserFactory(home=scene.office, role=role, name=f"{role.label}甲")
        for role in (Role.APPROVER, Role.LEADER, Role.EDITOR)
    }
    return SimpleNamespace(
        scene=scene,
        office=scene.office,
        units=units,
        scorer=scene.scorer,
        second=UserFactory(home=scene.office, role=Role.SCORER),
        approver=hands[Role.APPROVER],
        leader=hands[Role.LEADER],
        editor=hands[Role.EDITOR],
    )


def drawn(world, per="month", on=SEPTEMBER_30):
    return pay.draw_up(world.office, per=per, on=on, by=world.scorer)


def signed(world, per="month", on=SEPTEMBER_30):
    made = drawn(world, per, on)
    pay.move(made, "submit", by=world.scorer)
    pay.move(made, "check", by=world.second)
    return pay.move(made, "issue", by=world.approver)
