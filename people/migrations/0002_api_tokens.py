import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='ApiToken',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('label', models.CharField(max_length=80, verbose_name='nom du jeton')),
                ('prefix', models.CharField(max_length=12, verbose_name='début du secret')),
                ('digest', models.CharField(max_length=64, unique=True, verbose_name='empreinte')),
                ('scopes', models.JSONField(default=list, verbose_name='portées')),
                ('created_at', models.DateTimeField(verbose_name='créé le')),
                ('expires_on', models.DateField(verbose_name='valable jusqu’au')),
                ('last_used_at', models.DateTimeField(blank=True, null=True, verbose_name='dernière utilisation')),
                ('revoked_at', models.DateTimeField(blank=True, null=True, verbose_name='révoqué le')),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='api_tokens', to=settings.AUTH_USER_MODEL, verbose_name='personne')),
            ],
            options={
                'verbose_name': 'jeton d’accès',
                'verbose_name_plural': 'jetons d’accès',
                'indexes': [models.Index(fields=['owner', '-created_at'], name='token_by_owner')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('label', ''), _negated=True), models.Q(('digest', ''), _negated=True), models.Q(('scopes', []), _negated=True)), name='token_has_label_digest_scopes')],
            },
        ),
    ]
