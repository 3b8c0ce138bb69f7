"""Closing a month: the ledger gets what it lacks, and the table is kept as it was."""

from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from accounts.actions.notices import retire
from accounts.events import record
from accounts.refusal import Refused
from scoring.actions.doors import enter
from scoring.actions.periods import hand
from scoring.bookcase import end_of, following
from scoring.facts import adoption_of
from scoring.ledger import Ledger
from scoring.models import Entry, Fate, Period
from scoring.standings import live
from scoring.terms import plain


@transaction.atomic
def close_month(office, month, *, by):
    """Book the difference and freeze the month; of several closings at once the first one counts."""
    office = enter(office, by)
    ledger = Ledger.of(office, month)
    refuse_untimely(ledger)
    entries = Entry.objects.bulk_create(rows_of(ledger, by))
    period = freeze(live(ledger), by)
    total = plain(sum((entry.points for entry in entries), Decimal(0)))
    note = f"{period}入账{len(entries)}笔，合计{total}分"
    record(by, "close", period, label="关账", unit=office, note=note, sha256=period.sha256)
    retire_calls(period)
    return period


def retire_calls(period):
    """Nobody need be told any more that the month waits to be closed, or was opened again."""
    retire(period.office, verbs=("month-due",))
    for earlier in Period.objects.in_short().filter(office=period.office, month=period.month):
        retire(earlier, verbs=("reopen",))


def refuse_untimely(ledger):
    """Once, in order, not before the month is over, and not without a book."""
    office, month = ledger.office, ledger.month
    if period := Period.objects.of(office, month):
        raise Refused(f"{period}已{hand(period.closed_by, period.closed_at)}关账，不必再关。")
    first = ledger.first_open
    if first is None:
        raise Refused("还没有发布考核办法，请先制定并发布，再关账。")
    if month < first:
        raise Refused(f"积分从{first.year}年{first.month}月开始，此前的月份不必关账。")
    if month > first:
        raise Refused(f"月份须按顺序关账，请先关{first.year}年{first.month}月{opened_again(office, first)}。")
    if end_of(month) >= timezone.localdate():
        after = following(month)
        raise Refused(f"{month.year}年{month.month}月还没有结束，请在{after.month}月{after.day}日以后关账。")


def opened_again(office, month):
    """By whom and when, if the month was closed before."""
    fate = Fate.objects.filter(period__office=office, period__month=month).select_related("by").last()
    return f"（{hand(fate.by, fate.at)}重新打开）" if fate else ""


def rows_of(ledger, by):
    """The ledger rows closing writes; a reversal stays under the book of the row it takes back."""
    books = {entry.pk: entry.book_id for entry in ledger.entries}
    return [entry_of(ledger, posting, books, by) for posting in ledger.postings]


def entry_of(ledger, posting, books, by):
    line, reverses = posting.due.line, posting.due.reverses
    return Entry(
        office=ledger.office,
        unit_id=line.unit,
        person_id=line.person,
        fact=line.fact,
        adoption_id=adoption_of(line.fact),
        submission_id=line.item,
        book_id=books[reverses] if reverses else ledger.case.on(line.on).key,
        rule=line.rule,
        points=posting.points,
        on=line.on,
        month=posting.month,
        reason=posting.reason,
        reverses_id=reverses,
        made_by=by,
    )


def freeze(standing, by):
    """Keep the table, its lists, and a hash of both."""
    book = standing.ledger.case.on(end_of(standing.month))
    earlier = Period.objects.filter(office=standing.office, month=standing.month)
    period = Period(
        office=standing.office,
        month=standing.month,
        round=earlier.count() + 1,
        book_id=book.key,
        snapshot=standing.table,
        sources=standing.sources(),
        closed_by=by,
    )
    period.sha256 = period.seal()
    period.save()
    return period
