"""What a series had printed before belongs to a year of its own."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("bulletins", "0019_report_upward")]

    operations = [
        migrations.AddField(
            "seriesrule", "started_in", models.PositiveIntegerField("其年份", editable=False, null=True)
        ),
        migrations.AlterField(
            "seriesrule", "number_before", models.PositiveIntegerField("已出期数", default=0)
        ),
    ]
