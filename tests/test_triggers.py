"""Tables that refuse to be rewritten keep their triggers through every later migration."""

import pytest
from django.db import connection

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
