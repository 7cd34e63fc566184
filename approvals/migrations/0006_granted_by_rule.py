from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('approvals', '0005_reopenings'),
    ]

    operations = [
        migrations.AddField(
            model_name='request',
            name='granted_by_rule',
            field=models.CharField(blank=True, default='', max_length=20, verbose_name='accordée par la règle'),
        ),
        migrations.AlterField(
            model_name='step',
            name='decision',
            field=models.CharField(blank=True, choices=[('submit', 'Envoyer la demande'), ('grant', 'Accorder selon une règle'), ('approve', 'Approuver'), ('approve-last', 'Approuver, dernière étape'), ('refuse', 'Refuser'), ('ask', 'Demander une précision'), ('answer', 'Répondre'), ('withdraw', 'Annuler la demande'), ('open-access', 'Confirmer l’ouverture de l’accès'), ('undo', 'Annuler la décision')], default='', max_length=20, verbose_name='décision'),
        ),
    ]
