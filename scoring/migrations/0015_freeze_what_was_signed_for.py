"""Signed lists, what they paid for and their files are kept as they are; the database itself refuses."""

from django.db import migrations

from accounts.append_only import protect, release
from scoring.money_seals import AWARD_LISTS, PAY_LINES, PAY_LISTS, PAYMENTS, SIGNED_FILES

TABLES = (PAY_LISTS, AWARD_LISTS, PAY_LINES, SIGNED_FILES, PAYMENTS)


def freeze(apps, editor):
    for table, final in TABLES:
        protect(editor, table, final)


def thaw(apps, editor):
    for table, _ in TABLES:
        release(editor, table)


class Migration(migrations.Migration):
    dependencies = [("scoring", "0014_propose_awards_and_pay_writers")]
    operations = [migrations.RunPython(freeze, thaw)]
