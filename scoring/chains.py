"""A unit counts for another one, never through a third: the database itself refuses chains of memberships.

SQLite rebuilds a table it alters and forgets its triggers: a migration that alters memberships ends with `again`.
"""

TABLE, NAME = "scoring_membership", "scoring_membership_one_step"
FAR = "'9999-12-31'"
CHAINED = f"""EXISTS (
    SELECT 1 FROM {TABLE} other
    WHERE other.id <> NEW.id AND other.counts_for_id IS NOT NULL
    AND (other.unit_id = NEW.counts_for_id OR other.counts_for_id = NEW.unit_id)
    AND other.since <= COALESCE(NEW.until, {FAR}) AND NEW.since <= COALESCE(other.until, {FAR})
)"""
PG_FUNCTION = f"""
CREATE OR REPLACE FUNCTION {NAME}() RETURNS trigger AS $$
BEGIN
    IF NEW.counts_for_id IS NOT NULL AND {CHAINED} THEN
        RAISE EXCEPTION 'a unit counts for another in one step' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$ LANGUAGE plpgsql
"""


def refuse_chains(apps, schema_editor):
    """From now on; for both a new membership and a changed one."""
    run = schema_editor.execute
    if schema_editor.connection.vendor == "postgresql":
        run(PG_FUNCTION, params=None)
        call = f"EXECUTE FUNCTION {NAME}()"
        run(f"CREATE TRIGGER {NAME} BEFORE INSERT OR UPDATE ON {TABLE} FOR EACH ROW {call}", params=None)
        return
    stop = "BEGIN SELECT RAISE(ABORT, 'a unit counts for another in one step'); END"
    for event in ("INSERT", "UPDATE"):
        name = f"{NAME}_{event.lower()}"
        when = f"WHEN NEW.counts_for_id IS NOT NULL AND {CHAINED}"
        run(f"CREATE TRIGGER {name} AFTER {event} ON {TABLE} {when} {stop}", params=None)


def allow_chains(apps, schema_editor):
    """For the way back."""
    run = schema_editor.execute
    if schema_editor.connection.vendor == "postgresql":
        run(f"DROP TRIGGER IF EXISTS {NAME} ON {TABLE}", params=None)
        return
    for event in ("insert", "update"):
        run(f"DROP TRIGGER IF EXISTS {NAME}_{event}", params=None)


def again(apps, schema_editor):
    """After the table was rebuilt."""
    allow_chains(apps, schema_editor)
    refuse_chains(apps, schema_editor)
