"""What was signed stays as it was: the database refuses another number, date or content, and deletion."""

from django.db import migrations

from accounts.append_only import protect, release

TABLE = "bulletins_issue"
CHANGED = " OR ".join(
    f"NEW.{name} <> OLD.{name}" for name in ("paper_sha256", "paper", "series", "year", "number", "date")
)
FINAL = f"OLD.paper_sha256 <> '' AND ({CHANGED} OR NEW.state NOT IN ('signed', 'void'))"


class Migration(migrations.Migration):
    dependencies = [("bulletins", "0003_freeze_documents")]
    operations = [
        migrations.RunPython(
            lambda apps, editor: protect(editor, TABLE, final=FINAL),
            lambda apps, editor: release(editor, TABLE),
        )
    ]
