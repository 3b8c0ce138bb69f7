"""Keeping a bulletin's candidates: on the list, off it, and what colleagues should know of them."""

from django.db import transaction
from django.utils import timezone

from accounts.events import record
from accounts.refusal import NotYours, Refused
from bulletins.actions.articles import held
from bulletins.actions.writing import refuse_outsider
from bulletins.candidate_states import CANDIDATE_MOVES, Standing
from bulletins.models import Candidate
from bulletins.models.material import standing_of
from submissions.actions.claiming import propose
from submissions.models import Submission
from submissions.states import State


@transaction.atomic
def move(publication, item, verb, *, by, reason=""):
    """Put an item on a bulletin's list or take it off; the item itself names the bulletins it is meant for."""
    item = found(publication, item, by)
    step, now = CANDIDATE_MOVES[verb], standing_of(publication, item)
    if now not in step.start:
        raise Refused(f"《{item.filed}》在{publication}现为“{Standing(now).label}”，不能{step.label}。")
    off = step.end == Standing.DECLINED
    row = said_of(publication, item, by)
    row.declined_at, row.declined_why = (timezone.now(), reason.strip()[:200]) if off else (None, "")
    row.save()
    rest = {code: name for code, name in item.chosen.items() if {code, name}.isdisjoint(names(publication))}
    propose(item, rest if off else rest | {publication.code: publication.name}, by=by)
    note = f"《{item.filed}》{reason.strip()}"
    record(by, verb, row, label=step.label, unit=publication.office, note=note)
    return row


def names(publication):
    """How the desk may have called it."""
    return (publication.code, publication.name)


def found(publication, item, by):
    """An accepted item of the same office, under lock."""
    refuse_outsider(by, publication)
    [item] = held(Submission, [item])
    if item.office_id != publication.office_id:
        raise NotYours("只能采用报送到本单位的信息。")
    if item.state != State.ACCEPTED:
        name, now = item.filed or f"编号 {item.pk}", item.get_state_display()
        raise Refused(f"《{name}》现为“{now}”，须先“拟采用”才能列入。")
    return item


def said_of(publication, item, by):
    """The row that carries what this desk says of it; the item's lock keeps it single."""
    row, _ = Candidate.objects.get_or_create(publication=publication, submission=item, defaults={"by": by})
    return row


@transaction.atomic
def advise(publication, item, *, by, is_urgent=False, suggestion="", note=""):
    """What a colleague should know before taking it up: how pressing, in which form, and a word."""
    item = found(publication, item, by)
    if standing_of(publication, item) == Standing.ELSEWHERE:
        raise Refused(f"《{item.filed}》未列入{publication}的拟采用，请先列入。")
    row = said_of(publication, item, by)
    words = {"is_urgent": is_urgent, "suggestion": suggestion, "note": note.strip()}
    if all(getattr(row, name) == value for name, value in words.items()):
        return row
    for name, value in words.items():
        setattr(row, name, value)
    row.by, row.at = by, timezone.now()
    row.save()
    said = "，".join(filter(None, ("优先" if is_urgent else "普通", row.get_suggestion_display(), row.note)))
    record(by, "advise", row, label="用稿建议", unit=publication.office, note=f"《{item.filed}》{said}")
    return row
