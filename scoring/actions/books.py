"""Keeping rule books: a draft may be changed or discarded, an enacted book only copied, or taken back while unused."""

import hashlib
from dataclasses import replace

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone

from accounts.events import record
from accounts.refusal import Refused
from bulletins.actions.uses import know
from scoring import books
from scoring.actions.doors import enter, refuse_far
from scoring.bookcase import end_of
from scoring.ledger import bookcase_of, rules_of
from scoring.models import Book, Entry, Period
from scoring.spans import DAY


class Overtaken(Refused):
    """Somebody else saved the draft after this page was opened."""


def mark_of(book):
    """Which text a page showed: a save says what it was made from."""
    return hashlib.sha256(f"{book.since} {book.source}".encode()).hexdigest()[:16]


@transaction.atomic
def new_book(office, source, *, since, by, begun=False):
    """Begin a draft from a readable file; a bad file raises books.BadBook. One that is `begun` may be empty yet."""
    office = enter(office, by)
    rules = books.load_draft(source) if begun else books.load(source)
    book = Book(office=office, made_by=by)
    return store(book, rules, source, since, by, label="起草考核办法")


@transaction.atomic
def save_book(book, source, *, since, by, seen=None):
    """Change a draft; `seen` is the mark of the text the change was made from."""
    enter(book.office, by)
    book = Book.objects.select_for_update(of=("self",)).get(pk=book.pk)
    refuse_frozen(book)
    if seen is not None and seen != mark_of(book):
        raise Overtaken(f"{book}在您打开以后已由他人修改，您的修改没有存入，仍在本页。")
    return store(book, books.load_draft(source), source, since, by, label="修改考核办法")


def store(book, rules, source, since, by, *, label):
    refuse_mistyped(book.office, since, rules)
    book.name, book.version, book.source, book.since = rules.name, rules.version, source, since
    try:
        with transaction.atomic():
            book.save()
    except IntegrityError as taken:
        raise Refused(f"已有《{book.name}》第{book.version}版，请改用别的版本号。") from taken
    record(by, "save-book", book, label=label, unit=book.office, note=f"自{since:%Y-%m-%d}施行")
    return book


@transaction.atomic
def copy_book(book, *, by):
    """A draft of the next version, for the first month that may still be changed."""
    office = enter(book.office, by)
    source = books.dump(replace(rules_of(book.source), version=next_version(office, book.name)))
    return new_book(office, source, since=timezone.localdate().replace(day=1), by=by, begun=True)


def next_version(office, name):
    """The first number no book of this name ever had."""
    same = Book.objects.filter(office=office, name=name)
    return (same.aggregate(last=Max("version"))["last"] or 0) + 1


@transaction.atomic
def discard_book(book, *, by):
    """Put a draft aside for good; it stays readable and may be copied."""
    office = enter(book.office, by)
    book = Book.objects.select_for_update(of=("self",)).get(pk=book.pk)
    refuse_frozen(book)
    book.discarded_at, book.discarded_by = timezone.now(), by
    book.save(update_fields=["discarded_at", "discarded_by"])
    record(by, "discard-book", book, label="作废考核办法草稿", unit=office)
    return book


@transaction.atomic
def enact_book(book, *, by, replacing=False):
    """Put a draft into force from its date on; `replacing` owns up to another of the same date."""
    office = enter(book.office, by)
    book = Book.objects.select_for_update(of=("self",)).get(pk=book.pk)
    refuse_frozen(book)
    refuse_empty(book)
    refuse_mistyped(office, book.since, rules_of(book.source))
    refuse_closed(office, book.since, "施行日期")
    twin = twin_of(book)
    if twin and not replacing:
        raise Refused(f"{twin}也从{book.since:%Y年%m月%d日}起施行。请另定施行日期，或勾选“取代”后再发布。")
    book.enacted_at, book.enacted_by = timezone.now(), by
    book.save(update_fields=["enacted_at", "enacted_by"])
    note = f"自{book.since:%Y-%m-%d}施行" + (f"，取代{twin}" if twin else "")
    record(by, "enact", book, label="发布考核办法", unit=office, note=note)
    know(office, rules_of(book.source).use_words, by=by)
    return book


@transaction.atomic
def withdraw_book(book, *, by, reason):
    """Take an enacted book out of force; it becomes a draft again, unless a month was ever closed under it."""
    office = enter(book.office, by)
    book = Book.objects.select_for_update(of=("self",)).get(pk=book.pk)
    if not book.enacted_at:
        raise Refused(f"{book}没有施行，不必撤销。")
    if used(book):
        raise Refused(f"已有月份按{book}关账，不能撤销施行；要改请复制成新版本，另定施行日期。")
    if not reason.strip():
        raise Refused("请写明撤销施行的原因。")
    book.enacted_at = book.enacted_by = None
    book.save(update_fields=["enacted_at", "enacted_by"])
    record(by, "withdraw-book", book, label="撤销施行考核办法", unit=office, note=reason.strip())
    return book


def used(book):
    """Whether a closed month counted under it: as its book, in a row of the ledger, or on any of its days."""
    if book.periods.exists() or Entry.objects.filter(book=book).exists():
        return True
    last = Period.objects.last_closed(book.office)
    if last is None or last < book.since.replace(day=1):
        return False
    windows = bookcase_of(book.office).windows(book.since, end_of(last))
    return any(shelved.key == book.pk for shelved, _ in windows)


def twin_of(book):
    """The book that already counts from the same day."""
    return Book.objects.enacted(book.office).filter(since=book.since).exclude(pk=book.pk).last()


def refuse_empty(book):
    try:
        books.load(book.source)
    except books.BadBook as bad:
        raise Refused(f"{book}还没有任何计分条款，请先写明分值或任务，再发布施行。") from bad


def refuse_frozen(book):
    if book.discarded_at:
        raise Refused(f"{book}已作废，不能再改；可以复制后另行修改。")
    if book.enacted_at:
        at = timezone.localtime(book.enacted_at)
        raise Refused(f"{book}已由{book.enacted_by}于{at:%Y年%m月%d日}发布，不能再改；请复制成新版本后修改。")


def refuse_mistyped(office, since, rules):
    """Last year by the office's books or by the new one, whichever began first, is as far back as any goes."""
    last_year = rules.year_of(rules.year_of(timezone.localdate()) - DAY)
    refuse_far(office, since, "施行日期", first=last_year)


def refuse_closed(office, day, what):
    last = Period.objects.last_closed(office)
    if last and day.replace(day=1) <= last:
        raise Refused(f"{last.year}年{last.month}月及以前已关账，{what}须在此之后。")
