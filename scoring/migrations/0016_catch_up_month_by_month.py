"""Closing several months one after the other: what was asked for and how far it came."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0011_file_roster_changes"),
        ("scoring", "0015_freeze_what_was_signed_for"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="CatchUp",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("first", models.DateField(verbose_name="自")),
                ("last", models.DateField(verbose_name="至")),
                ("anyway", models.BooleanField(default=False, verbose_name="有未办事项的月份也关账")),
                ("at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="时间")),
                ("done", models.PositiveSmallIntegerField(default=0, verbose_name="已关账月数")),
                ("total", models.PositiveSmallIntegerField(verbose_name="月数")),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("alive_at", models.DateTimeField(null=True)),
                ("ended_at", models.DateTimeField(null=True, verbose_name="结束时间")),
                ("stopped_at", models.DateField(null=True, verbose_name="停在")),
                ("problem", models.CharField(blank=True, max_length=300, verbose_name="原因")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="经办人",
                    ),
                ),
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
                "verbose_name": "逐月关账",
                "verbose_name_plural": "逐月关账",
                "ordering": ["-pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at", None)),
                        fields=("office",),
                        name="an_office_catches_up_once_at_a_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("done__lte", models.F("total"))),
                        name="no_more_months_closed_than_asked",
                    ),
                ],
            },
        ),
    ]
