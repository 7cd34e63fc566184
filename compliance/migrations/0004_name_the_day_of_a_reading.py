from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("compliance", "0003_watch")]

    operations = [
        migrations.RemoveIndex("watchitem", "watch_to_read"),
        migrations.RenameField("watchitem", "read_by", "due_on"),
        migrations.AddIndex(
            "watchitem", models.Index(fields=["due_on"], condition=Q(read_on=None), name="watch_to_read")
        ),
    ]
