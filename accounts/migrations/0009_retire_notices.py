from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0008_let_people_pace_their_mail")]

    operations = [
        migrations.AddField(
            model_name="notice",
            name="over_at",
            field=models.DateTimeField(null=True, verbose_name="已了结"),
        ),
        migrations.RemoveIndex(model_name="notice", name="notice_by_person"),
        migrations.AddIndex(
            model_name="notice",
            index=models.Index(fields=["person", "read_at", "over_at"], name="notice_by_person"),
        ),
    ]
