"""Triggers that keep the trail append-only, and the one head row."""

from django.db import migrations

from etech_ai.audit import triggers


def create_head(apps, schema_editor):
    apps.get_model("audit", "Head").objects.get_or_create(pk=1)


def install(apps, schema_editor):
    triggers.install(schema_editor.connection)


def remove(apps, schema_editor):
    triggers.remove(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]

    operations = [
        migrations.RunPython(create_head, migrations.RunPython.noop),
        migrations.RunPython(install, remove),
    ]
