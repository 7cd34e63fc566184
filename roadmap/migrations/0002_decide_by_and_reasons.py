from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('roadmap', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='decision',
            name='due_on',
            field=models.DateField(blank=True, null=True, verbose_name='à trancher avant le'),
        ),
        migrations.AddField(
            model_name='dependency',
            name='is_current',
            field=models.BooleanField(default=True, verbose_name='en vigueur'),
        ),
        migrations.AddField(
            model_name='roadmapitem',
            name='drop_reason',
            field=models.TextField(blank=True, verbose_name='raison de l’abandon'),
        ),
        migrations.AddConstraint(
            model_name='roadmapitem',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'dropped'), models.Q(('drop_reason', ''), _negated=True)), models.Q(models.Q(('state', 'dropped'), _negated=True), ('drop_reason', '')), _connector='OR'), name='item_dropped_with_a_reason'),
        ),
    ]
