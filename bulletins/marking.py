"""Where a marked passage stands in a text. No Django."""

from submissions.copycheck.findings import lines_of


def line_of(title: str, body: str, passage: str, line: int | None = None) -> int | None:
    """The paragraph that has it: the one it was picked from, else the first; None when the words are gone."""
    having = [each.number for each in lines_of(title, body) if passage in each.text]
    if not passage or not having:
        return None
    return line if line in having else having[0]
