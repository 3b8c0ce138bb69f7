"""Composing a circular and moving it from desk to desk; signing and publishing live in circular_signing.py."""

import hashlib
from uuid import uuid4

from django.db import transaction

from accounts.events import last_hand, record
from accounts.models import Unit
from accounts.refusal import NotYours, Refused
from accounts.roles import Role
from bulletins.standing import tidied
from scoring import circular_sections as parts
from scoring.bookcase import months_from
from scoring.circular_facts import SPANS, facts_of
from scoring.circular_states import CIRCULAR_MOVES, ENDED, MONTHS, CircularState, Kind
from scoring.circular_texts import correction_of, texts_of, title_of
from scoring.models import Circular, Letterhead, Period
from scoring.standings import frozen
from scoring.tally import months_back

STANDING = ("report_to", "send_to", "copy_to", "copies")  # taken over from the letterhead
EDITABLE = ("title", "columns", *STANDING)
CHANGES = ("begin", "describe", "write", "arrange", "renew", *CIRCULAR_MOVES)


class Overtaken(Refused):
    """Somebody changed it after this page was opened; what was typed is shown beside what is."""


@transaction.atomic
def begin(office, *, by, last, kind=Kind.MONTH, corrects=None, key=None):
    """A first draft from closed months; the same form begins one. A correction may be one of several."""
    office = steady(office)
    refuse_outsider(office, by)
    if key and (known := Circular.objects.filter(key=key, editor=by).first()):
        return known
    closings = closed_months(office, kind, last)
    letterhead = Letterhead.of(office)
    made = Circular(
        office=office,
        kind=kind,
        first=months_back(last, MONTHS[kind] - 1),
        last=last,
        corrects=corrects,
        editor=by,
        key=key or uuid4(),
    )
    refuse_second(made)
    made.closings = [[each.pk, each.sha256] for each in closings]
    take_over(made, letterhead)
    compose(made, letterhead)
    made.save()
    record(by, "begin", made, label="起草通报", unit=office)
    return made


def take_over(circular, letterhead):
    """The office's standing ways, to be changed for this circular."""
    circular.three_hands, circular.columns = letterhead.three_hands, letterhead.columns
    for name in STANDING:
        setattr(circular, name, getattr(letterhead, name))


def steady(office):
    """Under the lock that closing, signing and publishing take."""
    return Unit.objects.select_for_update(no_key=True).get(pk=office.pk)


def refuse_outsider(office, by):
    if not by.holds(Role.SCORER, office):
        raise NotYours(f"通报由{office}的积分管理员起草。")


def closed_months(office, kind, last):
    """The closed months it tells of; they must all be closed, and the last one must know the span."""
    newest = Period.objects.of(office, last)
    if newest is None:
        raise Refused(f"{last.year}年{last.month}月还没有关账，请先关账，再起草通报。")
    first = frozen(newest).windows[SPANS[kind]][0]
    if months_back(last, MONTHS[kind] - 1) != first:
        raise Refused(
            f"{last.year}年{last.month}月不是一个{'季度' if kind == Kind.QUARTER else '考核年度'}的最后一个月，请另选月份或种类。"
        )
    wanted = months_from(first, last)
    found = {each.month: each for each in Period.objects.closed(office).filter(month__in=wanted)}
    return [found[month] for month in wanted if month in found]


def refuse_second(circular):
    """One circular of a kind for a time; what was published is corrected, not written again."""
    if circular.corrects:
        if circular.corrects.state != CircularState.PUBLISHED:
            raise Refused("只有已公布的通报才需要更正；未公布的请退回修改或作废后重新起草。")
        return
    same = Circular.objects.filter(office=circular.office, kind=circular.kind, first=circular.first)
    other = same.filter(corrects=None).exclude(state__in=ENDED).first()
    if other is None:
        return
    if other.state == CircularState.PUBLISHED:
        raise Refused(f"{other.span_label}的通报已公布（{other}），有差错请在该通报页面起草更正通报。")
    raise Refused(f"{other.span_label}的通报已在办理：{other}，现为“{other.get_state_display()}”。")


def compose(circular, letterhead):
    """Title and sections as the figures have them."""
    if circular.corrects:
        old = circular.corrects
        circular.title = f"关于更正{old.number_line}通报的通知"[:120]
        body = parts.only_lead(correction_of(old.number_line, old.title))
    else:
        circular.title = title_of(circular.office.name, circular.span_label)
        body = parts.usual(texts_of(facts_of(circular)), letterhead.off)
    keep(circular, body)


def keep(circular, body):
    circular.body = parts.kept(body)
    circular.words = parts.words_of(circular.title, body)


def locked(circular, by, *, base=None):
    """The draft under lock, at the version the page showed."""
    office = steady(circular.office)
    circular = Circular.objects.select_for_update(of=("self",)).with_hands().get(pk=circular.pk)
    refuse_outsider(office, by)
    if not circular.is_draft:
        hand = last_hand(circular, among=CHANGES)
        raise Refused(f"本通报现为“{circular.get_state_display()}”{hand}，不能改动；须先退回修改。")
    if base is not None and circular.version != base:
        hand = last_hand(circular, among=CHANGES)
        raise Overtaken(f"本通报刚被他人改动{hand}，您的改动没有保存，请对照现在的内容再存。")
    return circular


def bump(circular):
    circular.version += 1
    circular.save()
    return circular


@transaction.atomic
def describe(circular, *, by, base, **fields):
    """Title, columns of the ranking, lists, copies."""
    circular = locked(circular, by, base=base)
    for name in EDITABLE:
        setattr(circular, name, fields.get(name, getattr(circular, name)))
    for name in ("report_to", "send_to", "copy_to"):
        setattr(circular, name, tidied(getattr(circular, name)))
    keep(circular, parts.sections_of(circular.body))
    record(by, "describe", circular, label="修改通报信息", unit=circular.office)
    return bump(circular)


@transaction.atomic
def write(circular, kind, *, by, was, **words):
    """Save the words of one section, if nobody changed that section meanwhile; `was` is what the page showed of it."""
    circular = locked(circular, by)
    body = parts.sections_of(circular.body)
    section = next(each for each in body if each.kind == kind)
    if mark_of(section) != was:
        hand = last_hand(circular, among=CHANGES)
        raise Overtaken(f"“{section.label}”刚被他人改动{hand}，您的文字没有保存，仍在下面，请对照后再存。")
    keep(circular, parts.changed(body, kind, **words))
    record(by, "write", circular, label=f"修改“{section.label}”", unit=circular.office)
    return bump(circular)


def mark_of(section) -> str:
    """By which a form knows the section it began from."""
    shown = f"{section.heading}\n{section.text}\n{section.top}"
    return hashlib.sha256(shown.encode()).hexdigest()[:32]


@transaction.atomic
def compose_again(circular, kind, *, by):
    """One section as the figures have it; the edits of all others stay."""
    circular = locked(circular, by)
    text = texts_of(facts_of(circular)).get(kind, "")
    body = parts.sections_of(circular.body)
    section = next(each for each in body if each.kind == kind)
    keep(circular, parts.changed(body, kind, text=text, heading=section.sort.heading))
    record(by, "write", circular, label=f"重新生成“{section.label}”", unit=circular.office)
    return bump(circular)


@transaction.atomic
def arrange(circular, kind, *, by, step=0, on=None):
    """Move a section up or down, or switch it on or off."""
    circular = locked(circular, by)
    body = parts.sections_of(circular.body)
    section = next(each for each in body if each.kind == kind)
    if on is not None:
        body, label = parts.changed(body, kind, on=on), f"{'印' if on else '不印'}“{section.label}”"
    else:
        body, label = parts.shifted(body, kind, step), f"移动“{section.label}”"
    keep(circular, body)
    record(by, "arrange", circular, label=label, unit=circular.office)
    return bump(circular)


@transaction.atomic
def renew(circular, *, by):
    """A month was opened and closed again: go on with the new figures; the words stay for the drafter to check."""
    circular = locked(circular, by)
    closings = closed_months(circular.office, circular.kind, circular.last)
    circular.closings = [[each.pk, each.sha256] for each in closings]
    record(by, "renew", circular, label="改用重新关账的数字", unit=circular.office)
    return bump(circular)
