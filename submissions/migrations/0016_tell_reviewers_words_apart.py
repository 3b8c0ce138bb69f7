from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("submissions", "0015_keep_what_was_reported"),
    ]

    operations = [
        migrations.AlterField(
            model_name="revision",
            name="why",
            field=models.CharField(
                choices=[
                    ("sent", "送审稿"),
                    ("edited", "审签修改稿"),
                    ("signed", "报送稿"),
                    ("withdrawn", "已撤回的报送稿"),
                    ("side", "未并入的另存稿"),
                    ("joined", "已并入的另存稿"),
                    ("before", "合并前的文字"),
                    ("handed", "移交前的文字"),
                ],
                max_length=10,
                verbose_name="缘由",
            ),
        ),
    ]
