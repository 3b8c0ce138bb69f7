"""Articles stand in columns and carry notes; an issue may print its contents."""

import django.db.models.deletion
from django.db import migrations, models

from accounts.append_only import keeping
from bulletins.freezing import ISSUES


class Migration(migrations.Migration):

    dependencies = [
        ('bulletins', '0006_dress_articles'),
    ]

    operations = [
        migrations.AddField(
            model_name='article',
            name='note',
            field=models.TextField(blank=True, max_length=1000, verbose_name='编者按'),
        ),
        migrations.AddField(
            model_name='articlerevision',
            name='note',
            field=models.TextField(blank=True, verbose_name='编者按'),
        ),
        *keeping(
            *ISSUES,
            migrations.AddField(
                model_name='issue',
                name='shows_contents',
                field=models.BooleanField(default=False, verbose_name='印目录'),
            ),
        ),
        migrations.AddField(
            model_name='publication',
            name='shows_contents',
            field=models.BooleanField(default=False, verbose_name='印目录'),
        ),
        migrations.CreateModel(
            name='Column',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=20, verbose_name='栏目')),
                ('order', models.PositiveIntegerField(default=1, verbose_name='次序')),
                ('is_active', models.BooleanField(default=True, verbose_name='在用')),
                ('publication', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='column_set', to='bulletins.publication')),
            ],
            options={
                'verbose_name': '栏目',
                'verbose_name_plural': '栏目',
                'ordering': ['order', 'pk'],
            },
        ),
        migrations.AddField(
            model_name='article',
            name='column',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='articles', to='bulletins.column', verbose_name='栏目'),
        ),
        migrations.AddConstraint(
            model_name='column',
            constraint=models.UniqueConstraint(fields=('publication', 'name'), name='a_column_is_named_once', violation_error_message='本刊已有同名栏目。'),
        ),
    ]
