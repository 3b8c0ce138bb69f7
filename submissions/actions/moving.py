"""Moving a submission along its road: lock, check the table, change, record, tell."""

from django.db import transaction
from django.utils import timezone

from accounts.actions.notices import retire
from accounts.duties import in_place_of
from accounts.events import last_hand, record
from accounts.refusal import NotYours, Refused
from accounts.roles import Role
from submissions.actions.amending import amend, tell_author
from submissions.actions.answering import refuse_closed, refuse_ended, settle_invitation
from submissions.actions.claiming import forget_handling
from submissions.actions.clearing import clear_markers, markers_of
from submissions.actions.deciding import note_of, settle, standing
from submissions.actions.dressing import refuse_bare_pictures
from submissions.actions.indexing import forget_texts, note_signed
from submissions.actions.likeness import forget_likeness, note_likeness
from submissions.actions.partners import forget_partners, note_partners, refuse_partners
from submissions.actions.revising import add_revision
from submissions.actions.telling import tell
from submissions.models import Revision, SecrecyReview, Submission
from submissions.models.items import HELD_BY_WORK
from submissions.models.revisions import TITLE_LIMIT
from submissions.models.texts import FILED
from submissions.states import DECIDED, DECISIONS, DESK_NOTES, MOVES, State


@transaction.atomic
def move(item, verb, *, by, reason="", seen="", cleared=(), **given):
    """Say one verb of the table over an item; signing has its own function.

    `seen` is what the person's page showed (`item.seen`): nothing is decided over a later text or decision.
    `given` is what a decision settles besides the state: answer_by, held_until, chosen.
    `cleared` names the secrecy markers the sender answers for, with `reason`.
    """
    if verb == "sign":
        raise Refused("审签报送须同时作出保密审查。")
    item, step = checked(item, verb, by, reason, seen)
    was = {"was": standing(item)} if verb in DECISIONS else {}
    EFFECTS.get(verb, nothing)(item, by)
    if verb == "send":
        clear_markers(item, by=by, cleared=cleared, reason=reason)
        reason = ""
    settle(item, verb, **given)
    return finish(item, verb, step, by, reason, **was)


@transaction.atomic
def sign(item, *, by, reviewed, clearance="", seen="", words=None):
    """The unit's signature and the secrecy review, one act; what is signed is frozen as a revision.

    `words` is what the reviewer set right before signing; what was sent stays as a revision of its own.
    """
    item, step = checked(item, "sign", by, "", seen)
    refuse_own_hand(item, by)
    if not reviewed:
        raise Refused("请先勾选保密审查声明：涉密信息不上网，上网信息不涉密。")
    refuse_ended(item)
    amended = amend(item, words or {}, by)
    if amended:
        refuse_unready(item)
    markers = markers_of(item)
    if markers and not clearance.strip():
        raise Refused(
            f"发现疑似涉密标记：{'、'.join(markers)}。请退回删改；确属误报的，写明排除理由后再报送。"
        )
    hand_in(item)
    freeze(item, by, markers, clearance)
    item = finish(item, "sign", step, by, clearance if markers else "", markers=markers)
    if amended:
        tell_author(item, amended)
    return item


def refuse_own_hand(item, by):
    """Nobody signs their own writing, nor has a deputy do it for them."""
    if by.pk == item.author_id:
        raise Refused("撰稿人不能审签自己的信息，请由本单位其他审核人审签。")
    if by.stands_for([Role.REVIEWER], item.unit) == item.author:
        raise Refused("代理人不能代撰稿人审签其本人的信息，请由本单位其他审核人审签。")


def freeze(item, by, markers, clearance):
    """The signed words become a revision, with the review that let them out, and the office may find them."""
    refuse_partners(item)
    item.filed = add_revision(item, Revision.Why.SIGNED, by)
    note_partners(item)
    SecrecyReview.objects.create(
        submission=item,
        revision=item.filed,
        collector=item.author,
        reviewer=by,
        stands_for=by.stands_for([Role.REVIEWER], item.unit),
        markers=markers,
        clearance=clearance.strip() if markers else "",
    )
    note_signed(item)
    note_likeness([item])


def hand_in(item):
    """The day of the first filing stays; the office is today's until then."""
    item.office = item.office if item.submitted_on else current_office(item)
    item.days_late, item.answer_by = days_late(item), None
    item.submitted_at = timezone.now()
    item.submitted_on = item.submitted_on or timezone.localdate(item.submitted_at)


def days_late(item):
    """How long after the day asked for it came back; what was not asked for again keeps its mark."""
    if item.answer_by is None:
        return item.days_late
    return max(0, (timezone.localdate() - item.answer_by).days)


def current_office(item):
    """Where the unit reports today: the tree may have changed since the draft was begun."""
    office = type(item.unit).objects.get(pk=item.unit_id).office
    if office is None:
        raise Refused("本单位没有上级收稿单位，请联系系统管理员在单位设置中指定。")
    return office


def checked(item, verb, by, reason, seen=""):
    """Lock the item and compare with the table; every refusal says what and why."""
    item = Submission.objects.select_for_update(of=("self",)).get(pk=item.pk)
    step = MOVES[verb]
    if not item.allows(verb, by):
        who = "撰稿人本人" if step.own else "、".join(role.label for role in step.by)
        raise NotYours(f"“{step.label}”由{who}办理。")
    name, now = item.text_for(by) or item, item.get_state_display()
    if item.state not in step.start:
        raise Refused(f"《{name}》现为“{now}”{last_hand(item, besides=DESK_NOTES)}，不能{step.label}。")
    if seen not in ("", item.seen):
        raise Refused(
            f"您打开后《{name}》有了变动，现为“{now}”{last_hand(item, besides=DESK_NOTES)}，请看过再{step.label}。"
        )
    if step.needs_reason and not reason.strip():
        raise Refused(f"{step.label}须写明意见，撰稿人会看到。")
    if verb in HELD_BY_WORK and item.is_held:
        raise Refused(f"这篇信息已列入编发或已有采用记录，不能{step.label}。")
    return item, step


def nothing(item, by):
    """Most verbs change the state only."""


def on_send(item, by):
    """What goes to the reviewer is frozen: later typing is another revision."""
    refuse_unready(item)
    refuse_closed(item)
    item.sent_at = item.sent_at or timezone.now()
    add_revision(item, Revision.Why.SENT, by)


def refuse_unready(item):
    """What leaves a writer's hands is whole."""
    if not item.title.strip():
        raise Refused("还没有标题，请写好标题再送审。")
    if len(item.title) > TITLE_LIMIT:
        raise Refused(f"标题有 {len(item.title)} 字，最多 {TITLE_LIMIT} 字，请精简后再送审。")
    if not item.body.strip():
        raise Refused("正文还是空的，请写好正文再送审。")
    if item.event_date and item.event_date > timezone.localdate():
        raise Refused("事件日期不能晚于今天，请改正后再送审。")
    refuse_partners(item)
    refuse_bare_pictures(item)


def on_withdraw(item, by):
    """The office no longer sees it; the signed revision stays in the unit's history."""
    item.revisions.filter(why=Revision.Why.SIGNED).update(why=Revision.Why.WITHDRAWN)
    item.filed = item.submitted_at = item.submitted_on = None
    forget_handling(item)
    forget_partners(item)
    forget_texts(FILED, [item.pk])
    forget_likeness([item])


LASTING = ("join", "amend")  # whose name stands under it and who changed it: true whatever the office decides
EFFECTS = {"send": on_send, "withdraw": on_withdraw}


def finish(item, verb, step, by, reason, **data):
    before = item.state
    item.state = step.again if step.again and item.filed_id else step.end
    item.reason = reason.strip()
    item.moved_at = timezone.now()
    item.version += 1
    item.save()
    event = record(
        by,
        verb,
        item,
        label=step.label,
        unit=item.unit,
        note=note_of(item, verb, reason),
        before=before,
        after=item.state,
        **({} if step.own else in_place_of(by, step.by, item.place_of(step.by[0]))),
        **data,
    )
    settle_invitation(item, verb, by)
    retire(item, besides=LASTING if Role.EDITOR in step.by else ())
    tell(item, verb, event)
    return item


@transaction.atomic
def take(item, *, by):
    """An article now has this item as a source."""
    item = Submission.objects.select_for_update(of=("self",)).get(pk=item.pk)
    if item.state != State.ACCEPTED:
        name, now = item.filed or f"编号 {item.pk}", item.get_state_display()
        raise Refused(f"《{name}》现为“{now}”，须先“拟采用”才能列入稿件。")
    if item.taken_at is None:
        item.taken_at = timezone.now()
        item.save(update_fields=["taken_at"])
        record(by, "take", item, label="列入编发", unit=item.unit)
    return item


@transaction.atomic
def mark_used(item, *, by):
    """A higher carrier used the item: from now on it can be neither restored nor withdrawn."""
    item = Submission.objects.select_for_update(of=("self",)).get(pk=item.pk)
    if item.state not in DECIDED:
        raise Refused(
            f"《{item.text_for(by) or item}》现为“{item.stage_label}”，请先筛选（拟采用、留用或退稿）再登记采用。"
        )
    if item.used_at is None:
        item.used_at = timezone.now()
        item.save(update_fields=["used_at"])
    return item


def note_use(item):
    """A carrier further up used what was made of an item, locked by the caller: it stays decided."""
    Submission.objects.filter(pk=item.pk, used_at=None).update(used_at=timezone.now())


def forget_use(item):
    """The last adoption of an item, locked by the caller, was taken back."""
    Submission.objects.filter(pk=item.pk).update(used_at=None)


@transaction.atomic
def release(item, *, by):
    """No article has this item as a source any more."""
    item = Submission.objects.select_for_update(of=("self",)).get(pk=item.pk)
    if item.taken_at:
        item.taken_at = None
        item.save(update_fields=["taken_at"])
        record(by, "release", item, label="移出编发", unit=item.unit)
    return item
