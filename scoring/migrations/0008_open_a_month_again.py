"""A month may be opened again before it is published; each closing keeps its own row, and its fate another."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from accounts.append_only import keeping, protect, release

PERIODS, FATES = ("scoring_period", "1 = 1"), "scoring_fate"
PERSON = settings.AUTH_USER_MODEL


class Migration(migrations.Migration):

    dependencies = [
        ("accounts", "0011_file_roster_changes"),
        ("scoring", "0007_adjust_by_two_hands"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        *keeping(
            *PERIODS,
            migrations.RemoveConstraint(model_name="period", name="a_month_is_closed_once"),
            migrations.AddField(
                model_name="period",
                name="round",
                field=models.PositiveSmallIntegerField(default=1, verbose_name="第几次关账"),
            ),
            migrations.AddConstraint(
                model_name="period",
                constraint=models.UniqueConstraint(
                    fields=("office", "month", "round"), name="a_round_of_a_month_is_closed_once"
                ),
            ),
        ),
        migrations.CreateModel(
            name="Fate",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("what", models.CharField(choices=[("reopened", "已重新打开"), ("published", "已公布")], max_length=10, verbose_name="结果")),
                ("reason", models.CharField(blank=True, max_length=200, verbose_name="原因")),
                ("at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="时间")),
                ("by", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=PERSON, verbose_name="经办人")),
                ("period", models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name="fate", to="scoring.period", verbose_name="关账")),
            ],
            options={"verbose_name": "关账结果", "verbose_name_plural": "关账结果"},
        ),
        migrations.AddConstraint(
            model_name="fate",
            constraint=models.CheckConstraint(
                condition=models.Q(("what", "published"), models.Q(("reason", ""), _negated=True), _connector="OR"),
                name="a_month_is_opened_again_for_a_reason",
            ),
        ),
        migrations.RunPython(
            lambda apps, editor: protect(editor, FATES), lambda apps, editor: release(editor, FATES)
        ),
    ]
