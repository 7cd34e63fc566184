from django.db import migrations

INDEX = "usecase_words"


def index_the_words(apps, schema_editor):
    """On PostgreSQL a part of a word is found through its trigrams; SQLite reads its few rows."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
        schema_editor.execute(
            f"CREATE INDEX {INDEX} ON usecases_usecase USING gin (search_text gin_trgm_ops)"
        )


def forget_the_index(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(f"DROP INDEX IF EXISTS {INDEX}")


class Migration(migrations.Migration):
    dependencies = [("usecases", "0001_initial")]
    operations = [migrations.RunPython(index_the_words, forget_the_index, elidable=False)]
