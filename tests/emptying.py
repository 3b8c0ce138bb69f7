"""Between tests the database is emptied, which its own append-only triggers would refuse on SQLite.

PostgreSQL empties with TRUNCATE, which row triggers do not see.
"""

from django.db import connections
from django.db.backends.sqlite3.base import DatabaseOperations

_sql_flush = DatabaseOperations.sql_flush


def sql_flush_past_triggers(self, style, tables, **options):
    """Take the triggers down, empty, and put the very same triggers back."""
    with connections[self.connection.alias].cursor() as cursor:
        cursor.execute(
            "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND sql LIKE '%RAISE(ABORT%'"
        )
        triggers = cursor.fetchall()
    return [
        *(f"DROP TRIGGER {name}" for name, _ in triggers),
        *_sql_flush(self, style, tables, **options),
        *(sql for _, sql in triggers),
    ]


DatabaseOperations.sql_flush = sql_flush_past_triggers
