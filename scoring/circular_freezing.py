"""What the database refuses to change once a circular is signed: the table and the condition on its rows.

A migration that changes the table wraps its operations in `accounts.append_only.keeping(*CIRCULARS, …)`.
"""

FROZEN = (
    *("paper_sha256", "paper", "annex", "body", "columns", "closings", "title", "kind", "first", "last"),
    *("number", "counted_in", "number_line", "date", "signed_at", "editor_id", "checker_id", "approver_id"),
)


def signed(columns):
    """The condition on a signed row, over those of the frozen columns that the table has by then."""
    changed = " OR ".join(f'NEW."{name}" <> OLD."{name}"' for name in FROZEN if name in columns)
    left = "NEW.state NOT IN ('signed', 'published', 'void')"
    ended = "OLD.state IN ('published', 'void') AND NEW.state <> OLD.state"
    return f"OLD.paper_sha256 <> '' AND ({changed} OR {left} OR {ended})"


CIRCULARS = ("scoring_circular", signed)
FILES = ("scoring_circulardocument", "OLD.sha256 <> ''")
