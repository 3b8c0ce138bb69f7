"""What the database refuses to change once an issue is signed: the table and the condition on its rows.

A migration that changes the table wraps its operations in `accounts.append_only.keeping(*ISSUES, …)`.
"""

CHANGED = " OR ".join(
    f"NEW.{name} <> OLD.{name}" for name in ("paper_sha256", "paper", "series", "year", "number", "date")
)
ISSUES = ("bulletins_issue", f"OLD.paper_sha256 <> '' AND ({CHANGED} OR NEW.state NOT IN ('signed', 'void'))")
DOCUMENTS = ("bulletins_document", "OLD.sha256 <> ''")
FIXED = ("state", "issue_id", "title", "wrong", "right", "reason", "asked_by")
REWORDED = " OR ".join(f'NEW."{name}" <> OLD."{name}"' for name in FIXED)
CORRECTIONS = ("bulletins_correction", f"OLD.state = 'signed' AND ({REWORDED})")
