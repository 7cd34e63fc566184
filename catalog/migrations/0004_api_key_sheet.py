import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('catalog', '0003_undo_a_decision'),
        ('people', '0003_notification_delay'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='ApiKeySheet',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference', models.CharField(blank=True, max_length=20, verbose_name='demande')),
                ('environment', models.CharField(choices=[('development', 'Développement'), ('test', 'Recette'), ('production', 'Production')], max_length=12, verbose_name='environnement')),
                ('scopes', models.JSONField(blank=True, default=list, verbose_name='droits de la clé')),
                ('cap_minor', models.PositiveBigIntegerField(verbose_name='plafond mensuel')),
                ('currency', models.CharField(max_length=3)),
                ('kept_in', models.CharField(blank=True, max_length=200, verbose_name='où la clé est gardée')),
                ('opened_on', models.DateField(verbose_name='ouverte le')),
                ('completed_on', models.DateField(blank=True, null=True, verbose_name='complétée le')),
                ('rotated_on', models.DateField(blank=True, null=True, verbose_name='renouvelée le')),
                ('rotation_due_on', models.DateField(blank=True, null=True, verbose_name='à renouveler le')),
                ('revoked_on', models.DateField(blank=True, null=True, verbose_name='révoquée le')),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='api_keys', to=settings.AUTH_USER_MODEL, verbose_name='responsable')),
                ('plan', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='api_keys', to='catalog.plan')),
                ('project', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='api_keys', to='people.project')),
                ('vendor', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='api_keys', to='catalog.vendor')),
            ],
            options={
                'verbose_name': 'fiche de clé d’API',
                'verbose_name_plural': 'fiches de clés d’API',
                'indexes': [models.Index(fields=['owner', 'revoked_on'], name='api_key_by_owner')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('plan__isnull', False), ('vendor', None)), models.Q(('plan', None), ('vendor__isnull', False)), _connector='OR'), name='api_key_at_a_plan_or_a_vendor'), models.CheckConstraint(condition=models.Q(models.Q(('completed_on', None), ('kept_in', ''), ('rotated_on', None), ('rotation_due_on', None)), models.Q(('completed_on__isnull', False), ('rotation_due_on__isnull', False), models.Q(('kept_in', ''), _negated=True)), _connector='OR'), name='api_key_complete_or_not'), models.CheckConstraint(condition=models.Q(('cap_minor__gt', 0), models.Q(('currency', ''), _negated=True)), name='api_key_has_a_cap')],
            },
        ),
    ]
