"""What the database refuses to change once an issue is signed: the table and the condition on its rows.

A migration that changes the table wraps its operations in `accounts.append_only.keeping(*ISSUES, …)`.
"""

FROZEN = ("paper_sha256", "paper", "series", "year", "number", "date", "counted_in", "prefix")


def signed(columns):
    """The condition on a signed row, over those of the frozen columns that the table has by then."""
    changed = " OR ".join(f"NEW.{name} <> OLD.{name}" for name in FROZEN if name in columns)
    return f"OLD.paper_sha256 <> '' AND ({changed} OR NEW.state NOT IN ('signed', 'void'))"


ISSUES = ("bulletins_issue", signed)
DOCUMENTS = ("bulletins_document", "OLD.sha256 <> ''")
FIXED = ("state", "issue_id", "title", "wrong", "right", "reason", "asked_by")
REWORDED = " OR ".join(f'NEW."{name}" <> OLD."{name}"' for name in FIXED)
CORRECTIONS = ("bulletins_correction", f"OLD.state = 'signed' AND ({REWORDED})")
