"""Columns of the secret publication, for the crawler's world."""

from accounts.roles import Role
from bulletins.actions import columns
from bulletins.actions.columns import VERBS


def add_publication(world, secret):
    """A column, and a series with a name of its own, both with the secret word in them."""
    world.column = columns.add(world.publication, f"{secret}栏目", by=world.people[Role.EDITOR])
    world.publication.series_rules.create(series="report", label=f"{secret}报")


def variants_of_publication(world):
    column = {"code": "secret", "pk": world.column.pk}
    of_publication = ("publication_look", "columns", "columns_order")
    return {f"bulletins:{name}": [{"code": "secret"}] for name in of_publication} | {
        "bulletins:column": [column],
        "bulletins:column_move": [column | {"verb": verb} for verb in VERBS],
    }
