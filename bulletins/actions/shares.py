"""Who has which part in an article: order, weights and main source, until the signature freezes them."""

from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction

from accounts.events import last_hand, record
from accounts.refusal import Refused
from bulletins.actions.articles import byline_of
from bulletins.actions.sources import names_of, set_in_order
from bulletins.actions.writing import locked, refuse_closed, refuse_outsider, store
from bulletins.shares import CENT, portions

LEAST, MOST = CENT, Decimal(999)


@dataclass(frozen=True)
class Part:
    """One source as the editor wants it."""

    submission: int
    share: Decimal
    is_main: bool = False


@transaction.atomic
def apportion(article, parts, *, by, seen=None, rewritten_half=False):
    """Save order, parts and main source as one list, if nobody changed the sources meanwhile."""
    refuse_outsider(by, article.publication)
    article = locked(article)
    refuse_closed(article)
    rows = {row.submission_id: row for row in article.sources.select_related("submission__filed")}
    refuse_changed(article, rows, parts, seen)
    refuse_unfair(parts)
    before = names_of(article)
    for part in parts:
        rows[part.submission].share = part.share
    set_in_order(
        [rows[part.submission] for part in parts],
        main=rows[next(part.submission for part in parts if part.is_main)],
    )
    follow(article, before, by)
    article.rewritten_half = rewritten_half
    article.save(update_fields=["rewritten_half"])
    note = said(rows, parts) + ("；本单位改写过半" if rewritten_half else "")
    record(by, "apportion", article, label="确定来稿份额", unit=article.publication.office, note=note)
    return article


def seen_of(article):
    """The sources as a page showed them, so that a later save knows whether they still stand so."""
    rows = article.sources.values_list("submission", "share", "is_main")
    words = ".".join(f"{pk}-{share * 100:.0f}-{main:d}" for pk, share, main in rows)
    return f"{words}.{article.rewritten_half:d}"


def refuse_changed(article, rows, parts, seen):
    """A source came or went, or a colleague shared them out meanwhile."""
    wanted = [part.submission for part in parts]
    if len(wanted) != len(rows) or set(wanted) != set(rows):
        raise Refused(f"来稿有增减{last_hand(article)}，请刷新页面后再定份额。")
    if seen is not None and seen != seen_of(article):
        raise Refused(f"来稿份额刚被改动{last_hand(article)}，请刷新页面看过后再定。")


def refuse_unfair(parts):
    if not all(LEAST <= part.share <= MOST for part in parts):
        raise Refused(f"每篇来稿的份数须在 {LEAST} 至 {MOST} 之间；不计份额的来稿请移出。")
    if sum(part.is_main for part in parts) != 1:
        raise Refused("请指定一篇主要来稿，且只指定一篇。")


def follow(article, before, by):
    """A byline that only names the units follows their order."""
    after = names_of(article)
    if article.byline == byline_of(before) != byline_of(after):
        words = {
            "title": article.title,
            "byline": byline_of(after),
            "body": article.body,
            "rich": article.rich,
        }
        store(article, by, article.use, words)


def said(rows, parts):
    shares = portions([part.share for part in parts])
    return "，".join(
        f"《{rows[part.submission].submission.filed}》{share}%{'（主要来稿）' if part.is_main else ''}"
        for part, share in zip(parts, shares, strict=True)
    )
