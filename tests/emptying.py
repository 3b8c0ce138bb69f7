"""Between tests the database is emptied, which its own append-only triggers would refuse.

On SQLite, whose emptying is a DELETE, they are taken down for it; on PostgreSQL, whose is a TRUNCATE, switched off.
"""

from django.db import connections
from django.db.backends.postgresql.operations import DatabaseOperations as PostgresOperations
from django.db.backends.sqlite3.base import DatabaseOperations as SqliteOperations

from accounts.append_only import switches

_on_sqlite, _on_postgres = SqliteOperations.sql_flush, PostgresOperations.sql_flush


def sql_flush_past_triggers(self, style, tables, **options):
    """Take the triggers down, empty, and put the very same triggers back."""
    with connections[self.connection.alias].cursor() as cursor:
        cursor.execute(
            "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND sql LIKE '%RAISE(ABORT%'"
        )
        triggers = cursor.fetchall()
    return [
        *(f"DROP TRIGGER {name}" for name, _ in triggers),
        *_on_sqlite(self, style, tables, **options),
        *(sql for _, sql in triggers),
    ]


def sql_flush_past_guards(self, style, tables, **options):
    """Switch the guards off, empty, and switch them on again: one transaction."""
    connection = connections[self.connection.alias]
    return [
        *switches(connection, "DISABLE"),
        *_on_postgres(self, style, tables, **options),
        *switches(connection, "ENABLE"),
    ]


SqliteOperations.sql_flush = sql_flush_past_triggers
PostgresOperations.sql_flush = sql_flush_past_guards
