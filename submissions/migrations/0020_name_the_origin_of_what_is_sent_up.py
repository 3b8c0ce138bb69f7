from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("submissions", "0019_name_what_an_import_replaced"),
    ]

    operations = [
        migrations.AddField(
            model_name="submission",
            name="origin",
            field=models.CharField(blank=True, editable=False, max_length=300, verbose_name="来源"),
        ),
    ]
