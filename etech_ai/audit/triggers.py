"""The database's own refusal: triggers on SQLite and PostgreSQL that keep events append-only.

Allowed: inserting, blanking or replacing ``openings`` (erasure; a false text is caught by its
commitment), and deleting below ``retained_from``, which itself may only point at a checkpoint.
"""

from django.db.backends.base.base import BaseDatabaseWrapper

FROZEN = (
    "position", "operation", "name", "actor_ref", "subject_ref", "at", "payload", "previous_digest", "digest",
)  # fmt: skip

SQLITE = {
    "audit_event_no_update": f"""
        CREATE TRIGGER audit_event_no_update BEFORE UPDATE OF {", ".join(f'"{c}"' for c in FROZEN)}
        ON audit_event BEGIN SELECT RAISE(ABORT, 'the trail is append-only'); END""",
    "audit_event_no_delete": """
        CREATE TRIGGER audit_event_no_delete BEFORE DELETE ON audit_event
        WHEN OLD.position >= COALESCE((SELECT retained_from FROM audit_head WHERE id = 1), 0)
        BEGIN SELECT RAISE(ABORT, 'the trail is append-only'); END""",
    "audit_head_checkpoint": """
        CREATE TRIGGER audit_head_checkpoint BEFORE UPDATE OF retained_from ON audit_head
        WHEN NEW.retained_from <> OLD.retained_from AND NOT EXISTS (SELECT 1 FROM audit_event
            WHERE position = NEW.retained_from AND name = 'trail.checkpointed')
        BEGIN SELECT RAISE(ABORT, 'retention starts at a checkpoint'); END""",
    "audit_head_no_delete": """
        CREATE TRIGGER audit_head_no_delete BEFORE DELETE ON audit_head
        BEGIN SELECT RAISE(ABORT, 'the trail keeps its head'); END""",
}

POSTGRESQL = {
    "audit_event_no_update": """
        CREATE FUNCTION audit_event_no_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
            IF to_jsonb(NEW) - 'openings' IS DISTINCT FROM to_jsonb(OLD) - 'openings' THEN
                RAISE EXCEPTION 'the trail is append-only'; END IF; RETURN NEW; END $$;
        CREATE TRIGGER audit_event_no_update BEFORE UPDATE ON audit_event
            FOR EACH ROW EXECUTE FUNCTION audit_event_no_update()""",
    "audit_event_no_delete": """
        CREATE FUNCTION audit_event_no_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
            IF OLD.position >= COALESCE((SELECT retained_from FROM audit_head WHERE id = 1), 0) THEN
                RAISE EXCEPTION 'the trail is append-only'; END IF; RETURN OLD; END $$;
        CREATE TRIGGER audit_event_no_delete BEFORE DELETE ON audit_event
            FOR EACH ROW EXECUTE FUNCTION audit_event_no_delete()""",
    "audit_event_no_truncate": """
        CREATE FUNCTION audit_event_no_truncate() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
            RAISE EXCEPTION 'the trail is append-only'; END $$;
        CREATE TRIGGER audit_event_no_truncate BEFORE TRUNCATE ON audit_event
            FOR EACH STATEMENT EXECUTE FUNCTION audit_event_no_truncate()""",
    "audit_head_checkpoint": """
        CREATE FUNCTION audit_head_checkpoint() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
            IF NEW.retained_from <> OLD.retained_from AND NOT EXISTS (SELECT 1 FROM audit_event
                WHERE position = NEW.retained_from AND name = 'trail.checkpointed') THEN
                RAISE EXCEPTION 'retention starts at a checkpoint'; END IF; RETURN NEW; END $$;
        CREATE TRIGGER audit_head_checkpoint BEFORE UPDATE ON audit_head
            FOR EACH ROW EXECUTE FUNCTION audit_head_checkpoint()""",
    "audit_head_no_delete": """
        CREATE FUNCTION audit_head_no_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
            RAISE EXCEPTION 'the trail keeps its head'; END $$;
        CREATE TRIGGER audit_head_no_delete BEFORE DELETE ON audit_head
            FOR EACH ROW EXECUTE FUNCTION audit_head_no_delete()""",
}


def install(connection: BaseDatabaseWrapper) -> None:
    """Create the triggers of this database; a vendor without any is refused."""
    statements = {"sqlite": SQLITE, "postgresql": POSTGRESQL}.get(connection.vendor)
    if statements is None:
        raise RuntimeError(f"The trail has no triggers for {connection.vendor}: use PostgreSQL or SQLite.")
    with connection.cursor() as cursor:
        for statement in statements.values():
            cursor.execute(statement)


def remove(connection: BaseDatabaseWrapper) -> None:
    """Drop them: for reversing the migration, and for tests that empty every table."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            for name in SQLITE:
                cursor.execute(f"DROP TRIGGER IF EXISTS {name}")
        else:
            for name in POSTGRESQL:
                cursor.execute(f"DROP FUNCTION IF EXISTS {name}() CASCADE")
