"""Where tokens live: a text-search vector under GIN on PostgreSQL, an FTS5 table on SQLite.

Neither needs an extension or its own parser: the tokens are cut by bigrams.py, the database only keeps and
finds them. FTS5 reads them from the row itself (external content), so they are kept once; its triggers are
the documented way to keep such a table in step, and unlike a contentless one it can forget (SQLite < 3.43).
"""

from django.db import connection, models
from django.db.models.lookups import Lookup

FTS = "submissions_text_fts"
ADD = f"INSERT INTO {FTS}(rowid, tokens) VALUES (new.id, new.tokens);"
DROP = f"INSERT INTO {FTS}({FTS}, rowid, tokens) VALUES ('delete', old.id, old.tokens);"
ON_SQLITE = (
    f"CREATE VIRTUAL TABLE {FTS} USING fts5(tokens, content='submissions_text', content_rowid='id', "
    "tokenize='ascii', prefix='1', detail=none, columnsize=0)",  # to “ascii” every Chinese character is a letter
    f"CREATE TRIGGER {FTS}_added AFTER INSERT ON submissions_text BEGIN {ADD} END",
    f"CREATE TRIGGER {FTS}_gone AFTER DELETE ON submissions_text BEGIN {DROP} END",
    f"CREATE TRIGGER {FTS}_changed AFTER UPDATE OF tokens ON submissions_text BEGIN {DROP} {ADD} END",
)
ON_POSTGRESQL = (f"CREATE INDEX {FTS} ON submissions_text USING gin (tokens)",)
OFF_SQLITE = (
    *(f"DROP TRIGGER {FTS}_{name}" for name in ("added", "gone", "changed")),
    f"DROP TABLE {FTS}",
)
OFF_POSTGRESQL = (f"DROP INDEX {FTS}",)


def create(apps, schema_editor):
    """For a migration: the part of the index that only one database understands."""
    on_postgresql = schema_editor.connection.vendor == "postgresql"
    for statement in ON_POSTGRESQL if on_postgresql else ON_SQLITE:
        schema_editor.execute(statement, params=None)


def remove(apps, schema_editor):
    on_postgresql = schema_editor.connection.vendor == "postgresql"
    for statement in OFF_POSTGRESQL if on_postgresql else OFF_SQLITE:
        schema_editor.execute(statement, params=None)


class TokensField(models.Field):
    """The distinct tokens of one text, as a list; no order, no places."""

    def db_type(self, connection):
        return "tsvector" if connection.vendor == "postgresql" else "text"

    def get_placeholder(self, value, compiler, connection):
        return "array_to_tsvector(%s::text[])" if connection.vendor == "postgresql" else "%s"

    def get_db_prep_value(self, value, connection, prepared=False):
        return list(value) if connection.vendor == "postgresql" else " ".join(value)


@TokensField.register_lookup
class Has(Lookup):
    """A text-search query, worded by `vector_query`; PostgreSQL only."""

    lookup_name = "has"

    def get_db_prep_lookup(self, value, connection):
        return "%s::tsquery", [value]

    def as_postgresql(self, compiler, connection):
        column, known = self.process_lhs(compiler, connection)
        query, asked = self.process_rhs(compiler, connection)
        return f"{column} @@ {query}", [*known, *asked]


def having(texts, tokens, places):
    """The texts that hold all of the tokens (x* stands for all that begin with x) and one of the places.

    SQLite is asked by a join: FTS5 then gives its rows newest first and stops when there are enough.
    """
    if connection.vendor == "postgresql":
        return texts.filter(tokens__has=vector_query(tokens, places))
    joined = [f"{FTS} MATCH %s", f"{FTS}.rowid = submissions_text.id"]
    return texts.extra(tables=[FTS], where=joined, params=[fts_query(tokens, places)])


def newest_first(texts):
    """The key runs with time, and both indexes are read along it."""
    if connection.vendor == "postgresql" or FTS not in texts.query.extra_tables:
        return texts.order_by("-pk")
    return texts.extra(order_by=[f"-{FTS}.rowid"])


def vector_query(tokens, places):
    asked = [f"'{token.rstrip('*')}'{':*' if token.endswith('*') else ''}" for token in tokens]
    return " & ".join([*asked, f"({' | '.join(places)})"])


def fts_query(tokens, places):
    asked = [f'"{token.rstrip("*")}"{"*" if token.endswith("*") else ""}' for token in tokens]
    return " AND ".join([*asked, f"({' OR '.join(places)})"])
