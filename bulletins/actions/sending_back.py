"""Back the way it came: an article to its editor, an issue past its open marks, a source to its unit."""

from django.db import transaction

from accounts.events import record
from accounts.refusal import Refused
from bulletins.actions import articles, issues, marks
from bulletins.actions.writing import locked, refuse_outsider
from bulletins.models import Mark
from bulletins.states import ArticleState
from submissions import actions as submissions
from submissions.models import Submission


@transaction.atomic
def send_back(article, *, by, reason):
    """The checker gives one article back: what is wrong becomes a mark, and its issue goes back to compiling."""
    if not reason.strip():
        raise Refused("退回编辑须写明意见。")
    row = marks.title_mark(article, by=by, reason=reason)
    issues.move(row.issue, "send-back", by=by, reason=f"《{article}》：{reason.strip()}")
    return row


@transaction.atomic
def pass_despite(issue, *, by, base=None):
    """核对通过 over open marks: each is let pass by name, and stays on record as such."""
    for row in Mark.objects.open().standing_in(issue):
        marks.answer(row, "waive", by=by, reason="核对通过时放行")
    return issues.move(issue, "check", by=by, base=base)


@transaction.atomic
def return_source(article, item, *, by, reason, answer_by=None):
    """退改: a source goes back to its unit, if nothing else is made of it.

    One of several sources is taken out and the text stays; without its only source an article is dropped,
    its words kept, and can be revived when the item has come back.
    """
    refuse_outsider(by, article.publication)
    article = locked(article)
    items = articles.held(Submission, article.submissions.all())
    item = next((each for each in items if each.pk == item.pk), None)
    if item is None:
        raise Refused("这篇来稿已不是本稿的来源，请刷新页面。")
    refuse_needed(article, item)
    if len(items) > 1:
        articles.unmerge(article, item, by=by)
    else:
        refuse_placed(article)
        articles.move(article, "drop", by=by)
    label = f"《{item.filed}》"
    record(
        by,
        "return-source",
        article,
        label="退回单位修改",
        unit=article.publication.office,
        note=label + reason,
    )
    submissions.move(item, "restore", by=by)
    return submissions.move(item, "return", by=by, reason=reason, answer_by=answer_by)


def refuse_needed(article, item):
    """Another article, printed ones too, stands on these words."""
    others = item.sources.exclude(article=article).exclude(article__state=ArticleState.DROPPED)
    if other := others.select_related("article").first():
        raise Refused(f"《{item.filed}》还用于稿件《{other.article}》，不能退改；请先从那篇稿件移出。")
    if item.adoptions.standing().exists():
        raise Refused(f"《{item.filed}》已有采用记录，不能退改。")


def refuse_placed(article):
    if article.state == ArticleState.PLACED:
        raise Refused("本稿只有这一篇来稿，且已编入一期；请先把稿件移出本期，再退改。")
