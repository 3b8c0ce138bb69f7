from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('submissions', '0008_keep_what_a_form_was_opened_on'),
    ]

    operations = [
        migrations.AddField(
            model_name='submission',
            name='days_late',
            field=models.PositiveIntegerField(default=0, editable=False, verbose_name='逾期报回天数'),
        ),
    ]
