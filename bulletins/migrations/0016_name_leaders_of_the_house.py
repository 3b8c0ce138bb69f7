"""Words a leader wrote here themself belong to that person; copied-in words stay with the typed name."""

from django.db import migrations
from django.db.models import F


def name_them(apps, schema_editor):
    rows = apps.get_model("bulletins", "Instruction").objects.filter(person=None, leader=F("by__name"))
    for row in rows.iterator():
        row.person_id = row.by_id
        row.save(update_fields=["person"])


class Migration(migrations.Migration):

    dependencies = [
        ("bulletins", "0015_follow_up_instructions"),
    ]

    operations = [migrations.RunPython(name_them, migrations.RunPython.noop)]
