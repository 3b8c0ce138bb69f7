"""Who screens an item: a claim tells the colleagues, it locks nobody out."""

from django.db import transaction
from django.utils import timezone

from accounts.actions.notices import notify
from accounts.events import record
from accounts.refusal import NotYours, Refused
from accounts.roles import Role
from submissions.actions.telling import url_of
from submissions.models import Submission
from submissions.states import Verification

NOTE_LIMIT = 200
CHOSEN_LIMIT = 10


def on_desk(item, by):
    """Lock an item of a desk where this person edits."""
    item = Submission.objects.select_for_update(of=("self",)).get(pk=item.pk)
    if not by.holds(Role.EDITOR, item.office) or item.filed_id is None:
        raise NotYours("来稿由收稿单位的责任编辑筛选。")
    return item


def give(item, person):
    item.claimed_by, item.claimed_at = person, timezone.now() if person else None
    item.save(update_fields=["claimed_by", "claimed_at"])


def forget_handling(item):
    """Withdrawn: what comes next are other words, perhaps at another office; nobody has it, nothing is verified."""
    item.claimed_by = item.claimed_at = item.verified_by = item.verified_at = None
    item.verification, item.verification_note, item.chosen = Verification.UNVERIFIED, "", {}
    item.held_until = item.answer_by = None


def claimed_when(item):
    return f"{timezone.localtime(item.claimed_at):%m月%d日 %H:%M}"


@transaction.atomic
def claim(item, *, by):
    """Say that one is at it; of two at once the second is told by whom and when."""
    item = on_desk(item, by)
    if item.claimed_by_id == by.pk:
        return item
    if item.claimed_by_id:
        raise Refused(
            f"《{item.filed}》已由{item.claimed_by}于{claimed_when(item)}领取；确需办理请“接手”，对方会收到消息。"
        )
    give(item, by)
    record(by, "claim", item, label="领取", unit=item.unit)
    return item


@transaction.atomic
def unclaim(item, *, by):
    """Put it back for anybody."""
    item = on_desk(item, by)
    if item.claimed_by_id != by.pk:
        raise Refused(f"《{item.filed}》不在您名下，不能放回。")
    give(item, None)
    record(by, "unclaim", item, label="放回", unit=item.unit)
    return item


@transaction.atomic
def take_over(item, *, by):
    """Go on with what a colleague had claimed; the colleague is told."""
    item = on_desk(item, by)
    if item.claimed_by_id in (None, by.pk):
        return claim(item, by=by)
    former = item.claimed_by
    give(item, by)
    event = record(by, "take-over", item, label="接手", unit=item.unit, note=f"原由{former}领取")
    if former.holds(Role.EDITOR, item.office):  # titles go only to who may still read them
        notify([former], event, f"《{item.filed}》已由{by}接手筛选", url_of(item))
    return item


@transaction.atomic
def hand_over(item, *, to, by, note=""):
    """Give it to a named colleague with a word; also what nobody has claimed yet."""
    item = on_desk(item, by)
    if item.claimed_by_id not in (None, by.pk):
        raise Refused(f"《{item.filed}》已由{item.claimed_by}领取，请先“接手”再移交。")
    if to.pk == by.pk or not to.holds(Role.EDITOR, item.office):
        raise Refused(f"只能移交给{item.office}的其他责任编辑。")
    give(item, to)
    note = note.strip()[:NOTE_LIMIT]
    event = record(by, "hand-over", item, label=f"移交{to}", unit=item.unit, note=note)
    notify([to], event, f"{by}把《{item.filed}》移交给您筛选{f'：{note}' if note else ''}", url_of(item))
    return item


@transaction.atomic
def verify(item, verdict, *, by, note=""):
    """Note whether the unit stands by what it says (核实); the last word counts, the history keeps all."""
    item, note = on_desk(item, by), note.strip()
    if verdict == Verification.DOUBTFUL and not note:
        raise Refused("存疑须写明疑在何处，同事才能接着核实。")
    if len(note) > NOTE_LIMIT:
        raise Refused(f"核实说明最多 {NOTE_LIMIT} 字，请精简。")
    if (item.verification, item.verification_note) == (verdict, note):
        return item
    item.verification, item.verification_note = Verification(verdict), note
    item.verified_by, item.verified_at = by, timezone.now()
    item.save(update_fields=["verification", "verification_note", "verified_by", "verified_at"])
    record(by, "verify", item, label=item.verification.label, unit=item.unit, note=note)
    return item


@transaction.atomic
def propose(item, chosen, *, by):
    """Suggest the bulletins it would suit; whoever accepts it finds them ticked."""
    item = on_desk(item, by)
    if len(chosen) > CHOSEN_LIMIT:
        raise Refused(f"一篇信息最多建议 {CHOSEN_LIMIT} 种刊物。")
    if item.chosen != chosen:
        item.chosen = chosen
        item.save(update_fields=["chosen"])
        record(by, "propose", item, label="建议刊物", unit=item.unit, note=item.chosen_names or "不再建议")
    return item
