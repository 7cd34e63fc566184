import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('approvals', '0009_absences_conditions_succession'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Attachment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('file_name', models.CharField(max_length=160, verbose_name='nom du fichier')),
                ('sha256', models.CharField(max_length=64, verbose_name='empreinte')),
                ('size', models.PositiveIntegerField(verbose_name='taille')),
                ('added_at', models.DateTimeField(verbose_name='jointe le')),
                ('removed_at', models.DateTimeField(blank=True, null=True, verbose_name='retirée le')),
                ('added_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='attachments_added', to=settings.AUTH_USER_MODEL, verbose_name='jointe par')),
                ('request', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='attachments', to='approvals.request')),
            ],
            options={
                'verbose_name': 'pièce jointe',
                'verbose_name_plural': 'pièces jointes',
                'constraints': [models.UniqueConstraint(condition=models.Q(('removed_at', None)), fields=('request', 'sha256'), name='one_attachment_per_content'), models.CheckConstraint(condition=models.Q(('size__gt', 0), models.Q(('sha256', ''), _negated=True), models.Q(('file_name', ''), _negated=True)), name='attachment_is_a_file')],
            },
        ),
        migrations.CreateModel(
            name='Mention',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('comment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='mentions', to='approvals.comment')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='mentions', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'mention',
                'verbose_name_plural': 'mentions',
                'constraints': [models.UniqueConstraint(fields=('comment', 'person'), name='one_mention_per_comment')],
            },
        ),
    ]
