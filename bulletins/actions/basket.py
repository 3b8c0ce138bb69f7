"""An editor's basket: ticks that stay while one turns pages, and articles made of what lies in it."""

from django.db import transaction
from django.db.models import Max

from accounts.refusal import Refused
from bulletins.actions.articles import draft_each
from bulletins.models import Pick
from bulletins.models.articles import material_for

MOST = 50


@transaction.atomic
def tick(shown, ticked, *, by):
    """Of the rows a page showed, those ticked are in the basket and the others are not."""
    mine = Pick.objects.visible_to(by)
    mine.filter(submission__in=set(shown) - set(ticked)).delete()
    known = set(mine.values_list("submission", flat=True))
    new = [pk for pk in dict.fromkeys(ticked) if pk not in known]
    usable = set(material_for(by).filter(pk__in=new).values_list("pk", flat=True))
    put_in([pk for pk in new if pk in usable], by)


def put_in(items, by):
    """At the end, in the order in which they were ticked; of two windows at once both ticks count."""
    mine = Pick.objects.visible_to(by)
    if mine.count() + len(items) > MOST:
        raise Refused(f"取材篮最多放 {MOST} 篇，请先建稿或取出一些。")
    last = mine.aggregate(last=Max("order"))["last"] or 0
    rows = [Pick(owner=by, submission_id=pk, order=place) for place, pk in enumerate(items, last + 1)]
    Pick.objects.bulk_create(rows, ignore_conflicts=True)


@transaction.atomic
def shift(item, step, *, by):
    """One place up or down; the first of the basket is the main source of what is made of it."""
    rows = list(Pick.objects.visible_to(by).kept().select_for_update(of=("self",)))
    here = next((place for place, row in enumerate(rows) if row.submission_id == item), None)
    if here is None:
        return
    there = min(max(here + step, 0), len(rows) - 1)
    rows.insert(there, rows.pop(here))
    for place, row in enumerate(rows, 1):
        row.order = place
    Pick.objects.bulk_update(rows, ["order"])


def take_back(items, *, by):
    """Out of the basket; nothing else changes."""
    return Pick.objects.visible_to(by).filter(submission__in=items).delete()[0]


def empty(*, by):
    """Everything out."""
    Pick.objects.visible_to(by).delete()


@transaction.atomic
def make(publication, groups, *, by, use=None, key=None, again=False):
    """Articles of the groups; what they are made of leaves the basket with them."""
    made = draft_each(publication, groups, by=by, use=use, key=key, again=again)
    take_back([item.pk for group in groups for item in group], by=by)
    return made
