"""What the database knows of the names in a register, read once for all its rows."""

from collections import defaultdict

from django.utils import timezone

from accounts.actions.historic import people_by_name
from accounts.models import Unit
from accounts.roles import Level
from bulletins.models import Publication
from bulletins.states import Use
from scoring.history.cells import name_of
from scoring.history.rows import Register
from scoring.history.words import FIXED, Names, by_words
from scoring.models import Book
from submissions.states import Kind

CHOICES = {"use": Use, "kind": Kind, "level": Level}


def register_of(batch):
    """How the rows of the batch are read today."""
    first = Book.objects.enacted(batch.office).first()
    return Register(
        kind=batch.kind,
        columns=batch.columns,
        options=batch.options,
        names=Names(known_to(batch), batch.names),
        today=timezone.localdate(),
        before=first.since if first else None,
    )


def known_to(batch):
    units = units_of(batch.office)
    carriers = carriers_of(batch)
    fixed = {sort: words_of(sort) for sort in FIXED}
    return {
        "unit": by_name(units, "name", "short_name"),
        "carrier": by_name(carriers, "name", "code"),
        **fixed,
    }


def words_of(sort):
    """The trade's words for what may be chosen, and the labels themselves."""
    known = {word: keys for word, keys in by_words(FIXED[sort]).items() if keys[0] in CHOICES[sort].values}
    return known | {name_of(label): [value] for value, label in CHOICES[sort].choices}


def units_of(office):
    return list(Unit.objects.reporting_to(office).order_by("order", "pk"))


def carriers_of(batch):
    """Whatever may have printed an item: the office's own bulletins and those above."""
    return list(Publication.objects.visible_to(batch.by).order_by("level", "order", "pk"))


def by_name(rows, *names):
    found = defaultdict(set)
    for row in rows:
        for name in names:
            if words := name_of(getattr(row, name)):
                found[words].add(str(row.pk))
    return {name: sorted(keys) for name, keys in found.items()}


class People:
    """Who is known in which unit by which name; of several of one name the one who is switched on, then the newest."""

    def __init__(self, office):
        known = people_by_name(Unit.objects.reporting_to(office).values("pk"))
        self.known = {(str(unit), name): max(keys) for (unit, name), keys in known.items()}

    def find(self, unit, name):
        return self.known.get((unit, name))

    def add(self, unit, name, pk):
        self.known[unit, name] = pk
