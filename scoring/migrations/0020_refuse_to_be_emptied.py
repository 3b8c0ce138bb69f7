"""No table that keeps a promise may be emptied by TRUNCATE; those frozen before this day learn it now."""

from django.db import migrations

from accounts.append_only import protected, refuse_emptying


def guard(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        for table in protected(schema_editor.connection):
            refuse_emptying(schema_editor, table)


def unguard(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        for table in protected(schema_editor.connection):
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {table}_whole ON {table}", params=None)


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0011_file_roster_changes"),
        ("bulletins", "0021_word_the_kinds_of_use"),
        ("scoring", "0019_count_in_one_step"),
        ("submissions", "0021_archive_what_old_registers_hold"),
    ]
    operations = [migrations.RunPython(guard, unguard)]
