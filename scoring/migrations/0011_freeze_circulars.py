"""A signed circular and its files are never changed; the database itself refuses."""

from django.db import migrations

from accounts.append_only import protect, release
from scoring.circular_freezing import CIRCULARS, FILES


def freeze(apps, editor):
    for table in (CIRCULARS, FILES):
        protect(editor, *table)


def thaw(apps, editor):
    for name, _ in (CIRCULARS, FILES):
        release(editor, name)


class Migration(migrations.Migration):
    dependencies = [("scoring", "0010_issue_circulars")]
    operations = [migrations.RunPython(freeze, thaw)]
