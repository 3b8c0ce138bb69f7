from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_seal_the_log")]
    operations = [
        migrations.AddField(
            model_name="post",
            name="revoked_on",
            field=models.DateField(editable=False, null=True, verbose_name="收回日期"),
        )
    ]
