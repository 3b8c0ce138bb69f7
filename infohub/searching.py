"""One search over items, articles and issues: only words that this person may read."""

from dataclasses import dataclass

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from accounts.models import Unit
from accounts.roles import DESK_ROLES
from bulletins.actions.indexing import ARTICLE, ISSUE, places_by_list
from bulletins.models import Adoption, Article, Issue
from submissions.bigrams import terms
from submissions.excerpts import Piece, excerpt, marked
from submissions.models import Submission, Text
from submissions.models.texts import FILED, WORKING, places_of, readable_items

ITEM = "item"
MOST = 500  # nobody turns further; a narrower question is the better answer


@dataclass(frozen=True)
class Asked:
    """A query with its filters, already valid."""

    q: str = ""
    what: str = ""
    unit: int | None = None
    kind: str = ""
    state: str = ""
    since: object = None
    until: object = None

    @property
    def sort_of_state(self):
        """A state belongs to one sort of thing; so does the kind of an item."""
        return self.state.partition(":")[0] or (ITEM if self.kind else "")

    def wants(self, what):
        return all(chosen in ("", what) for chosen in (self.what, self.sort_of_state))

    @property
    def stage(self):
        return self.state.partition(":")[2]


@dataclass(frozen=True)
class Hit:
    """One thing that was found, ready for the page; nothing in it is markup."""

    what: str
    url: str
    title: list[Piece]
    excerpt: list[Piece]
    state: str
    state_label: str
    place: str
    at: object


def found(user, asked):
    """The newest answers as (kind, key, time), one more than are shown if there are too many."""
    places = [*places_of(user), *places_by_list(user)]
    texts = Text.objects.containing(asked.q, places).of(readable(user, asked))
    texts = texts.between(asked.since, asked.until).newest_first()
    return list(texts.values_list("kind", "thing", "at")[: MOST + 1])


def readable(user, asked):
    """For each kind of text the things whose words this person may read, narrowed by the filters."""
    kinds = {}
    if asked.wants(ITEM):
        kinds |= readable_items(user, unit=asked.unit, kind=asked.kind, stage=asked.stage)
    if asked.wants(ARTICLE) and user.units_as(*DESK_ROLES):
        kinds[ARTICLE] = articles(user, asked)
    if asked.wants(ISSUE):
        kinds[ISSUE] = issues(user, asked)
    return kinds


def articles(user, asked):
    things = Article.objects.visible_to(user)
    things = things.filter(state=asked.stage) if asked.stage else things
    return things.filter(sources__submission__unit=asked.unit) if asked.unit else things


def issues(user, asked):
    """A unit's issues are those in which something of its own was adopted, as far as this person may know."""
    things = Issue.objects.visible_to(user)
    things = things.filter(state=asked.stage) if asked.stage else things
    theirs = Adoption.objects.visible_to(user).filter(unit=asked.unit)
    return things.filter(adoptions__in=theirs) if asked.unit else things


def units_for(user):
    """Whose items could be found: the user's own units and those that report to their offices."""
    own = [unit.pk for unit in user.units_as()]
    return Unit.objects.filter(Q(pk__in=own, office__isnull=False) | Q(office__in=user.offices))


def hits(rows, user, query):
    """One page of answers in the order given; a query for each kind of text that is on it."""
    asked, made = terms(query), {}
    for kind in {kind for kind, _, _ in rows}:
        load, make = KINDS[kind]
        keys = [thing for each, thing, _ in rows if each == kind]
        made |= {(kind, thing.pk): (make, thing) for thing in load(user).filter(pk__in=keys)}
    still_there = [(*made[kind, key], at) for kind, key, at in rows if (kind, key) in made]
    return [make(thing, asked, at) for make, thing, at in still_there]


def items(user):
    return Submission.objects.visible_to(user).with_people()


def item_hit(what, item, words, asked, at):
    return Hit(
        what=what,
        url=reverse("submissions:detail", args=[item.pk]),
        title=marked(str(words), asked),
        excerpt=excerpt(words.body, asked),
        state=item.stage,
        state_label=item.stage_label,
        place=str(item.unit),
        at=timezone.localtime(at),
    )


def article_hit(article, asked, at):
    return Hit(
        what="稿件",
        url=article.get_absolute_url(),
        title=marked(article.title, asked),
        excerpt=excerpt(f"{article.byline}\n{article.body}".strip(), asked),
        state=article.state,
        state_label=article.get_state_display(),
        place=str(article.publication),
        at=timezone.localtime(at),
    )


def issue_hit(issue, asked, at):
    return Hit(
        what="刊物",
        url=issue.get_absolute_url(),
        title=marked(f"{issue} {issue.tag}".strip(), asked),
        excerpt=excerpt("\n".join(issue.printed_lines), asked),
        state=issue.state,
        state_label=issue.get_state_display(),
        place="",
        at=timezone.localtime(at),
    )


KINDS = {  # how each kind of text finds its things again, and what the page says of them
    WORKING: (items, lambda item, *rest: item_hit("信息", item, item, *rest)),
    FILED: (
        lambda user: items(user).filter(filed__isnull=False),
        lambda item, *rest: item_hit("来稿", item, item.filed, *rest),
    ),
    ARTICLE: (lambda user: Article.objects.visible_to(user).select_related("publication"), article_hit),
    ISSUE: (lambda user: Issue.objects.visible_to(user).select_related("publication"), issue_hit),
}
