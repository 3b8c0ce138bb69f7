"""Scorers are told once of a month that waits to be closed."""

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0011_file_roster_changes"),
        ("scoring", "0016_catch_up_month_by_month"),
    ]

    operations = [
        migrations.CreateModel(
            name="ClosingReminder",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("month", models.DateField(verbose_name="月份")),
                ("at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="时间")),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.unit",
                        verbose_name="考核单位",
                    ),
                ),
            ],
            options={
                "verbose_name": "关账提醒",
                "verbose_name_plural": "关账提醒",
                "constraints": [
                    models.UniqueConstraint(fields=("office", "month"), name="a_month_is_reminded_of_once")
                ],
            },
        ),
    ]
