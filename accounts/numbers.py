"""Numbers that come in an address: a person may type anything there. No Django."""

LONGEST = 18  # digits; every database knows numbers of that length


def whole(text):
    """The number a text spells, or None for whatever is none or is beyond any key."""
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) <= LONGEST else None
