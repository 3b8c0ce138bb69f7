"""Corrections of the signed issue, for the crawler's world."""

from accounts.roles import Role
from bulletins.actions import corrections
from bulletins.correction_states import CORRECTION_MOVES
from tests.factories import UserFactory

NAMELESS = "0" * 32  # the name of pages that no issue has


def add_build(world, secret):
    """A signed correction, shown to readers, and one in draft; both say the secret word."""
    article = world.signed.articles.get()
    words = {"wrong": secret, "right": f"{secret}东", "reason": f"{secret}核实", "asked_by": f"{secret}街道"}
    editor = world.people[Role.EDITOR]
    world.corrected = corrections.correct(world.signed, by=editor, article=article, **words)
    corrections.move(world.corrected, "submit", by=editor)
    approver = UserFactory(home=world.office, role=Role.APPROVER)
    world.corrected = corrections.move(world.corrected, "sign", by=approver)
    words["right"] = f"{secret}西"
    world.correction = corrections.correct(world.signed, by=editor, article=article, **words)


def variants_of_build(world):
    both = [{"pk": world.correction.pk}, {"pk": world.corrected.pk}]
    page = {"name": NAMELESS, "number": 1}
    return {
        "bulletins:correction": both,
        "bulletins:correction_edit": both,
        "bulletins:correction_move": [keys | {"verb": verb} for keys in both for verb in CORRECTION_MOVES],
        "bulletins:issue_page": [{"pk": issue.pk} | page for issue in (world.issue, world.signed)],
    }
