"""A rule book in force is not rewritten or deleted, and one a month was counted by is not taken back: the database refuses."""

from django.db import migrations

from accounts.append_only import protect, release
from scoring.book_seals import BOOKS, USED, USED_ON_POSTGRES


def freeze(apps, editor):
    table, final = BOOKS
    if editor.connection.vendor == "postgresql":
        editor.execute(USED_ON_POSTGRES, params=None)
    protect(editor, table, final)


def thaw(apps, editor):
    release(editor, BOOKS[0])
    if editor.connection.vendor == "postgresql":
        editor.execute(f"DROP FUNCTION IF EXISTS {USED}(bigint)", params=None)


class Migration(migrations.Migration):
    dependencies = [("scoring", "0021_line_up_the_ledger")]
    operations = [migrations.RunPython(freeze, thaw)]
