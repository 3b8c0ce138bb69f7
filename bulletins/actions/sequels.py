"""What follows a signed issue: a supplement (增刊) to it, or the issue made again after a void (重编)."""

from django.db import transaction

from accounts.events import record
from accounts.refusal import Refused
from bulletins.actions import issues
from bulletins.actions.articles import refuse_outsider
from bulletins.models import Article, FormerPlacement, Issue, Sequel
from bulletins.states import ArticleState, IssueState, Series

KEPT = ("tag", "note", *issues.STANDING)
GONE = (IssueState.DROPPED, IssueState.VOID)


@transaction.atomic
def supplement(issue, *, by, key=None):
    """出增刊: an issue of the supplement series that names the one it belongs to."""
    issue = held(issue, by, IssueState.SIGNED, "只有已签发的期才出增刊")
    tag = f"{issue.label}增刊"
    opened = issues.open_issue(issue.publication, by=by, series=Series.SUPPLEMENT, key=key, tag=tag)
    return followed(issue, opened, Sequel.Why.SUPPLEMENT, by)


@transaction.atomic
def reissue(issue, *, by, key=None):
    """以此重编: a new issue with the articles of the void one in their order, as far as they are free."""
    issue = held(issue, by, IssueState.VOID, "只有作废的期才重编")
    fields = {name: getattr(issue, name) for name in KEPT}
    living = issue.sequels.filter(why=Sequel.Why.REISSUE).exclude(issue__state__in=GONE)
    if again := living.exclude(issue__key=key).select_related("issue__publication").first():
        raise Refused(f"本期已在重编：{again.issue}。")
    opened = issues.open_issue(issue.publication, by=by, series=issue.series, key=key, **fields)
    if not opened.placements.exists():
        opened = take_over(issue, opened, by)
    return followed(issue, opened, Sequel.Why.REISSUE, by)


def held(issue, by, state, why):
    """Under lock: two who follow one issue up at once are told of each other."""
    issue = Issue.objects.select_for_update(of=("self",)).get(pk=issue.pk)
    refuse_outsider(by, issue.publication)
    if issue.state != state:
        raise Refused(f"{issue}现为“{issue.get_state_display()}”，{why}。")
    return issue


def followed(issue, opened, why, by):
    _, fresh = Sequel.objects.get_or_create(issue=opened, defaults={"after": issue, "why": why})
    if fresh:
        label = f"由此开始{why.label}"
        record(by, "follow", issue, label=label, unit=issue.publication.office, opened=opened.pk)
    return opened


def take_over(issue, opened, by):
    """The articles still free, in the order they stood."""
    former = Article.objects.filter(former_placements__issue=issue, state=ArticleState.READY)
    articles = list(former.order_by("former_placements__position").distinct())
    if not articles:
        return opened
    opened = issues.place(opened, *articles, by=by)
    order = [article.pk for article in articles]
    return issues.reorder(opened, order, by=by, base=opened.version)


def remember_places(issue):
    """Before a void gives the articles back: who would make the issue again needs their order."""
    FormerPlacement.objects.bulk_create(
        FormerPlacement(issue=issue, article_id=place.article_id, position=place.position)
        for place in issue.placements.all()
    )
