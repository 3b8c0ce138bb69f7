"""From desk to desk: checking and returning a circular; every verb comes from the table."""

from django.db import transaction
from django.utils import timezone

from accounts.actions.notices import notify, retire
from accounts.duties import in_place_of
from accounts.events import last_hand, record
from accounts.models import User
from accounts.refusal import NotYours, Refused
from accounts.roles import Role
from scoring import circular_sections as parts
from scoring.actions.circulars import CHANGES, bump, steady
from scoring.circular_states import CIRCULAR_MOVES
from scoring.models import Circular


@transaction.atomic
def move(circular, verb, *, by, reason="", base=None):
    """Say a verb of the table; signing, publishing and voiding have their own doors."""
    if verb in ("sign", "publish", "void"):
        raise Refused("签发、公布和作废另有办理入口。")
    circular, step = checked(circular, verb, by, reason, base)
    if verb in ("submit", "check"):
        refuse_stale(circular)
    if verb == "submit":
        refuse_empty(circular)
        circular.editor, circular.checker, circular.approver = by, None, None
    if verb == "check":
        circular.checker = by
    return finish(circular, verb, step, by, reason)


def refuse_empty(circular):
    if not any(each.on for each in parts.sections_of(circular.body)):
        raise Refused("通报还没有要印的内容，请至少保留一个部分。")


def refuse_stale(circular):
    if circular.is_stale():
        raise Refused("所通报的月份已重新打开，数字可能有变，请退回起草人，重新关账后改用新的数字。")


def checked(circular, verb, by, reason, base=None):
    """Lock, then compare with the table, with the pages this person saw, and with the three hands."""
    steady(circular.office)
    circular = Circular.objects.select_for_update(of=("self",)).with_hands().get(pk=circular.pk)
    step = CIRCULAR_MOVES[verb]
    if not circular.allows(verb, by):
        raise NotYours(
            f"“{step.label}”由{circular.office}的{'、'.join(role.label for role in step.by)}办理。"
        )
    hand = last_hand(circular, among=CHANGES)
    if circular.state not in step.start:
        raise Refused(f"本通报现为“{circular.get_state_display()}”{hand}，不能{step.label}。")
    if base is not None and circular.version != base:
        raise Refused(f"本通报在您打开页面以后有改动{hand}，请重新看过再{step.label}。")
    if step.needs_reason and not reason.strip():
        raise Refused(f"{step.label}须写明意见。")
    refuse_hand(circular, verb, step, by)
    return circular, step


def refuse_hand(circular, verb, step, by):
    principal = by.stands_for(step.by, circular.office)
    if circular.is_earlier_hand(verb, by):
        raise Refused("起草、核对、签发须为三人，您已经办过前面的环节。")
    if principal and circular.is_earlier_hand(verb, principal):
        raise Refused(f"起草、核对、签发须为三人，您所代理的{principal}已经办过前面的环节。")


def finish(circular, verb, step, by, reason, **data):
    before, circular.state = circular.state, step.end
    circular.reason, circular.moved_at = reason.strip()[:300], timezone.now()
    bump(circular)
    facts = {"before": before, "after": step.end, **in_place_of(by, step.by, circular.office), **data}
    event = record(by, verb, circular, label=step.label, unit=circular.office, note=circular.reason, **facts)
    retire(circular)
    tell_next(circular, verb, event)
    return circular


NEXT = {
    "submit": (Role.CHECKER, "待核对"),
    "check": (Role.APPROVER, "待签发"),
    "sign": (Role.SCORER, "已签发，待公布"),
}


def tell_next(circular, verb, event):
    """Tell the next pair of hands, or the drafter whose circular came back."""
    if verb in NEXT:
        role, word = NEXT[verb]
        people = User.objects.holding(role, circular.office)
        notify(people, event, f"{circular}{word}", circular.get_absolute_url())
    elif verb in ("send-back", "refuse", "void"):
        word = "作废" if verb == "void" else "被退回"
        notify([circular.editor], event, f"{circular}{word}：{circular.reason}", circular.get_absolute_url())
