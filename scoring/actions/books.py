"""Keeping rule books: a draft may be changed, an enacted book only copied."""

from dataclasses import replace

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone

from accounts.events import record
from accounts.refusal import Refused
from scoring import books
from scoring.actions.doors import enter, refuse_far
from scoring.ledger import rules_of
from scoring.models import Book, Period
from scoring.spans import DAY


@transaction.atomic
def new_book(office, source, *, since, by):
    """Begin a draft from a readable file; a bad file raises books.BadBook."""
    office = enter(office, by)
    rules = books.load(source)
    book = Book(office=office, made_by=by)
    return store(book, rules, source, since, by, label="起草考核办法")


@transaction.atomic
def save_book(book, source, *, since, by):
    """Change a draft."""
    enter(book.office, by)
    book = Book.objects.select_for_update(of=("self",)).get(pk=book.pk)
    refuse_frozen(book)
    return store(book, books.load(source), source, since, by, label="修改考核办法")


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
    same = Book.objects.filter(office=office, name=book.name)
    version = same.aggregate(last=Max("version"))["last"] + 1
    source = books.dump(replace(rules_of(book.source), version=version))
    return new_book(office, source, since=timezone.localdate().replace(day=1), by=by)


@transaction.atomic
def enact_book(book, *, by):
    """Put a draft into force from its date on; from then it is frozen."""
    office = enter(book.office, by)
    book = Book.objects.select_for_update(of=("self",)).get(pk=book.pk)
    refuse_frozen(book)
    refuse_mistyped(office, book.since, rules_of(book.source))
    refuse_closed(office, book.since, "施行日期")
    book.enacted_at, book.enacted_by = timezone.now(), by
    book.save(update_fields=["enacted_at", "enacted_by"])
    record(by, "enact", book, label="发布考核办法", unit=office, note=f"自{book.since:%Y-%m-%d}施行")
    return book


def refuse_frozen(book):
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
