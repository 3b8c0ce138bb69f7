"""The sources of an article: added, taken out, kept in order with one main source among them."""

from django.db import IntegrityError, transaction

from accounts.refusal import Refused
from bulletins.models import FormerSource, Source
from bulletins.shares import share_beside


def add_source(article, item):
    """At the end, with as large a share as the others have on average; the first one is the main one."""
    rows = list(article.sources.all())
    words = {
        "order": len(rows) + 1,
        "share": share_beside([row.share for row in rows]),
        "is_main": not rows,
    }
    try:
        with transaction.atomic():
            source = Source.objects.create(article=article, submission=item, **words)
    except IntegrityError as again:
        raise Refused(f"《{item.filed}》已是本稿来源。") from again
    article.former_sources.filter(submission=item).delete()
    return source


def take_out(article, item, by):
    """The others keep their order and their parts of each other; the first takes over as the main one."""
    gone, _ = article.sources.filter(submission=item).delete()
    if not gone:
        raise Refused(f"《{item.filed}》不是本稿的来源。")
    FormerSource.objects.get_or_create(article=article, submission=item, defaults={"by": by})
    rows = list(article.sources.all())
    set_in_order(rows, main=next((row for row in rows if row.is_main), rows[0]))


def set_in_order(rows, main):
    """Numbered 1…n; the main flag leaves its old row first, because there are never two."""
    for place, row in enumerate(rows, 1):
        row.order, row.is_main = place, False
        row.save(update_fields=["order", "share", "is_main"])
    main.is_main = True
    main.save(update_fields=["is_main"])


def names_of(article):
    """The units behind an article, in the order of its sources."""
    return [source.submission.unit.name for source in article.sources.select_related("submission__unit")]
