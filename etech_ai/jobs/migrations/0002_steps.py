import etech_ai.jobs.models
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('jobs', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='job',
            name='step',
            field=models.CharField(blank=True, max_length=60),
        ),
        migrations.AlterField(
            model_name='job',
            name='state',
            field=models.CharField(choices=[('ready', 'En attente'), ('running', 'En cours'), ('done', 'Terminé'), ('failed', 'Échoué'), ('stopped', 'Arrêté')], default=etech_ai.jobs.models.JobState['READY'], max_length=8),
        ),
    ]
