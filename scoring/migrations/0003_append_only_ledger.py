"""A line of the ledger is never changed or deleted; the database itself refuses."""

from django.db import migrations

from accounts.append_only import protect, release

TABLE = "scoring_entry"


class Migration(migrations.Migration):
    dependencies = [("scoring", "0002_initial"), ("accounts", "0002_seal_the_log")]
    operations = [
        migrations.RunPython(
            lambda apps, editor: protect(editor, TABLE), lambda apps, editor: release(editor, TABLE)
        )
    ]
