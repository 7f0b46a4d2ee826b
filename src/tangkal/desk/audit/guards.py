"""Database triggers that refuse to change or remove an audit event.

The hash chain proves tampering; the triggers keep accidents, and code that goes round the
models, from tampering in the first place.
"""

from django.db.backends.base.base import BaseDatabaseWrapper

TABLE = "audit_auditevent"

INSTALL = {
    "sqlite": [
        f"""CREATE TRIGGER IF NOT EXISTS audit_no_{verb} BEFORE {verb.upper()} ON {TABLE}
            BEGIN SELECT RAISE(ABORT, 'audit events are append-only'); END"""
        for verb in ("update", "delete")
    ],
    "postgresql": [
        """CREATE OR REPLACE FUNCTION audit_append_only() RETURNS trigger AS $$
           BEGIN RAISE EXCEPTION 'audit events are append-only'; END $$ LANGUAGE plpgsql""",
        f"DROP TRIGGER IF EXISTS audit_no_change ON {TABLE}",
        f"""CREATE TRIGGER audit_no_change BEFORE UPDATE OR DELETE ON {TABLE}
            FOR EACH ROW EXECUTE FUNCTION audit_append_only()""",
    ],
}
REMOVE = {
    "sqlite": [f"DROP TRIGGER IF EXISTS audit_no_{verb}" for verb in ("update", "delete")],
    "postgresql": [f"DROP TRIGGER IF EXISTS audit_no_change ON {TABLE}"],
}


def install(connection: BaseDatabaseWrapper) -> None:
    run(connection, INSTALL)


def remove(connection: BaseDatabaseWrapper) -> None:
    """For a test database's own clean-up; nothing in the product calls this."""
    run(connection, REMOVE)


def run(connection: BaseDatabaseWrapper, statements: dict[str, list[str]]) -> None:
    with connection.cursor() as cursor:
        for statement in statements.get(connection.vendor, []):
            cursor.execute(statement)
