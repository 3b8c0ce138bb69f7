"""Instructions and follow-ups for the crawler: every word of them carries the secret."""

from datetime import timedelta

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from accounts.roles import Role
from bulletins.actions import feedback, followup_parts, followups, instructions
from bulletins.followup_states import FOLLOWUP_MOVES, PART_MOVES, PLEA_MOVES
from tests.factories import UnitFactory, UserFactory

PDF = b"%PDF-1.7\n1 0 obj <<>> endobj\ntrailer <<>>\n%%EOF"


def add_instructions(world, secret):
    """Words on an item with their scan, given to the unit and to one that helps; answered, and more time asked for."""
    editor, reviewer = world.people[Role.EDITOR], world.people[Role.REVIEWER]
    world.written = instructions.instruct(
        by=world.people[Role.LEADER],
        text=f"{secret}督办批示",
        level="county",
        submission=world.used,
        file=SimpleUploadedFile(f"{secret}批示.pdf", PDF),
    )
    helper = UnitFactory(parent=world.office, name=f"{secret}协办单位")
    head = UserFactory(home=helper, role=Role.REVIEWER)
    world.followup = followups.open_followup(
        world.written,
        by=editor,
        task=f"{secret}督办事项",
        deadline=timezone.localdate() + timedelta(days=9),
        lead=world.unit,
        helpers=[helper],
    )
    world.part = followup_parts.receive(world.followup.parts.get(unit=world.unit), by=reviewer)
    file = SimpleUploadedFile(f"{secret}附件.pdf", PDF)
    world.report = feedback.answer(world.part, by=reviewer, text=f"{secret}办理情况", files=[file])
    other = followup_parts.receive(world.followup.parts.get(unit=helper), by=head)
    later = timezone.localdate() + timedelta(days=20)
    world.plea = feedback.ask_extension(other, by=head, wanted=later, reason=f"{secret}延期")


def variants_of_instructions(world):
    """For each keyed address the keys of the secret office's things."""
    both = [{"pk": world.written.pk}, {"pk": world.instruction.pk}]
    followup, part = {"pk": world.followup.pk}, {"pk": world.part.pk}
    names = ("instruction", "instruction_revoke", "instruction_ask", "instruction_scan", "followup_new")
    whole = ("followup", "followup_assign", "followup_add", "followup_transfer")
    return {
        **{f"bulletins:{name}": both for name in names},
        **{f"bulletins:{name}": [followup] for name in whole},
        **{f"bulletins:{name}": [part] for name in ("part_answer", "part_extend")},
        "bulletins:instruct": [{"pk": world.signed.pk}],
        "bulletins:instruct_item": [{"pk": world.used.pk}],
        "bulletins:followup_move": said(followup, FOLLOWUP_MOVES),
        "bulletins:part_move": said(part, PART_MOVES),
        "bulletins:plea_move": said({"pk": world.plea.pk}, PLEA_MOVES),
        "bulletins:feedback_file": [{"pk": world.report.files.get().pk}],
    }


def said(keys, moves):
    return [keys | {"verb": verb} for verb, step in moves.items() if step.button]
