import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0002_api_tokens'),
        ('usecases', '0002_search_by_trigrams'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='ApplicabilitySheet',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('lines', models.JSONField()),
                ('ruleset_version', models.CharField(max_length=16)),
                ('signed_on', models.DateField()),
            ],
        ),
        migrations.CreateModel(
            name='BiasReview',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('answers', models.JSONField()),
                ('reviewed_on', models.DateField()),
                ('next_on', models.DateField()),
            ],
        ),
        migrations.CreateModel(
            name='ObligationProof',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('obligation', models.CharField(max_length=60)),
                ('kind', models.CharField(choices=[('file', 'Fichier'), ('link', 'Lien'), ('note', 'Note')], max_length=8)),
                ('title', models.CharField(max_length=120)),
                ('text', models.TextField(blank=True)),
                ('file_name', models.CharField(blank=True, max_length=160)),
                ('sha256', models.CharField(blank=True, max_length=64)),
                ('size', models.PositiveIntegerField(default=0)),
                ('recorded_on', models.DateField()),
                ('withdrawn_on', models.DateField(blank=True, null=True)),
            ],
        ),
        migrations.CreateModel(
            name='RegisterImport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('file_name', models.CharField(max_length=160)),
                ('sha256', models.CharField(max_length=64)),
                ('rows', models.JSONField(default=list)),
                ('read_at', models.DateTimeField()),
                ('confirmed_at', models.DateTimeField(blank=True, null=True)),
            ],
        ),
        migrations.CreateModel(
            name='Risk',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('title', models.CharField(max_length=160)),
                ('tags', models.JSONField(blank=True, default=list)),
                ('likelihood', models.CharField(choices=[('low', 'Faible'), ('medium', 'Moyen'), ('high', 'Fort')], max_length=8)),
                ('impact', models.CharField(choices=[('low', 'Faible'), ('medium', 'Moyen'), ('high', 'Fort')], max_length=8)),
                ('mitigation', models.TextField(blank=True)),
                ('state', models.CharField(choices=[('open', 'À traiter'), ('treated', 'Traité'), ('accepted', 'Accepté')], default='open', max_length=12)),
                ('review_on', models.DateField(blank=True, null=True)),
                ('recorded_on', models.DateField()),
                ('updated_on', models.DateField()),
            ],
        ),
        migrations.AddField(
            model_name='obligationstate',
            name='owner',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='obligations_owned', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='usecase',
            name='phase',
            field=models.CharField(blank=True, choices=[('idea', 'Idée'), ('pilot', 'Pilote'), ('live', 'En service')], max_length=8),
        ),
        migrations.AlterField(
            model_name='obligationstate',
            name='state',
            field=models.CharField(choices=[('todo', 'À faire'), ('done', 'Remplie'), ('not_applicable', 'Sans objet'), ('waived', 'Écartée')], default='todo', max_length=16),
        ),
        migrations.AddConstraint(
            model_name='obligationstate',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'waived'), _negated=True), models.Q(('note', ''), _negated=True), _connector='OR'), name='waived_says_why'),
        ),
        migrations.AddField(
            model_name='applicabilitysheet',
            name='client',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='applicability', to='people.client'),
        ),
        migrations.AddField(
            model_name='applicabilitysheet',
            name='signed_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sheets_signed', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='applicabilitysheet',
            name='use_case',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='applicability', to='usecases.usecase'),
        ),
        migrations.AddField(
            model_name='biasreview',
            name='reviewed_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='bias_reviews', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='biasreview',
            name='use_case',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='bias_reviews', to='usecases.usecase'),
        ),
        migrations.AddField(
            model_name='obligationproof',
            name='recorded_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='proofs_recorded', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='obligationproof',
            name='use_case',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='proofs', to='usecases.usecase'),
        ),
        migrations.AddField(
            model_name='registerimport',
            name='read_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='register_imports', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='risk',
            name='owner',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='risks_owned', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='risk',
            name='use_case',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='risks', to='usecases.usecase'),
        ),
        migrations.AddConstraint(
            model_name='applicabilitysheet',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('client', None), ('use_case__isnull', False)), models.Q(('client__isnull', False), ('use_case', None)), _connector='OR'), name='applicability_is_of_a_use_case_or_of_a_client'),
        ),
        migrations.AddConstraint(
            model_name='applicabilitysheet',
            constraint=models.UniqueConstraint(fields=('use_case', 'number'), name='one_applicability_per_use_number'),
        ),
        migrations.AddConstraint(
            model_name='applicabilitysheet',
            constraint=models.UniqueConstraint(fields=('client', 'number'), name='one_applicability_per_client_number'),
        ),
        migrations.AddConstraint(
            model_name='biasreview',
            constraint=models.CheckConstraint(condition=models.Q(('next_on__gt', models.F('reviewed_on'))), name='bias_is_reviewed_again_later'),
        ),
        migrations.AddIndex(
            model_name='obligationproof',
            index=models.Index(fields=['use_case', 'obligation'], name='proof_by_obligation'),
        ),
        migrations.AddConstraint(
            model_name='obligationproof',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'file'), ('size__gt', 0), models.Q(('sha256', ''), _negated=True), models.Q(('file_name', ''), _negated=True)), models.Q(('file_name', ''), ('kind__in', ['link', 'note']), ('sha256', ''), ('size', 0), models.Q(('text', ''), _negated=True)), _connector='OR'), name='proof_is_a_file_with_its_digest_or_a_text'),
        ),
        migrations.AddConstraint(
            model_name='risk',
            constraint=models.UniqueConstraint(fields=('use_case', 'number'), name='one_risk_per_number'),
        ),
        migrations.AddConstraint(
            model_name='risk',
            constraint=models.CheckConstraint(condition=models.Q(('state', 'open'), models.Q(('mitigation', ''), _negated=True), _connector='OR'), name='closed_risk_says_what_was_done'),
        ),
    ]
