"""Sources have shares, which adoptions freeze; candidates, baskets and models are kept."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0011_file_roster_changes'),
        ('bulletins', '0007_give_articles_columns_and_notes'),
        ('submissions', '0019_name_what_an_import_replaced'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Candidate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('is_urgent', models.BooleanField(default=False, verbose_name='优先')),
                ('suggestion', models.CharField(blank=True, choices=[('full', '全文'), ('brief', '简讯'), ('composite', '综合')], max_length=12, verbose_name='用稿建议')),
                ('note', models.CharField(blank=True, max_length=200, verbose_name='给同事的话')),
                ('declined_at', models.DateTimeField(editable=False, null=True, verbose_name='移出时间')),
                ('declined_why', models.CharField(blank=True, editable=False, max_length=200, verbose_name='移出原因')),
                ('at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='时间')),
            ],
            options={
                'verbose_name': '拟采用',
                'verbose_name_plural': '拟采用',
            },
        ),
        migrations.CreateModel(
            name='FormerSource',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='移出时间')),
            ],
            options={
                'verbose_name': '移出的来稿',
                'verbose_name_plural': '移出的来稿',
            },
        ),
        migrations.CreateModel(
            name='ModelItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('place', models.PositiveIntegerField(editable=False, null=True)),
                ('title', models.CharField(editable=False, max_length=100, verbose_name='标题')),
                ('units', models.CharField(editable=False, max_length=200, verbose_name='报送单位')),
                ('year', models.PositiveIntegerField(editable=False, verbose_name='年度')),
                ('sha256', models.CharField(editable=False, max_length=64)),
                ('kind', models.CharField(choices=[('dynamic', '动态'), ('experience', '经验'), ('problem', '问题建议'), ('research', '调研'), ('opinion', '社情民意'), ('model', '典型'), ('brief', '简讯'), ('urgent', '紧急')], max_length=12, verbose_name='类型')),
                ('tags', models.CharField(blank=True, help_text='用“、”分开，如 标题精炼、数字说话', max_length=60, verbose_name='标签')),
                ('comment', models.TextField(max_length=1000, verbose_name='点评：好在哪里')),
                ('shows_edits', models.BooleanField(default=False, verbose_name='同时展示编辑对来稿的修改')),
                ('order', models.PositiveIntegerField(default=100, help_text='小的排在前面', verbose_name='次序')),
                ('at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='列入时间')),
                ('taken_off_at', models.DateTimeField(editable=False, null=True, verbose_name='撤下时间')),
                ('taken_off_why', models.CharField(blank=True, editable=False, max_length=200, verbose_name='撤下原因')),
            ],
            options={
                'verbose_name': '范文',
                'verbose_name_plural': '范文',
                'ordering': ['order', '-at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='Pick',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('order', models.PositiveIntegerField(default=0, verbose_name='次序')),
            ],
            options={
                'verbose_name': '取材篮',
                'verbose_name_plural': '取材篮',
            },
        ),
        migrations.AddField(
            model_name='adoption',
            name='is_main',
            field=models.BooleanField(default=True, verbose_name='主要来稿'),
        ),
        migrations.AddField(
            model_name='adoption',
            name='share',
            field=models.DecimalField(decimal_places=2, default=100, max_digits=5, verbose_name='份额（%）'),
        ),
        migrations.AddField(
            model_name='article',
            name='rewritten_half',
            field=models.BooleanField(default=False, verbose_name='本单位改写过半'),
        ),
        migrations.AddField(
            model_name='source',
            name='is_main',
            field=models.BooleanField(default=False, verbose_name='主要来稿'),
        ),
        migrations.AddField(
            model_name='source',
            name='share',
            field=models.DecimalField(decimal_places=2, default=1, max_digits=5, verbose_name='份数'),
        ),
        migrations.AddConstraint(
            model_name='adoption',
            constraint=models.CheckConstraint(condition=models.Q(('share__gt', 0), ('share__lte', 100)), name='a_share_is_part_of_a_hundred'),
        ),
        migrations.AddConstraint(
            model_name='source',
            constraint=models.UniqueConstraint(condition=models.Q(('is_main', True)), fields=('article',), name='an_article_has_one_main_source'),
        ),
        migrations.AddConstraint(
            model_name='source',
            constraint=models.CheckConstraint(condition=models.Q(('share__gt', 0)), name='every_source_has_a_share'),
        ),
        migrations.AddField(
            model_name='candidate',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='编辑'),
        ),
        migrations.AddField(
            model_name='candidate',
            name='publication',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='candidates', to='bulletins.publication'),
        ),
        migrations.AddField(
            model_name='candidate',
            name='submission',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='candidacies', to='submissions.submission'),
        ),
        migrations.AddField(
            model_name='formersource',
            name='article',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='former_sources', to='bulletins.article'),
        ),
        migrations.AddField(
            model_name='formersource',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='formersource',
            name='submission',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='former_articles', to='submissions.submission'),
        ),
        migrations.AddField(
            model_name='modelitem',
            name='adoption',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='model_items', to='bulletins.adoption'),
        ),
        migrations.AddField(
            model_name='modelitem',
            name='article',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='model_items', to='bulletins.article'),
        ),
        migrations.AddField(
            model_name='modelitem',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='推荐人'),
        ),
        migrations.AddField(
            model_name='modelitem',
            name='issue',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='model_items', to='bulletins.issue'),
        ),
        migrations.AddField(
            model_name='modelitem',
            name='office',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.unit', verbose_name='编发单位'),
        ),
        migrations.AddField(
            model_name='modelitem',
            name='taken_off_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='pick',
            name='owner',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='picks', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='pick',
            name='submission',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='picks', to='submissions.submission'),
        ),
        migrations.AddConstraint(
            model_name='candidate',
            constraint=models.UniqueConstraint(fields=('publication', 'submission'), name='an_item_is_a_candidate_of_a_bulletin_once'),
        ),
        migrations.AddConstraint(
            model_name='candidate',
            constraint=models.CheckConstraint(condition=models.Q(('declined_at__isnull', False), ('declined_why', ''), _connector='OR'), name='only_what_was_taken_off_the_list_has_a_reason'),
        ),
        migrations.AddConstraint(
            model_name='formersource',
            constraint=models.UniqueConstraint(fields=('article', 'submission'), name='a_former_source_is_remembered_once'),
        ),
        migrations.AddIndex(
            model_name='modelitem',
            index=models.Index(fields=['office', 'order', '-at'], name='models_by_order'),
        ),
        migrations.AddConstraint(
            model_name='modelitem',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('adoption', None), ('article__isnull', False), ('issue__isnull', False), ('place__isnull', False)), models.Q(('adoption__isnull', False), ('article', None), ('issue', None), ('place', None)), _connector='OR'), name='a_model_is_a_printed_piece_or_a_use_above'),
        ),
        migrations.AddConstraint(
            model_name='modelitem',
            constraint=models.UniqueConstraint(condition=models.Q(('taken_off_at', None)), fields=('issue', 'article'), name='a_piece_is_a_model_once'),
        ),
        migrations.AddConstraint(
            model_name='modelitem',
            constraint=models.UniqueConstraint(condition=models.Q(('taken_off_at', None)), fields=('adoption',), name='a_use_above_is_a_model_once'),
        ),
        migrations.AddConstraint(
            model_name='modelitem',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('taken_off_at', None), ('taken_off_why', '')), models.Q(('taken_off_at__isnull', False), models.Q(('taken_off_why', ''), _negated=True)), _connector='OR'), name='a_model_is_taken_off_for_a_reason'),
        ),
        migrations.AddConstraint(
            model_name='modelitem',
            constraint=models.CheckConstraint(condition=models.Q(('comment', ''), _negated=True), name='a_model_is_explained'),
        ),
        migrations.AddConstraint(
            model_name='pick',
            constraint=models.UniqueConstraint(fields=('owner', 'submission'), name='an_item_is_in_a_basket_once'),
        ),
    ]
