
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('usecases', '0002_obligation_proofs_risks_and_applicability'),
    ]

    operations = [
        migrations.AddField(
            model_name='usecase',
            name='phase',
            field=models.CharField(blank=True, choices=[('idea', 'Idée'), ('pilot', 'Pilote'), ('live', 'En service')], max_length=8),
        ),
    ]
