import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0001_initial'),
        ('submissions', '0006_index_the_words'),
    ]

    operations = [
        migrations.CreateModel(
            name='JointUnit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField(verbose_name='次序')),
                ('submission', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='joint_units', to='submissions.submission')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='joint_items', to='accounts.unit', verbose_name='联合报送单位')),
            ],
            options={
                'verbose_name': '联合报送单位',
                'verbose_name_plural': '联合报送单位',
                'ordering': ['position'],
                'constraints': [models.UniqueConstraint(fields=('submission', 'unit'), name='a_unit_joins_once'), models.UniqueConstraint(fields=('submission', 'position'), name='partners_stand_in_order')],
            },
        ),
    ]
