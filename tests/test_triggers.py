"""Tables that refuse to be rewritten keep their triggers through every later migration."""

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction

from accounts.append_only import emptied_on_purpose, protected
from accounts.models import Unit

KEPT = (
    "accounts_event",
    "bulletins_correction",
    "bulletins_document",
    "bulletins_issue",
    "scoring_circular",
    "scoring_circulardocument",
    "scoring_entry",
    "scoring_fate",
    "scoring_awardlist",
    "scoring_book",
    "scoring_payline",
    "scoring_paylist",
    "scoring_payment",
    "scoring_period",
    "scoring_signedfile",
    "submissions_alarm",
    "submissions_confirmation",
    "submissions_mark",
    "submissions_receipt",
    "submissions_urgentreport",
)


def triggers_on(table):
    where = (
        "SELECT tgname FROM pg_trigger WHERE tgrelid = %s::regclass AND NOT tgisinternal"
        if connection.vendor == "postgresql"
        else "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s"
    )
    with connection.cursor() as cursor:
        cursor.execute(where, [table])
        return {name for (name,) in cursor.fetchall()}


@pytest.mark.django_db
@pytest.mark.parametrize("table", KEPT)
def test_a_protected_table_has_its_triggers_after_all_migrations(table):
    assert {f"{table}_keep", f"{table}_final"} <= triggers_on(table)


@pytest.mark.django_db
def test_no_protected_table_is_left_out_here():
    assert protected(connection) == sorted(KEPT)


@pytest.mark.postgres
@pytest.mark.django_db
@pytest.mark.parametrize("table", KEPT)
def test_a_protected_table_refuses_to_be_emptied(table):
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"TRUNCATE {table} CASCADE")


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_between_tests_the_database_is_emptied_and_refuses_again_at_once():
    Unit.objects.create(name="某单位")
    call_command("flush", interactive=False, verbosity=0)
    assert not Unit.objects.exists()
    with pytest.raises(DatabaseError, match="append-only"), connection.cursor() as cursor:
        cursor.execute("TRUNCATE accounts_event CASCADE")


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_a_demo_that_begins_anew_may_empty_what_is_its_own():
    with emptied_on_purpose(), connection.cursor() as cursor:
        cursor.execute("TRUNCATE scoring_fate CASCADE")
    with pytest.raises(DatabaseError, match="append-only"), connection.cursor() as cursor:
        cursor.execute("TRUNCATE scoring_fate CASCADE")
