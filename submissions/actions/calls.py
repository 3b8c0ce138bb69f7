"""Calls: written as drafts, published to all units, corrected only where everybody sees it."""

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from accounts.actions.notices import notify, retire
from accounts.actions.saving import save
from accounts.duties import in_place_of
from accounts.events import last_hand, record
from accounts.models import Unit
from accounts.refusal import NotYours, Refused
from accounts.roles import Role
from submissions.actions.reaching import everybody_of
from submissions.calling import CALL_MOVES, CallState
from submissions.models import Call, Topic


@transaction.atomic
def save_call(call=None, *, by, office, topics, **fields):
    """Write a draft, or write it anew: nobody but the office has read it."""
    if not by.holds(Role.EDITOR, office):
        raise NotYours("报送要点由责任编辑拟定。")
    call = locked(call) if call else Call(office=office, made_by=by)
    if call.state != CallState.DRAFT:
        raise Refused(f"“{call}”现为“{call.stage_label}”，不能改写；请公开增补或撤下要点。")
    is_new = call.pk is None
    for name, value in fields.items():
        setattr(call, name, value)
    save(call)
    call.topics.all().delete()
    Topic.objects.bulk_create(Topic(call=call, order=n, text=text) for n, text in enumerate(topics, start=1))
    verb, label = ("call-new", "拟要点") if is_new else ("call-edit", "修改要点")
    write_down(by, verb, call, call, label)
    return call


def write_down(by, verb, thing, call, label, note=""):
    """One act of the office on a call or a topic of it; a deputy's act names both."""
    acting = in_place_of(by, [Role.EDITOR], call.office)
    return record(by, verb, thing, label=label, unit=call.office, note=note, **acting)


def locked(call):
    return Call.objects.select_for_update(of=("self",)).select_related("office").get(pk=call.pk)


def checked(call, verb, by, reason=""):
    """Lock the call and compare with the table; every refusal says what and why."""
    call, step = locked(call), CALL_MOVES[verb]
    if not call.allows(verb, by):
        raise NotYours(f"“{step.label}”由{call.office}的责任编辑办理。")
    if call.stage not in step.start:
        raise Refused(f"“{call}”现为“{call.stage_label}”{last_hand(call)}，不能{step.label}。")
    if step.needs_reason and not reason.strip():
        raise Refused(f"{step.label}须写明原因，各单位会看到。")
    return call, step


@transaction.atomic
def move_call(call, verb, *, by, reason=""):
    """Say one verb of the table over a call."""
    call, step = checked(call, verb, by, reason)
    if verb in ("publish", "reopen") and call.until < timezone.localdate():
        raise Refused(f"“{call}”的有效期已过（至{call.until:%Y-%m-%d}），请先改有效期。")
    if verb == "publish" and not call.topics.exists():
        raise Refused("还没有要点，请先修改，每行写一条要点。")
    call.state = step.again if step.again and call.published_at else step.end
    call.reason = reason.strip() if verb == "withdraw" else ""
    if verb == "publish":
        call.published_at = timezone.now()
    save(call)
    event = write_down(by, f"call-{verb}", call, call, step.label, reason.strip())
    retire_all(call)
    if verb in TOLD and call.published_at and (call.is_open or verb == "withdraw"):
        tell(call, event, TOLD[verb].format(call=call, reason=call.reason, until=call.until))
    return call


TOLD = {
    "publish": "请按“{call}”报送信息，有效期至{until:%m-%d}",
    "withdraw": "“{call}”已撤销：{reason}",
    "reopen": "“{call}”恢复征集，有效期至{until:%m-%d}",
    "restore": "“{call}”恢复征集，有效期至{until:%m-%d}",
}


def retire_all(call):
    """What was told of a call and what was told of its topics are over together."""
    for thing in (call, *call.topics.all()):
        retire(thing)


def tell(call, event, text):
    """All units of the office, once a person."""
    units = Unit.objects.reporting_to(call.office).active()
    notify(everybody_of(units), event, text, f"/submissions/calls/{call.pk}/")


@transaction.atomic
def extend_call(call, *, by, until):
    """A later last day; what had run out takes items again."""
    call, step = checked(call, "extend", by)
    if until <= call.until or until < timezone.localdate():
        raise Refused(f"新的截止日期须晚于原定的{call.until:%Y-%m-%d}，且不早于今天。")
    before, call.until, call.state = call.until, until, step.end
    save(call)
    note = f"{before:%Y-%m-%d} → {until:%Y-%m-%d}"
    event = write_down(by, "call-extend", call, call, step.label, note)
    retire(call, verbs=("call-extend",))
    tell(call, event, f"“{call}”的有效期延至{until:%m-%d}")
    return call


@transaction.atomic
def add_topic(call, text, *, by):
    """A topic more, for everybody to see that it is new."""
    call, step = checked(call, "add-topic", by)
    text = text.strip()
    if call.topics.standing().filter(text=text).exists():
        raise Refused(f"已有要点“{text}”，不必重复增补。")
    last = call.topics.aggregate(last=Max("order"))["last"] or 0
    topic = save(Topic(call=call, order=last + 1, text=text, added_at=timezone.now()))
    event = write_down(by, "topic-add", topic, call, step.label, text)
    tell(call, event, f"“{call}”增补要点：{text}")
    return topic


@transaction.atomic
def strike_topic(topic, *, by, reason):
    """Take a topic off the list where everybody reads that it was, and why."""
    call, step = checked(topic.call, "strike-topic", by, reason)
    topic = Topic.objects.select_for_update().get(pk=topic.pk)
    if topic.struck_at:
        raise Refused(f"要点“{topic}”已经撤下{last_hand(topic)}。")
    topic.struck_at, topic.struck_why = timezone.now(), reason.strip()
    save(topic)
    event = write_down(by, "topic-strike", topic, call, step.label, f"{topic}：{reason.strip()}")
    retire(topic)
    tell(call, event, f"“{call}”撤下要点“{topic}”：{reason.strip()}")
    return topic


@transaction.atomic
def return_topic(topic, *, by):
    """The way back; both stay in the history."""
    call, step = checked(topic.call, "return-topic", by)
    topic = Topic.objects.select_for_update().get(pk=topic.pk)
    if topic.struck_at is None:
        raise Refused(f"要点“{topic}”没有撤下。")
    topic.struck_at, topic.struck_why = None, ""
    save(topic)
    event = write_down(by, "topic-return", topic, call, step.label, str(topic))
    retire(topic)
    tell(call, event, f"“{call}”恢复要点“{topic}”")
    return topic


@transaction.atomic
def lapse(call):
    """The clock closes what has run out; from the same moment it takes no items anyway."""
    call = locked(call)
    if not call.is_over:
        return False
    call.state = CallState.CLOSED
    save(call)
    write_down(None, "call-lapse", call, call, "到期截止")
    retire_all(call)
    return True
