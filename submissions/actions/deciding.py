"""Deciding at the desk: what a decision settles, what it will look like, and taking it back within a minute."""

from copy import copy
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from accounts.actions.notices import recall
from accounts.events import last_hand, record
from accounts.models import Event
from accounts.refusal import Refused
from submissions.actions.telling import PAUSE
from submissions.models import Submission
from submissions.states import DECISIONS, DESK_NOTES, MOVES

HELD_FOR = timedelta(days=30)  # unless the editor names a day
DATES = ("answer_by", "held_until")
PLAIN = ("reason", "chosen", "days_late")


def settle(item, verb, *, answer_by=None, held_until=None, chosen=None):
    """What a verb settles besides the state: a day to answer by, a day to hold until, bulletins to use it in."""
    if verb == "return":
        item.answer_by, item.days_late = answer_by, 0
    if verb == "hold":
        item.held_until = held_until or timezone.localdate() + HELD_FOR
    if verb == "accept" and chosen is not None:
        item.chosen = chosen


def note_of(item, verb, reason):
    """How the decision reads in the history, where the item itself will be overwritten by the next."""
    reason = reason.strip()
    if verb == "accept":
        return f"拟用于{item.chosen_names}" if item.chosen else reason
    if verb == "hold":
        until = f"留用至{item.held_until.year}年{item.held_until.month}月{item.held_until.day}日"
        return f"{until}。{reason}" if reason else until
    return reason


def standing(item):
    """What a decision overwrites; kept in its event so that it can be taken back whole."""
    days = {name: f"{getattr(item, name) or ''}" for name in DATES}
    plain = {name: getattr(item, name) for name in PLAIN}
    return days | plain | {"moved_at": item.moved_at.isoformat()}


def put_back(item, was):
    """The item as it stood before a decision, state aside."""
    for name in DATES:
        setattr(item, name, date.fromisoformat(was[name]) if was[name] else None)
    for name in PLAIN:
        setattr(item, name, was[name])
    item.moved_at = datetime.fromisoformat(was["moved_at"])


def foreseen(item, verb, *, reason="", **given):
    """The item as its author will find it after the verb; a copy that is never saved, under its signed title."""
    shown = copy(item)
    shown.title = item.filed.title if item.filed else item.title
    shown.state, shown.reason = MOVES[verb].end, reason.strip()
    settle(shown, verb, **given)
    return shown


@transaction.atomic
def take_back(item, *, by):
    """Recall one's own decision within a minute: nobody was told, the item waits as long as it did, both are history."""
    item = Submission.objects.select_for_update(of=("self",)).get(pk=item.pk)
    said = Event.objects.about(item).exclude(verb__in=DESK_NOTES).last()
    refuse_recall(item, said, by)
    undo = MOVES[MOVES[said.verb].undo]
    before, after = item.state, said.data["before"]
    if (
        not item.allows(MOVES[said.verb].undo, by)
        or before not in undo.start
        or after not in (undo.end, *undo.back)
    ):
        raise Refused(f"《{item.filed}》不能撤销{said.label}。")
    put_back(item, said.data["was"])
    item.state = after
    item.version += 1
    item.save()
    label = f"撤销{said.label}"
    record(by, MOVES[said.verb].undo, item, label=label, unit=item.unit, before=before, after=after)
    recall(said)
    return item


def refuse_recall(item, said, by):
    """Only the last word, by whoever said it, while nobody has been told."""
    name = item.text_for(by) or item
    if said is None or said.verb not in DECISIONS or item.state != said.data["after"] or item.is_held:
        hand = last_hand(item, besides=DESK_NOTES)
        raise Refused(f"《{name}》现为“{item.stage_label}”{hand}，已无可撤销的决定。")
    if said.who_id != by.pk:
        raise Refused(f"《{name}》的{said.label}由{said.who}作出，只能由本人撤销；需要改变可“恢复待筛选”。")
    if timezone.now() >= said.at + PAUSE:
        raise Refused(
            f"《{name}》的{said.label}已过 {PAUSE.seconds} 秒，消息已发出；需要改变请“恢复待筛选”。"
        )
