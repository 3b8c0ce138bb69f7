"""Making articles of submissions: draft, edit, merge, un-merge, move."""

from django.db import transaction

from accounts.duties import in_place_of
from accounts.events import record
from accounts.refusal import NotYours, Refused
from bulletins.actions.dressing import joined
from bulletins.actions.sources import add_source, names_of, take_out
from bulletins.actions.uses import used_as
from bulletins.actions.writing import Newer as Newer
from bulletins.actions.writing import (
    differs,
    keep_wording,
    locked,
    refuse_closed,
    refuse_outsider,
    store,
)
from bulletins.actions.writing import write as write
from bulletins.models import Article, Presence, Source, UpwardReport
from bulletins.models.articles import BYLINE_LIMIT
from bulletins.models.material import used_again
from bulletins.pulling import without
from bulletins.states import ARTICLE_MOVES, ArticleState, Use
from submissions.actions import forget_use, release, take
from submissions.models import Submission


@transaction.atomic
def draft(publication, submissions, *, by, use=None, title="", body="", key=None):
    """Start an article from one or several accepted submissions."""
    refuse_outsider(by, publication)
    if not submissions:
        raise Refused("请至少选择一篇“拟采用”的信息。")
    if any(item.office_id != publication.office_id for item in submissions):
        raise NotYours("只能编发报送到本单位的信息。")
    items = [take(item, by=by) for item in held(Submission, submissions)]
    article = Article.objects.create(
        publication=publication,
        title=title or items[0].filed.title,
        **({"body": body} if body else joined(*(item.filed for item in items))),
        byline=byline_of([item.unit.name for item in items]),
        **used_as(publication.office, use or (Use.COMPOSITE if len(items) > 1 else Use.FULL)),
        editor=by,
        key=key,
    )
    for item in items:
        add_source(article, item)
    keep_wording(article, by)
    record(by, "draft", article, label="建稿", unit=publication.office, sources=[i.pk for i in items])
    return article


@transaction.atomic
def draft_each(publication, groups, *, by, use=None, key=None, again=False):
    """One article for each group of items, all of them or none; the same form makes them once."""
    items = held(Submission, [item for group in groups for item in group])
    made = Article.objects.filter(key=key, editor=by, submissions__in=items).distinct() if key else []
    if made:
        return list(made)
    if not again:
        refuse_again(publication, items)
    return [draft(publication, group, by=by, use=use, key=key) for group in groups]


def refuse_again(publication, items):
    """Two editors who take the same item into the same bulletin: the second hears of the first and decides."""
    if found := used_again(publication, items):
        article = found.article
        raise Refused(
            f"《{found.submission.filed}》在{publication}已有稿件《{article}》"
            f"（{article.get_state_display()}，{article.editor}）。可在该稿上改；"
            "确要再成一稿，请勾选“已有稿件的也再成一稿”。"
        )


def held(model, rows):
    """The rows under lock, as they are now and in the caller's order.

    Always locked in the same order: two acts in opposite orders would wait for each other for ever.
    """
    wanted = model.objects.filter(pk__in=[row.pk for row in rows]).order_by("pk")
    found = {row.pk: row for row in wanted.select_for_update(of=("self",))}
    return [found[row.pk] for row in rows]


def byline_of(names):
    """The units in the order of their items; too many for the line end in 等, and the editor decides."""
    line = "、".join(dict.fromkeys(names))
    return line if len(line) <= BYLINE_LIMIT else line[: BYLINE_LIMIT - 1].rpartition("、")[0] + "等"


def refuse_twice(issue, items):
    """One item is used once in an issue, so that it is adopted once."""
    again = Source.objects.filter(article__placement__issue=issue, submission__in=items)
    if found := again.select_related("submission__filed", "article").first():
        raise Refused(
            f"来稿《{found.submission.filed}》已用于本期稿件《{found.article}》，同一期不能用两次。"
        )


def refuse_other_pen(article, by):
    """Merging changes the text under somebody's hands."""
    if pen := Presence.objects.pens().filter(article=article).exclude(person=by).first():
        raise Refused(f"{pen.said}，并入和移出来稿会改动正文，请等对方保存离开后再办。")


@transaction.atomic
def merge(article, item, *, by):
    """Add a source; its text is appended for the editor to work in."""
    refuse_outsider(by, article.publication)
    article = locked(article)
    refuse_closed(article)
    refuse_other_pen(article, by)
    item = take(item, by=by)
    if article.issue:
        refuse_twice(article.issue, [item.pk])
    add_source(article, item)
    words = {
        "title": article.title,
        "byline": byline_of([*filter(None, article.byline.split("、")), item.unit.name]),
        **joined(article, item.filed),
    }
    store(article, by, Use.COMPOSITE, words)
    tell_both(article, item, "merge", by, "并入来稿", "并入综合稿")
    return article


@transaction.atomic
def unmerge(article, item, *, by, pull=False):
    """Take a source out: it can be used again, the byline follows, and its passage goes if that is wanted.

    Only a passage that still stands as it was merged can be pulled out; everything else stays the editor's.
    """
    refuse_outsider(by, article.publication)
    article = locked(article)
    refuse_closed(article)
    refuse_other_pen(article, by)
    if article.sources.count() < 2:
        raise Refused("这是唯一的来稿；不用此稿请选“弃用”。")
    before = names_of(article)
    take_out(article, item, by)
    words = {"title": article.title, "byline": byline_after(article, before)}
    words |= (without(article, item.filed) if pull else None) or {"body": article.body, "rich": article.rich}
    alone = article.use == Use.COMPOSITE and article.sources.count() == 1
    use = Use.FULL if alone else article.use
    if differs(article, use, words):
        store(article, by, use, words)
    free(item, by=by)
    tell_both(article, item, "unmerge", by, "移出来稿", "移出综合稿")
    return article


def byline_after(article, before):
    """A byline that only named the units follows them; of one the editor wrote, only the units that left go."""
    after = names_of(article)
    if article.byline == byline_of(before):
        return byline_of(after)
    gone = set(before) - set(after)
    return "、".join(name for name in article.byline.split("、") if name not in gone)


def tell_both(article, item, verb, by, of_article, of_item):
    """The article's history names the item; the item's unit does not learn what it stands beside."""
    unit = article.publication.office
    record(by, verb, article, label=of_article, unit=unit, note=f"《{item.filed}》", source=item.pk)
    record(by, verb, item, label=of_item, unit=item.unit)


def free(item, *, by):
    """Release a submission nothing is made of, or nobody used; asked under its lock, as taking it is done."""
    item = Submission.objects.select_for_update(of=("self",)).get(pk=item.pk)
    goes_up = UpwardReport.objects.holding(item).exists()
    if not goes_up and not item.sources.exclude(article__state=ArticleState.DROPPED).exists():
        release(item, by=by)
    if not item.adoptions.standing().exists():
        forget_use(item)


WITH_SOURCES = {"drop": free, "revive": take}  # what a verb does to the items the article is made of


@transaction.atomic
def move(article, verb, *, by):
    """Say a verb of the article table that has a button."""
    article = locked(article)
    step = ARTICLE_MOVES[verb]
    if not article.allows(verb, by) or not step.button:
        raise NotYours(f"“{step.label}”由{'、'.join(r.label for r in step.by)}办理。")
    advance(article, verb, by=by)
    if verb in WITH_SOURCES:
        items = held(Submission, article.submissions.all())
        if verb == "revive" and any(item.filed is None for item in items):
            raise Refused("有来稿已由报送单位撤回，本稿不能恢复编辑。")
        for item in items:
            WITH_SOURCES[verb](item, by=by)
    return article


def advance(article, verb, *, by):
    """Change a locked article's state by the table, also for verbs that are part of an issue's."""
    step = ARTICLE_MOVES[verb]
    if article.state not in step.start:
        raise Refused(f"稿件《{article}》现为“{article.get_state_display()}”，不能{step.label}。")
    before, article.state = article.state, step.end
    article.save(update_fields=["state"])
    unit = article.publication.office
    facts = in_place_of(by, step.by, unit) | {"before": before, "after": step.end}
    record(by, verb, article, label=step.label, unit=unit, **facts)
