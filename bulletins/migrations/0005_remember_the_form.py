"""A form remembers what it made, so that a double click makes it once."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('bulletins', '0004_freeze_signed_issues'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='article',
            name='key',
            field=models.UUIDField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name='issue',
            name='key',
            field=models.UUIDField(editable=False, null=True),
        ),
        migrations.AddConstraint(
            model_name='issue',
            constraint=models.UniqueConstraint(condition=models.Q(('key__isnull', False)), fields=('publication', 'key'), name='a_form_opens_one_issue'),
        ),
    ]
