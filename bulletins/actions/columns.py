"""Keeping the columns (栏目) of a publication, in the order they are printed."""

from django.db import transaction

from accounts.events import record
from accounts.refusal import Refused
from bulletins.actions.publications import refuse_outsider, steady
from bulletins.models import Article, Issue


@transaction.atomic
def add(publication, name, *, by):
    """A new column stands last."""
    publication = locked(publication, by)
    refuse_namesake(publication, name)
    last = publication.column_set.order_by("-order").values_list("order", flat=True).first() or 0
    column = publication.column_set.create(name=name, order=last + 1)
    note(publication, "增设栏目", name, by)
    return column


@transaction.atomic
def rename(column, name, *, by):
    """The new name is printed from now on; what was signed keeps the old one."""
    publication = locked(column.publication, by)
    column = publication.column_set.get(pk=column.pk)
    if column.name == name:
        return column
    refuse_namesake(publication, name)
    refuse_under_check(column)
    note(publication, "栏目改名", f"{column.name} → {name}", by)
    column.name = name
    column.save(update_fields=["name"])
    return column


@transaction.atomic
def retire(column, *, by):
    """No longer offered; what stands in it stays there."""
    return switch(column, False, "停用栏目", by)


@transaction.atomic
def restore(column, *, by):
    return switch(column, True, "恢复栏目", by)


def switch(column, is_active, label, by):
    publication = locked(column.publication, by)
    column = publication.column_set.get(pk=column.pk)
    if column.is_active != is_active:
        column.is_active = is_active
        column.save(update_fields=["is_active"])
        note(publication, label, column.name, by)
    return column


@transaction.atomic
def remove(column, *, by):
    """Only what never held an article may go altogether."""
    publication = locked(column.publication, by)
    column = publication.column_set.select_for_update().get(pk=column.pk)
    if Article.objects.filter(column=column).exists():
        raise Refused(f"“{column}”已有稿件，不能删除；不再使用的请停用。")
    note(publication, "删除栏目", column.name, by)
    column.delete()


@transaction.atomic
def reorder(publication, order, *, by, was):
    """Save the whole order as one list, if it is still the one the page showed."""
    publication = locked(publication, by)
    present = list(publication.column_set.values_list("pk", flat=True))
    if present != was or sorted(order) != sorted(present):
        raise Refused("栏目刚有变动，请看过现在的次序再调整。")
    for place, pk in enumerate(order, 1):
        publication.column_set.filter(pk=pk).update(order=place)
    names = publication.column_set.values_list("name", flat=True)
    note(publication, "调整栏目次序", "、".join(names), by)


VERBS = {"retire": retire, "restore": restore, "remove": remove}


def locked(publication, by):
    """The publication under its lock; its columns are its editors' to keep."""
    if publication.office is None:
        raise Refused("上级载体没有栏目。")
    refuse_outsider(by, publication.office)
    return steady(publication)


def refuse_namesake(publication, name):
    if publication.column_set.filter(name=name).exists():
        raise Refused(f"本刊已有“{name}”栏目。")


def refuse_under_check(column):
    """What is checked is what is signed."""
    if Issue.objects.past_compiling().filter(articles__column=column).exists():
        raise Refused(f"有稿件在“{column}”栏目的期正在核对或待签发，请等签发以后再改名。")


def note(publication, label, words, by):
    record(by, "columns", publication, label=label, unit=publication.office, note=words)
