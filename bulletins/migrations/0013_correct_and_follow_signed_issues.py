"""Corrections of signed issues, supplements to them, and the order a void issue had."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from accounts.append_only import protect, release
from bulletins.freezing import CORRECTIONS


class Migration(migrations.Migration):

    dependencies = [
        ('bulletins', '0012_share_what_was_used'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Correction',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(blank=True, editable=False, max_length=80)),
                ('wrong', models.TextField(max_length=1000, verbose_name='误')),
                ('right', models.TextField(blank=True, max_length=1000, verbose_name='正')),
                ('reason', models.TextField(max_length=1000, verbose_name='更正原因')),
                ('asked_by', models.CharField(max_length=60, verbose_name='提出人')),
                ('state', models.CharField(choices=[('draft', '草拟'), ('awaiting', '待签发'), ('signed', '已签发'), ('dropped', '已撤销')], default='draft', editable=False, max_length=12, verbose_name='状态')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('key', models.UUIDField(editable=False, null=True)),
                ('three_hands', models.BooleanField(default=True, editable=False)),
                ('opinion', models.TextField(blank=True, editable=False, verbose_name='退回意见')),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='起草时间')),
                ('moved_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='进入本状态')),
                ('signed_at', models.DateTimeField(editable=False, null=True, verbose_name='签发时间')),
            ],
            options={
                'verbose_name': '更正',
                'verbose_name_plural': '更正',
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='FormerPlacement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveIntegerField(verbose_name='次序')),
            ],
            options={
                'ordering': ['position'],
            },
        ),
        migrations.CreateModel(
            name='Sequel',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('why', models.CharField(choices=[('supplement', '增刊'), ('reissue', '重编')], max_length=12)),
            ],
        ),
        migrations.AddField(
            model_name='correction',
            name='approver',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='核签'),
        ),
        migrations.AddField(
            model_name='correction',
            name='article',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='corrections', to='bulletins.article', verbose_name='稿件'),
        ),
        migrations.AddField(
            model_name='correction',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='起草'),
        ),
        migrations.AddField(
            model_name='correction',
            name='issue',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='corrections', to='bulletins.issue', verbose_name='期'),
        ),
        migrations.AddField(
            model_name='correction',
            name='piece',
            field=models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='prints', to='bulletins.article'),
        ),
        migrations.AddField(
            model_name='formerplacement',
            name='article',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='former_placements', to='bulletins.article'),
        ),
        migrations.AddField(
            model_name='formerplacement',
            name='issue',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='former_placements', to='bulletins.issue'),
        ),
        migrations.AddField(
            model_name='sequel',
            name='after',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sequels', to='bulletins.issue'),
        ),
        migrations.AddField(
            model_name='sequel',
            name='issue',
            field=models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='origin', to='bulletins.issue'),
        ),
        migrations.AddIndex(
            model_name='correction',
            index=models.Index(fields=['state', 'issue'], name='corrections_by_state'),
        ),
        migrations.AddConstraint(
            model_name='correction',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'signed'), _negated=True), models.Q(('approver__isnull', False), ('signed_at__isnull', False)), _connector='OR'), name='a_signed_correction_has_its_approver'),
        ),
        migrations.AddConstraint(
            model_name='correction',
            constraint=models.CheckConstraint(condition=models.Q(('three_hands', False), ('approver', None), models.Q(('approver', models.F('by')), _negated=True), _connector='OR'), name='nobody_signs_their_own_correction'),
        ),
        migrations.AddConstraint(
            model_name='correction',
            constraint=models.CheckConstraint(condition=models.Q(('wrong', models.F('right')), _negated=True), name='a_correction_changes_words'),
        ),
        migrations.AddConstraint(
            model_name='correction',
            constraint=models.UniqueConstraint(condition=models.Q(('key__isnull', False)), fields=('issue', 'key'), name='a_form_makes_one_correction'),
        ),
        migrations.AddConstraint(
            model_name='formerplacement',
            constraint=models.UniqueConstraint(fields=('issue', 'position'), name='one_article_stood_in_each_place'),
        ),
        migrations.AddConstraint(
            model_name='sequel',
            constraint=models.CheckConstraint(condition=models.Q(('issue', models.F('after')), _negated=True), name='no_issue_follows_itself'),
        ),
        migrations.RunPython(
            lambda apps, editor: protect(editor, *CORRECTIONS),
            lambda apps, editor: release(editor, CORRECTIONS[0]),
        ),
    ]
