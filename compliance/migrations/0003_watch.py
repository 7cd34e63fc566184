import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('compliance', '0002_sealed_dossiers'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='WatchDuty',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('starts_on', models.DateField(verbose_name='du')),
                ('ends_on', models.DateField(verbose_name='au')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='watch_duties', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'tour de veille',
                'verbose_name_plural': 'tours de veille',
                'constraints': [models.CheckConstraint(condition=models.Q(('ends_on__gte', models.F('starts_on'))), name='watch_duty_ends_after')],
            },
        ),
        migrations.CreateModel(
            name='WatchItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=160, verbose_name='titre')),
                ('kind', models.CharField(choices=[('legal', 'Droit'), ('technical', 'Technique')], max_length=12, verbose_name='nature')),
                ('status', models.CharField(choices=[('binding', 'Contraignant'), ('provisional', 'Provisoire'), ('guidance', 'Orientation'), ('unverified', 'À vérifier')], max_length=12, verbose_name='statut')),
                ('source', models.CharField(max_length=160, verbose_name='source')),
                ('url', models.URLField(blank=True, max_length=400, verbose_name='adresse')),
                ('published_on', models.DateField(blank=True, null=True, verbose_name='publié le')),
                ('touches', models.CharField(max_length=300, verbose_name='touche')),
                ('due_on', models.DateField(verbose_name='à lire avant le')),
                ('read_on', models.DateField(blank=True, null=True, verbose_name='lu le')),
                ('conclusion', models.TextField(blank=True, verbose_name='conclusion')),
                ('recorded_on', models.DateField()),
                ('reader', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='watch_items', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'veille',
                'verbose_name_plural': 'veille',
                'indexes': [models.Index(condition=models.Q(('read_on', None)), fields=['due_on'], name='watch_to_read')],
                'constraints': [models.CheckConstraint(condition=models.Q(('read_on', None), models.Q(('conclusion', ''), _negated=True), _connector='OR'), name='watch_read_with_its_conclusion')],
            },
        ),
    ]
