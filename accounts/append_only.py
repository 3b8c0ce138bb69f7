"""Tables the database itself refuses to rewrite: the log and the ledger.

PostgreSQL and SQLite word a trigger differently; both refuse DELETE always and UPDATE
once the row is final (`final` is an SQL condition on OLD, or makes one of the columns the table has).
PostgreSQL also refuses TRUNCATE, which row triggers do not see; SQLite knows no such statement.
"""

from contextlib import contextmanager

from django.db import connection as default_connection
from django.db.migrations import RunPython

NAMES = ("keep", "final", "whole")

PG_FUNCTION = """
CREATE OR REPLACE FUNCTION infohub_append_only() RETURNS trigger AS $$
BEGIN RAISE EXCEPTION 'append-only: % refuses %', TG_TABLE_NAME, TG_OP; END $$ LANGUAGE plpgsql
"""


def protect(schema_editor, table, final="1 = 1"):
    """Refuse DELETE, and UPDATE of final rows, on the table."""
    run = schema_editor.execute
    final = final(columns_of(schema_editor, table)) if callable(final) else final
    if schema_editor.connection.vendor == "postgresql":
        run(PG_FUNCTION, params=None)
        call = "EXECUTE FUNCTION infohub_append_only()"
        run(f"CREATE TRIGGER {table}_keep BEFORE DELETE ON {table} FOR EACH ROW {call}", params=None)
        run(
            f"CREATE TRIGGER {table}_final BEFORE UPDATE ON {table} FOR EACH ROW WHEN ({final}) {call}",
            params=None,
        )
        refuse_emptying(schema_editor, table)
        return
    stop = f"BEGIN SELECT RAISE(ABORT, 'append-only: {table}'); END"
    run(f"CREATE TRIGGER {table}_keep BEFORE DELETE ON {table} {stop}", params=None)
    run(f"CREATE TRIGGER {table}_final BEFORE UPDATE ON {table} WHEN {final} {stop}", params=None)


def refuse_emptying(schema_editor, table):
    """Refuse TRUNCATE of the table; safe to repeat."""
    schema_editor.execute(f"DROP TRIGGER IF EXISTS {table}_whole ON {table}", params=None)
    schema_editor.execute(
        f"CREATE TRIGGER {table}_whole BEFORE TRUNCATE ON {table}"
        " FOR EACH STATEMENT EXECUTE FUNCTION infohub_append_only()",
        params=None,
    )


def protected(connection):
    """The tables that refuse to be rewritten, by their triggers."""
    if connection.vendor == "postgresql":
        rows = "SELECT relname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid WHERE tgname = relname || '_keep'"
    else:
        rows = "SELECT tbl_name FROM sqlite_master WHERE type = 'trigger' AND name = tbl_name || '_keep'"
    with connection.cursor() as cursor:
        cursor.execute(rows)
        return sorted(name for (name,) in cursor.fetchall())


def switches(connection, to):
    """The statements that let the tables be emptied (DISABLE) or refuse it again (ENABLE); only their owner may."""
    if connection.vendor != "postgresql":
        return []
    return [f"ALTER TABLE {table} {to} TRIGGER {table}_whole" for table in protected(connection)]


@contextmanager
def emptied_on_purpose(connection=default_connection):
    """For a demo that begins anew, and between tests; nothing an office runs does this."""
    with connection.cursor() as cursor:
        for statement in switches(connection, "DISABLE"):
            cursor.execute(statement)
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            for statement in switches(connection, "ENABLE"):
                cursor.execute(statement)


def columns_of(schema_editor, table):
    connection = schema_editor.connection
    with connection.cursor() as cursor:
        return {column.name for column in connection.introspection.get_table_description(cursor, table)}


def release(schema_editor, table):
    """Undo protect(): for a migration's way back and for emptying a test database."""
    on = f" ON {table}" if schema_editor.connection.vendor == "postgresql" else ""
    for name in NAMES:
        schema_editor.execute(f"DROP TRIGGER IF EXISTS {table}_{name}{on}", params=None)


def keeping(table, final, *operations):
    """Operations that change a protected table: SQLite rebuilds it and forgets its triggers, both ways."""

    def again(apps, schema_editor):
        release(schema_editor, table)
        protect(schema_editor, table, final)

    return [RunPython(RunPython.noop, again), *operations, RunPython(again, RunPython.noop)]
