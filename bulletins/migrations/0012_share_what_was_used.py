"""What was made and used before shares were kept is shared equally; the first source is the main one."""

from decimal import Decimal
from itertools import groupby

from django.db import migrations

from bulletins.shares import portions


def name_main_sources(apps, schema_editor):
    Source = apps.get_model("bulletins", "Source")
    seen = set()
    for source in Source.objects.order_by("article_id", "order", "pk"):
        if source.article_id not in seen:
            seen.add(source.article_id)
            source.is_main = True
            source.save(update_fields=["is_main"])


def share_adoptions(apps, schema_editor):
    """Revoked ones too: what was adopted together was shared, whatever became of it."""
    Adoption = apps.get_model("bulletins", "Adoption")
    rows = Adoption.objects.filter(issue__isnull=False).order_by("issue_id", "article_id", "pk")
    for _, group in groupby(rows, key=lambda row: (row.issue_id, row.article_id)):
        group = list(group)
        for place, (row, share) in enumerate(zip(group, portions([Decimal(1)] * len(group)), strict=True)):
            row.share, row.is_main = share, place == 0
            row.save(update_fields=["share", "is_main"])


class Migration(migrations.Migration):
    dependencies = [("bulletins", "0011_measure_what_was_printed")]
    operations = [
        migrations.RunPython(name_main_sources, migrations.RunPython.noop),
        migrations.RunPython(share_adoptions, migrations.RunPython.noop),
    ]
