"""A closed month is never changed or deleted; the database itself refuses."""

from django.db import migrations

from accounts.append_only import protect, release

TABLE = "scoring_period"


class Migration(migrations.Migration):
    dependencies = [("scoring", "0004_keep_the_lists_behind_a_snapshot")]
    operations = [
        migrations.RunPython(
            lambda apps, editor: protect(editor, TABLE), lambda apps, editor: release(editor, TABLE)
        )
    ]
