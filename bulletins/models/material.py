"""The accepted items of a desk as one bulletin sees them: which it means to use, and how far each has come."""

from django.db.models import Case, Count, Exists, F, OuterRef, Prefetch, Q, Subquery, Value, When

from bulletins.candidate_states import Standing
from bulletins.models.articles import Article, Source, meant_for
from bulletins.models.candidates import Candidate
from bulletins.shares import portions
from bulletins.states import ArticleState
from submissions.models import Submission
from submissions.states import State

LIVING = (ArticleState.EDITING, ArticleState.READY, ArticleState.PLACED, ArticleState.PRINTED)


def accepted(office):
    """The office's accepted items, whether meant for a bulletin or not."""
    return Submission.objects.filter(office=office, state=State.ACCEPTED, filed__isnull=False)


def made_for(publication, *states):
    """Whether an article of the bulletin is made of the item, in one of the states."""
    rows = Source.objects.filter(submission=OuterRef("pk"), article__publication=publication)
    return Exists(rows.filter(article__state__in=states))


def standing_in(publication, items):
    """The items with `standing`, `urgent_here` and `advice`; what is being made of one counts before what was."""
    said = Candidate.objects.filter(publication=publication, submission=OuterRef("pk"))
    standing = Case(
        When(made_for(publication, ArticleState.PLACED), then=Value(Standing.PLACED)),
        When(made_for(publication, ArticleState.EDITING, ArticleState.READY), then=Value(Standing.DRAFTED)),
        When(made_for(publication, ArticleState.PRINTED), then=Value(Standing.PRINTED)),
        When(meant_for(publication), then=Value(Standing.WAITING)),
        When(Exists(said.exclude(declined_at=None)), then=Value(Standing.DECLINED)),
        default=Value(Standing.ELSEWHERE),
    )
    return items.annotate(
        standing=standing,
        urgent_here=Exists(said.filter(is_urgent=True)),
        advice=Subquery(said.values("suggestion")[:1]),
    )


def in_standing(items, standing):
    """One tab: what nobody has named a bulletin for is offered to every bulletin."""
    found = items.filter(standing=standing)
    return found.filter(taken_at=None, chosen={}) if standing == Standing.ELSEWHERE else found


def tally(items):
    """How many stand in each standing: one query for all the tabs above the list."""
    loose = Q(standing=Standing.ELSEWHERE, taken_at=None, chosen={})
    counted = items.filter(~Q(standing=Standing.ELSEWHERE) | loose).order_by()
    return dict(counted.values_list("standing").annotate(Count("pk")))


def in_turn(items):
    """What waits: what is urgent first, then the longest waiting; the rest as it came."""
    return items.order_by("-urgent_here", "moved_at", "pk")


def with_articles(items):
    """The items with everything a row shows of them, in a constant number of queries."""
    sources = Source.objects.exclude(article__state=ArticleState.DROPPED).select_related(
        "article__publication", "article__placement__issue__publication"
    )
    return items.with_people().prefetch_related(
        Prefetch("sources", sources.order_by("pk"), to_attr="used_in")
    )


def standing_of(publication, item):
    """Where one item stands in one bulletin."""
    return (
        standing_in(publication, Submission.objects.filter(pk=item.pk))
        .values_list("standing", flat=True)
        .get()
    )


def elsewhere(article):
    """The other living articles made of the same items: {item: its articles}."""
    rows = Source.objects.filter(submission__in=article.sources.values("submission"))
    rows = rows.exclude(article=article).exclude(article__state=ArticleState.DROPPED)
    found = {}
    for row in rows.select_related("article__publication", "article__placement__issue__publication"):
        found.setdefault(row.submission_id, []).append(row.article)
    return found


def articles_of(item):
    """The living articles made of one item, in whatever bulletin."""
    rows = Article.objects.filter(sources__submission=item).exclude(state=ArticleState.DROPPED)
    return rows.select_related("publication", "placement__issue__publication").order_by("pk")


def sources_of(article):
    """The sources with what a page says of each: its percentage, and where else its item is used."""
    rows = list(article.sources.select_related("submission__filed", "submission__unit", "submission__author"))
    others = elsewhere(article)
    for row, share in zip(rows, portions([row.share for row in rows]) if rows else [], strict=True):
        row.percent, row.others = share, others.get(row.submission_id, [])
    return rows


def used_again(publication, items):
    """A living article of the bulletin that is already made of one of the items."""
    rows = Source.objects.filter(article__publication=publication, article__state__in=LIVING)
    rows = rows.filter(submission__in=items).select_related("submission__filed", "article__editor")
    return rows.order_by(F("article").desc()).first()
