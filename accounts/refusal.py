"""A refusal explains itself: what was asked, why it cannot be, what to do."""


class Refused(Exception):
    """The act is not possible now; the sentence is shown to the person as it is."""


class NotYours(Refused):
    """The person may see the thing but no post of theirs allows the act (HTTP 403)."""
