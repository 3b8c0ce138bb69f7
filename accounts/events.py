"""Writing, sealing and verifying the log.

An event is a row of the act's own transaction. Its seal is set right after commit, in a short
transaction of its own: two signatures at once then never wait for one another's chain.
"""

import hashlib
import json
from contextvars import ContextVar
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from accounts.models import Event, Head

asked_by: ContextVar[dict | None] = ContextVar("asked_by", default=None)
AT_ONCE = 1000  # unsealed events held in memory
SEALED_FIELDS = [
    "who_id",
    "verb",
    "label",
    "thing_type",
    "thing_id",
    "thing_name",
    "unit_id",
    "note",
    "data",
    "request",
    "address",
    "at",
    "position",
]


def record(by, verb, thing=None, *, label, unit=None, note="", **data):
    """Write one act down; call it inside the act's transaction."""
    asked = asked_by.get() or {}
    event = Event.objects.create(
        who=by,
        verb=verb,
        label=label,
        thing_type=thing._meta.label_lower if thing else "",
        thing_id=thing.pk if thing else None,
        thing_name=str(thing)[:200] if thing else "",
        unit=unit,
        note=note,
        data=data,
        request=asked.get("request", ""),
        address=asked.get("address"),
    )
    transaction.on_commit(seal_pending, robust=True)  # the act stands; the sweep seals what is left
    return event


def record_many(by, verb, acts, *, label, **data):
    """The same act on many things at once: (thing, unit key, note) of each."""
    asked = asked_by.get() or {}
    common = {"request": asked.get("request", ""), "address": asked.get("address"), "data": data}
    events = [
        Event(
            who=by,
            verb=verb,
            label=label,
            thing_type=thing._meta.label_lower,
            thing_id=thing.pk,
            thing_name=str(thing)[:200],
            unit_id=unit,
            note=note,
            **common,
        )
        for thing, unit, note in acts
    ]
    Event.objects.bulk_create(events, batch_size=500)
    transaction.on_commit(seal_pending, robust=True)


def last_hand(thing, *, besides=(), among=()):
    """By whom and when a thing came to be as it is: what the loser of a race is told.

    `besides` names verbs that do not change it, such as reading; `among` the only ones that do.
    """
    acts = Event.objects.about(thing).exclude(verb__in=besides)
    last = (acts.filter(verb__in=among) if among else acts).last()
    if last is None or last.who is None:
        return ""
    at = timezone.localtime(last.at)
    who = f"{last.who}（代{last.data['stands_for']}）" if "stands_for" in last.data else last.who
    return f"（{who}于{at.month}月{at.day}日 {at:%H:%M} {last.label}）"


def seal_of(event, previous):
    """The hash of an event and of everything before it."""
    row = {name: getattr(event, name) for name in SEALED_FIELDS}
    row["at"] = event.at.timestamp()
    text = json.dumps(row, sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(f"{previous}\n{text}".encode()).hexdigest()


@transaction.atomic
def seal_pending():
    """Append every unsealed event to the chain, in the order of their rows."""
    if not Event.objects.unsealed().exists():
        return 0
    head, _ = Head.objects.select_for_update().get_or_create(pk=1)
    count = 0
    while waiting := list(Event.objects.unsealed().order_by("pk")[:AT_ONCE]):
        for event in waiting:
            head.position = event.position = head.position + 1
            head.seal = event.seal = seal_of(event, head.seal)
            event.save(update_fields=["position", "seal"])
        count += len(waiting)
    head.save()
    return count


@dataclass(frozen=True)
class Verdict:
    """What `verify` found: how many links hold, and the first that does not."""

    checked: int
    seal: str
    broken_at: int | None = None
    reason: str = ""

    @property
    def whole(self):
        return self.broken_at is None


def verify():
    """Walk the chain from its first link; report the first one that was changed or removed."""
    previous, position = "", 0
    for event in Event.objects.exclude(position=None).order_by("position").iterator(2000):
        position += 1
        if event.position != position:
            return Verdict(position - 1, previous, position, "缺少一条日志")
        if event.seal != seal_of(event, previous):
            return Verdict(position - 1, previous, position, "日志内容与封签不符")
        previous = event.seal
    head = Head.objects.filter(pk=1).first() or Head()
    if (head.position, head.seal) != (position, previous):
        return Verdict(position, previous, position + 1, "链尾与记录不符，末尾的日志被移除")
    return Verdict(position, previous)


def audit():
    """Verify the chain; only to a whole one is added what still waits for its seal."""
    verdict = verify()
    return verify() if verdict.whole and seal_pending() else verdict
