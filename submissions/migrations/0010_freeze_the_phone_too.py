from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('submissions', '0009_mark_late_answers'),
    ]

    operations = [
        migrations.AddField(
            model_name='revision',
            name='phone',
            field=models.CharField(blank=True, max_length=30, verbose_name='联系电话'),
        ),
    ]
