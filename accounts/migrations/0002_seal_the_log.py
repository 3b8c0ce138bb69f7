"""A sealed event is never changed and no event is ever deleted; the database itself refuses."""

from django.db import migrations

from accounts.append_only import protect, release

TABLE = "accounts_event"


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]
    operations = [
        migrations.RunPython(
            lambda apps, editor: protect(editor, TABLE, final="OLD.seal <> ''"),
            lambda apps, editor: release(editor, TABLE),
        )
    ]
