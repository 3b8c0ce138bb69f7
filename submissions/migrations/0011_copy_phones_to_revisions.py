from django.db import migrations
from django.db.models import OuterRef, Subquery


def copy_phones(apps, schema_editor):
    """What was signed before revisions had a telephone keeps the one its item shows."""
    revisions = apps.get_model('submissions', 'Revision').objects
    items = apps.get_model('submissions', 'Submission').objects.filter(pk=OuterRef('submission'))
    revisions.update(phone=Subquery(items.values('phone')[:1]))


class Migration(migrations.Migration):

    dependencies = [
        ('submissions', '0010_freeze_the_phone_too'),
    ]

    operations = [
        migrations.RunPython(copy_phones, migrations.RunPython.noop),
    ]
