import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('compliance', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='DossierCounter',
            fields=[
                ('year', models.PositiveSmallIntegerField(primary_key=True, serialize=False)),
                ('last', models.PositiveIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name='Dossier',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=16, unique=True, verbose_name='numéro')),
                ('kind', models.CharField(choices=[('use-case', 'Cas d’usage')], max_length=12, verbose_name='genre')),
                ('subject_ref', models.CharField(max_length=80)),
                ('subject_label', models.CharField(max_length=200, verbose_name='porte sur')),
                ('recipient', models.CharField(choices=[('internal-audit', 'Audit interne'), ('client', 'Client'), ('cnil', 'CNIL'), ('other', 'Autre destinataire')], default='internal-audit', max_length=16, verbose_name='destinataire')),
                ('recipient_name', models.CharField(blank=True, max_length=120, verbose_name='nom du destinataire')),
                ('since_on', models.DateField(blank=True, null=True, verbose_name='du')),
                ('until_on', models.DateField(verbose_name='au')),
                ('hides_names', models.BooleanField(default=True, verbose_name='noms masqués')),
                ('request_key', models.CharField(max_length=64)),
                ('state', models.CharField(choices=[('queued', 'En préparation'), ('sealed', 'Scellé'), ('failed', 'Échoué'), ('abandoned', 'Arrêté')], default='queued', max_length=12, verbose_name='état')),
                ('requested_at', models.DateTimeField(verbose_name='demandé le')),
                ('failure', models.CharField(blank=True, max_length=300, verbose_name='motif de l’échec')),
                ('sealed_at', models.DateTimeField(blank=True, null=True, verbose_name='scellé le')),
                ('sha256', models.CharField(blank=True, max_length=64, verbose_name='empreinte SHA-256')),
                ('signer', models.CharField(blank=True, max_length=64, verbose_name='clé de signature')),
                ('pages', models.PositiveIntegerField(blank=True, null=True, verbose_name='pages')),
                ('size', models.PositiveBigIntegerField(blank=True, null=True, verbose_name='taille')),
                ('trail_position', models.PositiveBigIntegerField(blank=True, null=True, verbose_name='position dans la piste')),
                ('trail_digest', models.CharField(blank=True, max_length=64, verbose_name='empreinte de la piste')),
                ('ruleset_version', models.CharField(blank=True, max_length=16, verbose_name='version des règles')),
                ('file_name', models.CharField(blank=True, max_length=120, verbose_name='fichier')),
                ('requested_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='dossiers_requested', to=settings.AUTH_USER_MODEL, verbose_name='demandé par')),
                ('subject_owner', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='dossiers_about', to=settings.AUTH_USER_MODEL, verbose_name='porteur')),
            ],
            options={
                'verbose_name': 'dossier',
                'verbose_name_plural': 'dossiers',
            },
        ),
        migrations.CreateModel(
            name='DossierCheck',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('intact', 'Intact'), ('altered', 'Fichier différent'), ('missing', 'Fichier absent')], max_length=8)),
                ('problem', models.CharField(blank=True, max_length=300)),
                ('checked_at', models.DateTimeField()),
                ('dossier', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='last_check', to='compliance.dossier')),
            ],
        ),
        migrations.AddIndex(
            model_name='dossier',
            index=models.Index(fields=['state', '-sealed_at'], name='dossier_by_seal'),
        ),
        migrations.AddIndex(
            model_name='dossier',
            index=models.Index(fields=['subject_ref'], name='dossier_by_subject'),
        ),
        migrations.AddConstraint(
            model_name='dossier',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'sealed'), ('pages__gt', 0), ('sealed_at__isnull', False), ('size__gt', 0), ('trail_position__isnull', False), models.Q(('sha256', ''), _negated=True), models.Q(('signer', ''), _negated=True), models.Q(('trail_digest', ''), _negated=True), models.Q(('ruleset_version', ''), _negated=True), models.Q(('file_name', ''), _negated=True)), models.Q(models.Q(('state', 'sealed'), _negated=True), ('file_name', ''), ('pages', None), ('ruleset_version', ''), ('sealed_at', None), ('sha256', ''), ('signer', ''), ('size', None), ('trail_digest', ''), ('trail_position', None)), _connector='OR'), name='dossier_sealed_with_its_seal'),
        ),
        migrations.AddConstraint(
            model_name='dossier',
            constraint=models.CheckConstraint(condition=models.Q(('since_on', None), ('since_on__lte', models.F('until_on')), _connector='OR'), name='dossier_period_in_order'),
        ),
        migrations.AddConstraint(
            model_name='dossier',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'sealed')), fields=('sha256',), name='dossier_seal_once'),
        ),
        migrations.AddConstraint(
            model_name='dossier',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'queued')), fields=('request_key',), name='dossier_asked_once'),
        ),
        migrations.AddIndex(
            model_name='dossiercheck',
            index=models.Index(fields=['state'], name='dossier_check_by_state'),
        ),
    ]
