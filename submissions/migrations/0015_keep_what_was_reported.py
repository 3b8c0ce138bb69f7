"""An urgent report, its receipt, the head's word, an alarm and a fault are never changed: the database refuses."""

from django.db import migrations

from accounts.append_only import protect, release

TABLES = [
    f"submissions_{name}" for name in ("urgentreport", "receipt", "confirmation", "alarm", "mark")
]


def lock(apps, editor):
    for table in TABLES:
        protect(editor, table)


def unlock(apps, editor):
    for table in TABLES:
        release(editor, table)


class Migration(migrations.Migration):
    dependencies = [("submissions", "0014_report_what_is_urgent")]
    operations = [migrations.RunPython(lock, unlock)]
