"""Every issue says in which count its number stands, and with which word it was printed.

Rows and columns change in one file: once the trigger knows the new columns it refuses to fill those of signed issues.
"""

import django.db.models.deletion
from django.db import migrations, models

from accounts.append_only import keeping, release
from bulletins.freezing import ISSUES

SERIES = [
    ("regular", "正刊"),
    ("supplement", "增刊"),
    ("dedicated", "专刊"),
    ("special", "特刊"),
    ("report", "专报"),
]


def fill(apps, schema_editor):
    """So far every series counted by itself, and 增刊 was the only one with a name of its own."""
    numbered = apps.get_model("bulletins", "Issue").objects.filter(number__isnull=False)
    named = models.Case(models.When(series="supplement", then=models.Value("增刊")), default=models.Value(""))
    # at once: a row written twice leaves PostgreSQL with checks pending, and it alters no table over them
    numbered.update(counted_in=models.F("series"), prefix=named)


class Migration(migrations.Migration):
    dependencies = [("bulletins", "0016_name_leaders_of_the_house")]

    operations = [
        *keeping(
            *ISSUES,
            migrations.AddField(
                "issue",
                "counted_in",
                models.CharField(
                    "编号序列", blank=True, choices=SERIES, default="", editable=False, max_length=12
                ),
                preserve_default=False,
            ),
            migrations.AddField(
                "issue",
                "prefix",
                models.CharField(blank=True, default="", editable=False, max_length=10),
                preserve_default=False,
            ),
            migrations.AlterField(
                "issue",
                "series",
                models.CharField("刊型", choices=SERIES, default="regular", max_length=12),
            ),
            migrations.RunPython(fill, migrations.RunPython.noop),
            migrations.RemoveConstraint("issue", "an_issue_number_is_given_once"),
            migrations.AddConstraint(
                "issue",
                models.UniqueConstraint(
                    fields=("publication", "counted_in", "year", "number"),
                    name="an_issue_number_is_given_once",
                ),
            ),
            migrations.AddConstraint(
                "issue",
                models.CheckConstraint(
                    condition=models.Q(
                        ("number", None), models.Q(("counted_in", ""), _negated=True), _connector="OR"
                    ),
                    name="a_number_belongs_to_a_count",
                ),
            ),
            migrations.RunPython(migrations.RunPython.noop, lambda _, editor: release(editor, ISSUES[0])),
        ),
        migrations.AlterField("counter", "series", models.CharField(choices=SERIES, max_length=12)),
        migrations.AddField(
            "publication", "restarts_yearly", models.BooleanField("期号每年从第1期重编", default=True)
        ),
        migrations.CreateModel(
            name="SeriesRule",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("series", models.CharField("刊型", choices=SERIES, max_length=12)),
                ("is_on", models.BooleanField("启用", default=True)),
                ("label", models.CharField("印作", blank=True, max_length=10)),
                ("own_numbers", models.BooleanField("单独编号", default=True)),
                ("number_before", models.PositiveIntegerField("启用当年已出期数", default=0)),
                (
                    "publication",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="series_rules",
                        to="bulletins.publication",
                    ),
                ),
            ],
            options={
                "verbose_name": "刊型",
                "verbose_name_plural": "刊型",
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("publication", "series"), name="a_series_has_one_rule"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("series", "supplement"), _negated=True),
                            ("own_numbers", True),
                            _connector="OR",
                        ),
                        name="a_supplement_counts_by_itself",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("series", "regular"), _negated=True),
                        name="the_regular_series_needs_no_rule",
                    ),
                ],
            },
        ),
    ]
