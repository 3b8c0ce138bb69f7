from django.db import migrations, models
from django.db.models.functions import Lower


class Migration(migrations.Migration):
    dependencies = [("accounts", "0003_let_rights_end_at_once")]
    operations = [
        migrations.AddConstraint(
            model_name="user",
            constraint=models.UniqueConstraint(
                Lower("username"),
                name="usernames_differ_in_more_than_case",
                violation_error_message="这个用户名已有人使用。",
            ),
        )
    ]
