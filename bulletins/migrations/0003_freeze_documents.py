"""The bytes of a made document never change; the database itself refuses."""

from django.db import migrations

from accounts.append_only import protect, release

TABLE = "bulletins_document"


class Migration(migrations.Migration):
    dependencies = [("bulletins", "0002_initial"), ("accounts", "0002_seal_the_log")]
    operations = [
        migrations.RunPython(
            lambda apps, editor: protect(editor, TABLE, final="OLD.sha256 <> ''"),
            lambda apps, editor: release(editor, TABLE),
        )
    ]
