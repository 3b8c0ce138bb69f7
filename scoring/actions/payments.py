"""Handing the money over: noted by day and voucher, payee by payee or all at once; and the year's fund."""

from django.db import transaction
from django.utils import timezone

from accounts.events import last_hand, record
from accounts.refusal import Refused
from scoring.actions.doors import enter, refuse_far
from scoring.funding import year_of
from scoring.models import Fund, PayList, Payment
from scoring.pay_states import PaymentState, PayState


@transaction.atomic
def hand_over(source, payments, *, on, voucher, by):
    """Note that these sums of a signed list were handed over."""
    office = enter(source.office, by)
    source = type(source).objects.with_names().get(pk=source.pk)
    if not voucher.strip():
        raise Refused("请填写凭证号。")
    refuse_day(source, on)
    rows = locked(source, payments)
    if not rows:
        raise Refused("请先勾选已经领款的人。")
    if done := next((row for row in rows if row.state == PaymentState.PAID), None):
        raise Refused(f"{done.payee}的款已于{done.on:%Y年%m月%d日}发放，由{done.by}登记，不能重复登记。")
    for row in rows:
        note(row, PaymentState.PAID, by, on=on, voucher=voucher.strip(), words="")
    names = "、".join(row.payee for row in rows[:10]) + ("等" if len(rows) > 10 else "")
    record(
        by,
        "pay",
        source,
        label="登记发放",
        unit=office,
        note=f"{len(rows)}人：{names}；凭证{voucher.strip()}",
    )
    settle(source)
    return rows


@transaction.atomic
def send_back(payment, *, reason, by):
    """Note that a sum was not taken, or came back; it may be handed over later."""
    office = enter(payment.office, by)
    if not reason.strip():
        raise Refused("请写明未领或退回的原因。")
    row = Payment.objects.select_for_update(of=("self",)).with_names().get(pk=payment.pk)
    if row.state == PaymentState.RETURNED:
        raise Refused(f"{row.payee}的款已登记为未领退回{last_hand(row.source)}。")
    note(row, PaymentState.RETURNED, by, on=None, voucher="", words=reason.strip())
    record(by, "unpaid", row.source, label="登记未领", unit=office, note=f"{row.payee}：{reason.strip()}")
    settle(row.source)
    return row


def locked(source, payments):
    mine = {"pay_list": source} if isinstance(source, PayList) else {"award_list": source}
    rows = Payment.objects.select_for_update(of=("self",)).filter(**mine, pk__in=[one.pk for one in payments])
    return list(rows.with_names().order_by("pk"))


def refuse_day(source, on):
    signed = source.issued_on if isinstance(source, PayList) else source.signed_on
    if not signed:
        raise Refused("还没有签发，不能登记发放。")
    if not signed <= on <= timezone.localdate():
        raise Refused(f"发放日期须在签发之日（{signed:%Y年%m月%d日}）到今天之间。")


def note(row, state, by, *, on, voucher, words):
    row.state, row.on, row.voucher, row.note = state, on, voucher, words
    row.by, row.at = by, timezone.now()
    row.save(update_fields=["state", "on", "voucher", "note", "by", "at"])


def settle(source):
    """A list is paid once nobody on it waits any more."""
    if isinstance(source, PayList):
        state = PayState.ISSUED if source.payments.due().exists() else PayState.PAID
        PayList.objects.filter(pk=source.pk).exclude(state=state).update(state=state, moved_at=timezone.now())


@transaction.atomic
def set_fund(office, *, day, amount, note, by):
    """What the office may spend in the assessment year a day lies in."""
    office = enter(office, by)
    refuse_far(office, day, "年度")
    year = year_of(office, day)[0]
    fund = Fund.objects.select_for_update(of=("self",)).filter(office=office, year=year).first()
    before = fund.amount if fund else None
    fund = fund or Fund(office=office, year=year)
    fund.amount, fund.note, fund.by, fund.at = amount, note.strip(), by, timezone.now()
    fund.save()
    told = f"{before}元改为{amount}元" if before is not None else f"{amount}元"
    record(by, "fund", fund, label="登记经费", unit=office, note=told)
    return fund
