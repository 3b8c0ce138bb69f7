"""Lists of readers and receipts, for the crawler's world."""

from accounts.roles import Role
from bulletins.actions import readers, reading
from bulletins.figures import DIMENSIONS


def add_readers(world, secret):
    """A line on the standing list, and a leader who has read and initialled the signed issue."""
    world.line = readers.add(
        world.publication, by=world.people[Role.EDITOR], unit=world.unit, role=Role.REVIEWER
    )
    reading.read(world.signed, by=world.people[Role.LEADER])
    reading.initial(world.signed, by=world.people[Role.LEADER])


def variants_of_readers(world):
    """The keys of these addresses."""
    code = {"code": "secret"}
    return {
        "bulletins:reader_remove": [{"pk": world.line.pk}],
        "bulletins:readers": [code],
        "bulletins:readers_scope": [code],
        "bulletins:publication_receipts": [code],
        "bulletins:figure": [{"sort": sort} for sort in DIMENSIONS],
        "bulletins:figure_xlsx": [{"sort": sort} for sort in DIMENSIONS],
    }
