"""The words of an article: saved window by window, never over somebody else's, what came late kept beside."""

from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from accounts.events import record
from accounts.refusal import NotYours, Refused
from accounts.roles import Role
from bulletins.actions.dressing import dressed
from bulletins.actions.indexing import note_article
from bulletins.actions.uses import used_as
from bulletins.models import Article, Issue, Presence
from submissions.actions import Window

KEPT = ("title", "byline", "body", "rich", "note", "use", "column")  # what a revision freezes


@dataclass(frozen=True)
class Sitting(Window):
    """An editor's window; by its key it goes on writing one and the same revision."""

    key: UUID | None = None


ALONE = Sitting()  # nothing known but the words: a test, a script


class Newer(Refused):
    """The wording came too late or from somebody without the pen; it was kept beside."""

    def __init__(self, article, side, why):
        super().__init__(f"{why}您的文字已另存为第 {side.number} 版，请对照后再保存。")
        self.article, self.side = article, side


def refuse_outsider(by, publication):
    if not by.holds(Role.EDITOR, publication.office):
        raise NotYours(f"{publication}由{publication.office}的责任编辑编辑。")


def closed(article):
    """Why its wording stands: it is printed, dropped or under check."""
    return "" if article.writable else f"稿件现为“{article.get_state_display()}”，不能修改。"


def refuse_closed(article):
    if why := closed(article):
        raise Refused(why)


def locked(article):
    """The issue first, as compiling does; the article only if it still stands where it was looked for."""
    issues = Issue.objects.filter(placements__article=article)
    before = [issue.pk for issue in issues.select_for_update(of=("self",))]
    article = Article.objects.select_for_update(of=("self",)).get(pk=article.pk)
    if before != [issue.pk for issue in issues]:
        raise Refused(f"稿件《{article}》刚被编入或移出一期，请再试一次。")
    return article


def write(article, *, by, base, window=ALONE, **words):
    """Save the wording if nobody saved since version `base` and nobody else has the pen; else keep it beside."""
    refuse_outsider(by, article.publication)
    with transaction.atomic():
        article = locked(article)
        refuse_foreign_column(article, words.get("column"))
        words = dressed(article, {name: getattr(article, name) for name in KEPT if name != "rich"} | words)
        why = too_late(article, by, base, window)
        side = save(article, by, window, words, beside=bool(why))
    if side:
        raise Newer(article, side, why)
    return article


def refuse_foreign_column(article, column):
    if column and column.publication_id != article.publication_id:
        raise Refused(f"“{column}”不是{article.publication}的栏目，请重新选择。")


def too_late(article, by, base, window):
    """Why these words may not replace what stands, in a sentence; empty if they may."""
    pen = Presence.objects.pens().filter(article=article).exclude(person=by).first()
    if pen:
        return f"{pen.said}。"
    if article.version != base and not window.wrote(article):
        return f"稿件在 {timezone.localtime(article.saved_at):%H:%M} 有更新的保存。"
    return closed(article)


def save(article, by, window, words, *, beside):
    """The side revision, if the words have to stay beside."""
    changed = differs(article, words["use"], words)
    if beside:
        return keep_beside(article, by, window, words) if changed else None
    join(article, window.joins)
    if changed:
        store(article, by, words["use"], words, sitting=window.key)
    return None


def differs(article, use, words):
    return article.use != use or any(getattr(article, name) != value for name, value in words.items())


def store(article, by, use, words, *, sitting=None):
    column = article.column
    for name, value in words.items():
        setattr(article, name, value)
    if article.use != use:
        known = used_as(article.publication.office, use)
        article.use, article.own_use = known["use"], known["own_use"]
    article.version += 1
    article.saved_at = timezone.now()
    article.save()
    unit = article.publication.office
    if keep_wording(article, by, sitting):
        record(by, "write", article, label="改稿", unit=unit)
    if article.column != column:
        note = f"{column or '不入栏目'} → {article.column or '不入栏目'}"
        record(by, "column", article, label="改栏目", unit=unit, note=note)


def keep_wording(article, by, sitting=None):
    """Freeze what stands and let the search find it; gives back whether it made a revision of its own.

    A window that saves every few seconds writes one revision, as long as nobody else wrote between.
    """
    note_article(article)
    words = {name: getattr(article, name) for name in KEPT}
    last = article.revisions.filter(is_side=False).last()
    if sitting and last and (last.sitting, last.by_id) == (sitting, by.pk):
        rewrite(last, words)
        return False
    add_revision(article, by, words, sitting=sitting)
    return True


def keep_beside(article, by, window, words):
    """A wording that came too late; its window goes on writing the same one until it is brought together."""
    side = article.revisions.filter(number=window.late, is_side=True, by=by).first()
    if side:
        return rewrite(side, words)
    return add_revision(article, by, words, is_side=True, sitting=window.key, base=window.opened)


def add_revision(article, by, words, **more):
    last = article.revisions.order_by("-number").values_list("number", flat=True).first() or 0
    return article.revisions.create(number=last + 1, by=by, **words, **more)


def rewrite(revision, words):
    for name, value in words.items():
        setattr(revision, name, value)
    revision.at = timezone.now()
    revision.save()
    return revision


def join(article, number):
    """The article is about to get the words of a side text as well: that text now waits for nobody."""
    article.revisions.filter(number=number, is_side=True).update(is_side=False, sitting=None)
