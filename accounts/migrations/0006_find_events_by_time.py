from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0005_keep_uploads_until_confirmed")]
    operations = [
        migrations.AddIndex(model_name="event", index=models.Index(fields=["at"], name="event_by_time"))
    ]
