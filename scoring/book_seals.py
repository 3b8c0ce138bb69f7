"""What the database refuses to change of a rule book in force: what it says, for whom and from when; a book a month was
counted by is not taken back either. A migration that changes the table wraps its operations in
`accounts.append_only.keeping(*BOOKS, …)`.
"""

from django.db import connection

from scoring.money_seals import changed

USED = "infohub_book_was_used"
TABLES = ("scoring_period", "scoring_entry")
WAS_USED = " OR ".join(f"EXISTS (SELECT 1 FROM {table} WHERE book_id = {{book}})" for table in TABLES)
# PostgreSQL knows no subquery in the condition of a trigger, but a function
USED_ON_POSTGRES = (
    f"CREATE OR REPLACE FUNCTION {USED}(book bigint) RETURNS boolean LANGUAGE sql STABLE"
    f" AS $$ SELECT {WAS_USED.format(book='book')} $$"
)


def final_of(columns):
    """The condition on a row that is to be changed, in the words of the database at hand."""
    used = f"{USED}(OLD.id)" if connection.vendor == "postgresql" else WAS_USED.format(book="OLD.id")
    said = changed("source", "since", "name", "version", "office_id")
    return f"OLD.enacted_at IS NOT NULL AND (({said}) OR (NEW.enacted_at IS NULL AND ({used})))"


BOOKS = ("scoring_book", final_of)
