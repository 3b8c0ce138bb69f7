"""In and out of an article's text: who has the pen, who reads along, who takes over.

Every change is made under the article's lock, so that of two editors at once exactly one gets the pen.
"""

from dataclasses import dataclass

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts.actions.notices import notify, retire
from accounts.events import record
from accounts.refusal import Refused
from bulletins.actions.writing import refuse_outsider
from bulletins.models import Article, Presence

TAKE_OVER = "take-over"


@dataclass(frozen=True)
class Standing:
    """How the text is occupied, seen by one person: with the pen in hand, or reading what another writes."""

    mine: Presence
    others: list[Presence]

    @property
    def has_pen(self):
        return self.mine.holds

    @property
    def pen(self):
        """The other person's, if one has it."""
        return next((each for each in self.others if each.holds), None)

    @property
    def readers(self):
        return [each for each in self.others if not each.holds]


def hold(article):
    return Article.objects.select_for_update(of=("self",)).get(pk=article.pk)


@transaction.atomic
def enter(article, *, by, pen=True):
    """Open the text, or say that it is still open: the pen comes along if it is free and wanted."""
    refuse_outsider(by, article.publication)
    article = hold(article)
    article.presences.exclude(pk__in=Presence.objects.living().values("pk")).exclude(person=by).delete()
    others = list(article.presences.exclude(person=by).select_related("person"))
    free = not any(each.holds for each in others)
    mine = seat(article, by, holds=pen and free and article.writable)
    return Standing(mine, others)


def seat(article, by, *, holds):
    """This person's row with a fresh sign of life; a new stay, or the pen newly in hand, begins now."""
    now = timezone.now()
    mine, _ = Presence.objects.get_or_create(article=article, person=by, defaults={"since": now})
    if not mine.is_living or (holds and not mine.holds):
        mine.since = now
    if holds and not mine.holds:
        retire(article, verbs=(TAKE_OVER,))
    mine.holds, mine.seen_at = holds, now
    mine.save()
    return mine


@transaction.atomic
def take_over(article, *, by, holder):
    """接手: the pen passes from the person the page named; what that person typed stays, beside if need be."""
    refuse_outsider(by, article.publication)
    article = hold(article)
    pen = Presence.objects.pens().filter(article=article).exclude(person=by).select_related("person").first()
    if pen and pen.person_id != holder:
        raise Refused(f"现在是{pen.said}，请看清后再决定是否接手。")
    if pen:
        pen.holds = False
        pen.save(update_fields=["holds"])
    standing = enter(article, by=by)
    if pen:
        tell_displaced(article, pen, by)
    return standing


def tell_displaced(article, pen, by):
    since = timezone.localtime(pen.since)
    note = f"原由{pen.person}编辑（{since:%H:%M} 起）"
    event = record(
        by,
        TAKE_OVER,
        article,
        label="接手编辑",
        unit=article.publication.office,
        note=note,
        displaced=pen.person_id,
    )
    text = (
        f"{by}接手编辑《{article}》。您已保存的文字在现稿和版次里，没来得及保存的由您的页面另存为单独一版。"
    )
    notify([pen.person], event, text, reverse("bulletins:article", args=[article.pk]))


@transaction.atomic
def let_go(article, *, by):
    """Close the text: the pen is free at once."""
    hold(article).presences.filter(person=by).delete()
