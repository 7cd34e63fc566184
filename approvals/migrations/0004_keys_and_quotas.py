import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('approvals', '0003_asked_again_or_longer'),
        ('catalog', '0004_api_key_sheet'),
        ('people', '0003_notification_delay'),
        ('usecases', '0003_obligation_proofs_risks_and_applicability'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='request',
            name='request_targets_fit_the_kind',
        ),
        migrations.RemoveConstraint(
            model_name='request',
            name='one_open_request_per_plan',
        ),
        migrations.AddField(
            model_name='request',
            name='api_key',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='requests', to='catalog.apikeysheet', verbose_name='clé d’API'),
        ),
        migrations.AddField(
            model_name='request',
            name='cap_minor',
            field=models.PositiveBigIntegerField(blank=True, null=True, verbose_name='plafond mensuel'),
        ),
        migrations.AddField(
            model_name='request',
            name='currency',
            field=models.CharField(blank=True, default='', max_length=3, verbose_name='devise'),
        ),
        migrations.AddField(
            model_name='request',
            name='environment',
            field=models.CharField(blank=True, choices=[('development', 'Développement'), ('test', 'Recette'), ('production', 'Production')], default='', max_length=12, verbose_name='environnement'),
        ),
        migrations.AddField(
            model_name='request',
            name='scopes',
            field=models.JSONField(blank=True, default=list, verbose_name='droits de la clé'),
        ),
        migrations.AddConstraint(
            model_name='request',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('api_key', None), ('cap_minor', None), ('currency', ''), ('environment', ''), models.Q(models.Q(('kind__in', ['licence', 'tool-access', 'seat-review']), ('plan__isnull', False), ('use_case', None), ('proposed_name', ''), ('tool', None)), models.Q(('kind', 'data-exception'), ('plan__isnull', False), ('project__isnull', False), ('use_case', None), ('proposed_name', ''), ('tool', None)), models.Q(('kind', 'use-case'), ('plan', None), ('use_case__isnull', False), ('proposed_name', ''), ('tool', None)), models.Q(('kind', 'new-tool'), ('plan', None), ('use_case', None), models.Q(('proposed_name', ''), _negated=True)), _connector='OR')), models.Q(('use_case', None), ('proposed_name', ''), ('tool', None), ('cap_minor__gt', 0), models.Q(('currency', ''), _negated=True), models.Q(models.Q(('api_key', None), ('kind', 'api-key'), ('plan__isnull', False), models.Q(('environment', ''), _negated=True)), models.Q(('api_key__isnull', False), ('environment', ''), ('kind', 'quota')), _connector='OR')), _connector='OR'), name='request_targets_fit_the_kind'),
        ),
        migrations.AddConstraint(
            model_name='request',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', ['waiting', 'clarification']), ('kind__in', ['licence', 'tool-access', 'seat-review'])), fields=('kind', 'plan', 'beneficiary'), name='one_open_request_per_plan'),
        ),
        migrations.AddConstraint(
            model_name='request',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', ['waiting', 'clarification']), ('kind', 'api-key')), fields=('plan', 'environment', 'beneficiary'), name='one_open_request_per_key'),
        ),
        migrations.AddConstraint(
            model_name='request',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', ['waiting', 'clarification']), ('kind', 'quota')), fields=('api_key',), name='one_open_quota_per_key'),
        ),
    ]
