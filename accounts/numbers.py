"""Numbers that come in an address: a person may type anything there. No Django."""

FIRST_YEAR = 2000
LONGEST = 18  # digits; every database knows numbers of that length


def whole(text):
    """The number a text spells, or None for whatever is none or is beyond any key."""
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) <= LONGEST else None


def year_in(text, last):
    """The year a text spells; the last one where it spells none in which there could have been anything."""
    year = whole(text) or last
    return year if FIRST_YEAR <= year <= last else last
