"""A registered event and a word of the office's own for a use, for the crawler's world."""

from django.utils import timezone

from accounts.roles import Role
from bulletins.actions import uses
from bulletins.actions.uses import VERBS
from scoring.actions import adjustments


def add_events(world, secret):
    """An event about the used item in force, and a kind of use with the secret word."""
    scorer, approver = world.people[Role.SCORER], world.people[Role.APPROVER]
    made = adjustments.register(
        world.office,
        by=scorer,
        unit=world.unit,
        on=timezone.localdate(),
        event="error",
        reason=f"{secret}差错",
        evidence=f"{secret}通报",
        submission=world.used,
    )
    world.happening = adjustments.move(made, "agree", by=approver)
    world.own_use = uses.add(world.office, f"{secret}用法", by=world.people[Role.EDITOR])


def variants_of_events(world):
    return {"bulletins:use_move": [{"verb": verb} for verb in VERBS]}
