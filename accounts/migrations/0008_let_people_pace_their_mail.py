from django.db import migrations, models
from django.db.models import F
from django.utils import timezone


def mail_old_notices_by_their_own_time(apps, schema_editor):
    """What was told long ago must not look as if its mail were due today."""
    apps.get_model("accounts", "Notice").objects.update(mail_at=F("at"))


class Migration(migrations.Migration):
    dependencies = [("accounts", "0007_pace_the_mails")]

    operations = [
        migrations.AddField(
            model_name="notice",
            name="mail_at",
            field=models.DateTimeField(default=timezone.now, null=True, verbose_name="邮件不早于"),
        ),
        migrations.AddField(
            model_name="user",
            name="mail_pace",
            field=models.CharField(
                choices=[
                    ("each", "随时逐条发送"),
                    ("hourly", "每小时汇总一封"),
                    ("daily", "每天早上八点汇总一封"),
                    ("never", "不发邮件，只在系统内提醒"),
                ],
                default="each",
                max_length=8,
                verbose_name="邮件提醒",
            ),
        ),
        migrations.RunPython(mail_old_notices_by_their_own_time, migrations.RunPython.noop),
    ]
