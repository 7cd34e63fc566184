
import compliance.models.receipt
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('catalog', '0002_vendor_connections'),
        ('compliance', '0003_watch'),
        ('people', '0002_api_tokens'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='clause',
            name='project',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='clauses', to='people.project', verbose_name='projet'),
        ),
        migrations.CreateModel(
            name='Exemption',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('levels', models.JSONField(verbose_name='données')),
                ('conditions', models.JSONField(verbose_name='conditions levées')),
                ('reference', models.CharField(max_length=20, unique=True, verbose_name='demande')),
                ('granted_on', models.DateField(verbose_name='accordée le')),
                ('expires_on', models.DateField(verbose_name='valable jusqu’au')),
                ('ended_on', models.DateField(blank=True, null=True, verbose_name='terminée le')),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='exemptions', to='catalog.plan', verbose_name='offre')),
                ('project', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='exemptions', to='people.project', verbose_name='projet')),
            ],
            options={
                'verbose_name': 'dérogation',
                'verbose_name_plural': 'dérogations',
                'constraints': [models.CheckConstraint(condition=models.Q(('expires_on__gte', models.F('granted_on'))), name='exemption_expires_after_grant')],
            },
        ),
        migrations.CreateModel(
            name='Receipt',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('token', models.CharField(default=compliance.models.receipt.new_token, editable=False, max_length=32, unique=True)),
                ('asked_at', models.DateTimeField(verbose_name='donnée le')),
                ('expires_at', models.DateTimeField(verbose_name='valable jusqu’au')),
                ('levels', models.JSONField()),
                ('attested', models.JSONField(default=list)),
                ('result', models.CharField(max_length=10)),
                ('ruleset_version', models.CharField(max_length=40)),
                ('rules', models.JSONField(default=list)),
                ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='receipts', to=settings.AUTH_USER_MODEL)),
                ('client', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='receipts', to='people.client')),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='receipts', to='catalog.plan')),
                ('project', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='receipts', to='people.project')),
            ],
            options={
                'verbose_name': 'reçu',
                'verbose_name_plural': 'reçus',
                'indexes': [models.Index(fields=['expires_at'], name='receipt_expires')],
            },
        ),
    ]
