"""A publication says how often it comes out."""

from django.db import migrations, models

RHYTHMS = [
    ("irregular", "不定期"),
    ("daily", "每日"),
    ("weekly", "每周"),
    ("tenday", "每旬"),
    ("monthly", "每月"),
]


class Migration(migrations.Migration):
    dependencies = [("bulletins", "0017_count_every_series")]

    operations = [
        migrations.AddField(
            "publication",
            "rhythm",
            models.CharField("编发周期", choices=RHYTHMS, default="irregular", max_length=12),
        ),
        migrations.AddField(
            "publication", "rhythm_days", models.JSONField("编发日", blank=True, default=list)
        ),
        migrations.AddField(
            "publication", "rhythm_since", models.DateField("周期起算日", editable=False, null=True)
        ),
    ]
