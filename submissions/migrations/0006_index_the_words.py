"""The words by which things are found, in a table of their own."""

from django.db import migrations, models

from submissions import token_index


class Migration(migrations.Migration):
    dependencies = [("submissions", "0005_widen_what_is_filed")]
    operations = [
        migrations.CreateModel(
            name="Text",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=8)),
                ("thing", models.BigIntegerField()),
                ("at", models.DateTimeField()),
                ("folded", models.TextField()),
                ("tokens", token_index.TokensField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=["kind", "thing"], name="a_text_is_indexed_once")
                ],
            },
        ),
        migrations.RunPython(token_index.create, token_index.remove),
    ]
