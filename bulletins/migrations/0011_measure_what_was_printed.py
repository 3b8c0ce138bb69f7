"""Issues signed before their extent was kept get it from their frozen papers."""

from django.db import migrations

from bulletins.extent import extent_of


def measure(apps, schema_editor):
    signed = apps.get_model("bulletins", "Issue").objects.exclude(paper=None)
    extents = apps.get_model("bulletins", "Extent").objects
    for issue in signed.only("pk", "paper").iterator(200):
        extents.get_or_create(issue_id=issue.pk, defaults=extent_of(issue.paper))


class Migration(migrations.Migration):

    dependencies = [
        ('bulletins', '0010_give_issues_to_readers'),
    ]

    operations = [migrations.RunPython(measure, migrations.RunPython.noop)]
