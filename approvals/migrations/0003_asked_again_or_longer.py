import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('approvals', '0002_undo_a_decision'),
    ]

    operations = [
        migrations.AddField(
            model_name='request',
            name='extends',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='extensions', to='approvals.request', verbose_name='prolonge'),
        ),
        migrations.AddField(
            model_name='request',
            name='redoes',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='attempts', to='approvals.request', verbose_name='reprend'),
        ),
        migrations.AddField(
            model_name='request',
            name='sending_key',
            field=models.UUIDField(blank=True, null=True, verbose_name='envoi'),
        ),
        migrations.AddField(
            model_name='request',
            name='starts_on',
            field=models.DateField(blank=True, null=True, verbose_name='à partir du'),
        ),
        migrations.AddConstraint(
            model_name='request',
            constraint=models.UniqueConstraint(fields=('requester', 'sending_key'), name='one_request_per_sending'),
        ),
        migrations.AddConstraint(
            model_name='request',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', ['waiting', 'clarification'])), fields=('extends',), name='one_open_extension'),
        ),
        migrations.AddConstraint(
            model_name='request',
            constraint=models.CheckConstraint(condition=models.Q(('extends', None), ('redoes', None), _connector='OR'), name='request_extends_or_redoes'),
        ),
        migrations.AddConstraint(
            model_name='request',
            constraint=models.CheckConstraint(condition=models.Q(('starts_on', None), ('ends_on', None), ('ends_on__gte', models.F('starts_on')), _connector='OR'), name='request_ends_after_its_start'),
        ),
    ]
