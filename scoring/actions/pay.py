"""Remuneration lists: drawn up by one hand, checked and signed by others; what is signed is paid for once."""

from datetime import date
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from accounts.actions.notices import notify, retire
from accounts.events import last_hand, record
from accounts.models import Unit, User
from accounts.refusal import NotYours, Refused
from accounts.roles import Role
from scoring.actions.doors import enter, refuse_far
from scoring.facts import adoption_of
from scoring.funding import year_of
from scoring.models import PayCorrection, PayLine, PayList, Payment
from scoring.money_papers import pay_paper, pay_workbook
from scoring.pay_states import PAY_MOVES, PayState
from scoring.payroll import content_of, seal_of
from scoring.signing_files import keep_files
from scoring.spans import span_of, worded

MOST = 100_000
READING = ("read",)


@transaction.atomic
def draw_up(office, *, per, on, by):
    """Begin the list of the period a day lies in; an office draws up one list at a time."""
    office = enter(office, by)
    refuse_far(office, on, "所选日期")
    year = year_of(office, on)
    span = span_of(on, per, year[0].month)
    refuse_untimely(office, span)
    title = f"{worded(span, per)}信息稿酬发放表"
    made = PayList(
        office=office, title=title, per=per, first=span.first, last=span.last, year=year[0], made_by=by
    )
    try:
        with transaction.atomic():
            made.save()
    except IntegrityError as taken:
        raise Refused("另一张稿酬表正在办理，请先办完或作废，再拟新表。") from taken
    record(by, "draw", made, label="拟表", unit=office)
    return made


def refuse_untimely(office, span):
    if span.last >= timezone.localdate():
        raise Refused(f"这一期到{span.last:%Y年%m月%d日}才结束，请在此以后拟表。")
    if other := PayList.objects.open().filter(office=office).with_names().first():
        raise Refused(
            f"“{other}”由{other.made_by}拟制，现为“{other.get_state_display()}”；请先办完或作废，再拟新表。"
        )


@transaction.atomic
def correct(pay_list, *, unit, person, amount, reason, by):
    """A sum by hand; whoever checks the list is its second hand."""
    pay_list = opened(pay_list, by)
    if not amount or abs(amount) > MOST:
        raise Refused(f"金额须在 -{MOST} 到 {MOST} 元之间，且不为 0。")
    if not reason.strip():
        raise Refused("请写明更正事由，审核人会看到。")
    if not Unit.objects.reporting_to(pay_list.office).filter(pk=unit.pk).exists():
        raise Refused(f"“{unit}”不向{pay_list.office}报送。")
    if not person.posts.filter(unit=unit).exists():
        raise Refused(f"{person}没有在{unit}任过职，请核对。")
    facts = {"unit": unit, "person": person, "amount": amount, "reason": reason.strip()}
    made = PayCorrection.objects.create(list=pay_list, by=by, **facts)
    record(by, "correct", pay_list, label="手工更正", unit=pay_list.office, note=f"{made}，{amount}元")
    return made


@transaction.atomic
def drop_correction(correction, *, by):
    """Take a sum out again; that it was there stays on record."""
    pay_list = opened(correction.list, by)
    correction = PayCorrection.objects.select_for_update(of=("self",)).get(pk=correction.pk)
    if correction.dropped_at:
        raise Refused("这一笔已经撤去。")
    correction.dropped_at, correction.dropped_by = timezone.now(), by
    correction.save(update_fields=["dropped_at", "dropped_by"])
    record(by, "uncorrect", pay_list, label="撤去更正", unit=pay_list.office, note=str(correction))


def opened(pay_list, by):
    """A list that may still be changed, under the office's lock."""
    enter(pay_list.office, by)
    pay_list = PayList.objects.select_for_update(of=("self",)).with_names().get(pk=pay_list.pk)
    if pay_list.state != PayState.DRAFT:
        raise Refused(
            f"“{pay_list}”现为“{pay_list.get_state_display()}”{last_hand(pay_list, besides=READING)}，要改请先退回。"
        )
    return pay_list


@transaction.atomic
def move(pay_list, verb, *, by, reason=""):
    """Say a verb of the lists' table."""
    step = PAY_MOVES[verb]
    Unit.objects.select_for_update(no_key=True).get(pk=pay_list.office_id)  # two lists cannot take one use
    pay_list = PayList.objects.select_for_update(of=("self",)).with_names().get(pk=pay_list.pk)
    refuse_hand(pay_list, verb, by)
    if pay_list.state not in step.start:
        raise Refused(
            f"“{pay_list}”现为“{pay_list.get_state_display()}”{last_hand(pay_list, besides=READING)}，不能{step.label}。"
        )
    if step.needs_reason and not reason.strip():
        raise Refused(f"{step.label}须写明原因。")
    before = pay_list.state
    DEEDS.get(verb, lambda *_: None)(pay_list, by)
    pay_list.state, pay_list.word, pay_list.moved_at = step.end, reason.strip()[:200], timezone.now()
    pay_list.save()
    if verb == "issue":
        book(pay_list)
    note = pay_list.word
    event = record(
        by, verb, pay_list, label=step.label, unit=pay_list.office, note=note, before=before, after=step.end
    )
    retire(pay_list)
    tell(pay_list, verb, event)
    return pay_list


def refuse_hand(pay_list, verb, by):
    step = PAY_MOVES[verb]
    if not by.holds_any(step.by, pay_list.office):
        hands = "、".join(role.label for role in step.by)
        raise NotYours(f"“{step.label}”由{pay_list.office}的{hands}办理。")
    if not pay_list.allows(verb, by):
        raise Refused(f"{step.label}须由另一个人办理，拟表人不能{step.label}自己的表。")
    if verb == "check" and pay_list.corrections.filter(dropped_at=None, by=by).exists():
        raise Refused("表中有您提出的手工更正，审核须由另一个人办理。")


def hand_in(pay_list, by):
    """From here the list is what was handed in."""
    content = content_of(pay_list)
    if not content["lines"]:
        raise Refused("表中没有应付的稿酬，不必报审；可以作废后另拟一期。")
    pay_list.content = content


def take_back(pay_list, by):
    pay_list.content, pay_list.checked_by = {}, None


def check(pay_list, by):
    refuse_moved(pay_list)
    pay_list.checked_by = by


def issue(pay_list, by):
    refuse_moved(pay_list)
    pay_list.issued_by, pay_list.issued_on = by, timezone.localdate()
    pay_list.sha256 = seal_of(pay_list.content)


def refuse_moved(pay_list):
    """What was handed in must still be what is owed."""
    if content_of(pay_list) != pay_list.content:
        raise Refused("报审以后采用或作者有了变化，表中金额与现在应付的不一致；请退回修改，重新报审。")


DEEDS = {"submit": hand_in, "back": take_back, "check": check, "issue": issue}


def book(pay_list):
    """What is signed is paid for: lines, payees and files, all at once or not at all."""
    content = pay_list.content
    try:
        with transaction.atomic():
            PayLine.objects.bulk_create(line_of(pay_list, line) for line in content["lines"])
    except IntegrityError as paid:
        raise Refused("表中有已经付过的采用，请退回修改，重新报审。") from paid
    Payment.objects.bulk_create(payment_of(pay_list, payee) for payee in content["payees"])
    paper = pay_paper(content, hands_of(pay_list), pay_list.issued_on)
    keep_files(paper, pay_workbook(content), pay_list=pay_list)


def hands_of(pay_list):
    hands = (("制表", pay_list.made_by), ("审核", pay_list.checked_by), ("签发", pay_list.issued_by))
    return [(label, str(person)) for label, person in hands if person]


def line_of(pay_list, line):
    kind, _, number = line["fact"].partition(":")
    return PayLine(
        office=pay_list.office,
        list=pay_list,
        unit_id=line["unit"],
        person_id=line["person"],
        fact=line["fact"],
        round=line["round"],
        adoption_id=adoption_of(line["fact"]),
        submission_id=line["item"],
        correction_id=int(number) if kind == "correction" else None,
        points=Decimal(line["points"]) if line["points"] else None,
        amount=Decimal(line["amount"]),
        on=date.fromisoformat(line["on"]),
        reason=line["reason"],
        reverses_id=line["reverses"],
    )


def payment_of(pay_list, payee):
    return Payment(
        office=pay_list.office,
        pay_list=pay_list,
        year=pay_list.year,
        unit_id=payee["unit"],
        person_id=payee["person"],
        what="稿酬",
        amount=Decimal(payee["amount"]),
    )


def tell(pay_list, verb, event):
    """Who is to act next; the maker what became of it; the writers what they are to get."""
    url, office = pay_list.get_absolute_url(), pay_list.office
    if verb == "submit":
        hands = [*User.objects.holding(Role.SCORER, office), *User.objects.holding(Role.APPROVER, office)]
        notify(hands, event, f"待审核：{pay_list}", url)
        return
    if verb == "check":
        others = [one for one in User.objects.holding(Role.APPROVER, office) if one.pk != pay_list.made_by_id]
        notify(others, event, f"待签发：{pay_list}", url)
    notify([pay_list.made_by], event, f"{pay_list}：{pay_list.get_state_display()}", url)
    if verb == "issue":
        for payment in pay_list.payments.exclude(person=None).select_related("person"):
            tell_writer(payment, event, pay_list)


def tell_writer(payment, event, pay_list):
    text = f"{pay_list}已签发，您的稿酬为{payment.amount}元。"
    notify([payment.person], event, text, reverse("scoring:pay_mine"))


@transaction.atomic
def note_read(pay_list, form, *, by):
    """Who took a list out: it names every sum."""
    label = f"下载{form.upper()}"
    return record(by, "read", pay_list, label=label, unit=pay_list.office, sha256=pay_list.sha256)
