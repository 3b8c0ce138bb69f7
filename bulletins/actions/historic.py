"""Uses and leaders' words out of an old register: facts with the register as their evidence."""

from uuid import uuid4

from django.db import transaction

from accounts.events import record
from accounts.refusal import NotYours
from accounts.roles import Role
from bulletins.models import Adoption, Instruction, Publication

KEEPERS = (Role.SCORER, Role.EDITOR)


def refuse_stranger(by, office):
    if not by.holds_any(KEEPERS, office):
        raise NotYours(f"历史登记由{office}的积分管理员或责任编辑办理。")


@transaction.atomic
def name_carrier(name, level, system, *, by):
    """A carrier outside the house that only the register knows; editors keep those."""
    if Role.EDITOR not in by.roles:
        raise NotYours("上级载体由责任编辑登记。")
    made = Publication.objects.create(
        office=None,
        name=name[:40],
        code=f"ls-{uuid4().hex[:8]}",
        level=level,
        system=system,
        publisher=name[:60],
    )
    record(by, "found", made, label="登记刊物", unit=by.home, note="历史导入")
    return made


@transaction.atomic
def enter_past_uses(office, rows, *, by):
    """(item, facts) of each: own bulletins too, for no issue of that time lies here."""
    refuse_stranger(by, office)
    uses = [
        Adoption(
            office=office,
            unit_id=item.unit_id,
            person_id=item.author_id,
            submission=item,
            publication_id=facts["carrier"],
            use=facts["use"],
            on=facts["on"],
            title=item.title,
            evidence=f"历史登记簿 {facts['evidence']}".strip(),
            registered_by=by,
        )
        for item, facts in rows
    ]
    return Adoption.objects.bulk_create(uses, batch_size=200)


@transaction.atomic
def enter_past_instructions(office, rows, *, by):
    """(use, facts) of each: what the register says a leader wrote on it."""
    refuse_stranger(by, office)
    said = [
        Instruction(
            office=office,
            submission_id=use.submission_id,
            adoption=use,
            leader=facts["leader"],
            level=facts["level"],
            on=facts["on"],
            text=facts["text"],
            by=by,
        )
        for use, facts in rows
    ]
    return Instruction.objects.bulk_create(said, batch_size=200)


@transaction.atomic
def take_past_back(office, *, uses=(), instructions=(), by):
    """Delete what only the register said; the database refuses any on which something else stands."""
    refuse_stranger(by, office)
    Instruction.objects.filter(pk__in=instructions, office=office).delete()
    Adoption.objects.filter(pk__in=uses, office=office).delete()
