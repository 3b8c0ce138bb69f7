"""Signatures and bands by which like texts are found; an office's own shelf lives."""

import django.db.models.deletion
from django.db import migrations, models

import submissions.states


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_initial"),
        ("submissions", "0017_name_whom_a_reviewer_stands_for"),
    ]
    operations = [
        migrations.CreateModel(
            name="Signature",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("method", models.CharField(max_length=30)),
                ("values", models.BinaryField()),
                (
                    "revision",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="submissions.revision"
                    ),
                ),
                (
                    "submission",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="signature",
                        to="submissions.submission",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Band",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.BigIntegerField()),
                (
                    "signature",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="bands",
                        to="submissions.signature",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["key", "signature"], name="signatures_by_band")],
            },
        ),
        migrations.CreateModel(
            name="ShelfLife",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(choices=submissions.states.Kind.choices, max_length=12, verbose_name="类型"),
                ),
                ("days", models.PositiveSmallIntegerField(verbose_name="保鲜期（天）")),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="shelf_lives",
                        to="accounts.unit",
                        verbose_name="收稿单位",
                    ),
                ),
            ],
            options={
                "verbose_name": "保鲜期",
                "verbose_name_plural": "保鲜期",
                "constraints": [
                    models.UniqueConstraint(fields=("office", "kind"), name="a_kind_keeps_for_one_time")
                ],
            },
        ),
    ]
