"""What an office keeps on its screening desk, for the crawler's world."""

from accounts.roles import Role
from submissions.actions import claiming, desk


def add_desk(world, secret):
    """A reason of its own, an editor's filter, and an item noted, handed on and meant for a bulletin."""
    editor = world.people[Role.EDITOR]
    world.reason = desk.add_reason(world.office, f"{secret}意见", ["return"], by=editor)
    world.filter = desk.save_filter(f"{secret}条件", "state=waiting", by=editor)
    claiming.claim(world.used, by=editor)
    claiming.verify(world.used, "doubtful", by=editor, note=f"{secret}存疑")
    claiming.propose(world.used, {"secret": f"{secret}信息"}, by=editor)
