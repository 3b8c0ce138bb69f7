"""A line of the ledger is booked in a whole month, and takes back another line, never itself."""

from django.db import migrations, models

from accounts.append_only import keeping


class Migration(migrations.Migration):
    dependencies = [("scoring", "0020_refuse_to_be_emptied")]
    operations = keeping(
        "scoring_entry",
        "1 = 1",
        migrations.AddConstraint(
            model_name="entry",
            constraint=models.CheckConstraint(
                condition=models.Q(("month__day", 1)), name="a_line_is_booked_in_a_whole_month"
            ),
        ),
        migrations.AddConstraint(
            model_name="entry",
            constraint=models.CheckConstraint(
                condition=models.Q(("reverses", models.F("id")), _negated=True),
                name="a_line_does_not_reverse_itself",
            ),
        ),
    )
