"""Calls and commissions for tests: made by the product's own actions, valid and dull."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import time_machine
from django.utils import timezone

from accounts.roles import Role
from submissions import actions
from submissions.actions import answering, calls, commissions
from submissions.calling import CALL_MOVES, COMMISSION_MOVES, REPLY_MOVES, Reply
from submissions.models import Call, Invitation
from tests.factories import SubmissionFactory, UnitFactory, UserFactory

SHANGHAI = ZoneInfo("Asia/Shanghai")
SENT = datetime(2026, 12, 1, 10, tzinfo=SHANGHAI)
DEADLINE = datetime(2026, 12, 8, 18, tzinfo=SHANGHAI)
MOMENT = timedelta(microseconds=1)


def editor_of(office):
    return UserFactory(home=office, role=Role.EDITOR)


def a_call(office, *, by=None, published=True, topics=("防暑降温", "新就业形态劳动者入会"), **fields):
    by, today = by or editor_of(office), timezone.localdate()
    fields = {"title": "报送要点", "since": today, "until": today + timedelta(days=9)} | fields
    call = calls.save_call(by=by, office=office, topics=list(topics), **fields)
    return calls.move_call(call, "publish", by=by) if published else call


def a_commission(*units, by=None, **fields):
    office = units[0].office
    by = by or editor_of(office)
    fields = {
        "title": "欠薪治理的做法",
        "requirements": "写清做法和数字，1500字以内。",
        "contact": "胡编辑 010-55501000",
        "deadline": timezone.now() + timedelta(days=5),
    } | fields
    return commissions.commission(by=by, office=office, units=list(units), **fields)


def an_invitation(unit=None, **fields):
    return a_commission(unit or UnitFactory(), **fields).invitations.get()


def set_reply(invitation, state):
    """Put an invitation into a state as the database demands it."""
    invitation.state = state
    invitation.reason = "人手不足" if state == Reply.DECLINED else ""
    invitation.answered_at = timezone.now() if state == Reply.ANSWERED else None
    invitation.save()
    return invitation


def an_answer(invitation, *, author=None):
    """A draft that answers."""
    author = author or UserFactory(home=invitation.unit, role=Role.INFORMANT)
    return answering.link(SubmissionFactory(author=author), by=author, invitation=invitation)


def file(item):
    """Send and sign, as two people do."""
    item = actions.move(item, "send", by=item.author)
    reviewer = UserFactory(home=item.unit, role=Role.REVIEWER)
    return actions.sign(item, by=reviewer, reviewed=True)


def again(row):
    return type(row).objects.get(pk=row.pk)


def invitation_of(commission, unit):
    return Invitation.objects.get(commission=commission, unit=unit)


def add_calls(world, secret):
    """A draft call, a published one, and a commission to the one unit; every word carries the secret."""
    editor = world.people[Role.EDITOR]
    text = {"title": f"{secret}要点", "introduction": f"{secret}说明", "topics": [f"{secret}防暑"]}
    world.draft_call = a_call(world.office, by=editor, published=False, **text)
    world.call = a_call(world.office, by=editor, **text)
    world.commission = a_commission(
        world.unit, by=editor, title=f"{secret}约稿", requirements=f"{secret}要求"
    )
    world.invitation = world.commission.invitations.get()


def variants_of_calls(world):
    """The keys a stranger could try at the addresses of calls and commissions."""
    call, commission, invitation = world.call.pk, world.commission.pk, world.invitation.pk
    both = [{"pk": world.call.pk}, {"pk": world.draft_call.pk}]
    topics = [{"pk": world.call.topics.get().pk}, {"pk": world.draft_call.topics.get().pk}]
    names = ("call", "call_xlsx", "call_edit", "call_extend", "call_add", "call_link")
    asked = ("commission", "commission_xlsx", "commission_extend", "commission_invite")
    return {
        **{f"submissions:{name}": both for name in names},
        **{f"submissions:{name}": topics for name in ("topic", "topic_strike", "topic_return")},
        **{f"submissions:{name}": [{"pk": commission}] for name in asked},
        **{f"submissions:{name}": [{"pk": invitation}] for name in ("invitation", "invitation_link")},
        "submissions:call_move": [{"pk": call, "verb": v} for v, step in CALL_MOVES.items() if step.button],
        "submissions:commission_move": [
            {"pk": commission, "verb": v} for v, step in COMMISSION_MOVES.items() if step.button
        ],
        "submissions:invitation_reply": [{"pk": invitation, "verb": verb} for verb in REPLY_MOVES],
    }


FOR_EVERY_UNIT = (
    "submissions:call",
    "submissions:topic",
)  # a published call is read by all units of its office


def person(role, unit):
    return UserFactory(home=unit if role in (Role.INFORMANT, Role.REVIEWER) else unit.office, role=role)


def at(moment):
    return time_machine.travel(moment, tick=False)


def answer_to(topic, unit):
    author = UserFactory(home=unit, role=Role.INFORMANT)
    return answering.link(SubmissionFactory(author=author), by=author, topic=topic)


def close_it(call, how):
    editor = editor_of(call.office)
    if how == "struck":
        calls.strike_topic(call.topics.first(), by=editor, reason="另发")
    elif how == "run out":
        Call.objects.filter(pk=call.pk).update(
            since=timezone.localdate() - timedelta(days=9), until=timezone.localdate() - timedelta(days=1)
        )
    else:
        calls.move_call(call, how, by=editor, reason="另发")
