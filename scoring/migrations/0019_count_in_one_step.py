"""A unit that counts for another is nobody's parent meanwhile."""

from django.db import migrations

from scoring.chains import allow_chains, refuse_chains


class Migration(migrations.Migration):
    dependencies = [("scoring", "0018_remind_units_once_a_day")]

    operations = [migrations.RunPython(refuse_chains, allow_chains)]
