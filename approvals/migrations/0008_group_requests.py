import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('approvals', '0007_spent_links'),
        ('catalog', '0004_api_key_sheet'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='GroupRequest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sending_key', models.UUIDField(blank=True, null=True, verbose_name='envoi')),
                ('sent_at', models.DateTimeField(verbose_name='envoyée le')),
                ('refused', models.JSONField(blank=True, default=list, verbose_name='refus')),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='group_requests', to='catalog.plan')),
                ('requester', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='group_requests', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'demande groupée',
                'verbose_name_plural': 'demandes groupées',
            },
        ),
        migrations.AddField(
            model_name='request',
            name='group',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='requests', to='approvals.grouprequest', verbose_name='demande groupée'),
        ),
        migrations.AddConstraint(
            model_name='grouprequest',
            constraint=models.UniqueConstraint(fields=('requester', 'sending_key'), name='one_group_per_sending'),
        ),
    ]
