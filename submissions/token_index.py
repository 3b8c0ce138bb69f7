"""Where tokens live: a text-search vector under GIN on PostgreSQL, an FTS5 table on SQLite.

Neither needs an extension or its own parser: the tokens are cut by bigrams.py, the database only keeps and
finds them. FTS5 reads them from the row itself (external content), so they are kept once; its triggers are
the documented way to keep such a table in step, and unlike a contentless one it can forget (SQLite < 3.43).
"""

from django.db import models
from django.db.models.lookups import Lookup

FTS = "submissions_text_fts"
ADD = f"INSERT INTO {FTS}(rowid, tokens) VALUES (new.id, new.tokens);"
DROP = f"INSERT INTO {FTS}({FTS}, rowid, tokens) VALUES ('delete', old.id, old.tokens);"
ON_SQLITE = (
    f"CREATE VIRTUAL TABLE {FTS} USING fts5(tokens, content='submissions_text', content_rowid='id', "
    "tokenize='ascii', detail=none, columnsize=0)",  # to “ascii” every Chinese character is a letter
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
    """All of these tokens; one that ends in * stands for every token that begins so."""

    lookup_name = "has"
    prepare_rhs = False

    def get_db_prep_lookup(self, value, connection):
        return "%s", [value]

    def as_postgresql(self, compiler, connection):
        column, params = self.process_lhs(compiler, connection)
        asked = (f"'{token.rstrip('*')}'{':*' if token.endswith('*') else ''}" for token in self.rhs)
        return f"{column} @@ %s::tsquery", [*params, " & ".join(asked)]

    def as_sqlite(self, compiler, connection):
        row = compiler.compile(self.lhs.target.model._meta.pk.get_col(self.lhs.alias))[0]
        asked = (f'"{token.rstrip("*")}"{"*" if token.endswith("*") else ""}' for token in self.rhs)
        return f"{row} IN (SELECT rowid FROM {FTS} WHERE {FTS} MATCH %s)", [" AND ".join(asked)]
