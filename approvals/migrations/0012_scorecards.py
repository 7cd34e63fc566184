import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('approvals', '0011_waiting_list'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Scorecard',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('weights_version', models.CharField(max_length=20, verbose_name='version des poids')),
                ('request', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='scorecard', to='approvals.request')),
            ],
            options={
                'verbose_name': 'grille d’évaluation',
                'verbose_name_plural': 'grilles d’évaluation',
            },
        ),
        migrations.CreateModel(
            name='CriterionScore',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('criterion', models.CharField(choices=[('cost', 'Coût'), ('performance', 'Performance'), ('ease', 'Facilité d’usage'), ('interoperability', 'Interopérabilité'), ('reversibility', 'Réversibilité'), ('security', 'Sécurité')], max_length=20, verbose_name='critère')),
                ('points', models.PositiveSmallIntegerField(verbose_name='note')),
                ('comment', models.TextField(verbose_name='sur quoi elle repose')),
                ('scored_at', models.DateTimeField(verbose_name='notée le')),
                ('scored_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='criteria_scored', to=settings.AUTH_USER_MODEL, verbose_name='notée par')),
                ('scorecard', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='scores', to='approvals.scorecard')),
            ],
            options={
                'verbose_name': 'note d’un critère',
                'verbose_name_plural': 'notes des critères',
                'constraints': [models.UniqueConstraint(fields=('scorecard', 'criterion'), name='one_score_per_criterion'), models.CheckConstraint(condition=models.Q(('points__lte', 5), models.Q(('comment', ''), _negated=True)), name='score_in_scale_with_its_evidence')],
            },
        ),
    ]
