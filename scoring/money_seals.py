"""What the database refuses to change once money or honours were signed for: tables and conditions on their rows.

A migration that changes one of the tables wraps its operations in `accounts.append_only.keeping(*X, …)`.
"""


def changed(*columns):
    """A condition: one of the columns would change."""
    return " OR ".join(f'NEW."{name}" <> OLD."{name}"' for name in columns)


HANDS = ("made_by_id", "title", "first", "last", "year", "checked_by_id", "issued_by_id", "issued_on")
PAY_LISTS = (
    "scoring_paylist",
    "OLD.sha256 <> '' AND (NEW.state NOT IN ('issued', 'paid')"
    f" OR {changed('sha256', 'content', 'office_id', *HANDS)})",
)
AWARD_LISTS = (
    "scoring_awardlist",
    "OLD.sha256 <> '' AND (NEW.state NOT IN ('signed', 'published')"
    f" OR {changed('sha256', 'content', 'office_id', 'scheme_id', 'made_by_id', 'signed_by_id', 'signed_on')})",
)
PAY_LINES = ("scoring_payline", "1 = 1")
SIGNED_FILES = ("scoring_signedfile", "1 = 1")
PAYMENTS = (
    "scoring_payment",
    f"{changed('amount', 'unit_id', 'office_id', 'year')}"
    " OR COALESCE(NEW.person_id, 0) <> COALESCE(OLD.person_id, 0)",
)
