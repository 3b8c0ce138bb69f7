import django.db.models.deletion
import django.utils.timezone
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0001_initial'),
        ('submissions', '0013_keep_a_screening_desk'),
    ]

    operations = [
        migrations.CreateModel(
            name='Incident',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=100, verbose_name='标题')),
                ('category', models.CharField(choices=[('labour', '职工群体性事件/劳资纠纷'), ('safety', '安全生产事故'), ('social', '重要社会动态'), ('disaster', '灾情疫情'), ('emergency', '突发事件'), ('petition', '集体越级上访'), ('opinion', '网络舆情'), ('other', '其他')], max_length=12, verbose_name='类别')),
                ('grade', models.CharField(choices=[('very-major', '特别重大'), ('major', '重大'), ('larger', '较大'), ('general', '一般')], default='general', max_length=12, verbose_name='等级')),
                ('occurred_at', models.DateTimeField(blank=True, null=True, verbose_name='事发时间')),
                ('learned_at', models.DateTimeField(verbose_name='接报（得知）时间')),
                ('place', models.CharField(blank=True, max_length=100, verbose_name='事发地点')),
                ('key', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('state', models.CharField(choices=[('open', '处置中'), ('closed', '已终报')], default='open', editable=False, max_length=8, verbose_name='状态')),
                ('first_at', models.DateTimeField(editable=False, verbose_name='首报时间')),
                ('last_at', models.DateTimeField(editable=False, verbose_name='最近报告')),
                ('written_at', models.DateTimeField(editable=False, null=True, verbose_name='书面首报时间')),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='told_incidents', to='accounts.unit', verbose_name='接报单位')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='incidents', to='accounts.unit', verbose_name='报告单位')),
            ],
            options={
                'verbose_name': '紧急事件',
                'verbose_name_plural': '紧急事件',
                'ordering': ['-last_at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='UrgentDraft',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.UUIDField()),
                ('page', models.CharField(max_length=100)),
                ('data', models.JSONField()),
                ('saved_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='保存时间')),
                ('author', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='urgent_drafts', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='UrgentReport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=100, verbose_name='标题')),
                ('category', models.CharField(choices=[('labour', '职工群体性事件/劳资纠纷'), ('safety', '安全生产事故'), ('social', '重要社会动态'), ('disaster', '灾情疫情'), ('emergency', '突发事件'), ('petition', '集体越级上访'), ('opinion', '网络舆情'), ('other', '其他')], max_length=12, verbose_name='类别')),
                ('grade', models.CharField(choices=[('very-major', '特别重大'), ('major', '重大'), ('larger', '较大'), ('general', '一般')], default='general', max_length=12, verbose_name='等级')),
                ('occurred_at', models.DateTimeField(blank=True, null=True, verbose_name='事发时间')),
                ('learned_at', models.DateTimeField(verbose_name='接报（得知）时间')),
                ('place', models.CharField(blank=True, max_length=100, verbose_name='事发地点')),
                ('key', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('number', models.PositiveIntegerField(verbose_name='序号')),
                ('kind', models.CharField(choices=[('first', '首报'), ('follow', '续报'), ('final', '终报'), ('correct', '更正')], max_length=8, verbose_name='环节')),
                ('way', models.CharField(choices=[('written', '系统书面'), ('phone', '电话')], default='written', max_length=8, verbose_name='方式')),
                ('at', models.DateTimeField(verbose_name='报出时间')),
                ('kept_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='登记时间')),
                ('caller', models.CharField(blank=True, max_length=60, verbose_name='来电人')),
                ('event', models.TextField(max_length=4000, verbose_name='事：发生了什么')),
                ('situation', models.TextField(blank=True, max_length=4000, verbose_name='情：现场情况')),
                ('cause', models.TextField(blank=True, max_length=4000, verbose_name='因：初步原因')),
                ('outcome', models.TextField(blank=True, max_length=4000, verbose_name='果：处置结果')),
                ('dead', models.PositiveIntegerField(blank=True, null=True, verbose_name='死亡（人）')),
                ('badly_hurt', models.PositiveIntegerField(blank=True, null=True, verbose_name='重伤（人）')),
                ('hurt', models.PositiveIntegerField(blank=True, null=True, verbose_name='轻伤（人）')),
                ('missing', models.PositiveIntegerField(blank=True, null=True, verbose_name='失联（人）')),
                ('loss', models.CharField(blank=True, max_length=100, verbose_name='直接经济损失')),
                ('scope', models.CharField(blank=True, max_length=200, verbose_name='影响范围')),
                ('trend', models.CharField(blank=True, max_length=200, verbose_name='发展趋势')),
                ('leaders', models.CharField(blank=True, max_length=200, verbose_name='到场领导')),
                ('measures', models.TextField(blank=True, max_length=2000, verbose_name='已采取的措施')),
                ('requests', models.TextField(blank=True, max_length=2000, verbose_name='请求和建议')),
                ('source', models.CharField(blank=True, max_length=100, verbose_name='信息来源')),
                ('contact', models.CharField(blank=True, max_length=60, verbose_name='现场负责人')),
                ('contact_phone', models.CharField(blank=True, max_length=30, verbose_name='联系电话')),
                ('rule', models.CharField(blank=True, max_length=80, verbose_name='适用时限')),
                ('due_at', models.DateTimeField(null=True, verbose_name='应报出时间')),
                ('late_minutes', models.PositiveIntegerField(default=0, verbose_name='迟报（分钟）')),
                ('markers', models.JSONField(default=list, verbose_name='命中标记')),
                ('clearance', models.CharField(blank=True, max_length=200, verbose_name='排除涉密理由')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='报告人')),
                ('incident', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reports', to='submissions.incident')),
            ],
            options={
                'verbose_name': '紧急信息报告',
                'verbose_name_plural': '紧急信息报告',
                'ordering': ['incident', 'number'],
            },
        ),
        migrations.CreateModel(
            name='Turned',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('incident', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='turned', to='submissions.incident')),
                ('submission', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='urgent_origin', to='submissions.submission')),
                ('report', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='submissions.urgentreport')),
            ],
        ),
        migrations.CreateModel(
            name='Receipt',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='签收时间')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='签收人')),
                ('report', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='receipt', to='submissions.urgentreport')),
            ],
        ),
        migrations.CreateModel(
            name='Onward',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('waiting', '待核签'), ('returned', '退回修改'), ('approved', '已核签待上报'), ('sent', '已上报'), ('dropped', '已作废')], default='waiting', editable=False, max_length=10, verbose_name='状态')),
                ('title', models.CharField(max_length=100, verbose_name='标题')),
                ('body', models.TextField(max_length=10000, verbose_name='上报内容')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('moved_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='进入本状态')),
                ('approved_at', models.DateTimeField(null=True, verbose_name='核签时间')),
                ('recipient', models.CharField(blank=True, max_length=60, verbose_name='报往')),
                ('manner', models.CharField(blank=True, max_length=60, verbose_name='方式')),
                ('reported_at', models.DateTimeField(null=True, verbose_name='上报时间')),
                ('reason', models.TextField(blank=True, verbose_name='意见')),
                ('approved_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='核签人')),
                ('drafted_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='拟稿人')),
                ('incident', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='onwards', to='submissions.incident')),
                ('written_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='最后改稿')),
                ('report', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='submissions.urgentreport', verbose_name='依据')),
            ],
            options={
                'verbose_name': '上报稿',
                'verbose_name_plural': '上报稿',
                'ordering': ['-pk'],
            },
        ),
        migrations.CreateModel(
            name='Mark',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('about', models.CharField(max_length=100, verbose_name='事由')),
                ('fault', models.CharField(choices=[('late', '迟报'), ('missed', '漏报'), ('false', '谎报'), ('concealed', '瞒报')], max_length=10, verbose_name='认定')),
                ('minutes', models.PositiveIntegerField(null=True, verbose_name='迟报（分钟）')),
                ('on', models.DateField(verbose_name='发生日期')),
                ('reason', models.TextField(max_length=1000, verbose_name='理由')),
                ('at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='认定时间')),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='认定人')),
                ('incident', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='marks', to='submissions.incident', verbose_name='事件')),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.unit', verbose_name='接报单位')),
                ('revokes', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='revocation', to='submissions.mark')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='urgent_marks', to='accounts.unit', verbose_name='报告单位')),
                ('report', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='marks', to='submissions.urgentreport')),
            ],
            options={
                'verbose_name': '报告责任认定',
                'verbose_name_plural': '报告责任认定',
                'ordering': ['-on', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='Confirmation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='确认时间')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='记录人')),
                ('head', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='负责人')),
                ('report', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='confirmation', to='submissions.urgentreport')),
            ],
        ),
        migrations.CreateModel(
            name='Alarm',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('step', models.CharField(choices=[('desk', '无人签收，提醒全体编辑和核签人'), ('leader', '仍无人签收，提醒领导'), ('soon', '报告时限将到'), ('over', '报告时限已过')], max_length=8, verbose_name='提醒')),
                ('phase', models.CharField(blank=True, max_length=8, verbose_name='环节')),
                ('due_at', models.DateTimeField(null=True, verbose_name='时限')),
                ('at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='时间')),
                ('incident', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='alarms', to='submissions.incident')),
                ('report', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='alarms', to='submissions.urgentreport')),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='Watch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ack_minutes', models.PositiveSmallIntegerField(default=10, verbose_name='签收时限（分钟）')),
                ('office', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='urgent_watch', to='accounts.unit')),
            ],
        ),
        migrations.CreateModel(
            name='Clock',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('grade', models.CharField(choices=[('very-major', '特别重大'), ('major', '重大'), ('larger', '较大'), ('general', '一般')], max_length=12, verbose_name='等级')),
                ('phase', models.CharField(choices=[('phone', '电话先报'), ('first', '书面首报'), ('follow', '续报'), ('final', '终报')], max_length=8, verbose_name='环节')),
                ('basis', models.CharField(choices=[('none', '不设时限'), ('occurrence', '事发后'), ('learning', '得知后'), ('last', '上次报告后'), ('daily', '每日定时')], max_length=12, verbose_name='起算')),
                ('minutes', models.PositiveIntegerField(default=0, verbose_name='分钟')),
                ('times', models.JSONField(default=list, verbose_name='时点')),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='urgent_clocks', to='accounts.unit', verbose_name='接报单位')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('office', 'grade', 'phase'), name='one_clock_per_grade_and_phase')],
            },
        ),
        migrations.CreateModel(
            name='Duty',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('since', models.DateTimeField(verbose_name='起')),
                ('until', models.DateTimeField(verbose_name='止')),
                ('phone', models.CharField(max_length=30, verbose_name='值班电话')),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='duties', to='accounts.unit', verbose_name='接报单位')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='duties', to=settings.AUTH_USER_MODEL, verbose_name='值班员')),
            ],
            options={
                'verbose_name': '值班',
                'verbose_name_plural': '值班',
                'ordering': ['since'],
                'indexes': [models.Index(fields=['office', 'since'], name='duty_by_office')],
                'constraints': [models.CheckConstraint(condition=models.Q(('until__gt', models.F('since'))), name='a_duty_ends_after_it_begins', violation_error_message='结束时间须晚于开始时间。')],
            },
        ),
        migrations.AddIndex(
            model_name='incident',
            index=models.Index(fields=['office', 'state', '-last_at'], name='incident_by_office'),
        ),
        migrations.AddIndex(
            model_name='incident',
            index=models.Index(fields=['unit', 'state', '-last_at'], name='incident_by_unit'),
        ),
        migrations.AddIndex(
            model_name='urgentdraft',
            index=models.Index(fields=['author', 'page', '-saved_at'], name='urgent_draft_by_page'),
        ),
        migrations.AddConstraint(
            model_name='urgentdraft',
            constraint=models.UniqueConstraint(fields=('author', 'key'), name='one_urgent_draft_per_person_and_form'),
        ),
        migrations.AddIndex(
            model_name='urgentreport',
            index=models.Index(fields=['at'], name='urgent_report_by_time'),
        ),
        migrations.AddConstraint(
            model_name='urgentreport',
            constraint=models.UniqueConstraint(fields=('incident', 'number'), name='urgent_reports_are_numbered_once'),
        ),
        migrations.AddConstraint(
            model_name='urgentreport',
            constraint=models.CheckConstraint(condition=models.Q(('late_minutes', 0), ('due_at__lt', models.F('at')), _connector='OR'), name='a_late_report_came_after_its_hour'),
        ),
        migrations.AddConstraint(
            model_name='urgentreport',
            constraint=models.CheckConstraint(condition=models.Q(('markers', []), models.Q(('clearance', ''), _negated=True), _connector='OR'), name='an_urgent_marker_is_cleared_in_words'),
        ),
        migrations.AddConstraint(
            model_name='onward',
            constraint=models.CheckConstraint(condition=models.Q(('approved_by', None), models.Q(models.Q(('approved_by', models.F('drafted_by')), _negated=True), models.Q(('approved_by', models.F('written_by')), _negated=True)), _connector='OR'), name='words_going_up_are_approved_by_another'),
        ),
        migrations.AddConstraint(
            model_name='onward',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state__in', ('approved', 'sent')), _negated=True), ('approved_by__isnull', False), _connector='OR'), name='what_goes_up_was_approved'),
        ),
        migrations.AddConstraint(
            model_name='onward',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'sent'), _negated=True), models.Q(('reported_at__isnull', False), models.Q(('recipient', ''), _negated=True)), _connector='OR'), name='what_went_up_says_where_and_when'),
        ),
        migrations.AddIndex(
            model_name='mark',
            index=models.Index(fields=['office', 'on'], name='urgent_mark_by_day'),
        ),
        migrations.AddConstraint(
            model_name='mark',
            constraint=models.CheckConstraint(condition=models.Q(('by__isnull', False), models.Q(('fault', 'late'), ('minutes__gt', 0)), _connector='OR'), name='only_lateness_is_found_by_the_clock'),
        ),
        migrations.AddConstraint(
            model_name='mark',
            constraint=models.UniqueConstraint(condition=models.Q(('fault', 'late'), ('revokes', None)), fields=('report',), name='a_report_is_late_once'),
        ),
        migrations.AddConstraint(
            model_name='alarm',
            constraint=models.UniqueConstraint(condition=models.Q(('report__isnull', False)), fields=('report', 'step'), name='each_escalation_once'),
        ),
        migrations.AddConstraint(
            model_name='alarm',
            constraint=models.UniqueConstraint(condition=models.Q(('report', None)), fields=('incident', 'step', 'phase', 'due_at'), name='each_reminder_once'),
        ),
    ]
