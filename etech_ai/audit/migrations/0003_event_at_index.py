"""Find events by date: a b-tree on SQLite; a BRIN on PostgreSQL, since positions follow time closely.

A BRIN costs an append nothing that could be measured, where one more b-tree would.
"""

from django.db import migrations

METHODS = {"sqlite": "", "postgresql": "USING brin"}


def create(apps, schema_editor):
    method = METHODS[schema_editor.connection.vendor]
    schema_editor.execute(f"CREATE INDEX audit_event_at ON audit_event {method} (at)")


def drop(apps, schema_editor):
    schema_editor.execute("DROP INDEX audit_event_at")


class Migration(migrations.Migration):
    dependencies = [("audit", "0002_append_only")]

    operations = [migrations.RunPython(create, drop)]
