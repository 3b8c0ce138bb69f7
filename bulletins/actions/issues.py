"""Compiling an issue and moving it from desk to desk."""

from uuid import uuid4

from django.db import transaction
from django.db.models import F, Max
from django.utils import timezone

from accounts.actions.notices import notify, retire
from accounts.duties import in_place_of
from accounts.events import last_hand, record
from accounts.models import User
from accounts.refusal import NotYours, Refused
from accounts.roles import Role
from bulletins.actions.articles import advance, held, refuse_outsider, refuse_twice
from bulletins.actions.marks import refuse_open
from bulletins.actions.publications import steady
from bulletins.arranging import Entry, placed
from bulletins.models import Article, Issue, Placement
from bulletins.states import ISSUE_MOVES, IssueState, Series

# those who read an issue, write on its signed page or follow it up change nothing
CHANGES = ("open", "describe", "place", "lift", "reorder", *ISSUE_MOVES)
STANDING = ("report_to", "send_to", "copy_to", "copies", "shows_contents")  # taken over from the publication
EDITABLE = ("tag", "note", *STANDING, "series")


class Overtaken(Refused):
    """Somebody changed the issue after this page was opened; what was wanted is shown beside what is."""


@transaction.atomic
def open_issue(publication, *, by, series=Series.REGULAR, key=None, **fields):
    """Start compiling with the publication's standing lists, to be changed for this issue.

    The same key opens the same issue: a double click makes one.
    """
    refuse_outsider(by, publication)
    refuse_series(publication, series)
    standing = {name: getattr(publication, name) for name in STANDING}
    first = {"editor": by, "series": series, "three_hands": publication.three_hands} | standing | fields
    issue, fresh = Issue.objects.get_or_create(publication=publication, key=key or uuid4(), defaults=first)
    if not fresh:
        return issue
    record(by, "open", issue, label="开始组稿", unit=publication.office)
    return issue


def refuse_series(publication, series):
    if not publication.rules[series].is_on:
        raise Refused(f"{publication}没有启用{Series(series).label}，请在刊物设置中启用后再开始组稿。")


def locked(issue, by, *, base=None):
    """The issue under lock, in the editor's hands and at the version the page showed."""
    issue = Issue.objects.select_for_update(of=("self",)).get(pk=issue.pk)
    refuse_compiling(issue, by)
    if base is not None and issue.version != base:
        hand = last_hand(issue, among=CHANGES)
        raise Overtaken(f"本期刚被他人改动{hand}，您的改动没有保存，请对照现在的内容再办。")
    return issue


def refuse_compiling(issue, by):
    """Only an editor, and only while it is being compiled."""
    if not issue.allows("submit", by):
        raise NotYours("组稿由责任编辑办理。")
    if issue.state != IssueState.COMPILING:
        raise Refused(f"本期现为“{issue.get_state_display()}”，不能改动；须先退回组稿。")


def bump(issue):
    issue.version += 1
    issue.save()
    return issue


@transaction.atomic
def describe(issue, *, by, base, **fields):
    """Change tag, editor's note, lists, copies, whether a contents page is printed."""
    issue = locked(issue, by, base=base)
    if fields.get("series", issue.series) != issue.series:
        refuse_series(issue.publication, fields["series"])
    for name in EDITABLE:
        setattr(issue, name, fields.get(name, getattr(issue, name)))
    record(by, "describe", issue, label="修改本期信息", unit=issue.publication.office)
    return bump(issue)


def order_of(issue):
    """The articles as they stand now, each with its column."""
    rows = issue.placements.order_by("position").values_list("article", "article__column")
    return [Entry(article, column) for article, column in rows]


def ranks_of(publication):
    """The publication's own order of columns."""
    return {pk: rank for rank, pk in enumerate(publication.column_set.values_list("pk", flat=True))}


@transaction.atomic
def place(issue, *articles, by, last=False):
    """Put ready articles into the issue, each at the end of its column, all of them or none.

    `last` puts them behind everything: a correction ends an issue.
    """
    issue = locked(issue, by)
    order, ranks = order_of(issue), ranks_of(issue.publication)
    articles = held(Article, articles)
    free = (issue.placements.aggregate(last=Max("position"))["last"] or 0) + 1
    for position, article in enumerate(articles, free):
        put_in(issue, article, position, by)
        entry = Entry(article.pk, article.column_id)
        order = [*order, entry] if last else placed(order, entry, ranks)
    arrange(issue, [entry.article for entry in order])
    note_titles(issue, "place", "编入稿件", articles, by)
    return bump(issue)


def put_in(issue, article, position, by):
    if article.publication_id != issue.publication_id:
        raise Refused(f"《{article}》是{article.publication}的稿件，不能编入{issue.publication}。")
    advance(article, "place", by=by)
    refuse_twice(issue, article.sources.values("submission"))
    Placement.objects.create(issue=issue, article=article, position=position)


def note_titles(issue, verb, label, articles, by):
    """The issue's history says whose hand put what in and took what out."""
    note = "".join(f"《{article}》" for article in articles)
    record(by, verb, issue, label=label, unit=issue.publication.office, note=note)


@transaction.atomic
def lift(issue, article, *, by):
    """Take an article out; it waits for another issue."""
    issue = locked(issue, by)
    if not issue.placements.filter(article=article).exists():
        raise Refused(f"《{article}》不在本期，可能刚被移出，请刷新页面。")
    give_back(issue, [article], by)
    arrange(issue, [entry.article for entry in order_of(issue)])
    note_titles(issue, "lift", "移出稿件", [article], by)
    return bump(issue)


def give_back(issue, articles, by):
    """Out of the issue and back to what waits to be printed."""
    for article in held(Article, articles):
        advance(article, "lift", by=by)
    issue.placements.filter(article__in=articles).delete()


@transaction.atomic
def reorder(issue, order, *, by, base, columns=None):
    """Save the whole order as one list, and the columns, if nobody changed the issue meanwhile."""
    issue = locked(issue, by, base=base)
    before = order_of(issue)
    present = {entry.article for entry in before}
    if set(order) != present or len(order) != len(present):
        raise Overtaken("稿件有增减，次序没有保存，请对照现在的目次再排。")
    wanted = [Entry(pk, (columns or {}).get(pk, entry.column)) for pk, entry in paired(order, before)]
    if wanted == before:
        return issue
    arrange(issue, order)
    note = put_in_columns(issue, set(wanted) - set(before), by)
    record(by, "reorder", issue, label="调整次序", unit=issue.publication.office, order=order, note=note)
    return bump(issue)


def paired(order, entries):
    known = {entry.article: entry for entry in entries}
    return [(pk, known[pk]) for pk in order]


def put_in_columns(issue, entries, by):
    """Give articles the column they were carried to; what the issue's history says of it."""
    wanted = {entry.article: entry.column for entry in entries}
    columns = {column.pk: column for column in issue.publication.column_set.all()}
    if not set(wanted.values()) <= {None, *columns}:
        raise Refused("没有这个栏目，可能刚被删去，请刷新页面。")
    notes = []
    for article in held(Article, list(issue.articles.filter(pk__in=wanted))):
        article.column = columns.get(wanted[article.pk])
        article.save(update_fields=["column"])
        notes.append(f"《{article}》改入“{article.column}”" if article.column else f"《{article}》不设栏目")
    return "；".join(notes)


def arrange(issue, order):
    """Number the places 1…n; in two steps, since two articles never share a place."""
    issue.placements.update(position=F("position") + 10_000)
    places = {place.article_id: place for place in issue.placements.all()}
    for position, article in enumerate(order, 1):
        places[article].position = position
    Placement.objects.bulk_update(places.values(), ["position"])


@transaction.atomic
def move(issue, verb, *, by, reason="", base=None):
    """Say a verb of the issue table; signing and voiding live in actions/signing.py."""
    if verb in ("sign", "void"):
        raise Refused("签发和作废另有办理入口。")
    issue, step = checked(issue, verb, by, reason, base)
    if verb == "submit":
        submit(issue, by)
    if verb == "check":
        refuse_open(issue)
        issue.checker = by
    if verb == "drop":
        give_back(issue, list(issue.articles.all()), by)
    return finish(issue, verb, step, by, reason)


def submit(issue, by):
    if not issue.placements.exists():
        raise Refused("本期还没有稿件，请先编入稿件再送核对。")
    refuse_series(steady(issue.publication), issue.series)
    issue.editor, issue.checker, issue.approver = by, None, None


def checked(issue, verb, by, reason, base=None):
    """Lock, then compare with the table, with the pages this person saw, and with the three hands."""
    issue = Issue.objects.select_for_update(of=("self",)).get(pk=issue.pk)
    step = ISSUE_MOVES[verb]
    if not issue.allows(verb, by):
        raise NotYours(f"“{step.label}”由{'、'.join(role.label for role in step.by)}办理。")
    if issue.state not in step.start:
        hand = last_hand(issue, among=CHANGES)
        raise Refused(f"本期现为“{issue.get_state_display()}”{hand}，不能{step.label}。")
    if base is not None and issue.version != base:
        hand = last_hand(issue, among=CHANGES)
        raise Refused(f"本期在您打开页面以后有改动{hand}，请重新看过再{step.label}。")
    if step.needs_reason and not reason.strip():
        raise Refused(f"{step.label}须写明意见。")
    if issue.is_earlier_hand(verb, by):
        raise Refused("编辑、核对、核签须为三人，您已经办过前面的环节。")
    principal = by.stands_for(step.by, issue.publication.office)
    if principal and issue.is_earlier_hand(verb, principal):
        raise Refused(f"编辑、核对、核签须为三人，您所代理的{principal}已经办过前面的环节。")
    return issue, step


def finish(issue, verb, step, by, reason, **data):
    before, issue.state = issue.state, step.end
    issue.reason = reason.strip()
    issue.moved_at = timezone.now()
    bump(issue)
    unit = issue.publication.office
    event = record(
        by,
        verb,
        issue,
        label=step.label,
        unit=unit,
        note=reason.strip(),
        before=before,
        after=step.end,
        **in_place_of(by, step.by, unit),
        **data,
    )
    retire(issue)
    tell_next(issue, verb, event)
    return issue


NEXT = {"submit": (Role.CHECKER, "待核对"), "check": (Role.APPROVER, "待签发")}


def tell_next(issue, verb, event):
    """Tell the next pair of hands, or the editor whose issue came back."""
    if verb in NEXT:
        role, word = NEXT[verb]
        people = User.objects.holding(role, issue.publication.office)
        notify(people, event, f"{issue}{word}", issue.get_absolute_url())
    elif verb in ("send-back", "refuse"):
        text = f"{issue}被退回：{issue.reason}"
        notify([issue.editor], event, text, issue.get_absolute_url())
