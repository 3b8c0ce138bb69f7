"""Signature: number, date, frozen content and adoptions are born in one transaction."""

import hashlib
import json
from itertools import groupby

from django.db import transaction
from django.utils import timezone

from accounts.actions.notices import notify, retire
from accounts.events import record
from accounts.queue import after_commit
from bulletins.actions.articles import advance, held
from bulletins.actions.crediting import credit_below, revoke_all
from bulletins.actions.distribution import distribute, measure, withdraw
from bulletins.actions.indexing import note_issue
from bulletins.actions.issues import checked, finish
from bulletins.actions.publications import steady
from bulletins.actions.sequels import remember_places
from bulletins.compose import paper_of
from bulletins.models import Adoption, Article, Counter, Document, Source
from bulletins.numbering import RUNNING
from bulletins.shares import portions
from bulletins.states import Series
from submissions.models import Submission
from submissions.models.writers import writer_of


@transaction.atomic
def sign(issue, *, by, base=None):
    """Sign an issue that awaits signature. Only the first of several signatures counts."""
    issue, step = checked(issue, "sign", by, "", base)
    issue.approver = by
    give_number(issue)
    freeze(issue)
    for article in held(Article, Article.objects.printed_in(issue)):
        advance(article, "print", by=by)
    issue = finish(issue, "sign", step, by, "", number=issue.label, sha256=issue.paper_sha256)
    adopt(issue, by)
    credit_below(list(issue.adoptions.standing().select_related("issue__publication", "publication")), by=by)
    note_issue(issue)
    measure(issue)
    distribute(issue, by=by)
    order_documents(issue)
    return issue


def give_number(issue):
    """Take the next number of the count this series stands in; the date of signature decides the year.

    The running total is counted whether it is printed or not: it may be printed from some day on.
    """
    issue.publication = steady(issue.publication)
    now = timezone.now()  # under the lock: of two at midnight the later number never has the earlier date
    issue.signed_at, issue.date = now, timezone.localdate(now)
    issue.year = issue.date.year
    rule = issue.publication.rules[issue.series]
    issue.counted_in, issue.prefix = rule.count, rule.prefix
    issue.number = next_number(issue.publication, rule.count, issue.publication.counting_year(issue.date))
    if rule.count == Series.REGULAR:
        runs_on = not issue.publication.restarts_yearly
        issue.total = issue.number if runs_on else next_number(issue.publication, rule.count, RUNNING)


def next_number(publication, count, year):
    """Count on from the row of this series and year; the row is made on first use."""
    counter, _ = Counter.objects.get_or_create(
        publication=publication,
        series=count,
        year=year,
        defaults={"last": publication.count_before(count, year)},
    )
    counter = Counter.objects.select_for_update().get(pk=counter.pk)
    counter.last += 1
    counter.save(update_fields=["last"])
    return counter.last


def freeze(issue):
    """Keep the content that was signed, word for word, with its hash."""
    issue.paper = paper_of(issue).to_dict()
    text = json.dumps(issue.paper, ensure_ascii=False, sort_keys=True)
    issue.paper_sha256 = hashlib.sha256(text.encode()).hexdigest()


def adopt(issue, by):
    """One adoption for each source of each article, with its share of the article frozen."""
    sources = Source.objects.filter(article__placement__issue=issue).select_related(
        "submission", "article__own_use"
    )
    held(Submission, [source.submission for source in sources])
    placed = sources.order_by("article__placement__position", "order")
    for _, group in groupby(placed, key=lambda source: source.article_id):
        rows = list(group)
        for source, share in zip(rows, portions([row.share for row in rows]), strict=True):
            adopt_source(issue, source, share, by)


def adopt_source(issue, source, share, by):
    """The fact that an item was used; its author is told."""
    item = source.submission
    Adoption.objects.create(
        office=item.office,
        unit=item.unit,
        person=writer_of(item),
        submission=item,
        publication=issue.publication,
        use=source.article.use,
        own_use=source.article.own_use,
        on=issue.date,
        issue=issue,
        article=source.article,
        share=share,
        is_main=source.is_main,
        title=source.article.title,
        registered_by=by,
    )
    event = record(by, "adopted", item, label="刊发采用", unit=item.unit, note=f"{issue}：{source.article}")
    notify([item.author], event, f"《{item}》已由{issue}采用", f"/submissions/{item.pk}/")


def order_documents(issue):
    """The rows come first; the queue only carries them to the renderer."""
    from bulletins.tasks import make_document

    for kind in Document.Format:
        document = Document.objects.create(issue=issue, format=kind)
        after_commit(make_document, document.pk)


@transaction.atomic
def void(issue, *, by, reason, base=None):
    """Declare a signed issue void: number and bytes stay, adoptions are revoked, articles come back."""
    issue, step = checked(issue, "void", by, reason, base)
    adopted = issue.adoptions.standing().filter(follows=None)
    adopted = adopted.select_related("submission__author", "unit", "publication")
    revoke_all(list(adopted), by, f"{issue.label}作废：{reason.strip()}")
    for article in held(Article, Article.objects.printed_in(issue)):
        advance(article, "unprint", by=by)
    remember_places(issue)
    issue.placements.all().delete()
    for words in issue.instructions.all():
        retire(words)  # what leaders wrote on it opens for the office alone now
    issue = finish(issue, "void", step, by, reason)
    withdraw(issue, by=by, why=reason)
    return issue
