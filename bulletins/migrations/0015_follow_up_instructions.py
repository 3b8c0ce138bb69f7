"""Leaders' words are taken back, never edited, and followed to their end."""

import bulletins.models.feedback
import bulletins.models.instructions
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0011_file_roster_changes'),
        ('bulletins', '0014_edit_together'),
        ('submissions', '0019_name_what_an_import_replaced'),
    ]

    operations = [
        migrations.CreateModel(
            name='Extension',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('wanted', models.DateField(verbose_name='申请延至')),
                ('reason', models.CharField(max_length=300, verbose_name='延期原因')),
                ('at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='申请时间')),
                ('state', models.CharField(choices=[('pending', '待答复'), ('granted', '已同意'), ('refused', '未同意'), ('moot', '不再需要')], default='pending', editable=False, max_length=10, verbose_name='结果')),
                ('decided_at', models.DateTimeField(editable=False, null=True, verbose_name='答复时间')),
                ('word', models.CharField(blank=True, editable=False, max_length=300, verbose_name='答复')),
            ],
            options={
                'verbose_name': '延期申请',
                'verbose_name_plural': '延期申请',
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='Feedback',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField(verbose_name='次')),
                ('text', models.TextField(max_length=5000, verbose_name='办理情况')),
                ('due', models.DateField(verbose_name='当时期限')),
                ('at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='反馈时间')),
            ],
            options={
                'verbose_name': '反馈',
                'verbose_name_plural': '反馈',
                'ordering': ['number'],
            },
        ),
        migrations.CreateModel(
            name='FeedbackFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('file', models.FileField(upload_to=bulletins.models.feedback.feedback_path)),
                ('name', models.CharField(max_length=120, verbose_name='文件名')),
                ('content_type', models.CharField(max_length=100)),
                ('size', models.PositiveBigIntegerField(verbose_name='大小')),
                ('sha256', models.CharField(max_length=64)),
            ],
            options={
                'verbose_name': '反馈附件',
                'verbose_name_plural': '反馈附件',
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='FollowUp',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('task', models.TextField(max_length=1000, verbose_name='督办事项')),
                ('deadline', models.DateField(blank=True, null=True, verbose_name='办理期限')),
                ('state', models.CharField(choices=[('asked', '待交办'), ('open', '办理中'), ('closed', '已办结'), ('cancelled', '已撤销')], default='asked', editable=False, max_length=10, verbose_name='状态')),
                ('key', models.UUIDField(editable=False, null=True, unique=True)),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='立项时间')),
                ('assigned_at', models.DateTimeField(editable=False, null=True, verbose_name='交办时间')),
                ('closed_at', models.DateTimeField(editable=False, null=True, verbose_name='办结时间')),
                ('closing', models.TextField(blank=True, editable=False, max_length=1000, verbose_name='办结意见')),
                ('reason', models.CharField(blank=True, editable=False, max_length=300, verbose_name='原因')),
            ],
            options={
                'verbose_name': '督办',
                'verbose_name_plural': '督办',
                'ordering': ['-pk'],
            },
        ),
        migrations.CreateModel(
            name='FollowUpReminder',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('step', models.CharField(choices=[('soon', '将到期'), ('today', '今日到期'), ('over', '已逾期'), ('long', '逾期多日')], max_length=8, verbose_name='提醒')),
                ('deadline', models.DateField(verbose_name='期限')),
                ('due_at', models.DateTimeField(verbose_name='提醒时间')),
                ('sent_at', models.DateTimeField(editable=False, null=True, verbose_name='已提醒')),
            ],
            options={
                'verbose_name': '督办提醒',
                'verbose_name_plural': '督办提醒',
                'ordering': ['due_at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Part',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('is_lead', models.BooleanField(default=False, verbose_name='主办')),
                ('deadline', models.DateField(verbose_name='办理期限')),
                ('state', models.CharField(choices=[('assigned', '待签收'), ('received', '已签收'), ('answered', '已反馈'), ('returned', '退回补办'), ('accepted', '已认可'), ('released', '不再承办')], default='assigned', editable=False, max_length=10, verbose_name='状态')),
                ('reason', models.CharField(blank=True, editable=False, max_length=300, verbose_name='意见')),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='交办时间')),
                ('moved_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='进入本状态')),
                ('received_at', models.DateTimeField(editable=False, null=True, verbose_name='签收时间')),
            ],
            options={
                'verbose_name': '承办单位',
                'verbose_name_plural': '承办单位',
                'ordering': ['-is_lead', 'pk'],
            },
        ),
        migrations.AddField(
            model_name='instruction',
            name='adoption',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='instructions', to='bulletins.adoption', verbose_name='批在'),
        ),
        migrations.AddField(
            model_name='instruction',
            name='file',
            field=models.FileField(blank=True, upload_to=bulletins.models.instructions.scan_path, verbose_name='批示原件扫描'),
        ),
        migrations.AddField(
            model_name='instruction',
            name='file_name',
            field=models.CharField(blank=True, editable=False, max_length=120),
        ),
        migrations.AddField(
            model_name='instruction',
            name='file_type',
            field=models.CharField(blank=True, editable=False, max_length=100),
        ),
        migrations.AddField(
            model_name='instruction',
            name='person',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='instructions', to=settings.AUTH_USER_MODEL, verbose_name='本系统的领导'),
        ),
        migrations.AddField(
            model_name='instruction',
            name='revoked_at',
            field=models.DateTimeField(editable=False, null=True, verbose_name='撤回时间'),
        ),
        migrations.AddField(
            model_name='instruction',
            name='revoked_by',
            field=models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='instruction',
            name='revoked_why',
            field=models.CharField(blank=True, editable=False, max_length=200, verbose_name='撤回原因'),
        ),
        migrations.AddIndex(
            model_name='instruction',
            index=models.Index(fields=['office', '-on'], name='instructions_by_day'),
        ),
        migrations.AddConstraint(
            model_name='instruction',
            constraint=models.CheckConstraint(condition=models.Q(('article', None), ('issue__isnull', False), _connector='OR'), name='an_article_is_instructed_in_its_issue'),
        ),
        migrations.AddConstraint(
            model_name='instruction',
            constraint=models.CheckConstraint(condition=models.Q(('adoption', None), ('submission__isnull', False), _connector='OR'), name='a_use_is_instructed_with_its_item'),
        ),
        migrations.AddConstraint(
            model_name='instruction',
            constraint=models.CheckConstraint(condition=models.Q(('revoked_at', None), models.Q(('revoked_why', ''), _negated=True), _connector='OR'), name='an_instruction_is_taken_back_with_a_reason'),
        ),
        migrations.AddField(
            model_name='extension',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='申请人'),
        ),
        migrations.AddField(
            model_name='extension',
            name='decided_by',
            field=models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='feedback',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='反馈人'),
        ),
        migrations.AddField(
            model_name='feedbackfile',
            name='feedback',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='files', to='bulletins.feedback'),
        ),
        migrations.AddField(
            model_name='followup',
            name='closed_by',
            field=models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='办结人'),
        ),
        migrations.AddField(
            model_name='followup',
            name='instruction',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='followups', to='bulletins.instruction', verbose_name='批示'),
        ),
        migrations.AddField(
            model_name='followup',
            name='made_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='立项人'),
        ),
        migrations.AddField(
            model_name='followup',
            name='office',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='followups', to='accounts.unit', verbose_name='督办单位'),
        ),
        migrations.AddField(
            model_name='part',
            name='followup',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='parts', to='bulletins.followup', verbose_name='督办'),
        ),
        migrations.AddField(
            model_name='part',
            name='received_by',
            field=models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='签收人'),
        ),
        migrations.AddField(
            model_name='part',
            name='unit',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='followup_parts', to='accounts.unit', verbose_name='承办单位'),
        ),
        migrations.AddField(
            model_name='followupreminder',
            name='part',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reminders', to='bulletins.part'),
        ),
        migrations.AddField(
            model_name='feedback',
            name='part',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='feedback', to='bulletins.part', verbose_name='承办'),
        ),
        migrations.AddField(
            model_name='extension',
            name='part',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='pleas', to='bulletins.part', verbose_name='承办'),
        ),
        migrations.AddIndex(
            model_name='followup',
            index=models.Index(fields=['office', 'state', '-id'], name='followups_by_state'),
        ),
        migrations.AddConstraint(
            model_name='followup',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'open'), _negated=True), ('deadline__isnull', False), _connector='OR'), name='what_was_given_out_has_a_deadline'),
        ),
        migrations.AddConstraint(
            model_name='followup',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'closed'), _negated=True), models.Q(models.Q(('closing', ''), _negated=True), ('closed_at__isnull', False)), _connector='OR'), name='a_followup_is_closed_with_a_word'),
        ),
        migrations.AddConstraint(
            model_name='followup',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'cancelled'), _negated=True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='a_followup_is_cancelled_with_a_reason'),
        ),
        migrations.AddIndex(
            model_name='part',
            index=models.Index(fields=['unit', 'state'], name='parts_by_unit'),
        ),
        migrations.AddIndex(
            model_name='part',
            index=models.Index(fields=['state', 'deadline'], name='parts_by_deadline'),
        ),
        migrations.AddConstraint(
            model_name='part',
            constraint=models.UniqueConstraint(fields=('followup', 'unit'), name='a_unit_has_one_part'),
        ),
        migrations.AddConstraint(
            model_name='part',
            constraint=models.UniqueConstraint(condition=models.Q(('is_lead', True), models.Q(('state', 'released'), _negated=True)), fields=('followup',), name='one_unit_is_in_charge'),
        ),
        migrations.AddConstraint(
            model_name='part',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state__in', ('returned', 'released')), _negated=True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='a_part_is_sent_back_with_a_reason'),
        ),
        migrations.AddIndex(
            model_name='followupreminder',
            index=models.Index(fields=['sent_at', 'due_at'], name='followup_reminders_by_time'),
        ),
        migrations.AddConstraint(
            model_name='followupreminder',
            constraint=models.UniqueConstraint(fields=('part', 'step', 'deadline'), name='each_step_is_told_once'),
        ),
        migrations.AddConstraint(
            model_name='feedback',
            constraint=models.UniqueConstraint(fields=('part', 'number'), name='feedback_is_numbered_once'),
        ),
        migrations.AddConstraint(
            model_name='feedback',
            constraint=models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='feedback_says_something'),
        ),
        migrations.AddConstraint(
            model_name='extension',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'pending')), fields=('part',), name='one_plea_waits_at_a_time'),
        ),
        migrations.AddConstraint(
            model_name='extension',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'refused'), _negated=True), models.Q(('word', ''), _negated=True), _connector='OR'), name='a_plea_is_refused_with_a_word'),
        ),
    ]
